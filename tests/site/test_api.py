"""The records as data: what somebody who writes a program may rely on."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.builds import ROOT, SAMPLE, replace_text, translate_whole
from toolkit.export.api import api
from toolkit.export.description import description, shapes
from toolkit.listing import API, address
from toolkit.project import Project, load_project
from toolkit.schema import KINDS

both = pytest.mark.parametrize(
    "root",
    [pytest.param(ROOT, id="real", marks=pytest.mark.real), pytest.param(SAMPLE, id="sample")],
)


@cache
def project_in(root: Path) -> Project:
    return load_project(root)


@cache
def files_of(root: Path) -> dict[str, Any]:
    """The files of the API, by path in it."""
    project = project_in(root)
    files = api(project, {}) | description(project, {})
    return {name.removeprefix(API): json.loads(content) for name, content in files.items()}


def pattern_of(path: str) -> str:
    """The path in the OpenAPI description that stands for a file: `/{language}/practices/{id}.json`."""
    name = path.removeprefix("/").partition("/")[2]
    folder, _, file = name.partition("/")
    if not name or not file:
        return f"/{{language}}/{name}" if name else path
    return (
        f"/{{language}}/{folder}/{file}"
        if file == "index.json"
        else f"/{{language}}/{folder}/{{id}}.json"
    )


@both
def test_every_file_matches_the_schema_that_openapi_names_for_its_path(root: Path) -> None:
    files = files_of(root)
    openapi, definitions = files["/openapi.json"], files["/schema.json"]
    described = set()
    for path, content in files.items():
        if path in ("/openapi.json", "/schema.json"):
            continue
        pattern = pattern_of(path)
        described.add(pattern)
        response = openapi["paths"][pattern]["get"]["responses"]["200"]
        name = response["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        validator = Draft202012Validator(definitions | {"$ref": f"#/$defs/{name}"})
        assert [error.message for error in validator.iter_errors(content)] == [], path
    assert described == shapes().keys()


@both
def test_the_schema_and_the_openapi_description_are_valid(root: Path, tmp_path: Path) -> None:
    for name, content in description(project_in(root), {}).items():
        (tmp_path / Path(name).name).write_bytes(content)
    files = files_of(root)
    Draft202012Validator.check_schema(files["/schema.json"])
    validator = OpenAPIV31SpecValidator(
        files["/openapi.json"], base_uri=(tmp_path / "openapi.json").as_uri()
    )
    assert [error.message for error in validator.iter_errors()] == []


def test_a_program_made_from_openapi_has_a_name_for_each_call_needs_no_key_and_knows_that_a_file_may_not_be_there() -> (
    None
):
    openapi = files_of(ROOT)["/openapi.json"]
    calls = [path["get"] for path in openapi["paths"].values()]
    names = [call["operationId"] for call in calls]
    assert len(names) == len(set(names)) == len(shapes())
    assert all(name.isidentifier() for name in names)
    assert openapi["security"] == []
    assert all(
        call["summary"] and call["description"] and "404" in call["responses"] for call in calls
    )


def test_a_record_with_a_misspelt_field_does_not_match_the_schema() -> None:
    files = files_of(SAMPLE)
    record = json.loads(json.dumps(files["/en/practices/id-night.json"]))
    record["record"]["sumary"] = record["record"].pop("summary")
    validator = Draft202012Validator(files["/schema.json"] | {"$ref": "#/$defs/PracticeFile"})
    assert len(list(validator.iter_errors(record))) == 2


@both
def test_a_record_read_back_from_the_api_is_the_record(root: Path) -> None:
    project = project_in(root)
    for key, record in project.library.records.items():
        values = files_of(root)[f"/en/{address(*key)}.json"]["record"]
        context = {"id": record.id, "vocabularies": project.vocabularies}
        copy = KINDS[record.kind].model.model_validate(values, context=context)
        assert (copy, copy.model_fields_set) == (record, record.model_fields_set)


@both
def test_english_has_every_record_and_another_language_exactly_the_translated_ones(
    root: Path,
) -> None:
    project, files = project_in(root), files_of(root)
    for language in project.whole_catalogs:
        keys = [
            key
            for key in project.library.records
            if language == "en" or (language, key) in project.library.translations
        ]
        listed = [
            entry["data"]
            for kind in KINDS.values()
            for entry in files[f"/{language}/{kind.address}/index.json"]
        ]
        assert listed == [f"{language}/{address(*key)}.json" for key in keys]
        written = {
            path
            for path in files
            if path.startswith(f"/{language}/") and "{id}" in pattern_of(path)
        }
        assert written == {f"/{path}" for path in listed}


def test_a_text_that_is_not_translated_is_in_english_and_named(copy: Path) -> None:
    translate_whole(copy, "es")
    replace_text(copy / "practices" / "practice" / "id-night.es.yml", "at: steps", "at: lessons")
    project = load_project(copy)
    spanish = json.loads(api(project, {})[f"{API}/es/practices/id-night.json"])
    english = json.loads(api(project, {})[f"{API}/en/practices/id-night.json"])
    assert spanish["translation"]["texts"]["/steps/0"] == "missing"
    assert spanish["record"]["steps"][0] == english["record"]["steps"][0]
    assert spanish["record"]["title"] != english["record"]["title"]


def test_a_language_has_files_if_nearly_all_records_are_translated_into_it(copy: Path) -> None:
    def languages() -> tuple[set[str], list[str]]:
        files = api(load_project(copy), {})
        index = json.loads(files.pop(f"{API}/index.json"))
        return {name.split("/")[2] for name in files}, [
            entry["language"] for entry in index["languages"]
        ]

    assert languages() == ({"en"}, ["en"])
    translate_whole(copy, "es")
    translations = sorted(copy.rglob("practices/*/*.es.yml"))
    for path in translations[:2]:
        path.unlink()
    assert languages() == ({"en", "es"}, ["en", "es"])  # 13 of 15
    translations[2].unlink()
    assert languages() == ({"en"}, ["en"])


def test_addresses_lead_to_pages_and_files_of_the_site_and_of_its_copy(sample: Path) -> None:
    for copy in (sample / "site", sample / "offline" / "toolkit"):
        for file in (copy / API).glob("*/*/*.json"):
            content = json.loads(file.read_bytes())
            for entry in content if file.stem == "index" else [content]:
                page = entry["page"].removeprefix("https://sample.example/toolkit/")
                assert (copy / page).is_file()
                if file.stem == "index":
                    assert (copy / API / entry["data"]).is_file()
                    continue
                for path in (*entry["refers_to"], *entry["referred_by"], *entry["related"]):
                    assert (copy / API / "en" / f"{path}.json").is_file()
                if attachment := entry.get("attachment"):
                    attached = copy / attachment["url"].removeprefix(
                        "https://sample.example/toolkit/"
                    )
                    assert attached.stat().st_size == attachment["size"]
