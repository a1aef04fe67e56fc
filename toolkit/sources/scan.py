"""Finds the records, translations and attachments in a toolkit's folder. Nothing that contributors wrote is trusted."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from toolkit.diagnostics import Diagnostic, Problem, either, misspelt, quoted, worded
from toolkit.schema import KINDS, Record
from toolkit.schema.introspect import fields
from toolkit.sources.attachments import FILE_TYPES, Attachment, Attachments, check_attachment
from toolkit.sources.field_errors import noun
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.yaml_reader import SourceFile, decode, parse_yaml

MAX_RECORD = 200_000
"""Bytes of a record file. The longest real record is a tenth of that."""
SPELLINGS = {"yaml": "yml", "jpeg": "jpg"}
"""Other spellings of file extensions, and the spelling to use."""
EDITORS_ENDING = re.compile(r"(\.ya?ml)\.txt$", re.I)
"""What Windows' Notepad makes of `id-night.yml`."""
WINDOWS_DEVICE = re.compile(r"(aux|con|nul|prn|com[1-9]|lpt[1-9])\.")
"""No file can have these names on Windows, with whatever ending (Microsoft, "Naming Files, Paths, and Namespaces")."""
SIDECAR = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]+)*)\.yml")
"""The name of a translation: `id-night.es.yml`."""
LEFTOVER = re.compile(r"~$|^~\$|\.(?:bak|orig|swp|tmp)$|^(?:Thumbs\.db|desktop\.ini)$", re.I)
"""What editors and Windows leave beside files."""
COPIED = re.compile(r"(.+?)(?: - Copy(?: \(\d+\))?| copy(?: \d+)?| \(\d+\))\.ya?ml", re.I)
"""What Windows, a Mac and browsers call a copy."""
BY_NAME = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.[A-Za-z]{4,}\.ya?ml")
"""A translation named by the word for its language: `id-night.spanish.yml`."""
FOREIGN_FIELDS = 3
"""So many fields of another kind are no misspelling: the file lies in the wrong folder."""
HANDED_OUT = "model"
"""The kind of documents whose files are in every edition, in all their languages."""


class SourcePath(NamedTuple):
    """A record file, or a translation, that has not been read."""

    path: Path
    file: str
    """Its path from the root, with forward slashes."""
    kind: str
    id: str
    language: str
    """The language it translates the record into; empty for the record itself."""
    modified_ns: int
    """When it last changed or was copied here: a copy keeps the modification time of its original."""
    size: int


class ScanResult(NamedTuple):
    """The files of a toolkit, not yet read."""

    files: list[SourcePath]
    attachments: Attachments
    diagnostics: list[Diagnostic]


def listed(folder: Path, root: Path, pattern: str = "*") -> tuple[list[Path], list[Diagnostic]]:
    """The files and folders in a folder, except hidden files, and diagnostics for what cannot be read.

    No link is followed: it could publish any file of the machine that builds the site.
    """
    paths: list[Path] = []
    diagnostics: list[Diagnostic] = []
    inside = [] if folder.is_symlink() else sorted(folder.glob(pattern))
    for path in [folder, *inside]:
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        problem = _unfollowed(path)
        if problem:
            diagnostics.append(Diagnostic(path.relative_to(root).as_posix(), 0, "", *problem))
        elif path != folder:
            paths.append(path)
    return paths, diagnostics


def _unfollowed(path: Path) -> Problem | None:
    """The problem of what is neither a file nor a folder. It is not opened: reading a device could take forever."""
    if path.is_symlink():
        return worded("link-elsewhere")
    if path.exists() and not path.is_file() and not path.is_dir():
        return worded("device")
    return None


