"""What the code promises about itself: see toolkit/README.md."""

import ast
from collections.abc import Collection, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.builds import ROOT
from toolkit.schema import KINDS, Part
from toolkit.schema.fields import Choice
from toolkit.schema.introspect import fields
from toolkit.sources.messages import read_catalogs

PACKAGE = ROOT / "toolkit"
ROOMS = (
    ("paths",),
    ("texts",),
    ("fingerprint",),
    ("diagnostics",),
    ("options", "console"),
    ("schema",),
    ("sources",),
    ("reporting",),
    ("validate", "translation"),
    ("listing", "library", "linking", "readability", "rereading", "review"),
    ("hiding",),
    ("record_cache", "pdf", "project"),
    ("fixing",),
    ("pages",),
    ("search",),
    ("translate",),
    ("export",),
    ("render",),
    ("build",),
    ("interview", "new_table", "new_command", "translate_command", "changes_command", "commands"),
    ("serve",),
    ("cli",),
    ("__main__",),
)
"""Modules and packages of toolkit/. Each imports only from its room and those before it; `build_toolkit.py` is last."""
PRINTING = {
    "build_toolkit.py",
    *(
        f"toolkit/{unit}.py"
        for unit in (
            "console",
            "reporting",
            "commands",
            "translate_command",
            "interview",
            "new_command",
            "changes_command",
            "serve",
            "cli",
        )
    ),
}
PURE = ("diagnostics", "validate", "translation", "listing", "library", "linking", "readability")
"""What takes values and gives values."""
FILE_ACCESS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "iterdir",
    "glob",
    "rglob",
    "scandir",
}
RUNS_WHEN_READ = {"pickle", "marshal", "shelve"}
"""Formats that may run code of whoever wrote the file, such as the cache in a folder from a stranger."""

MODULES = sorted([*PACKAGE.rglob("*.py"), ROOT / "build_toolkit.py"])


def name(module: Path) -> str:
    """Its path from the repository: `toolkit/pages/lists.py`."""
    return module.relative_to(ROOT).as_posix()


def room_of(dotted: str) -> int:
    """The place in `ROOMS` of a dotted name, `toolkit.pages.lists`."""
    unit = dotted.split(".")[1]
    return next(place for place, units in enumerate(ROOMS) if unit in units)


def imports(module: Path) -> Iterator[str]:
    """The dotted names that a module imports; `from a import b` gives `a.b`."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(module)} has a relative import."
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(dotted: str, modules: Collection[str]) -> str:
    """The module of the toolkit that an import names, with or without a name in it; empty if it is elsewhere."""
    if dotted in modules:
        return dotted
    parent = dotted.rpartition(".")[0]
    return parent if parent in modules else ""


def calls(module: Path) -> set[str]:
    """The names of the functions and methods that a module calls."""
    functions = [
        node.func
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]
    names = {function.id for function in functions if isinstance(function, ast.Name)}
    return names | {function.attr for function in functions if isinstance(function, ast.Attribute)}


def test_imports_go_in_one_direction() -> None:
    backward = [
        f"{name(module)} imports {imported}"
        for module in PACKAGE.rglob("*.py")
        if module != PACKAGE / "__init__.py"
        for imported in imports(module)
        if imported.startswith("toolkit.")
        if room_of(imported) > room_of(name(module).replace("/", ".").removesuffix(".py"))
    ]
    assert backward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    dotted_names = {
        name(module).removesuffix(".py").removesuffix("/__init__").replace("/", "."): module
        for module in PACKAGE.rglob("*.py")
    }
    imported_modules = {
        dotted: {module_of(imported, dotted_names) for imported in imports(module)} - {dotted, ""}
        for dotted, module in dotted_names.items()
    }
    TopologicalSorter(imported_modules).prepare()  # raises a CycleError, which names the circle


def test_no_import_hides_from_these_tests_and_from_types() -> None:
    hidden = {"import_module", "__import__"}
    assert [name(module) for module in MODULES if hidden & calls(module)] == []


def test_only_commands_print() -> None:
    assert {name(module) for module in MODULES if "print" in calls(module)} <= PRINTING


def test_validation_and_the_library_open_no_files() -> None:
    pure = [module for module in MODULES if module.parent.name in PURE or module.stem in PURE]
    assert [name(module) for module in pure if FILE_ACCESS & calls(module)] == []


def test_only_modules_that_are_named_for_mkdocs_import_it() -> None:
    users = {
        module
        for module in MODULES
        if any(dotted.split(".")[0] == "mkdocs" for dotted in imports(module))
    }
    assert users
    assert {name(user) for user in users if not user.name.startswith("mkdocs_")} == set()


def test_no_format_is_read_that_could_run_code() -> None:
    assert [name(module) for module in MODULES if RUNS_WHEN_READ & {*imports(module)}] == []


# ------------------------------------------------------------------ the schema


def parts(part: type[Part]) -> Iterator[type[Part]]:
    """A model and those of its fields."""
    yield part
    for spec in fields(part).values():
        if spec.part:
            yield from parts(spec.part)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_docstring(kind: str) -> None:
    models = {*parts(KINDS[kind].model)}
    missing = [
        f"{model.__name__}.{name}"
        for model in models
        for name, spec in fields(model).items()
        if not spec.doc
    ]
    assert sorted(missing) == []


def test_folders_and_addresses_of_kinds_are_unique() -> None:
    assert (
        len({kind.folder for kind in KINDS.values()})
        == len({kind.address for kind in KINDS.values()})
        == len(KINDS)
    )


def test_every_choice_names_a_vocabulary() -> None:
    specs = [
        spec
        for kind in KINDS.values()
        for part in parts(kind.model)
        for spec in fields(part).values()
    ]
    named = {choice.vocabulary for spec in specs if (choice := spec.mark(Choice))}
    assert named
    assert named <= read_catalogs(["en"]).vocabularies.keys()
