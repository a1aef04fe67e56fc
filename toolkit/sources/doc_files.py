"""The files in docs/ that are no pages, which the site publishes as they are: only what cannot run in a browser."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from toolkit.diagnostics import Diagnostic, Problem, either, shorten, worded
from toolkit.schema.rules import ID
from toolkit.sources.attachments import FILE_TYPES, Attachment, check_attachment
from toolkit.sources.drawing import unsafe_parts
from toolkit.sources.scan import MAX_RECORD, listed, plain_name

SITE_WIDE = ("CNAME", "robots.txt")
"""What GitHub Pages and robots read. It holds for the whole site, as do the files in `WELL_KNOWN`."""
WELL_KNOWN = ".well-known"
"""The only folder that is published although its name begins with a dot (RFC 8615)."""
EXAMPLES = tuple(f"contribute/{name}.conf" for name in ("apache", "container", "nginx"))
"""Settings for servers, which docs/contribute/hosting.md offers."""
IN_WELL_KNOWN = re.compile(r"[\w-]+(?:\.txt|\.json)?", re.A)
BY_SERVERS = re.compile(r"_redirects|_headers|\.ht\w+|web\.config|\w*\.conf", re.A)
"""What programs that serve a site read as their settings."""
INSTEAD = {
    **dict.fromkeys(
        ("html", "htm", "xhtml", "shtml", "markdown", "mdown", "mkdn", "mkd"), "docs-page"
    ),
    **dict.fromkeys(
        ("svg", "gif", "webp", "avif", "bmp", "tif", "tiff", "heic", "ico"), "docs-picture"
    ),
    **dict.fromkeys(
        ("doc", "dot", "docm", "rtf", "pages", "ppt", "xls", "xlsm", "ods", "odp", "csv"),
        "docs-document",
    ),
    **dict.fromkeys(("css", "js", "mjs"), "docs-code"),
    **dict.fromkeys(("yml", "yaml"), "docs-record"),
}
"""The problem, with a hint to what to do instead, by the ending of a file."""


def read_doc_files(
    root: Path, languages: Sequence[str], loaded: Iterable[str], drawings: Iterable[str]
) -> tuple[Mapping[str, Path], list[Diagnostic]]:
    """The files in docs/ that are published as they are, by name in the site, and what may not be there.

    `loaded` are the style sheets and scripts that the settings name, `drawings` the SVG pictures: settings are code,
    which somebody has read. Other hidden files are left out, because editors and systems write them.
    """
    docs = root / "docs"
    paths, _ = listed(docs, root, "**/*")  # what is wrong with them is said where pages are read
    well_known, diagnostics = listed(docs / WELL_KNOWN, root, "**/*")
    for_servers = [] if docs.is_symlink() else sorted(docs.rglob(".ht*"))
    allowed = set(loaded)
    files: dict[str, Path] = {}
    for path in (*paths, *well_known, *for_servers):
        if path.is_dir() or path.suffix == ".md":
            continue
        name = path.relative_to(docs).as_posix()
        problem = None if name in allowed else _problem(path, name, languages, drawings)
        if problem:
            diagnostics.append(Diagnostic(f"docs/{name}", 0, "", *problem))
        else:
            files[name] = path
    return files, diagnostics


def is_site_wide(name: str) -> bool:
    """Whether a file in docs/ holds for the whole site, not for its readers alone."""
    return name in SITE_WIDE or name.startswith(f"{WELL_KNOWN}/")


def _problem(
    path: Path, name: str, languages: Sequence[str], drawings: Iterable[str]
) -> Problem | None:
    """Why a file may not be in docs/, and what to do; None if it may."""
    if name in (*SITE_WIDE, *EXAMPLES):
        return _unlike_text(path)
    if name.startswith(f"{WELL_KNOWN}/"):
        return _misfit_in_well_known(path)
    if path.suffix == ".svg" and name in drawings:
        return _unsafe_drawing(path)
    if BY_SERVERS.fullmatch(path.name):
        return worded("docs-server")
    problem = _unpublished(path) or _misnamed(path, name, languages)
    return problem or _unlike_its_type(path, is_named=name in drawings)


def _misfit_in_well_known(path: Path) -> Problem | None:
    """The problem of a file in `WELL_KNOWN`."""
    if not IN_WELL_KNOWN.fullmatch(path.name):
        return worded("docs-well-known")
    return _unlike_text(path)


def _unpublished(path: Path) -> Problem | None:
    """The problem of a file of a type that is not published."""
    if path.name.endswith(".md.txt"):  # by Windows' Notepad
        return worded("docs-page", better=path.stem)
    ending = path.suffix.removeprefix(".").lower()
    plain_ending = plain_name(path.name).rpartition(".")[2]
    if ending in FILE_TYPES or plain_ending in FILE_TYPES:
        return None
    problem = INSTEAD.get(ending, "docs-other")
    return worded(problem, better=f"{path.stem}.md", types=either(FILE_TYPES))


def _unlike_its_type(path: Path, is_named: bool) -> Problem | None:
    """The problem of a file that is not of the type in its name, or too big. An icon or logo must keep its name."""
    checked = check_attachment(path)
    if isinstance(checked, Attachment):
        return None
    is_other_picture = is_named and path.suffix == ".png" and path.stat().st_size
    return worded("unlike-png") if is_other_picture else checked


def _misnamed(path: Path, name: str, languages: Sequence[str]) -> Problem | None:
    """The problem of a path that no file of the site can have. Some servers run a file for an ending amid its name."""
    for folder in name.split("/")[:-1]:
        if not ID.fullmatch(folder):
            return worded("no-page-name", name=folder)
    better = plain_name(path.name)
    if better.startswith("."):
        return worded("no-page-name", name=path.name)
    name_and_language, _, ending = path.name.rpartition(".")
    stem, _, language = name_and_language.partition(".")
    has_language_of_site = not language or language in languages
    if ID.fullmatch(stem) and has_language_of_site and ending in FILE_TYPES:
        return None
    return worded("docs-name", name=path.name, better=better)


def _unlike_text(path: Path) -> Problem | None:
    """The problem of a file that should have plain words. Browsers take some that begin with `<` for a page."""
    problem = worded("docs-text", most=MAX_RECORD)
    if path.stat().st_size > MAX_RECORD:
        return problem
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return problem
    if "\0" in text or text.lstrip().startswith("<"):
        return problem
    return None


def _unsafe_drawing(path: Path) -> Problem | None:
    """The problem of an SVG picture."""
    if path.stat().st_size > MAX_RECORD:
        return worded("docs-drawing", part=f"more than {MAX_RECORD:,} bytes")
    part = next(unsafe_parts(path.read_text("utf-8-sig", "replace")), "")
    return worded("docs-drawing", part=shorten(part)) if part else None
