"""The text of PDFs beside records: no file can hold up or harm a build, and none is read twice."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from tests.documents import bomb, copy_protected, drawn, encrypted, endless, pdf
from toolkit import pdf as pdf_texts
from toolkit.diagnostics import PROBLEMS, Diagnostic
from toolkit.fingerprint import code_fingerprint, read_cache, write_cache
from toolkit.pdf import extract
from toolkit.pdf.extract import State
from toolkit.project import load_project

ROOT = Path(__file__).parents[2]
WHOLE = pdf("Ask which language a person speaks.", "Call an interpreter.")
FILE = "practices/policy/sample-language-policy.pdf"
RECORD = "practices/policy/sample-language-policy.yml"
KEY = ("policy", "sample-language-policy")
HOSTILE: dict[str, tuple[State, bytes]] = {
    "cut off": ("broken", WHOLE[: len(WHOLE) // 2]),
    "noise": ("broken", b"%PDF-1.7\n" + Random(1).randbytes(20_000)),
    "no pages": ("broken", pdf()),
    "a tree without an end": ("broken", endless()),
    "a bomb": ("heavy", bomb()),
    "opens with a password": ("locked", encrypted(WHOLE, "RC4-128", "secret")),
    "may not be copied": ("locked", copy_protected(WHOLE)),
    "pictures only": ("scanned", drawn(b"0 0 m 100 100 l S")),
    "too many pages": ("long", drawn(*[b"BT/F 12 Tf (word)Tj ET"] * (extract.MAX_PAGES + 1))),
    "too many words": ("long", pdf(*["\n".join(["a hundred times the word"] * 100)] * 50)),
}


@pytest.fixture
def document(copy: Path) -> Path:
    """The attachment of the sample's copy, to change."""
    return copy / FILE


def read(root: Path, cache: Path | None = None) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """The pages of the sample's document, and the notes on documents."""
    project = load_project(root, cache)
    assert project.diagnostics == []
    return project.library.document_texts[KEY], [
        note for note in project.notes if note.field != "checked"
    ]


def test_the_text_of_a_document_is_read_page_by_page(document: Path, copy: Path) -> None:
    document.write_bytes(WHOLE)
    assert read(copy) == (("Ask which language a person speaks.", "Call an interpreter."), [])


# ------------------------------------------------------------------ what a file can do


@pytest.mark.parametrize("name", HOSTILE)
def test_no_document_stops_a_build_and_each_unreadable_one_is_reported(
    document: Path, copy: Path, name: str
) -> None:
    state, content = HOSTILE[name]
    document.write_bytes(content)
    start = monotonic()
    pages, (note,) = read(copy)
    assert monotonic() - start < 20
    message, hint = PROBLEMS[f"pdf-{state}"]
    assert (note.file, note.message.split()[:2], note.hint) == (FILE, message.split()[:2], hint)
    text = "".join(pages)
    assert bool(text) == (state == "long") and len(text) <= extract.MAX_CHARACTERS


def test_an_encrypted_document_that_asks_for_no_password_is_read(
    document: Path, copy: Path
) -> None:
    document.write_bytes(encrypted(WHOLE, "RC4-128"))
    assert read(copy)[1] == []


def test_a_page_that_cannot_be_read_does_not_hide_the_others(document: Path, copy: Path) -> None:
    document.write_bytes(WHOLE.replace(b"(Ask which", b"<Ask which"))
    assert read(copy)[0][1] == "Call an interpreter."


def test_a_reader_that_never_ends_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endless.py").write_text("while True: pass")
    monkeypatch.setattr(pdf_texts, "READER", tmp_path / "endless.py")
    monkeypatch.setattr(pdf_texts, "TIMEOUT", 1)
    assert pdf_texts.extract_apart(tmp_path / "a.pdf").state == "heavy"


@pytest.mark.parametrize("output", ["", "[]", "{}", '["fine", [], 0]', '["read", "a", 1]'])
def test_a_reader_that_prints_something_else_has_read_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    (tmp_path / "odd.py").write_text(f"print({output!r})")
    monkeypatch.setattr(pdf_texts, "READER", tmp_path / "odd.py")
    assert pdf_texts.extract_apart(tmp_path / "a.pdf") == extract.PdfText("broken")


