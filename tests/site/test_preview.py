"""The pages of an edited record, which `serve` shows before the build that brings them."""

from pathlib import Path

from tests.builds import clean_build, copy_sample, replace_text
from toolkit.build.preview import Preview
from toolkit.build.site import project_shells
from toolkit.project import load_project

PRACTICE = Path("practices", "practice", "tea-with-officers.yml")
PAGE = "practices/tea-with-officers.html"
TRANSLATION = Path("practices", "practice", "id-night.es.yml")
TRANSLATED_PAGE = "es/practices/id-night.html"
TITLE = "Ayudar a los vecinos a obtener sus documentos en una noche"


def preview_of(root: Path, cache: Path) -> Preview:
    project = load_project(root)
    return Preview(project, project_shells(project, cache / "shells.json"))


def test_a_preview_of_an_edited_record_or_translation_is_what_the_build_makes(
    tmp_path: Path,
) -> None:
    root = copy_sample(tmp_path)
    preview = preview_of(root, tmp_path)
    replace_text(root / PRACTICE, "Drink tea", "Drink coffee")
    replace_text(root / TRANSLATION, TITLE, f"{TITLE} nueva")
    pages = preview.pages(root / PRACTICE) | preview.pages(root / TRANSLATION)
    assert b"Drink coffee" in pages[PAGE]
    assert f"{TITLE} nueva".encode() in pages[TRANSLATED_PAGE]
    site = clean_build(root)
    assert {name: site[name] for name in pages} == pages


def test_a_preview_shows_nothing_of_a_file_that_the_build_would_refuse(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    preview = preview_of(root, tmp_path)
    for old, new in (("title:", "titel:"), ("rivertown-police-department", "no-such-department")):
        replace_text(root / PRACTICE, old, new)
        assert preview.pages(root / PRACTICE) == {}
        replace_text(root / PRACTICE, new, old)
    assert PAGE in preview.pages(root / PRACTICE)
    assert preview.pages(root / "mkdocs.yml") == {}
