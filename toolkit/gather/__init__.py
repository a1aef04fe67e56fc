"""Folders of contributions to sources: text with line numbers, nothing trusted yet."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from toolkit.cache import Stamps, digest, given, is_file
from toolkit.gather.plain_yaml import Units, plain_translation, plain_values
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.gather.yaml_text import Tree, parse
from toolkit.problems import Problem, either
from toolkit.records import KINDS
from toolkit.records.declared import Path as FieldPath
from toolkit.records.text import ID

MAX_RECORD = 200_000
"""Bytes of one record file. The longest real record has a tenth of it."""
MAX_FILE = 20_000_000
"""Bytes of one attachment: what a phone on a slow line can still take."""

FILE_TYPES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "m4a": (b"ftyp",),
    "mp4": (b"ftyp",),
    "txt": (b"",),
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
}
"""What an attachment may be, with the bytes it begins with (from the fifth byte on for MPEG-4, ISO/IEC 14496-12)."""
SPELLINGS = {"yaml": "yml", "jpeg": "jpg"}
"""Other endings that people write, and ours."""
NAME_FIX = "Small letters, digits and single hyphens, then one dot and the ending: `id-night.yml`."
SIDECAR = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]+)*)\.yml")
"""The name of a translation: `id-night.es.yml`."""

LINK = ("is a link to another place.", "Put what it leads to here instead.")
"""A link could publish any file of the machine that builds the site, so none is followed."""
AS_WRITTEN = os.O_RDONLY | getattr(os, "O_BINARY", 0)
"""How a record is opened. A file object around it would take five more calls of the system."""
NO_VALUES: dict[str, Tree] = {}
NO_LINES: dict[FieldPath, int] = {}
"""Of all sheets that keep none."""


class Sheet(NamedTuple):
    """One record file as written: its values as text, and the line of each."""

    kind: str
    id: str
    file: str
    """Where it is, from the root, with forward slashes."""
    text: str
    values: dict[str, Tree]
    lines: dict[FieldPath, int]
    """Empty where they can be found in the text again."""
    language: str = ""
    """The language it translates the record into; empty for the record itself."""
    digest: bytes = b""
    """What its text is known by."""
    units: Units | None = None
    """The texts of a translation, if they are not among the values."""

    @property
    def all_values(self) -> dict[str, Tree]:
        """The values with those of its texts, as they are written."""
        return self.values | {"texts": self.units.groups} if self.units else self.values

    def line(self, path: FieldPath) -> int:
        """The line of a field, or of the nearest one around it that is written."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, 1)

    @property
    def places(self) -> dict[FieldPath, int]:
        """The line of each field that is written."""
        return self.lines or _lines(self.text, self.file)

    def kept(self, text: str | None = None) -> "Sheet":
        """The sheet of a record that is fit, without what can be found in its text again; or with less of the text."""
        text = self.text if text is None else text
        return Sheet(self.kind, self.id, self.file, text, NO_VALUES, NO_LINES, self.language, self.digest)


class Attachment(NamedTuple):
    """A file beside a record."""

    kind: str
    name: str
    path: Path
    size: int


class Unread(NamedTuple):
    """A record file, or a translation, that is to be read."""

    path: Path | str
    file: str
    kind: str
    id: str
    language: str = ""


class Looked(NamedTuple):
    """What there is, not yet read."""

    unread: list[Unread]
    attachments: dict[tuple[str, str], Attachment]
    """By kind and file name."""
    problems: list[Problem]
    stamps: Stamps
    """Of all that was given, by file."""
    unchanged: set[str]
    """The files that need not be read, since they are as they are known."""


class Gathered(NamedTuple):
    """All that contributors gave."""

    sheets: list[Sheet]
    translations: list[Sheet]
    attachments: dict[tuple[str, str], Attachment]
    """By kind and file name."""
    problems: list[Problem]


@lru_cache(1)
def _lines(text: str, file: str) -> dict[FieldPath, int]:
    return parse(text, file)[1]


