"""Whatever is in a PO file or a PDF, reading it ends in texts or diagnostics, never in a crash."""

import json
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents import pdf
from toolkit.pdf import extract
from toolkit.translate import po

CATALOG = Catalog(fuzzy=False)
CATALOG.add(
    "See [it](https://e.org/).[@a]",
    "[@a] [x](https://e.org/)",
    context="practice/a#steps",
    auto_comments=["n"],
)
PO = po.write(CATALOG, {po.PROJECT: "P", po.LANGUAGE: "es"}).decode()
FRAGMENTS = ["<", "[", "\x00", '"', "\\", "msgid", "msgctxt", "#,", "#, fuzzy", "\n", ""]
PDF = pdf("Ask which language a person speaks.", "Call an interpreter.")

repeatable = settings(
    derandomize=True, max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@repeatable
@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from(FRAGMENTS))))
def test_any_file_of_a_translation_tool_is_parsed_to_texts_or_diagnostics(
    edits: list[tuple[int, str]],
) -> None:
    text = PO
    for at, fragment in edits:
        text = text[:at] + fragment + text[at + 1 :]
    parsed = po.parse(text, "es.po")
    assert all(diagnostic.message and diagnostic.hint for diagnostic in parsed.diagnostics)


@repeatable
@given(st.sampled_from(["msgid", "msgstr", "msgctxt"]), st.data())
def test_a_po_string_that_lost_a_quotation_mark_is_never_imported(
    keyword: str, data: st.DataObject
) -> None:
    lines = PO.split("\n")
    number = max(i for i, line in enumerate(lines) if line.startswith(f"{keyword} "))
    marks = [i for i, character in enumerate(lines[number]) if character == '"']
    at = data.draw(st.sampled_from(marks))
    lines[number] = lines[number][:at] + lines[number][at + 1 :]
    parsed = po.parse("\n".join(lines), "es.po")
    assert (parsed.messages, [diagnostic.line for diagnostic in parsed.diagnostics]) == (
        (),
        [number + 1],
    )


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    at=st.integers(0, len(PDF)),
    put=st.binary(max_size=12) | st.sampled_from([b"0 R", b"[" * 999, b"<<", b"("]),
)
def test_any_pdf_is_read_to_a_text(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.pdf"
    path.write_bytes(PDF[:at] + put + PDF[at + len(put) :])
    text = extract.extract(str(path))
    assert text.state in get_args(extract.State)
    json.dumps(text.pages, ensure_ascii=False).encode()


@given(st.text())
def test_a_cleaned_text_has_no_invisible_characters(text: str) -> None:
    cleaned = extract.clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert cleaned.replace(extract.JOINERS[0], "").replace(extract.JOINERS[1], "").isprintable()
