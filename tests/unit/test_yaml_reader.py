"""Whatever strangers write, reading and validating it ends in values or diagnostics, never in a crash.

FUZZ_CASES=100000 in the environment tries so many.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.linking import link_records
from toolkit.schema import KINDS, Part
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.markup import CITATION, uncited
from toolkit.sources.config import read_settings
from toolkit.sources.messages import read_catalogs
from toolkit.sources.scan import read_source, scan
from toolkit.sources.yaml_reader import MAX_PROBLEMS, SourceFile, parse_yaml
from toolkit.validate import validate_record, validate_translation

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "tests" / "sample"
VOCABULARIES = read_catalogs(["en"]).vocabularies
REAL = [
    path
    for root in (ROOT, SAMPLE)
    for part in ("agencies", "practices")
    for path in (root / part).rglob("*.yml")
]
LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
CASES = int(os.environ.get("FUZZ_CASES", "300"))
repeatable = settings(
    derandomize=True,
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def names(model: type[Part]) -> Iterator[str]:
    """Every name of a field in a record, also in its parts."""
    for name, spec in fields(model).items():
        yield name
        if spec.part:
            yield from names(spec.part)


NAMES = sorted({name for kind in KINDS.values() for name in names(kind.model)})
VALUES = [
    "",
    " ",
    "7",
    "-1",
    "1e3",
    "2012",
    "2013-02-29",
    "true",
    "ia",
    "es",
    "unit",
    "stated",
    "monitor",
    "a",
    "A b",
]
PROSE = [
    "So it is.[@a]",
    "[@a; @b]",
    "[@]",
    "[x](javascript:a)",
    "![x](y)",
    "<b>",
    "\u202e",
    "https://e.org",
    "../a.pdf",
]
FRAGMENTS = [
    "title",
    ": ",
    ":",
    "- ",
    "\n",
    "\n  ",
    "\t",
    " ",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!x ",
    "# ",
]
FRAGMENTS += [
    "|",
    ">-\n",
    "---\n",
    "...\n",
    "? ",
    "%",
    "@",
    "`",
    ",",
    "\\",
    "\r\n",
    "\u2028",
    "\x85",
    "\ufeff",
    "\0",
    "é",
]
FRAGMENTS += ["<<: ", "null", "~", "#5"]

texts = st.sampled_from(VALUES + PROSE) | st.text(max_size=20)
keys = st.sampled_from(NAMES) | st.text(max_size=8)
trees = st.recursive(
    texts,
    lambda tree: st.lists(tree, max_size=3) | st.dictionaries(keys, tree, max_size=5),
    max_leaves=15,
)
yaml_texts = st.text() | st.lists(
    st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=30
).map("".join)


def filled(model: type[Part]) -> st.SearchStrategy[dict[str, Any]]:
    """A record or part near to a real one: each field that it must have and some others, mostly of their type."""
    values = {name: _value(spec) | trees for name, spec in fields(model).items()}
    required = {name: value for name, value in values.items() if fields(model)[name].is_required}
    return st.fixed_dictionaries(
        required, optional={name: values[name] for name in values if name not in required}
    )


def _value(spec: FieldSpec) -> st.SearchStrategy[Any]:
    entry = filled(spec.part) if spec.part else texts
    return st.lists(entry, max_size=2) if spec.is_list else entry


def source(kind: str, values: dict[str, Any], language: str = "") -> SourceFile:
    return SourceFile(
        f"{KINDS[kind].folder}/a.yml", values, {(): 1}, kind=kind, id="a", language=language
    )


@repeatable
@given(yaml_texts)
def test_any_text_is_read_as_values_or_diagnostics(text: str) -> None:
    read = parse_yaml(text, "a.yml")
    last = len(LINE_BREAK.split(text))
    assert isinstance(read.values, str | list | dict | None)
    assert all(
        1 <= line <= last
        for line in [*read.lines.values(), *(problem.line for problem in read.diagnostics)]
    )
    assert all(problem.message and problem.hint for problem in read.diagnostics)


@repeatable
@given(yaml_texts)
def test_what_is_read_without_a_diagnostic_is_what_yaml_makes_of_it(text: str) -> None:
    read = parse_yaml(text, "a.yml")
    if not read.diagnostics:
        assert read.values == yaml.load(text, Loader=yaml.CBaseLoader)


@pytest.mark.parametrize("indent", ["", " ", "   "])
@pytest.mark.parametrize("style", [">-", ">", "|", "|-"])
def test_a_number_sign_in_a_block_text_is_text(style: str, indent: str) -> None:
    read = parse_yaml(f"title: {style}\n  A\n  {indent}#b\nx: c\n", "a.yml")
    assert read.diagnostics == []
    assert "#b" in read.values["title"]


def test_every_real_file_is_what_yaml_makes_of_it() -> None:
    for path in REAL:
        text = path.read_text("utf-8")
        read = parse_yaml(text, path.name)
        assert (read.values, read.diagnostics) == (yaml.load(text, Loader=yaml.CBaseLoader), [])
        rows = text.split("\n")
        for place, line in read.lines.items():
            if place and isinstance(place[-1], str):
                assert f"{place[-1]}:" in rows[line - 1]


@repeatable
@given(st.binary(max_size=60) | yaml_texts.map(str.encode))
def test_any_bytes_are_a_record_or_a_diagnostic(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "practices" / "practice" / "a.yml"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        found = scan(Path(folder))
        file, diagnostics = read_source(found.files[0])
    assert found.diagnostics == []
    assert file or diagnostics


@repeatable
@given(st.data())
def test_any_values_are_validated_and_linked(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    values = data.draw(filled(kind.model) | st.dictionaries(keys, trees))
    record, diagnostics = validate_record(source(kind.id, values), {}, VOCABULARIES)
    assert bool(record) != bool(diagnostics)
    _, dead = link_records([record] if record else [], [], {}, lambda record, path: 1)
    assert all(diagnostic.message and diagnostic.hint for diagnostic in [*diagnostics, *dead])


@repeatable
@given(st.data())
def test_a_valid_record_comes_back_from_its_dump_in_the_order_declared(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    record, _ = validate_record(source(kind.id, data.draw(filled(kind.model))), {}, VOCABULARIES)
    if record:
        context = {"vocabularies": VOCABULARIES, "id": record.id}
        values = record.model_dump(exclude_unset=True)
        assert kind.model.model_validate(values, context=context) == record
        assert list(values) == [name for name in fields(kind.model) if name in values]


units = st.fixed_dictionaries(
    {"at": st.sampled_from(["title", "steps", "opera"]) | texts, "en": texts},
    optional={"text": texts, "status": st.sampled_from(["draft", "x"]), "note": texts},
)
sidecars = st.fixed_dictionaries(
    {"status": st.just("draft"), "by": texts, "date": texts},
    optional={"texts": st.lists(units, max_size=3) | trees},
)


@repeatable
@given(sidecars | st.dictionaries(keys, trees))
def test_any_values_are_a_translation_or_diagnostics(values: dict[str, Any]) -> None:
    translation, diagnostics = validate_translation(
        source("practice", values, "es"), VOCABULARIES, ()
    )
    assert bool(translation) != bool(diagnostics)
    assert all(diagnostic.message and diagnostic.hint for diagnostic in diagnostics)


def test_a_record_with_very_many_mistakes_reports_some_of_them() -> None:
    key = {"title": "a", "publisher": "b", "seen": "whole"}
    values: dict[str, Any] = {
        "title": "Many",
        "summary": "So it is.[@k0]",
        "agencies": [f"town-{number}" for number in range(999)],
        "sources": [key | {"key": f"k{number}"} for number in range(999)],
    }
    assert len(validate_record(source("practice", values), {}, VOCABULARIES)[1]) == MAX_PROBLEMS
    values |= {
        "sources": values["sources"][:1],
        "steps": ["So" + "".join(f"[@k{number}]" for number in range(200))],
    }
    assert len(validate_record(source("practice", values), {}, VOCABULARIES)[1]) == MAX_PROBLEMS
    values |= {"steps": []}
    record, _ = validate_record(source("practice", values), {}, VOCABULARIES)
    assert record
    assert len(link_records([record], [], {}, lambda record, path: 1)[1]) == MAX_PROBLEMS
    values |= {"agencies": [["x"]] * 999}
    assert len(validate_record(source("practice", values), {}, VOCABULARIES)[1]) == MAX_PROBLEMS


@repeatable
@given(st.lists(st.sampled_from([*FRAGMENTS, *PROSE, "[@a]", "[@a; @b]", "[@", "]"])).map("".join))
def test_a_text_without_its_citations_is_what_is_left_between_them(text: str) -> None:
    assert uncited(text) == CITATION.sub("", text)


SETTINGS = [
    "nav",
    "theme",
    "name",
    "plugins",
    "i18n",
    "languages",
    "locale",
    "build",
    "default",
    "extra",
    "hooks",
    "INHERIT",
]
typed = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "index.md", "material", "en", "xx", "a b"])
)
setting_trees = st.recursive(
    typed,
    lambda tree: (
        st.lists(tree, max_size=3)
        | st.dictionaries(st.sampled_from(SETTINGS) | typed, tree, max_size=5)
    ),
    max_leaves=15,
)


@repeatable
@given(st.dictionaries(st.sampled_from(SETTINGS), setting_trees), st.booleans())
def test_any_values_are_settings_or_diagnostics(values: dict[str, Any], has_pages: bool) -> None:
    values |= {"nav": ["index.md"], "theme": "material"} if has_pages else {}
    with TemporaryDirectory() as folder:
        Path(folder, "mkdocs.yml").write_text(yaml.safe_dump(values), "utf-8")
        read = read_settings(Path(folder))
    assert read.languages
    assert read.diagnostics or read.nav
    assert all(diagnostic.message and diagnostic.hint for diagnostic in read.diagnostics)