def gather(root: Path, languages: Sequence[str] = ()) -> Gathered:
    """Read every record and translation and list every attachment under `root`. Finds all problems of form at once."""
    looked = look(root, languages)
    written, problems = sheets(looked.unread)
    return Gathered(
        [sheet for sheet in written if not sheet.language],
        [sheet for sheet in written if sheet.language],
        looked.attachments,
        sorted([*looked.problems, *problems]),
    )


def look(
    root: Path,
    languages: Sequence[str] = (),
    known: Stamps = MappingProxyType({}),
    seen: Stamps = MappingProxyType({}),
) -> Looked:
    """Which records, translations and attachments there are. A file whose stamp is `known` need not be read again.

    `seen` is what there was at a look just before.
    """
    homes = {kind.folder: kind for kind in KINDS.values() if not _has_link(root, kind.folder)}
    seen = seen or given(root)
    unchanged = {file for file, own in known.items() if seen.get(file) == own}
    found: dict[str, list[str]] = {folder: [] for folder in homes}
    elsewhere = []
    for file in sorted(seen.keys() - unchanged):
        folder, _, name = file.rpartition("/")
        if folder not in homes:
            elsewhere.append(file)
        elif name and not name.startswith("."):
            found[folder].append(name)
    problems = [*_strays(root), *_nested(elsewhere, homes)]
    unread: list[Unread] = []
    attachments: dict[tuple[str, str], Attachment] = {}
    for folder, names in found.items():
        kind = homes[folder].id
        for name in names:
            file = f"{folder}/{name}"
            sidecar = SIDECAR.fullmatch(name)
            misnamed = _unlisted(sidecar[2], file, languages) if sidecar else _misnamed(name, file)
            if not is_file(seen[file]):
                problems.append(Problem(file, 0, "", *LINK))
            elif misnamed:
                problems.append(misnamed)
            elif name.endswith(".yml"):
                id, language = (sidecar[1], sidecar[2]) if sidecar else (name.removesuffix(".yml"), "")
                unread.append(Unread(f"{root}{os.sep}{file}", file, kind, id, language))
            else:
                attachment, told = _attachment(root / file, file, kind)
                attachments |= {(kind, name): attachment} if attachment else {}
                problems += told
    return Looked(unread, attachments, problems, seen, unchanged)


def sheets(unread: Iterable[Unread]) -> tuple[list[Sheet], list[Problem]]:
    """Files as written, and what is wrong with their form."""
    read = [sheet_of(one) for one in unread]
    return [sheet for sheet, _ in read if sheet], [problem for _, told in read for problem in told]


def _has_link(root: Path, folder: str) -> bool:
    """Whether a folder, or the one around it, is a link."""
    return any((root / part).is_symlink() for part in (folder, folder.partition("/")[0]))


def _strays(root: Path) -> Iterator[Problem]:
    """What nothing would read: in practices/ itself, or in a folder that is no kind. And folders that are links."""
    kinds = sorted(Path(kind.folder).name for kind in KINDS.values() if "/" in kind.folder)
    homes = {root / "practices", *(root / kind.folder for kind in KINDS.values())}
    practices = root / "practices"
    is_folder = practices.is_dir() and not practices.is_symlink()
    beside = {path for path in practices.iterdir() if not path.name.startswith(".")} if is_folder else set()
    for path in sorted(homes | beside):
        file = path.relative_to(root).as_posix()
        if path.is_symlink():
            yield Problem(file, 0, "", *LINK)
        elif path.exists() and not (path in homes and path.is_dir()):
            what = "is in no folder of a kind, so nothing reads it."
            yield Problem(file, 0, "", what, f"Move it into one of the folders {either(kinds)}.")


def _nested(elsewhere: Iterable[str], homes: Iterable[str]) -> Iterator[Problem]:
    """Folders inside the folders of kinds, of what lies in none of these itself."""
    inside = {
        (home, path[len(home) + 1 :].partition("/")[0])
        for path in elsewhere
        for home in homes
        if path.startswith(f"{home}/")
    }
    for home, name in sorted(inside):
        if not name.startswith("."):
            fix = f"Move its files up into {home}/, and delete it."
            what = "is a folder inside the folder of a kind, so nothing reads it."
            yield Problem(f"{home}/{name}", 0, "", what, fix)


