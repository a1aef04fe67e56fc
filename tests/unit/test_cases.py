"""Runs the stories in cases/: a folder a stage, a file a claim, and in it the files given and what comes of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit.diagnostics import Diagnostic, as_text
from toolkit.linking import link_records, record_file
from toolkit.schema import FieldPath, Key, Record
from toolkit.schema.translation import Translation
from toolkit.sources.config import read_settings
from toolkit.sources.doc_files import read_doc_files
from toolkit.sources.doc_pages import read_doc_pages
from toolkit.sources.messages import read_catalogs
from toolkit.sources.scan import read_source, scan
from toolkit.sources.yaml_reader import SourceFile
from toolkit.validate import validate_record, validate_translation

CASES = Path(__file__).parent.parent / "cases"
LANGUAGES = ["en", "es"]
VOCABULARIES = read_catalogs(["en"]).vocabularies
Outcome = dict[str, Any]
Translations = dict[tuple[str, Key], Translation]
"""By language and record."""


def scanned(root: Path) -> Outcome:
    files, diagnostics = _read(root)
    values = {file.file: file.values for file in files}
    return {"records": len(files), "values": values, "problems": diagnostics}


def doc_pages(root: Path) -> Outcome:
    pages, diagnostics = read_doc_pages(root, LANGUAGES, VOCABULARIES)
    files, problems = read_doc_files(root, LANGUAGES, ["named.css"], ["logo.svg"])
    return {
        "pages": {page.file: [page.path, page.language] for page in pages},
        "published": sorted(files),
        "problems": sorted([*diagnostics, *problems]),
    }


def settings(root: Path) -> Outcome:
    read = read_settings(root)
    return {**vars(read), "problems": read.diagnostics}


def validated(root: Path) -> Outcome:
    _, records, _, diagnostics = _validate(root)
    return {"records": len(records), "problems": diagnostics}


def linked(root: Path) -> Outcome:
    files, records, translations, diagnostics = _validate(root)

    def locate(record: Record, path: FieldPath) -> int:
        return next(file for file in files if file.file == record_file(record.key)).line(path)

    attachments = scan(root, LANGUAGES).attachments
    library, dead = link_records(
        records, attachments, translations, locate, languages=LANGUAGES[1:]
    )
    return {"records": len(library.records), "problems": diagnostics or dead}


STAGES: dict[str, Callable[[Path], Outcome]] = {
    "scan": scanned,
    "docs": doc_pages,
    "settings": settings,
    "validate": validated,
    "link": linked,
}
"""What each folder of cases/ tries, and what a story may say of the outcome. No `problems` means none."""


@pytest.mark.parametrize(
    "case", sorted(CASES.glob("*/*.yml")), ids=lambda case: f"{case.parent.name}/{case.stem}"
)
def test_story(case: Path, tmp_path: Path) -> None:
    story = yaml.safe_load(case.read_text("utf-8"))
    for name, content in story.pop("files").items():
        _write(tmp_path / name, content)
    outcome = STAGES[case.parent.name](tmp_path)
    outcome["problems"] = as_text(outcome["problems"])
    expected = story | {"problems": story.get("problems", "").rstrip("\n")}
    assert {key: outcome[key] for key in expected} == expected


def _read(root: Path) -> tuple[list[SourceFile], list[Diagnostic]]:
    found = scan(root, LANGUAGES)
    read = [read_source(source) for source in found.files]
    diagnostics = [diagnostic for _, problems in read for diagnostic in problems]
    return [file for file, _ in read if file], sorted([*found.diagnostics, *diagnostics])


def _validate(root: Path) -> tuple[list[SourceFile], list[Record], Translations, list[Diagnostic]]:
    files, diagnostics = _read(root)
    attachments = scan(root, LANGUAGES).attachments
    records: list[Record] = []
    translations: Translations = {}
    for file in files:
        if file.language:
            translation, mistakes = validate_translation(file, VOCABULARIES, ())
            translations |= (
                {(file.language, (file.kind, file.id)): translation} if translation else {}
            )
        else:
            record, mistakes = validate_record(file, attachments, VOCABULARIES)
            records += [record] if record else []
        diagnostics += mistakes
    return files, records, translations, sorted(diagnostics)


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict) and "link" in content:
        path.symlink_to(content["link"])
    else:
        path.write_bytes(_bytes(content))


def _bytes(content: Any) -> bytes:
    """A text, `bytes:` in hexadecimal digits, `repeat:` a text so many `times:`, or a list of these in a row."""
    match content:
        case str():
            return content.encode()
        case list():
            return b"".join(map(_bytes, content))
        case {"bytes": digits}:
            return bytes.fromhex(str(digits))
        case {"repeat": {"text": text, "times": times}}:
            return _bytes(text) * int(times)
    raise ValueError(f"A story cannot have {content!r}.")
