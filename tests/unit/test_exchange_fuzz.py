"""Whatever is in a PO file, an XLIFF file or a PDF, reading it ends in texts or diagnostics, never in a crash."""

import json
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents import pdf
from toolkit import pdf_text
from toolkit.translate.exchange import ExportUnit, Header
from toolkit.translate.workspace import FILE_FORMATS

UNITS = [ExportUnit("practice/a#steps", "See [it](https://e.org/).[@a]", "[@a] [x](https://e.org/)", "draft", ("n",))]
FRAGMENTS = ["<", ">", "/>", "</", "&", "&a;", "<!", "<![CDATA[", "<mrk>", "\x00", '"', "\\", "msgid", "#,", "\n", ""]
PDF = pdf("Ask which language a person speaks.", "Call an interpreter.")

repeatable = settings(derandomize=True, max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@repeatable
@given(st.sampled_from(sorted(FILE_FORMATS)), st.lists(st.tuples(st.integers(0, 900), st.sampled_from(FRAGMENTS))))
def test_any_file_of_a_translation_tool_is_parsed_to_units_or_diagnostics(
    ending: str, edits: list[tuple[int, str]]
) -> None:
    write, parse = FILE_FORMATS[ending]
    text = write(UNITS, Header("P", "es", "0")).decode()
    for at, fragment in edits:
        text = text[:at] + fragment + text[at + 1 :]
    parsed = parse(text, f"es{ending}")
    assert all(diagnostic.message and diagnostic.hint for diagnostic in parsed.diagnostics)


@repeatable
@given(st.sampled_from(["msgid", "msgstr", "msgctxt"]), st.data())
def test_a_po_string_that_lost_a_quotation_mark_is_never_imported(keyword: str, data: st.DataObject) -> None:
    write, parse = FILE_FORMATS[".po"]
    lines = write(UNITS, Header("P", "es", "0")).decode().split("\n")
    number = max(i for i, line in enumerate(lines) if line.startswith(f"{keyword} "))
    marks = [i for i, character in enumerate(lines[number]) if character == '"']
    at = data.draw(st.sampled_from(marks))
    lines[number] = lines[number][:at] + lines[number][at + 1 :]
    parsed = parse("\n".join(lines), "es.po")
    assert (parsed.units, [diagnostic.line for diagnostic in parsed.diagnostics]) == ((), [number + 1])


@settings(derandomize=True, max_examples=60, deadline=None)
@given(at=st.integers(0, len(PDF)), put=st.binary(max_size=12) | st.sampled_from([b"0 R", b"[" * 999, b"<<", b"("]))
def test_any_pdf_is_read_to_a_text(tmp_path_factory: pytest.TempPathFactory, at: int, put: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.pdf"
    path.write_bytes(PDF[:at] + put + PDF[at + len(put) :])
    text = pdf_text.extract(str(path))
    assert text.state in get_args(pdf_text.State)
    json.dumps(text.pages, ensure_ascii=False).encode()


@given(st.text())
def test_a_cleaned_text_has_no_invisible_characters(text: str) -> None:
    cleaned = pdf_text.clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert cleaned.replace(pdf_text.JOINERS[0], "").replace(pdf_text.JOINERS[1], "").isprintable()
