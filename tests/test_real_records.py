"""Promises about the real records in agencies/ and practices/."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.conftest import ROOT, SAMPLE
from toolkit.gather import gather
from toolkit.gather.settings import settings
from toolkit.gather.words import strings
from toolkit.pages import writer
from toolkit.pages.views import facets
from toolkit.problems import plain
from toolkit.read import read
from toolkit.readability import hard_texts
from toolkit.records import KINDS
from toolkit.records.declared import citations, walk
from toolkit.records.full import validated
from toolkit.records.plain import plainly
from toolkit.records.schema import FOLDER, schema_files
from toolkit.records.text import Translatable
from toolkit.records.translation import Translation

TEN = 10


def test_the_real_records_have_no_problems() -> None:
    assert plain(read(ROOT).problems) == ""


def test_every_real_record_is_read_alike_with_and_without_pydantic() -> None:
    languages = settings(ROOT).languages
    found, lists = gather(ROOT, languages), strings(languages).lists
    for sheet in found.sheets:
        part = Translation if sheet.language else KINDS[sheet.kind].of
        assert plainly(part, sheet.values, lists) == validated(part, sheet.values, lists), sheet.file


def test_there_are_the_ten_profiled_agencies_and_sixty_records_or_more() -> None:
    toolkit = read(ROOT).toolkit
    profiled: list[Any] = [entry.record for entry in toolkit.of_kind("agency")]
    assert len([agency for agency in profiled if agency.profiled]) == TEN
    assert len(toolkit.entries) >= 60


def test_every_record_cites_each_of_its_sources() -> None:
    for entry in read(ROOT).toolkit.entries.values():
        cited = {
            key
            for path, spec, value in walk(entry.record)
            for key in (citations(value) if spec.mark(Translatable) else [value] if "cite" in path else [])
        }
        assert cited == {source.key for source in entry.record.sources}, entry.sheet.file


def test_every_summary_and_all_steps_of_a_record_read_at_grade_nine_or_below() -> None:
    assert plain(hard_texts(read(ROOT).toolkit)) == ""


def test_the_overview_counts_every_record_and_every_practice_once() -> None:
    found = read(ROOT)
    words, practices = found.strings.words, len(found.toolkit.of_kind("practice"))
    one = writer(found.toolkit, words, "en", found.strings.lists, {})
    known = facets(found.toolkit, found.strings.lists)
    page = one.overview(words, dict.fromkeys(words, (0, 0)), known, found.hand)
    by_kind, by_field = page.meta["here"][0], page.meta["missing"][0]
    assert sum(sum(counts(row)) for row in by_kind["rows"]) == len(found.toolkit.entries)
    assert {sum(counts(row)) for row in by_field["rows"]} == {practices}


def counts(row: dict[str, Any]) -> list[int]:
    return [int(cell.replace(",", "")) for cell in row["cells"]]


@pytest.mark.parametrize("file", sorted((ROOT / "docs" / "routes").glob("*.md")), ids=lambda file: file.name)
def test_each_step_of_a_route_leads_to_who_did_it_and_to_what_to_take(file: Path) -> None:
    _, *steps = file.read_text("utf-8").split("\n## ")
    assert len(steps) >= 7
    for step in steps:
        did, take = re.findall(r"^- \*\*.+?(?=^- |^$|\Z)", step, re.M | re.S)
        assert re.search(r"\]\(\.\./practices/", did), step
        assert re.search(r"\]\(\.\./[a-z]+/", take), step


def test_an_address_is_cited_under_one_title_and_one_date_everywhere() -> None:
    seen: dict[str, set[tuple[str, str | None]]] = {}
    for entry in read(ROOT).toolkit.entries.values():
        for source in entry.record.sources:
            if source.url:
                seen.setdefault(source.url, set()).add((source.title, source.date))
    assert {url: told for url, told in seen.items() if len(told) > 1} == {}


@pytest.mark.parametrize("root", [ROOT, SAMPLE], ids=["real", "sample"])
def test_the_first_line_of_every_record_names_its_schema(root: Path) -> None:
    for entry in read(root).toolkit.entries.values():
        first = entry.sheet.text.splitlines()[0]
        prefix = "# yaml-language-server: $schema="
        assert first.startswith(prefix), entry.sheet.file
        assert (root / entry.sheet.file).parent.joinpath(
            first.removeprefix(prefix)
        ).resolve() == FOLDER / f"{entry.kind}.json"


def test_the_schema_files_are_fresh() -> None:
    made = schema_files(strings(settings(ROOT).languages).lists)
    assert {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")} == made, "run build_toolkit.py schema"


@pytest.mark.parametrize("root", [ROOT, SAMPLE], ids=["real", "sample"])
def test_what_the_check_passes_the_schema_passes_too(root: Path) -> None:
    checkers = {kind: Draft202012Validator(json.loads((FOLDER / f"{kind}.json").read_text("utf-8"))) for kind in KINDS}
    for entry in read(root).toolkit.entries.values():
        values = yaml.load(entry.sheet.text, Loader=EditorsLoader)
        assert [error.message for error in checkers[entry.kind].iter_errors(values)] == [], entry.sheet.file


class EditorsLoader(yaml.SafeLoader):
    """YAML as editors read it: a date stays a text."""


EditorsLoader.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_every_language_has_every_word_of_the_toolkit() -> None:
    said = strings(settings(ROOT).languages)
    assert plain(said.problems) == ""
    for words in said.words.values():
        assert words.missing == [], words.language
