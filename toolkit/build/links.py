"""Mistakes visible only in the finished site: dead links and menu entries, and two files of the same name."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from posixpath import dirname, normpath
from urllib.parse import unquote

from toolkit.diagnostics import Diagnostic
from toolkit.pages.generated import MOVED, REFERENCES, TITLES
from toolkit.project import Project
from toolkit.render.assembler import Shells
from toolkit.sources.doc_pages import LINK_HINT, line_of
from toolkit.sources.messages import SOURCE_LANGUAGE

LINK = re.compile(r'<a [^>]*?href="([^":#]+)\.html(?:#([^"]*))?"')
"""A link to a page of the site, and to an anchor there."""
MARKDOWN_LINK = re.compile(r"\]\(([^)\s:#]+)\.md[)#]")
NAV_HINT = "Write the path from docs/ to a page, such as `about.md`."
CLASH_HINT = "Give the file another name."


def dead_links(project: Project) -> Iterator[Diagnostic]:
    """Links in authored pages, and menu entries, that lead to no page: what shows before the site is made."""
    if project.settings.needs_mkdocs:  # which tells them itself, and may make pages of its own
        return
    listings = project.library.listings[SOURCE_LANGUAGE].values()
    paths = {*TITLES, *REFERENCES, *MOVED, *(page.path for page in project.doc_pages)}
    paths |= {path for listing in listings for path in (listing.address, *listing.aliases)}
    for page in project.doc_pages:
        for link in dict.fromkeys(MARKDOWN_LINK.findall(page.body)):
            if normpath(f"{dirname(page.path)}/{link}").lstrip("/") not in paths:
                line = line_of(f"{link}.md", project.root / page.file)
                yield Diagnostic(page.file, line, "", f"links to `{link}.md`, which is not there.", LINK_HINT)
    for path in project.settings.nav:
        if path not in paths:
            line = line_of(f"{path}.md", project.settings.files[0])
            yield Diagnostic("mkdocs.yml", line, "nav", f"`{path}` is not a page of the site.", NAV_HINT)


def broken_links(
    project: Project, shells: Shells, names: Collection[str], read: Callable[[str], bytes]
) -> Iterator[Diagnostic]:
    """Links in authored pages whose target is not among the `names` of the site's files, or has no such anchor."""
    for page in project.doc_pages:
        here = project.settings.page_file(page.path, page.language)
        html = shells.bodies.get(page.language, {}).get(page.path, "")  # English stands in where it is no language
        for path, anchor in dict.fromkeys(LINK.findall(html)):
            name = normpath(f"{dirname(here)}/{unquote(path)}.html").lstrip("/")
            if name not in names or (anchor and f' id="{unquote(anchor)}"'.encode() not in read(name)):
                target = f"{unquote(path)}.md{'#' if anchor else ''}{unquote(anchor)}"
                line = line_of(target, project.root / page.file)
                yield Diagnostic(page.file, line, "", f"links to `{target}`, which is not there.", LINK_HINT)


def clashes(project: Project, names: Iterable[str]) -> Iterator[Diagnostic]:
    """Authored pages and other files in docs/ that have the name of a file that the toolkit writes."""
    duplicates = {name for name, number in Counter(names).items() if number > 1}
    for page in project.doc_pages:
        if project.settings.page_file(page.path, page.language) in duplicates:
            yield Diagnostic(page.file, 0, "", "has the name of a page that the toolkit makes.", CLASH_HINT)
    for name in sorted(duplicates):
        if (project.root / "docs" / name).is_file():
            yield Diagnostic(f"docs/{name}", 0, "", "has the name of a file that the toolkit makes.", CLASH_HINT)
