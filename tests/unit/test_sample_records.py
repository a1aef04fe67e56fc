"""What holds for the sample's records. Rules on records are `check`'s, so that whoever writes one hears them there."""

import json
import re
from functools import cache
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.builds import SAMPLE
from toolkit.build.targets import ProjectInputs
from toolkit.diagnostics import as_text
from toolkit.linking import record_file
from toolkit.pages.renderer import PageRenderer
from toolkit.paths import SCHEMAS
from toolkit.project import Project, load_project
from toolkit.review import hard_texts
from toolkit.schema.json_schema import schema_files
from toolkit.sources.yaml_reader import parse_yaml
from toolkit.validate import validate_record


@cache
def project() -> Project:
    return load_project(SAMPLE)


def test_the_sample_has_no_mistakes_and_nothing_to_note_but_its_age() -> None:
    assert as_text(project().diagnostics) == ""
    hard = hard_texts(project().library.records.values(), project().line_of)
    assert {note.field for note in [*project().notes, *hard]} == {"checked"}


def test_the_overview_counts_every_record_and_every_practice_once() -> None:
    listings = project().library.listings["en"]
    stats = ProjectInputs(project()).stats.value
    page = PageRenderer(project(), "en").overview_page(listings, stats, project().doc_pages)
    by_kind, by_field = page.meta["here"][0], page.meta["missing"][0]
    assert sum(sum(numbers(row)) for row in by_kind["rows"]) == len(listings)
    assert {sum(numbers(row)) for row in by_field["rows"]} == {
        len(project().library.of_kind("practice"))
    }


def numbers(row: dict[str, Any]) -> list[int]:
    return [int(cell.replace(",", "")) for cell in row["cells"]]


# ------------------------------------------------------------------ the JSON Schema of editors


def test_json_schema_files_are_up_to_date() -> None:
    expected = schema_files(project().vocabularies)
    actual = {path.name: path.read_text("utf-8") for path in SCHEMAS.glob("*.json")}
    assert actual == expected, "Run build_toolkit.py schema."


def schema_errors(kind: str, text: str) -> list[str]:
    """What an editor marks in a record."""
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))
    return [
        error.message
        for error in Draft202012Validator(schema).iter_errors(yaml.load(text, Loader=EditorsLoader))
    ]


def test_records_without_mistakes_are_valid_by_the_json_schema() -> None:
    for record in project().library.records.values():
        assert schema_errors(record.kind, project().source_text(record)) == [], record_file(
            record.key
        )


@pytest.mark.parametrize(
    ("kind", "written", "instead"),
    [
        ("policy", 'number: "4.20"', "number: 4.20"),
        ("policy", 'number: "4.20"', "number: 7"),
        ("policy", "title: Sample language policy", "title: 911"),
        ("policy", "title: Sample language policy", "title: true"),
        ("policy", "date: 2020-01", "date: 2020"),
        ("agency", "number: 1234", 'number: "1234"'),
        ("agency", "about: true", 'about: "true"'),
    ],
)
def test_quotation_marks_make_no_difference_to_the_check_or_to_the_json_schema(
    kind: str, written: str, instead: str
) -> None:
    records = [
        record
        for record in project().library.of_kind(kind)
        if written in project().source_text(record)
    ]
    text = project().source_text(records[0]).replace(written, instead, 1)
    file = parse_yaml(text, "a.yml")._replace(kind=kind, id="a")
    assert [
        *file.diagnostics,
        *validate_record(file, project().attachments, project().vocabularies)[1],
    ] == []
    assert schema_errors(kind, text) == []


def test_a_list_in_place_of_a_text_is_marked_by_the_json_schema() -> None:
    text = project().source_text(project().library.records["policy", "sample-language-policy"])
    assert schema_errors(
        "policy", text.replace("title: Sample language policy", "title: [Sample language policy]")
    )


class EditorsLoader(yaml.SafeLoader):
    """YAML as editors read it, by the core schema of YAML 1.2: a date or `no` stays a text."""


EditorsLoader.yaml_implicit_resolvers = {
    character: [
        (tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))
    ]
    for character, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorsLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))
