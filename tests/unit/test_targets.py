"""Targets: equal inputs give equal fingerprints, and a page depends on what it shows and on nothing else."""

from dataclasses import replace

import pytest

from tests.builds import SAMPLE
from toolkit.build.file_targets import file_targets
from toolkit.build.page_targets import page_targets
from toolkit.build.targets import Files, Input, ProjectInputs, Target
from toolkit.listing import address
from toolkit.pages.placeholders import placeholder_pages
from toolkit.project import Project, load_project
from toolkit.render.assembler import Shell, Shells
from toolkit.schema import Key
from toolkit.search.documents import search_documents
from toolkit.search.views import searched_records
from toolkit.translation import LocalizedText, english_texts

TEA = "practice", "tea-with-officers"
SHELL = Shell(("<head>", "head", "<body>", "body", "</html>"))


def shout(text: str, times: int) -> Files:
    return {"shout.txt": (text * times).encode()}


def whisper(text: str, times: int) -> Files:
    return {"whisper.txt": text.encode()}


@pytest.fixture(scope="module")
def project() -> Project:
    return load_project(SAMPLE)


def targets(project: Project) -> dict[str, Target]:
    """The targets of a project by name."""
    shells: dict[str, dict[str, Shell]] = {}
    bodies: dict[str, dict[str, str]] = {}
    for page in placeholder_pages(project):
        shells.setdefault(page.language, {})[page.path] = SHELL
        bodies.setdefault(page.language, {})[page.path] = page.body
    inputs = ProjectInputs(project)
    targets = [*file_targets(inputs), *page_targets(inputs, Shells(shells, bodies))]
    assert len({target.name for target in targets}) == len(targets), (
        "a manifest has one entry for each name"
    )
    return {target.name: target for target in targets}


def fingerprints(project: Project) -> dict[str, str]:
    return {name: target.fingerprint for name, target in targets(project).items()}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def edited(project: Project, key: Key, **fields: object) -> Project:
    """The project with other fields in a record."""
    library = project.library
    record = library.records[key].model_copy(update=fields)
    return replace(project, library=replace(library, records={**library.records, key: record}))


def test_a_target_makes_its_files_from_the_values_handed_in() -> None:
    target = Target("shout", shout, (Input.of("ha"), Input.of(2)))
    assert target.files() == {"shout.txt": b"haha"}


def test_the_fingerprint_is_of_the_function_and_its_inputs() -> None:
    def fingerprint(make: object, *values: object) -> str:
        return Target("name", make, tuple(map(Input.of, values))).fingerprint  # type: ignore[arg-type]

    assert fingerprint(shout, "ha", 2) == fingerprint(shout, "ha", 2)
    different = [
        (shout, "ha", 2),
        (shout, "ha", 3),
        (shout, "hi", 2),
        (whisper, "ha", 2),
        (shout, "2", "ha"),
    ]
    assert len({fingerprint(*each) for each in different}) == len(different)


def test_a_translated_text_and_an_equal_english_text_are_different_inputs(project: Project) -> None:
    listing = project.library.listings["es"]["agency", "rivertown-police-department"]
    listing = listing._replace(title="Taller")
    translated = listing._replace(title=LocalizedText("Taller", "es", "draft", "Workshop"))
    reviewed = listing._replace(title=LocalizedText("Taller", "es", "reviewed", "Workshop"))
    assert len({Input.of(each).digest for each in (listing, translated, reviewed)}) == 3


def test_equal_projects_have_equal_fingerprints(project: Project) -> None:
    assert changed(fingerprints(project), fingerprints(load_project(SAMPLE))) == set()


def test_a_statement_of_a_record_changes_its_pages_and_its_data_only(project: Project) -> None:
    problem = "Nobody talked with the officers.[@rivertown-2020]"
    before = fingerprints(edited(project, TEA, problem="Nobody talked.[@rivertown-2020]"))
    after = fingerprints(edited(project, TEA, problem=problem))
    names = changed(before, after)
    assert names == {"en record practices/tea-with-officers", "workbook en", "search en"}


def test_the_title_of_a_record_changes_the_pages_that_name_it(project: Project) -> None:
    after = fingerprints(edited(project, TEA, title="Coffee with officers"))
    names = changed(fingerprints(project), after)
    assert {
        "en record agencies/rivertown-police-department",
        "es record practices/id-night",
    } <= names
    assert {"en lists", "es lists", "en overview"} <= names
    assert "en reference" not in names


def test_every_handout_is_made_again_when_an_overlay_fills_in_a_blank(project: Project) -> None:
    overlay = project.settings.overlay.model_copy(update={"values": {"phone": {"en": "911"}}})
    settings = replace(project.settings, overlay=overlay)
    names = changed(fingerprints(project), fingerprints(replace(project, settings=settings)))
    handouts = {name for name in targets(project) if name.startswith("handout ")}
    assert handouts and handouts <= names


OF_A_STATE = ("agency", "practice")
"""The kinds to which the law of a state leads. All of the sample's are in one state, or of an agency there."""


def test_a_page_depends_only_on_the_listings_of_the_records_it_shows(project: Project) -> None:
    by_name = targets(project)
    for key in project.library.records:
        target = by_name[f"en record {address(*key)}"]
        *_, shown, _languages = (
            item.value for item in target.inputs if isinstance(item.value, dict)
        )
        around = {*project.library.around(key)}
        if key == ("law", "ia"):  # and of what the sample has from that state
            around |= {other for other in project.library.records if other[0] in OF_A_STATE}
        assert {*shown} - {("law", "ia")} == around - {("law", "ia")}


def test_an_edit_that_changes_what_a_language_finds_changes_its_fingerprint(
    project: Project,
) -> None:
    """Of a record that is not translated, the fingerprint takes the listing and the keywords only."""

    def found(project: Project) -> dict[str, object]:
        return {
            language: search_documents(
                searched_records(project.library, language), catalog, project.doc_pages
            )
            for language, catalog in project.catalogs.items()
        }

    before, found_before = fingerprints(project), found(project)
    for key, record in project.library.records.items():
        texts = english_texts(record)
        for name in {str(text.path[0]) for text in texts} | {"was", "also_called"} & type(
            record
        ).model_fields.keys():
            value = getattr(record, name)
            new = (
                f"{value} Zebra."
                if isinstance(value, str)
                else value[:-1]
                if isinstance(value, list)
                else None
            )
            changed_project = edited(project, key, **{name: new})
            after, found_after = fingerprints(changed_project), found(changed_project)
            for language in project.catalogs:
                if found_before[language] != found_after[language]:
                    assert before[f"search {language}"] != after[f"search {language}"], (
                        key,
                        name,
                        language,
                    )
