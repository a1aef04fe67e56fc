"""A new field is its declaration and its labels: page, panel, filter, search, overview, schema and reference follow."""

import json
import re
from pathlib import Path

import pytest

from tests.builds import replace_text, run
from tests.search_index import search
from toolkit.cli import DONE, MISTAKES

FIELDS = {
    "weather: outdoors": "Annotated[Text | None, {marks}] = None",
    "weather: [outdoors]": "Annotated[list[Annotated[Text, {choice}]], {marks}] = []",
}
"""A line of a record, and how the field that it fills is declared."""
CHOICE = 'Choice("weather")'
MARKS = 'Filter(), Panel(), Keyword(), Counted("glance.weather")'
DOCSTRING = "What weather it takes."
LABELS = {
    "lists": "  weather:\n    indoors: In any weather\n    outdoors: In dry weather\n",
    "glance": "  weather: Weather\n",
    "facets": "  weather: The weather\n",
}
"""Messages to add, by the group of the catalog that they are in."""
ID_NIGHT = "practices/practice/id-night.yml"


@pytest.fixture(params=FIELDS, ids=["single value", "list"])
def line(request: pytest.FixtureRequest, program: Path, copy: Path) -> str:
    """The line of a record that fills the field, which is declared."""
    line = str(request.param)
    marks = MARKS if line.endswith("]") else f"{CHOICE}, {MARKS}"
    declaration = FIELDS[line].format(marks=marks, choice=CHOICE)
    field = f'    weather: {declaration}\n    """{DOCSTRING}"""\n'
    before = "    problem: Annotated[Prose"
    replace_text(program / "toolkit" / "schema" / "records.py", before, field + before)
    for group, text in LABELS.items():
        replace_text(
            program / "toolkit" / "messages" / "en.yml", f"{group}:\n", f"{group}:\n{text}"
        )
    replace_text(copy / ID_NIGHT, "effort:", f"{line}\neffort:")
    return line


def test_a_declared_field_is_in_the_page_filters_search_overview_schema_and_reference(
    line: str, program: Path, copy: Path
) -> None:
    done = run("build", "--root", copy, program=program)
    assert done.returncode == DONE, done.stdout + done.stderr
    site = copy / "build" / "site"

    def page(name: str) -> str:
        return (site / f"{name}.html").read_text("utf-8")

    panel = re.search(r"<dt>Weather</dt>\s*<dd[^>]*>(.*?)</dd>", page("practices/id-night"))
    assert panel and panel[1] == '<a href="../find.html#weather=outdoors">In dry weather</a>'
    assert "Weather" in page("overview/index")
    reference = page("contribute/practice")
    assert (
        "<code>weather</code>" in reference
        and DOCSTRING in reference
        and "<code>indoors</code>" in reference
    )
    by_words, by_filter, by_other_value = search(
        site,
        "en",
        [
            {"query": "dry weather"},
            {"query": "", "chosen": {"weather": ["outdoors"]}},
            {"query": "", "chosen": {"kind": ["practice"]}},
        ],
    )
    assert by_words["documents"] == by_filter["documents"] != []
    assert by_other_value["counts"]["weather"] == {"outdoors": 1}

    assert run("schema", "--root", copy, program=program).returncode == DONE
    schema = json.loads((program / "toolkit" / "schemas" / "practice.json").read_text("utf-8"))
    assert schema["properties"]["weather"]["description"] == DOCSTRING
    assert '"enum": ["indoors", "outdoors"]' in json.dumps(schema["properties"]["weather"])


def test_a_wrong_value_of_a_declared_field_is_reported(
    line: str, program: Path, copy: Path
) -> None:
    replace_text(copy / ID_NIGHT, "outdoors", "outdors")
    done = run("check", "--root", copy, program=program)
    assert done.returncode == MISTAKES
    assert re.search(r"weather(\.1)?: `outdors` is not on the list\.", done.stdout)
