"""Pages and files to one folder that MkDocs builds from. Writes only what changed."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from toolkit.gather import Attachment
from toolkit.pages.page import Page
from toolkit.problems import Problem


class Change(NamedTuple):
    """How many files were written, left as they were, and removed."""

    written: int
    kept: int
    removed: int


def clashes(pages: Iterable[Page], default: str) -> list[Problem]:
    """Two pages at one address: a hand-written page where a made one goes."""
    seen: set[str] = set()
    problems = []
    for page in pages:
        name = source(page, default)
        if name in seen:
            problems.append(clash(f"docs/{page.path}.md"))
        seen.add(name)
    return problems


def clash(file: str) -> Problem:
    """Two pages at one address, one of them by hand in this file."""
    return Problem(file, 0, "", "stands where the toolkit makes a page.", "Give the file another name.")


def stage(
    pages: Iterable[Page],
    attachments: Iterable[Attachment],
    folder: Path,
    default: str,
    others: Iterable[tuple[str, bytes]] = (),
) -> Change:
    """Make `folder` hold just these pages, attachments and others, such as the index and the browser's files.

    A page of the `default` language stands at the root, the others in a folder named by their tag. Equal files are
    left untouched, so that whatever watches them sees only real changes.
    """
    wanted = {source(page, default): page.text.encode() for page in pages}
    written = kept = 0
    for name, content in chain(list(wanted.items()), carried(attachments), others):
        path = folder / name
        wanted.setdefault(name, b"")
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            kept += 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written += 1
    stale = [path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).as_posix() not in wanted]
    for path in stale:
        path.unlink()
    return Change(written, kept, len(stale))


def carried(attachments: Iterable[Attachment]) -> Iterator[tuple[str, bytes]]:
    """What goes into the site as it is."""
    for attachment in attachments:
        yield f"files/{attachment.kind}/{attachment.name}", attachment.path.read_bytes()


def source(page: Page, default: str) -> str:
    """Where a page's Markdown is: at the root for the `default` language, else in a folder named by its tag."""
    return f"{page.path}.md" if page.language == default else f"{page.language}/{page.path}.md"
