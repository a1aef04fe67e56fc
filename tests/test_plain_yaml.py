"""What is read without a parser of all YAML is what that parser reads, and the rest is left to it."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, SAMPLE
from tests.test_fuzz import FRAGMENTS, yaml_texts
from toolkit.gather import gather
from toolkit.gather.plain_yaml import plain_values
from toolkit.gather.settings import settings as site
from toolkit.gather.yaml_text import parse

GIVEN = [gather(root, site(root).languages) for root in (SAMPLE, ROOT)]
REAL = [sheet.text for given in GIVEN for sheet in (*given.sheets, *given.translations)]
MOST = 0.9
"""Of the real files: where fewer are read the short way, it is no longer worth its lines."""
PARTS = [*FRAGMENTS, "a", "a: b", "- a", "- a: b", "\n\n", "''", "[a, b]", "key:\n", ">-\n", "> ", "\n    ", "\n      "]
"""What a slip of the hand puts into a file."""

Edit = Callable[[list[str], int, str], list[str]]
EDITS: list[Edit] = [
    lambda rows, i, _: rows[:i] + rows[i + 1 :],
    lambda rows, i, _: [*rows[: i + 1], *rows[i:]],
    lambda rows, i, _: [*rows[:i], *rows[i : i + 2][::-1], *rows[i + 2 :]],
    lambda rows, i, part: [*rows[:i], part, *rows[i:]],
    lambda rows, i, part: [*rows[:i], " " * len(part) + rows[i], *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i][len(part) :], *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i] + part, *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i].replace(" ", part, 1), *rows[i + 1 :]],
    lambda rows, i, part: [*rows[:i], rows[i].replace(": ", f": {part}", 1), *rows[i + 1 :]],
    lambda rows, i, part: [
        *rows[:i],
        rows[i][: len(rows[i]) // 2] + part + rows[i][len(rows[i]) // 2 :],
        *rows[i + 1 :],
    ],
    lambda rows, i, _: [*rows[:i], rows[i].replace("'", ""), *rows[i + 1 :]],
]


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A real file with some slips in it."""
    rows = draw(st.sampled_from(REAL)).split("\n")
    for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3)):
        rows = edit(rows, draw(st.integers(0, len(rows) - 1)), draw(st.sampled_from(PARTS))) or [""]
    return "\n".join(rows)


@settings(derandomize=True, max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(slips() | yaml_texts)
def test_what_is_read_the_short_way_is_what_yaml_makes_of_it_without_a_problem(text: str) -> None:
    values = plain_values(text)
    if values is not None:
        told, _, problems = parse(text, "a.yml")
        assert (repr(values), problems) == (repr(told), [])


def test_nearly_all_real_files_are_read_the_short_way() -> None:
    assert sum(plain_values(text) is not None for text in REAL) >= MOST * len(REAL)