def test_the_reader_may_use_only_so_much_memory(tmp_path: Path) -> None:
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})"
    limits = "from toolkit.pdf.extract import MAX_MEMORY, limit_resources"
    code = f"{script}\n{limits}\nlimit_resources()\ntry: bytearray(MAX_MEMORY)\nexcept MemoryError: print('refused')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n" or sys.platform != "linux"


def test_pypdf_is_loaded_only_by_the_process_that_reads() -> None:
    code = "import sys, toolkit.project; print('pypdf' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("extracted", "cleaned"),
    [
        ("inter-\npreter", "interpreter"),
        ("inter\xad\npreter", "interpreter"),
        ("Mexican-\nAmerican", "Mexican-American"),
        ("2012-\n2014", "2012-2014"),
        ("a - \n b", "a - b"),
        ("two\n  lines\x0c", "two lines"),
        ("\u202eright\u202c to\u200f left\u2066", "right to left"),
        ("\uf0b7 an item", "an item"),
        ("e\u0301te\u0301", "été"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud800 a letter", "half a letter"),
    ],
)
def test_text_is_as_a_reader_sees_it(extracted: str, cleaned: str) -> None:
    assert extract.clean(extracted) == cleaned


# ------------------------------------------------------------------ the cache


def test_a_document_is_read_once_even_if_it_is_renamed(
    document: Path, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(copy, tmp_path / "cache")
    monkeypatch.setattr(pdf_texts, "READER", tmp_path / "nothing-to-read-with.py")
    renamed = document.rename(document.with_name("policy.pdf"))
    record = copy / RECORD
    record.write_text(record.read_text("utf-8").replace(document.name, renamed.name), "utf-8")
    assert read(copy, tmp_path / "cache") == before
    renamed.write_bytes(pdf("Another."))
    assert read(copy, tmp_path / "cache")[1] != []


def test_a_changed_document_has_its_new_text(document: Path, copy: Path, tmp_path: Path) -> None:
    assert "courthouse" in "".join(read(copy, tmp_path / "cache")[0])
    document.write_bytes(document.read_bytes().replace(b"courthouse", b"firehouse."))
    after = "".join(read(copy, tmp_path / "cache")[0])
    assert "courthouse" not in after and "firehouse" in after


@pytest.mark.parametrize("text", [["a", 1], "a", ["read", "a", 1], ["odd", [], 1], {}, None])
def test_a_cache_of_another_shape_is_ignored_and_replaced(
    copy: Path, tmp_path: Path, text: object
) -> None:
    expected = read(copy, tmp_path)
    path = tmp_path / pdf_texts.CACHE
    written = path.read_bytes()
    cache = json.loads(read_cache(path, code_fingerprint()))
    for hostile in (dict.fromkeys(cache, text), ["", cache], [], "", None):
        write_cache(path, json.dumps(hostile), code_fingerprint())
        assert read(copy, tmp_path) == expected
        assert path.read_bytes() == written


@pytest.mark.parametrize(
    "content", [b"", b"[" * 100_000, b"\xff", b'["\\ud800", {}]', b"[1e999, {}]", b"null"]
)
def test_a_damaged_cache_is_ignored(copy: Path, tmp_path: Path, content: bytes) -> None:
    expected = read(copy)
    (tmp_path / pdf_texts.CACHE).write_bytes(content)
    assert read(copy, tmp_path) == expected


def test_a_cache_that_links_elsewhere_is_not_written_through(copy: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("precious", "utf-8")
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / pdf_texts.CACHE).symlink_to(elsewhere)
    read(copy, cache)
    assert elsewhere.read_text("utf-8") == "precious"


def test_a_folder_that_cannot_be_written_needs_no_cache(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert pdf_texts.read_pdf_texts({}, {}, tmp_path / "file") == ({}, [])
    project = load_project(copy)
    library = project.library
    texts, notes = pdf_texts.read_pdf_texts(
        project.attachments, library.records, tmp_path / "file" / "cache"
    )
    assert (texts, notes) == (library.document_texts, [])
