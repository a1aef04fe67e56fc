"""What is attached to records: its text is found with its page, and no file can hold up or harm a build."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, SAMPLE
from tests.documents import bomb, drawn, encrypted, endless, guarded, pdf
from tests.search_index import ask, write
from tests.test_translations import results
from toolkit import attached, front_door
from toolkit.attached import NOTES, with_attached
from toolkit.attached import pdf as reading
from toolkit.cache import Cache
from toolkit.index.files import index
from toolkit.problems import plain
from toolkit.read import Read, read

WHOLE = pdf("Ask which language a person speaks.", "Call an interpreter.")
FILE = "practices/policy/sample-language-policy.pdf"
RECORD = "practices/policy/sample-language-policy.yml"
PATH = "policies/sample-language-policy"
HOSTILE = {
    "cut off": ("broken", WHOLE[: len(WHOLE) // 2]),
    "noise": ("broken", b"%PDF-1.7\n" + Random(1).randbytes(20_000)),
    "no pages": ("broken", pdf()),
    "a tree without an end": ("broken", endless()),
    "a bomb": ("heavy", bomb()),
    "opens with a password": ("locked", encrypted(WHOLE, "RC4-128", "secret")),
    "may not be copied": ("locked", guarded(WHOLE)),
    "pictures only": ("scanned", drawn(b"0 0 m 100 100 l S")),
    "too many pages": ("long", drawn(*[b"BT/F 12 Tf (word)Tj ET"] * (reading.PAGES + 1))),
    "too many words": ("long", pdf(*["\n".join(["a hundred times the word"] * 100)] * 50)),
}


@pytest.fixture
def given_file(copy: Path) -> Path:
    """The attachment of the sample's copy, to change."""
    return copy / FILE


def known(root: Path, kept: Path | None = None) -> Read:
    return with_attached(read(root), Cache(kept or root / "build" / ".cache"))


def files(found: Read) -> dict[str, bytes]:
    return dict(index(found.toolkit, found.strings.words, found.strings.lists, found.hand, found.synonyms))


def rows(found: Read, language: str) -> dict[str, list[list[object]]]:
    """What results show of each card of a language: its passages, by path."""
    texts = {name: content.decode() for name, content in files(found).items()}
    return {row["path"]: row["passages"] for row in results(texts, language)}


# ------------------------------------------------------------------ what is found


def test_a_document_is_found_by_its_text_and_leads_to_its_page(tmp_path: Path) -> None:
    found = known(SAMPLE, tmp_path)
    assert found.notes == []
    folder = write(files(found).items(), tmp_path)
    (answer,) = ask(folder, "en", [{"query": '"qualified interpreter" courthouse'}])
    card = next(i for i, path in enumerate(rows(found, "en")) if path == PATH)
    assert answer["cards"] == [card] and answer["withAll"] == 1
    *_, first, second = rows(found, "en")[PATH]
    name = "sample-language-policy.pdf"
    assert first[:2] == ["document.file_page", f"files/policy/{name}#page=1"]
    assert second == [
        "document.file_page",
        f"files/policy/{name}#page=2",
        "What comes after A child never translates. Call a qualified interpreter by telephone, also at the courthouse.",
        {"file": name, "page": 2},
    ]


def test_a_document_does_not_make_its_record_longer(tmp_path: Path) -> None:
    both = (files(found).items() for found in (known(SAMPLE, tmp_path), read(SAMPLE)))
    heads = [text.decode() for made in both for name, text in made if name.startswith("search/en/head.")]
    one, two = (json.loads(head[head.index(",") + 1 : head.rindex(")")])["lengths"] for head in heads)
    assert one == two


@pytest.mark.parametrize(
    ("said", "english", "spanish"),
    [
        ("[en]", {"file", "page"}, set()),
        ("[]", {"file", "page"}, set()),
        ("[es]", "es", {"file", "page"}),
        ("[en, es]", "und", "und"),
        ("[so]", "so", set()),
    ],
)
def test_a_document_is_found_in_its_languages_and_in_english(copy: Path, said: str, english: str, spanish: str) -> None:
    record = copy / RECORD
    record.write_text(record.read_text("utf-8").replace("languages: [en]", f"languages: {said}"), "utf-8")
    title = "texts:\n  - at: title\n    en: Sample language policy\n    text: Norma de muestra\n"
    record.with_suffix(".es.yml").write_text(f"status: draft\nby: nobody\ndate: 2026-01-01\n{title}", "utf-8")
    found = known(copy)
    for language, expected in (("en", english), ("es", spanish)):
        pages = [p[3] for p in rows(found, language)[PATH] if p[0] == "document.file_page"]
        assert len(pages) == (2 if expected else 0)
        for more in pages:
            assert isinstance(more, dict)
            assert more.get("language", set(more)) == expected


