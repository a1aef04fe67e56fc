"""The copy for Kiwix: what the site's own search finds, libzim's finds too."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import ROOT, SAMPLE, command
from toolkit.cli import CANNOT

write_zim = pytest.importorskip("toolkit.build.zim").write_zim
libzim_reader = pytest.importorskip("libzim.reader")
libzim_search = pytest.importorskip("libzim.search")
libzim_suggestion = pytest.importorskip("libzim.suggestion")

QUESTIONS = {
    "en": {
        "library evenings": "practices/id-night.html",
        "made-up pier": "practices/walk-along-the-lake.html",
        "tea with young people": "practices/tea-with-officers.html",
        "trust trial": "publications/sample-study.html",
        "interpreter needed": "models/sample-flyer.html",
    },
    "es": {
        "muelle inventado": "practices/walk-along-the-lake.html",
        "documentos de los vecinos": "practices/id-night.html",
        "interpreter needed": "models/sample-flyer.html",
    },
    "es en": {
        "tea with young people": "practices/tea-with-officers.html",
        "muelle": "es/practices/walk-along-the-lake.html",
    },
}


@pytest.fixture(scope="module", params=QUESTIONS)
def zim(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy in a language."""
    out = tmp_path_factory.mktemp("zim")
    arguments = ["pack", "--root", str(SAMPLE), "--out", str(out), "--zim", "--languages", *request.param.split()]
    done = subprocess.run(command(*arguments), capture_output=True, check=True)
    assert b"Packed" in done.stdout
    return out / "offline" / f"toolkit-{'-'.join(sorted(request.param.split()))}.zim", request.param


def test_it_has_every_file_of_the_copy_and_starts_where_the_copy_does(zim: tuple[Path, str]) -> None:
    path, language = zim
    archive, folder = libzim_reader.Archive(path), path.with_suffix("")
    for file in folder.rglob("*"):
        if file.is_file():
            item = archive.get_entry_by_path(file.relative_to(folder).as_posix()).get_item()
            assert bytes(item.content) == file.read_bytes()
    assert archive.main_entry.get_item().path == "index.html"
    assert archive.check()
    edition = json.loads((folder / "edition.json").read_text())
    assert bytes(archive.get_metadata("Date")).decode() == edition["edition"]
    assert bytes(archive.get_metadata("Language")).decode() == {"en": "eng", "es": "spa"}.get(language, "mul")


def test_its_search_finds_what_the_site_finds(zim: tuple[Path, str]) -> None:
    path, language = zim
    archive = libzim_reader.Archive(path)
    assert archive.has_fulltext_index and archive.has_title_index
    for question, page in QUESTIONS[language].items():
        search = libzim_search.Searcher(archive).search(libzim_search.Query().set_query(question))
        assert page in [*search.getResults(0, 3)], question


@pytest.mark.parametrize("question", ["identificación", "identificacion", "bilingües", "bilingues", "vergüenza ajena"])
def test_a_spanish_word_is_found_with_and_without_its_accents(tmp_path: Path, question: str) -> None:
    copy, target = tmp_path / "copy", tmp_path / "toolkit.zim"
    copy.mkdir()
    (copy / "edition.json").write_text('{"name": "Guía", "edition": "2024-01-01", "languages": ["es"]}')
    article = "<article>Tarjetas de identificación de los agentes biling&uuml;es. Vergüenza ajena.</article>"
    (copy / "index.html").write_text(f'<html lang="es"><title>A</title>{article}')
    write_zim(copy, target)
    search = libzim_search.Searcher(libzim_reader.Archive(target)).search(libzim_search.Query().set_query(question))
    assert [*search.getResults(0, 3)] == ["index.html"]


def test_titles_are_suggested_and_pages_that_only_lead_to_others_are_not(zim: tuple[Path, str]) -> None:
    path, language = zim
    suggestion = libzim_suggestion.SuggestionSearcher(libzim_reader.Archive(path))
    suggested = [*suggestion.suggest({"en": "identi", "es": "docum"}.get(language, "identi")).getResults(0, 9)]
    assert "practices/id-night.html" in suggested
    assert "practices/papers-night.html" not in suggested


def test_without_libzim_the_command_says_what_to_install(tmp_path: Path) -> None:
    arguments = ["pack", "--root", str(SAMPLE), "--out", str(tmp_path), "--zim"]
    program = f"import sys; sys.modules['libzim'] = None; from toolkit.cli import main; sys.exit(main({arguments!r}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == CANNOT
    assert done.stderr.startswith("Cannot pack a ZIM file: libzim is missing.")
    assert not (tmp_path / "offline").exists()


def test_a_file_that_cannot_be_completed_leaves_the_one_before(tmp_path: Path) -> None:
    copy, target = tmp_path / "copy", tmp_path / "toolkit.zim"
    copy.mkdir()
    (copy / "edition.json").write_text('{"name": "Toolkit", "edition": "2024-01-01", "languages": ["en"]}')
    (copy / "index.html").write_text('<html lang="en"><title>A</title><article>Hi</article>')
    (copy / "your own.html").write_bytes(b"\xff, as in Latin-1")
    write_zim(copy, target)
    before = target.read_bytes()
    (copy / "edition.json").write_text('{"languages": ["en"]}')
    with pytest.raises(KeyError):
        write_zim(copy, target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "toolkit.zim"]