def scan(root: Path, languages: Sequence[str] = (), left_out: Sequence[str] = ()) -> ScanResult:
    """The records, translations and attachments under `root`, and diagnostics for files in wrong places.

    Translations into languages that are `left_out` are not looked at, but for those of model documents: what is handed
    out is in every edition.
    """
    files: list[SourcePath] = []
    attachments: dict[tuple[str, str], Attachment] = {}
    tags = [*languages, *left_out]
    practices, diagnostics = listed(root / "practices", root)
    diagnostics += _outside_kinds(root, practices)
    for kind in KINDS.values():
        folder = root / kind.folder
        if folder.parent != root and folder not in practices:
            continue
        paths, problems = listed(folder, root)
        diagnostics += problems
        for path in paths:
            sidecar = SIDECAR.fullmatch(path.name)
            is_left_out = sidecar and sidecar[2] in left_out
            if is_left_out and kind.id != HANDED_OUT:
                continue
            file = path.relative_to(root).as_posix()
            scanned = _scan_file(path, file, kind.id, tags)
            if isinstance(scanned, SourcePath):
                files.append(scanned)
            elif isinstance(scanned, Attachment):
                attachments[kind.id, path.name] = scanned
            else:
                diagnostics.append(Diagnostic(file, 0, "", *scanned))
                # It is there all the same, so that its record is not reported as well.
                attachments[kind.id, path.name] = Attachment(path, 0)
    return ScanResult(files, attachments, sorted(diagnostics))


def _outside_kinds(root: Path, practices: Iterable[Path]) -> Iterator[Diagnostic]:
    """What is in practices/, and not in the folder of a kind; by file where all files are records of some kind."""
    folders = {root / kind.folder for kind in KINDS.values()}
    names = quoted(sorted(f"{folder.relative_to(root)}/" for folder in folders))
    for path in (root / "agencies", root / "practices", *practices):
        if path in (root / "practices", *folders) and not path.is_file():
            continue
        records = _records_outside(path, root)
        for file, kind in records.items():
            yield Diagnostic(file, 0, "", *in_other_folder(kind))
        if not records:
            kind = "" if path.is_file() else _kind_called(path.name)
            problem = "folder-of-kind" if kind else "no-kind"
            folder = KINDS[kind].folder if kind else ""
            file = path.relative_to(root).as_posix()
            yield Diagnostic(file, 0, "", *worded(problem, folders=names, folder=folder))


def _records_outside(path: Path, root: Path) -> dict[str, str]:
    """The kind of each file in a folder that is of no kind, or of the file at `path`; empty if one is no record."""
    files = listed(path, root)[0] if path.is_dir() else [path]
    kinds = {file.relative_to(root).as_posix(): _kind_outside(file, root) for file in files}
    return kinds if all(kinds.values()) else {}


def _kind_called(name: str) -> str:
    """The kind whose records somebody puts into a folder with this name; empty if there is no telling."""
    names = {kind.address: kind.id for kind in KINDS.values()} | {id: id for id in KINDS}
    return names.get(misspelt(name, names), "")


def _kind_outside(path: Path, root: Path) -> str:
    """The kind of record in a file that is in the folder of no kind; empty if it is none, or could be several."""
    if path.suffix != ".yml" or not path.is_file() or path.stat().st_size > MAX_RECORD:
        return ""
    file = path.relative_to(root).as_posix()
    text = decode(path.read_bytes(), file)
    values = parse_yaml(text, file).values if isinstance(text, str) else None
    return kind_of(values) if isinstance(values, dict) else ""


def kind_of(values: Collection[str], kind: str = "") -> str:
    """The kind of record with these fields, if several are not of the kind given; empty if there is no telling."""
    foreign = set(values) - fields(KINDS[kind].model if kind else Record).keys()
    kinds = [other.id for other in KINDS.values() if foreign <= fields(other.model).keys()]
    if not kind:
        kinds = [id for id in kinds if _required(id) <= set(values)]
    elif len(foreign) < FOREIGN_FIELDS:
        return ""
    return kinds[0] if len(kinds) == 1 else ""


def _required(kind: str) -> set[str]:
    """The fields that each record of a kind has."""
    return {name for name, spec in fields(KINDS[kind].model).items() if spec.is_required}