# ------------------------------------------------------------------ what a file can do


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_stops_a_build_and_each_is_told(given_file: Path, copy: Path, name: str) -> None:
    state, content = HOSTILE[name]
    given_file.write_bytes(content)
    start = monotonic()
    found = known(copy)
    assert monotonic() - start < 20
    (note,) = found.notes
    what, fix = NOTES[state]
    assert (note.file, note.what.split()[:2], note.fix) == (FILE, what.split()[:2], fix)
    text = "".join(found.toolkit.attached["policy", "sample-language-policy"])
    assert bool(text) == (state == "long") and len(text) <= reading.SIGNS


def test_a_file_with_an_old_lock_that_asks_for_no_password_is_read(given_file: Path, copy: Path) -> None:
    given_file.write_bytes(encrypted(WHOLE, "RC4-128"))
    assert known(copy).notes == []


def test_one_page_that_cannot_be_read_does_not_hide_the_others(given_file: Path, copy: Path) -> None:
    given_file.write_bytes(WHOLE.replace(b"(Ask which", b"<Ask which"))
    pages = known(copy).toolkit.attached["policy", "sample-language-policy"]
    assert pages[1] == "Call an interpreter."


def test_a_reader_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "endless.py").write_text("while True: pass")
    monkeypatch.setattr(attached, "READER", tmp_path / "endless.py")
    monkeypatch.setattr(attached, "WAIT", 1)
    assert attached.text_of(SAMPLE / FILE)["state"] == "heavy"


def test_the_reader_may_take_only_so_much_memory(tmp_path: Path) -> None:
    greedy = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom toolkit.attached.pdf import MEMORY, _limit\n"
    code = f"{greedy}_limit()\ntry: bytearray(MEMORY)\nexcept MemoryError: print('refused')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n" or sys.platform != "linux"


@settings(derandomize=True, max_examples=60, deadline=None)
@given(cut=st.integers(0, len(WHOLE)), put=st.binary(max_size=12) | st.sampled_from([b"0 R", b"[" * 999, b"<<", b"("]))
def test_whatever_is_in_a_pdf_reading_it_ends_in_a_text(
    tmp_path_factory: pytest.TempPathFactory, cut: int, put: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.pdf"
    path.write_bytes(WHOLE[:cut] + put + WHOLE[cut + len(put) :])
    text = reading.text_of(str(path))
    assert text["state"] in {"read", *NOTES}
    json.dumps(text["pages"], ensure_ascii=False).encode()


@given(st.text())
def test_a_cleaned_text_has_no_sign_that_nobody_sees(text: str) -> None:
    cleaned = reading.clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert cleaned.replace(reading.JOINERS[0], "").replace(reading.JOINERS[1], "").isprintable()


@pytest.mark.parametrize(
    ("drawn_as", "read_as"),
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
def test_text_is_as_a_reader_sees_it(drawn_as: str, read_as: str) -> None:
    assert reading.clean(drawn_as) == read_as


# ------------------------------------------------------------------ what is kept and told


def test_a_document_is_read_once_even_if_it_is_renamed(
    given_file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = known(copy).toolkit.attached
    monkeypatch.setattr(attached, "READER", copy / "nothing-to-read-with.py")
    given_file.rename(given_file.with_name("policy.pdf"))
    record = copy / RECORD
    record.write_text(record.read_text("utf-8").replace(given_file.name, "policy.pdf"), "utf-8")
    assert known(copy).toolkit.attached == before
    given_file.with_name("policy.pdf").write_bytes(pdf("Another."))
    assert known(copy).notes


def test_a_document_that_changed_is_found_by_its_new_text(given_file: Path, copy: Path, tmp_path: Path) -> None:
    def searched() -> bytes:
        assert front_door.build(copy, tmp_path / "out") == 0
        return b"".join(path.read_bytes() for path in (tmp_path / "out/site/search/en/x").iterdir())

    assert b"courthouse" in searched()
    given_file.write_bytes(given_file.read_bytes().replace(b"courthouse", b"firehouse."))
    after = searched()
    assert b"courthouse" not in after and b"firehouse" in after


def test_check_tells_of_a_scan_and_finds_no_problem(
    given_file: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_file.write_bytes(HOSTILE["pictures only"][1])
    assert front_door.validate(copy, copy / "build") == 0
    assert plain(known(copy).notes) in capsys.readouterr().out
    assert front_door.validate(copy, copy / "build", "github") == 0
    assert f"::warning file={FILE},line=1::has no text" in capsys.readouterr().out


def test_pypdf_is_loaded_only_by_the_process_that_reads() -> None:
    code = "import sys, toolkit.attached, toolkit.site; print('pypdf' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"