def _unlisted(language: str, file: str, languages: Sequence[str]) -> Problem | None:
    if language in languages and language != SOURCE_LANGUAGE:
        return None
    what = f"`{language}` is not a language that the site is translated into."
    return Problem(file, 0, "", what, f"The languages in mkdocs.yml are {either(list(languages))}.")


def _misnamed(name: str, file: str) -> Problem | None:
    stem, dot, ending = name.rpartition(".")
    if ending == "yml" and ID.fullmatch(stem):
        return None
    ascii_stem = unicodedata.normalize("NFKD", stem.lower().replace("'", "").replace("’", "")).encode("ascii", "ignore")
    plain_stem = "-".join("".join(c if c.isalnum() else " " for c in ascii_stem.decode()).split())
    better = f"{plain_stem}.{SPELLINGS.get(ending.lower(), ending.lower())}"
    if better == name:
        return None
    fix = f"Call it `{better}`." if plain_stem and dot else NAME_FIX
    return Problem(file, 0, "", f"`{name}` is not a name that records and their files have.", fix)


def sheet_of(one: Unread) -> tuple[Sheet | None, list[Problem]]:
    """One file as written, or what is wrong with its form."""
    file = one.file
    opened = os.open(one.path, AS_WRITTEN)
    try:
        size = os.fstat(opened).st_size
        raw = b""
        while size <= MAX_RECORD and len(raw) < size and (more := os.read(opened, size - len(raw))):
            raw += more
    finally:
        os.close(opened)
    if size > MAX_RECORD:
        what = f"is too big for a record ({size:,} bytes; {MAX_RECORD:,} at most)."
        return None, [Problem(file, 0, "", what, "Put long documents beside it as a `file`.")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fix = "Save the file again with the encoding UTF-8, then look whether every letter is still right."
        return None, [Problem(file, line, "", "holds a letter that is not written in UTF-8.", fix)]
    if one.language and (read := plain_translation(text)):
        return Sheet(one.kind, one.id, file, text, read[0], {}, one.language, digest(raw), read[1]), []
    if plain := plain_values(text):
        return Sheet(one.kind, one.id, file, text, plain, {}, one.language, digest(raw)), []
    values, lines, problems = parse(text, file)
    if isinstance(values, dict):
        return Sheet(one.kind, one.id, file, text, values, lines, one.language, digest(raw)), problems
    if not problems:
        problems = [Problem(file, 1, "", "holds no fields.", "Write one field a line, such as `title: …`.")]
    return None, problems


def _attachment(path: Path, file: str, kind: str) -> tuple[Attachment | None, list[Problem]]:
    extension = path.suffix[1:]
    size = path.stat().st_size
    with path.open("rb") as opened:
        head = opened.read(16)
    if extension not in FILE_TYPES:
        what = f"is of a type, `{extension}`, that is not taken."
        fix = f"A record ends in `.yml`; a file beside it may be {either(FILE_TYPES)}."
    elif not size:
        what, fix = "is empty.", "Export it again from the program that made it."
    elif size > MAX_FILE:
        what = f"is too big ({-(-size // 1_000_000)} MB; {MAX_FILE // 1_000_000} MB at most)."
        fix = "Make it smaller, or put it on the agency's site and give its `url`."
    elif not _is_of(extension, head):
        real = next((known for known in FILE_TYPES if known != "txt" and _is_of(known, head)), "")
        what = f"is called `.{extension}`, but something else is in it."
        export = f"Export it again as `{extension}` from the program that made it."
        fix = f"It looks like `{path.stem}.{real}`: call it that." if real else export
    else:
        return Attachment(kind, path.name, path, size), []
    return None, [Problem(file, 0, "", what, fix)]


def _is_of(extension: str, head: bytes) -> bool:
    return any(head.startswith(sign, 4 if sign == b"ftyp" else 0) for sign in FILE_TYPES[extension])