def in_other_folder(kind: str) -> Problem:
    """The problem of a record of this kind in the folder of another, or of none."""
    return worded("other-kind", kind=noun(KINDS[kind].model), folder=KINDS[kind].folder)


def read_source(source: SourcePath) -> tuple[SourceFile | None, list[Diagnostic]]:
    """A file as written, and its syntax errors."""
    if source.size > MAX_RECORD:
        problem = worded("big-record", size=source.size, most=MAX_RECORD)
        return None, [Diagnostic(source.file, 0, "", *problem)]
    text = decode(source.path.read_bytes(), source.file)
    if isinstance(text, Diagnostic):
        return None, [text]
    file = parse_yaml(text, source.file)
    file = file._replace(kind=source.kind, id=source.id, language=source.language)
    diagnostics = list(file.diagnostics)
    if isinstance(file.values, dict):
        return file, diagnostics
    return None, diagnostics or [Diagnostic(source.file, 1, "", *worded("no-fields"))]


def _scan_file(
    path: Path, file: str, kind: str, languages: Sequence[str]
) -> SourcePath | Attachment | Problem:
    """What a file or folder in the folder of a kind is, or why it cannot stay there."""
    if path.is_dir():
        return worded("folder-in-kind", folder=file.rpartition("/")[0])
    sidecar = SIDECAR.fullmatch(path.name)
    if sidecar:
        id, language = sidecar.groups()
        problem = _unlisted(id, language, languages)
    else:
        id = path.stem
        language = ""
        problem = misnamed(path.name)
    if problem:
        return problem
    if WINDOWS_DEVICE.match(path.name):
        return worded("windows-name", name=path.name)
    if path.suffix != ".yml":
        return check_attachment(path)
    status = path.stat()
    return SourcePath(
        path=path,
        file=file,
        kind=kind,
        id=id,
        language=language,
        modified_ns=max(status.st_mtime_ns, status.st_ctime_ns),
        size=status.st_size,
    )


def _unlisted(id: str, language: str, languages: Sequence[str]) -> Problem | None:
    """The problem of a language that the site is not translated into; None if it is."""
    if language == SOURCE_LANGUAGE:
        return worded("language-english", id=id)
    if language in languages:
        return None
    message, hint = worded("language-unlisted", language=language, tags=quoted(languages))
    for tag in languages:
        if tag.lower() == language.lower():
            return message, f"Call it `{id}.{tag}.yml`."
    return message, hint if languages else ""


def misnamed(name: str) -> Problem | None:
    """The problem of a name that no record or attachment can have, with a name that it can."""
    if LEFTOVER.search(name):
        return worded("leftover")
    better = plain_name(name)
    stem, _, extension = better.rpartition(".")
    copied = COPIED.fullmatch(name)
    if copied:
        return worded("copied-record", name=name, original=f"{copied[1]}.yml", better=better)
    by_language_name = BY_NAME.fullmatch(name)
    if by_language_name:
        return worded("language-by-name", name=name, id=by_language_name[1], better=better)
    if "." in name and extension not in (*FILE_TYPES, "yml"):
        return worded("file-type", extension=extension, types=either(FILE_TYPES))
    if not stem:
        return worded("file-name", name=name)
    if better == name:
        return None
    problem = "record-name" if extension == "yml" else "attachment-name"
    return worded(problem, name=name, better=better)


def plain_name(name: str) -> str:
    """The name nearest to a file's that it can have here; nothing stands before the dot if there is none."""
    stem, _, ending = EDITORS_ENDING.sub(r"\1", name).rpartition(".")
    extension = SPELLINGS.get(ending.lower(), ending.lower())
    without_apostrophes = re.sub("['’]", "", stem.lower())
    letters = unicodedata.normalize("NFKD", without_apostrophes).encode("ascii", "ignore").decode()
    words = re.findall("[A-Za-z0-9]+", letters)
    return f"{'-'.join(words)}.{extension}"
