"""Whatever strangers write, reading and checking it ends in values or problems, never in a crash."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from toolkit.check import check
from toolkit.gather import Sheet, gather
from toolkit.gather.words import strings
from toolkit.gather.yaml_text import MAX_PROBLEMS, parse
from toolkit.join import join
from toolkit.problems import Problem, as_json, github, plain
from toolkit.records import KINDS
from toolkit.records.declared import Part, annotations, fields
from toolkit.records.full import validated
from toolkit.records.plain import Doubtful, kept, plainly
from toolkit.records.text import Mistake
from toolkit.records.translation import Translation
from toolkit.translate import ENDINGS
from toolkit.translate.exchange import Going, Head

LISTS = strings(["en"]).lists
same_each_time = settings(
    derandomize=True, max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def names(part: type[Part]) -> Iterator[str]:
    """Every name of a field in a record, those of its pieces too."""
    for name, spec in fields(part).items():
        yield name
        base = spec.item.base if spec.item else spec.base
        if issubclass(base, Part):
            yield from names(base)


def pieces(part: type[Part]) -> Iterator[type[Part]]:
    """A kind of record and every piece in it."""
    yield part
    for spec in fields(part).values():
        base = (spec.item or spec).base
        if issubclass(base, Part):
            yield from pieces(base)


NAMES = sorted({name for kind in KINDS.values() for name in names(kind.of)})
PIECES: list[type[Part]] = [
    *dict.fromkeys(piece for kind in KINDS.values() for piece in pieces(kind.of)),
    *pieces(Translation),
]
VALUES = ["", " ", "7", "-1", "1e3", "2012", "2013-02-29", "true", "ia", "es", "unit", "stated", "monitor", "a", "A b"]
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
    "|",
]
FRAGMENTS += [
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
    "<<: ",
]

texts = st.sampled_from(VALUES + PROSE) | st.text(max_size=20)
keys = st.sampled_from(NAMES) | st.text(max_size=8)
trees = st.recursive(
    texts, lambda tree: st.lists(tree, max_size=3) | st.dictionaries(keys, tree, max_size=5), max_leaves=15
)
yaml_texts = st.text() | st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=30).map("".join)
problems = st.builds(
    Problem,
    file=st.text(st.characters(), max_size=20),
    line=st.integers(0, 999),
    field=st.text(max_size=9),
    what=st.lists(st.sampled_from(["\n::error::", "%0A", "::", "\r", ",", "a"]) | st.text(max_size=3)).map("".join),
    fix=st.text(st.characters(), max_size=20),
)


def filled(part: type[Part]) -> st.SearchStrategy[dict[str, Any]]:
    """A record or piece near to a real one: each field that it must have and some others, mostly of their type."""
    known = fields(part)
    values = {name: _of(spec) | trees for name, spec in known.items()}
    needed = {name: value for name, value in values.items() if known[name].is_required}
    return st.fixed_dictionaries(needed, optional={name: values[name] for name in values if name not in needed})


def _of(spec: Any) -> st.SearchStrategy[Any]:
    if spec.item:
        return st.lists(_of(spec.item), max_size=2)
    return filled(spec.base) if issubclass(spec.base, Part) else texts


@same_each_time
@given(yaml_texts)
def test_any_text_is_read_as_values_or_problems(text: str) -> None:
    value, lines, found = parse(text, "a.yml")
    last = len(re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text))
    assert isinstance(value, str | list | dict | None)
    assert all(1 <= line <= last for line in [*lines.values(), *(problem.line for problem in found)])
    assert all(problem.what and problem.fix for problem in found)


@same_each_time
@given(st.binary(max_size=60) | yaml_texts.map(str.encode))
def test_any_bytes_are_a_record_or_a_problem(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "practices" / "practice" / "a.yml"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        found = gather(Path(folder))
    assert found.sheets or found.problems


GOING = [Going("practice/a#steps", "See [it](https://e.org/).[@a]", "[@a] [x](https://e.org/)", "draft", "", ("n",))]
TOOL_FRAGMENTS = [
    "<",
    ">",
    "/>",
    "</",
    "&",
    "&a;",
    "<!",
    "<![CDATA[",
    "<mrk>",
    "\x00",
    '"',
    "\\",
    "msgid",
    "#,",
    "\n",
    "",
]


@same_each_time
@given(st.sampled_from(sorted(ENDINGS)), st.lists(st.tuples(st.integers(0, 900), st.sampled_from(TOOL_FRAGMENTS))))
def test_any_file_of_a_translators_tool_is_read_as_texts_or_problems(ending: str, cuts: list[tuple[int, str]]) -> None:
    write, read = ENDINGS[ending]
    text = write(GOING, Head("P", "es", "0")).decode()
    for at, fragment in cuts:
        text = text[:at] + fragment + text[at + 1 :]
    found = read(text, f"es{ending}")
    assert all(problem.what and problem.fix for problem in found.problems)


@same_each_time
@given(st.data())
def test_any_values_are_checked_and_joined(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(list(KINDS.values())))
    values = data.draw(filled(kind.of) | st.dictionaries(keys, trees))
    sheet = Sheet(kind.id, "a", f"{kind.folder}/a.yml", "", values, {(): 1})
    entries, found = check([sheet], {}, LISTS)
    assert bool(entries) != bool(found)
    assert all(problem.what and problem.fix for problem in [*found, *join(entries, [])[1]])


@same_each_time
@given(st.data())
def test_what_is_plainly_right_is_what_pydantic_makes_of_it(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(PIECES))
    values = data.draw(filled(part) | st.dictionaries(keys, trees))
    plain_one = plainly(part, values, LISTS)
    assert plain_one is None or (plain_one == validated(part, values, LISTS) and repr(plain_one))


@same_each_time
@given(st.data())
def test_a_field_that_is_plainly_right_is_what_pydantic_makes_of_it(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(PIECES))
    name, spec = data.draw(st.sampled_from(sorted(fields(part).items())))
    value = data.draw(_of(spec) | trees)
    try:
        own = kept(annotations(part)[name], value, LISTS)
    except (Doubtful, Mistake):
        return
    told = TypeAdapter(annotations(part)[name]).validate_python(value, context={"lists": LISTS})
    assert (own, type(own)) == (told, type(told))


def test_a_record_with_very_many_mistakes_is_told_some_of_them() -> None:
    key = {"title": "a", "publisher": "b", "seen": "whole"}
    values: dict[str, Any] = {
        "title": "Many",
        "summary": "So it is.[@k0]",
        "agencies": [f"town-{number}" for number in range(999)],
        "sources": [key | {"key": f"k{number}"} for number in range(999)],
    }
    sheet = Sheet("practice", "many", "practices/practice/many.yml", "", values, {(): 1})
    assert len(check([sheet], {}, LISTS)[1]) == MAX_PROBLEMS
    values |= {"sources": values["sources"][:1], "steps": ["So" + "".join(f"[@k{number}]" for number in range(200))]}
    assert len(check([sheet], {}, LISTS)[1]) == MAX_PROBLEMS
    entries, _ = check([sheet._replace(values=values | {"steps": []})], {}, LISTS)
    assert len(join(entries, [])[1]) == MAX_PROBLEMS


@same_each_time
@given(st.lists(problems, max_size=3))
def test_a_problem_is_one_command_to_github_whatever_it_holds(found: list[Problem]) -> None:
    told = github(found)
    assert len(told.splitlines()) == len(found)
    for problem, line in zip(found, told.splitlines(), strict=True):
        command = re.fullmatch(r"::error file=([^,:]*),line=(\d+)::(.*)", line)
        assert command
        assert int(command[2]) == max(problem.line, 1)
        assert not re.search(r"%(?!25|3A|2C)", command[1] + command[3])


@same_each_time
@given(st.lists(problems, max_size=3))
def test_a_problem_comes_back_from_json_whatever_it_holds(found: list[Problem]) -> None:
    told = as_json(found)
    assert told.isascii()
    assert json.loads(told) == [problem._asdict() for problem in found]


@same_each_time
@given(st.lists(problems, max_size=3))
def test_a_problem_is_two_lines_at_most_whatever_it_holds(found: list[Problem]) -> None:
    rows = plain(found).split("\n") if found else []
    assert len(rows) == sum(2 if problem.fix else 1 for problem in found)
    assert all(row.isprintable() for row in rows)
