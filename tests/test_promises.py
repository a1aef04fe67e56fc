"""What the project promises about its own code."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from toolkit.gather.hand import SHOWN
from toolkit.gather.words import strings
from toolkit.pages import SHOWS
from toolkit.publish.theme import THEME
from toolkit.records import KINDS
from toolkit.records.declared import Part, fields
from toolkit.records.text import ID, Choice

ROOT = Path(__file__).parent.parent
ORDER = (
    "problems",
    "brought",
    "cache",
    "store",
    "processes",
    "tree",
    "records",
    "gather",
    "check",
    "join",
    "read",
    "attached",
    "readability",
    "pages",
    "index",
    "translate",
    "stage",
    "publish",
    "site",
    "preview",
    "serve",
    "front_door",
)
"""The rooms of toolkit/, each of which imports only those before it. `build_toolkit.py` comes last."""
OPENING = {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob", "walk_up", "listdir", "scandir"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}

MODULES = sorted(chain((ROOT / "toolkit").rglob("*.py"), [ROOT / "build_toolkit.py"]))
LISTS = strings(["en"]).lists


def room(module: Path) -> str:
    return (
        "build_toolkit" if module.parent == ROOT else module.relative_to(ROOT / "toolkit").parts[0].removesuffix(".py")
    )


def in_rooms(*rooms: str) -> list[Path]:
    return [module for module in MODULES if room(module) in rooms]


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


def imports(module: Path) -> Iterator[str]:
    """Dotted names of what a module imports, `from a import b` as `a.b`."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module.name} imports by a relative name."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(module: Path) -> set[str]:
    """Names of the functions and methods that a module calls."""
    called = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    functions = {func.id for func in called if isinstance(func, ast.Name)}
    return functions | {func.attr for func in called if isinstance(func, ast.Attribute)}


def parts(part: type[Part]) -> Iterator[type[Part]]:
    """A kind of record and every piece in it."""
    yield part
    for spec in fields(part).values():
        base = spec.item.base if spec.item else spec.base
        if issubclass(base, Part):
            yield from parts(base)


def ids(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_imports_go_one_way(module: Path) -> None:
    before = ("__init__", *ORDER, "build_toolkit")
    own = before.index(room(module))
    named = {name.split(".")[1] for name in imports(module) if name.startswith("toolkit.")}
    assert {other for other in named if before.index(other) > own} == set()


@pytest.mark.parametrize("module", MODULES, ids=ids)
def test_no_module_is_a_drawer(module: Path) -> None:
    assert not DRAWERS & {part.removesuffix(".py") for part in module.relative_to(ROOT).parts}


@pytest.mark.parametrize("module", in_rooms("problems", "check", "join"), ids=ids)
def test_only_gather_opens_contributions(module: Path) -> None:
    assert not OPENING & calls(module)
    assert not {name for name in imports(module) if name.split(".")[0] in ("yaml", "io", "os", "pathlib")}


@pytest.mark.parametrize(
    "module", [m for m in MODULES if room(m) not in ("front_door", "serve", "build_toolkit")], ids=ids
)
def test_only_the_front_door_prints(module: Path) -> None:
    assert "print" not in calls(module)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_says_what_it_means(kind: str) -> None:
    of = parts(KINDS[kind].of)
    silent = {f"{part.__name__}.{name}" for part in of for name, spec in fields(part).items() if not spec.doc}
    assert silent == set()


def test_every_kind_is_known_by_its_folder() -> None:
    assert len({kind.folder for kind in KINDS.values()}) == len({kind.address for kind in KINDS.values()}) == len(KINDS)


def test_what_a_page_can_show_has_its_template() -> None:
    assert set(SHOWS) == set(SHOWN) == {name for name in SHOWN if (THEME / f"{name}.html").is_file()}


def test_every_choice_has_its_list() -> None:
    specs = [spec for kind in KINDS.values() for part in parts(kind.of) for spec in fields(part).values()]
    assert {choice.name for spec in specs if (choice := spec.mark(Choice))} <= set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_of_a_list_has_an_id_and_a_label(name: str) -> None:
    assert LISTS[name]
    assert [id for id in LISTS[name] if not ID.fullmatch(id.lower())] == []
    assert [id for id, label in LISTS[name].items() if not label.strip()] == []
