"""The files in docs/ that are no pages, which the site publishes as they are: only what cannot run in a browser."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from toolkit.diagnostics import Diagnostic, either, shorten, worded
from toolkit.schema.fields import ID
from toolkit.sources.attachments import FILE_TYPES, Attachment, check_attachment
from toolkit.sources.drawing import unsafe_parts
from toolkit.sources.scan import MAX_RECORD, Problem, listed, plain_name

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
    paths, _ = listed(docs, root, "**/*")  # whose diagnostics are those of pages
    known, diagnostics = listed(docs / WELL_KNOWN, root, "**/*")
    servers = [] if docs.is_symlink() else sorted(docs.rglob(".ht*"))
    files: dict[str, Path] = {}
    for path in (*paths, *known, *servers):
        name = path.relative_to(docs).as_posix()
        if path.is_dir() or path.suffix == ".md":
            continue
        if problem := None if name in loaded else _problem(path, name, languages, drawings):
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
        return (
            _unlike_text(path) if IN_WELL_KNOWN.fullmatch(path.name) else worded("docs-well-known")
        )
    if path.suffix == ".svg" and name in drawings:
        return _unsafe_drawing(path)
    ending = path.suffix[1:].lower()
    better = plain_name(path.name)
    if BY_SERVERS.fullmatch(path.name):
        return worded("docs-server")
    if path.name.endswith(".md.txt"):  # by Windows' Notepad
        return worded("docs-page", better=path.stem)
    if ending not in FILE_TYPES and better.rpartition(".")[2] not in FILE_TYPES:
        return worded(
            INSTEAD.get(ending, "docs-other"), better=f"{path.stem}.md", types=either(FILE_TYPES)
        )
    if problem := _misnamed(name, better, languages):
        return problem
    checked = check_attachment(path)
    return None if isinstance(checked, Attachment) else checked


def _misnamed(name: str, better: str, languages: Sequence[str]) -> Problem | None:
    """The problem of a path that no file of the site can have. Some servers run a file for an ending amid its name."""
    *folders, file = name.split("/")
    stem, _, language = file.rpartition(".")[0].partition(".")
    odd = [part for part in folders if not ID.fullmatch(part)]
    if odd or better.startswith("."):
        return worded("no-page-name", name=(*odd, file)[0])
    if (
        ID.fullmatch(stem)
        and (not language or language in languages)
        and file.rpartition(".")[2] in FILE_TYPES
    ):
        return None
    return worded("docs-name", name=file, better=better)


def _unlike_text(path: Path) -> Problem | None:
    """The problem of a file that should have plain words. Browsers take some that begin with `<` for a page."""
    content = path.read_bytes() if path.stat().st_size <= MAX_RECORD else b"\xff"
    try:
        is_plain = b"\0" not in content and not content.decode("utf-8-sig").lstrip().startswith("<")
    except UnicodeDecodeError:
        is_plain = False
    return None if is_plain else worded("docs-text", most=MAX_RECORD)


def _unsafe_drawing(path: Path) -> Problem | None:
    """The problem of an SVG picture."""
    if path.stat().st_size > MAX_RECORD:
        return worded("docs-drawing", part=f"more than {MAX_RECORD:,} bytes")
    part = next(unsafe_parts(path.read_text("utf-8-sig", "replace")), "")
    return worded("docs-drawing", part=shorten(part)) if part else None
