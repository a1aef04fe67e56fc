"""What holds for the real records in agencies/ and practices/, and for the sample's."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.builds import ROOT, SAMPLE
from toolkit.build.targets import ProjectInputs
from toolkit.diagnostics import as_text
from toolkit.linking import record_file
from toolkit.pages.renderer import PageRenderer
from toolkit.paths import SCHEMAS
from toolkit.project import Project, load_project
from toolkit.readability import hard_texts
from toolkit.schema import KINDS
from toolkit.schema.fields import CitesSources, Translatable
from toolkit.schema.introspect import marked_values
from toolkit.schema.json_schema import schema_files
from toolkit.schema.markup import citations

HANDED_OUT = ("title", "blanks.label", "chapters.title", "chapters.clauses.text")
"""The texts of a model document that stand in its files."""
PROFILED = 10
"""Agencies that the toolkit began with."""
both = pytest.mark.parametrize("root", [ROOT, SAMPLE], ids=["real", "sample"])


@cache
def project_in(root: Path) -> Project:
    return load_project(root)


@both
def test_records_have_no_mistakes(root: Path) -> None:
    assert as_text(project_in(root).diagnostics) == ""


def test_there_are_ten_profiled_agencies_and_at_least_sixty_records() -> None:
    library = project_in(ROOT).library
    agencies: list[Any] = library.of_kind("agency")
    assert len([agency for agency in agencies if agency.profiled]) == PROFILED
    assert len(library.records) >= 60


@both
def test_every_record_cites_each_of_its_sources(root: Path) -> None:
    for record in project_in(root).library.records.values():
        texts = [value for _, _, value in marked_values(record, Translatable)]
        cited = {key for text in texts for key in citations(text)}
        cited |= {key for _, _, key in marked_values(record, CitesSources)}
        assert cited == {source.key for source in record.sources}, record_file(record.key)


def test_no_practice_is_active_in_a_later_year_than_its_newest_dated_source() -> None:
    practices: list[Any] = project_in(ROOT).library.of_kind("practice")
    for practice in practices:
        years = [int(source.date[:4]) for source in practice.sources if source.date]
        if practice.as_of and practice.stage != "ended" and years:
            assert int(practice.as_of) <= max(years), practice.id


@both
def test_every_record_says_on_which_day_it_was_last_checked(root: Path) -> None:
    records = project_in(root).library.records.values()
    assert [record_file(record.key) for record in records if not record.checked] == []


def test_summaries_and_steps_read_at_grade_nine_or_below() -> None:
    assert as_text(hard_texts(project_in(ROOT))) == ""


def test_the_overview_counts_every_record_and_every_practice_once() -> None:
    project = project_in(ROOT)
    listings = project.library.listings["en"]
    stats = ProjectInputs(project).stats.value
    page = PageRenderer(project, "en").overview_page(listings, stats, project.doc_pages)
    by_kind, by_field = page.meta["here"][0], page.meta["missing"][0]
    assert sum(sum(numbers(row)) for row in by_kind["rows"]) == len(listings)
    assert {sum(numbers(row)) for row in by_field["rows"]} == {len(project.library.of_kind("practice"))}


def test_a_model_document_is_in_the_languages_that_it_names() -> None:
    library = project_in(ROOT).library
    models: list[Any] = library.of_kind("model")
    assert len(models) >= 14
    for model in models:
        whole = [
            language
            for language, key in library.translations
            if key == model.key
            and all(
                status.status != "missing" for status in library.statuses(language, key) if status.field in HANDED_OUT
            )
        ]
        assert model.languages == ["en", *sorted(language.partition("-")[0] for language in whole)], model.id


def numbers(row: dict[str, Any]) -> list[int]:
    return [int(cell.replace(",", "")) for cell in row["cells"]]


@pytest.mark.parametrize("file", sorted((ROOT / "docs" / "routes").glob("*.md")), ids=lambda file: file.name)
def test_each_step_of_a_route_links_to_a_practice_and_to_something_to_take_along(file: Path) -> None:
    _, *steps = file.read_text("utf-8").split("\n## ")
    assert len(steps) >= 7
    for step in steps:
        practice, take = re.findall(r"^- \*\*.+?(?=^- |^$|\Z)", step, re.M | re.S)
        assert re.search(r"\]\(\.\./practices/", practice), step
        assert re.search(r"\]\(\.\./[a-z]+/", take), step


def test_an_address_is_cited_with_the_same_title_and_date_in_all_records() -> None:
    citing: dict[str, set[tuple[str, str | None]]] = {}
    for record in project_in(ROOT).library.records.values():
        for source in record.sources:
            if source.url:
                citing.setdefault(source.url, set()).add((source.title, source.date))
    assert {url: titles for url, titles in citing.items() if len(titles) > 1} == {}


# ------------------------------------------------------------------ the JSON Schema of editors


@both
def test_the_first_line_of_every_record_names_its_json_schema(root: Path) -> None:
    prefix = "# yaml-language-server: $schema="
    for record in project_in(root).library.records.values():
        file = root / record_file(record.key)
        first = file.read_text("utf-8").splitlines()[0]
        assert first.startswith(prefix), file
        assert (file.parent / first.removeprefix(prefix)).resolve() == SCHEMAS / f"{record.kind}.json"


def test_json_schema_files_are_up_to_date() -> None:
    expected = schema_files(project_in(ROOT).vocabularies)
    actual = {path.name: path.read_text("utf-8") for path in SCHEMAS.glob("*.json")}
    assert actual == expected, "Run build_toolkit.py schema."


@both
def test_records_without_mistakes_are_valid_by_the_json_schema(root: Path) -> None:
    validators = {
        kind: Draft202012Validator(json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))) for kind in KINDS
    }
    for record in project_in(root).library.records.values():
        values = yaml.load(project_in(root).source_text(record), Loader=EditorsLoader)
        errors = [error.message for error in validators[record.kind].iter_errors(values)]
        assert errors == [], record_file(record.key)


class EditorsLoader(yaml.SafeLoader):
    """YAML as editors read it: a date stays a text."""


EditorsLoader.yaml_implicit_resolvers = {
    character: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for character, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
