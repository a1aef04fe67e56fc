"""Mistakes visible only in the finished site: dead links and menu entries, and two files of the same name."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from posixpath import basename, dirname, relpath
from urllib.parse import unquote

from toolkit.diagnostics import Diagnostic, nearest, worded
from toolkit.listing import address
from toolkit.pages.generated import MOVED, REFERENCES, TITLES
from toolkit.pages.page import linked_path
from toolkit.paths import SETTINGS
from toolkit.project import Project
from toolkit.render.assembler import Shells
from toolkit.sources.doc_pages import DocPage, line_of, without_code
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.safe_html import as_html

LINK = re.compile(r'<a [^>]*?href="([^":#]+)\.html(?:#([^"]*))?"')
"""A link to a page of the site, and to an anchor there."""
ANCHOR = re.compile(r' id="([^"]+)"')
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s:]+)\)")
MARKDOWN_LINK = re.compile(r"\]\(([^)\s:#]+)\.md[)#]")
ANCHOR_LINK = re.compile(r"\]\((?:([^)\s:#]+)\.md)?#([^)\s]+)\)")
"""A link in Markdown to an anchor, in the page itself if it names none."""
WITH_MORE = ("start", "data", "share", "accessibility")
"""What pages show that have anchors besides those of their text."""


def dead_links(project: Project) -> Iterator[Diagnostic]:
    """Links in authored pages, and menu entries, that lead to no page: what shows before the site is made."""
    if project.settings.needs_mkdocs:  # which tells them itself, and may make pages of its own
        return
    paths = _page_paths(project)
    for page in project.doc_pages:
        yield from _dead_links_in(page, project, paths)
    yield from dict.fromkeys(_dead_anchors(project.doc_pages))
    for path in project.settings.nav:
        if path not in paths:
            line = line_of(f"{path}.md", project.settings.files[0])
            problem = worded("nav-dead", _nearest_page(path, "", paths), page=path)
            yield Diagnostic(SETTINGS, line, "nav", *problem)


def _page_paths(project: Project) -> set[str]:
    """The paths of all pages: generated, authored, of records, and those that lead on from a former address."""
    paths = {*TITLES, *REFERENCES, *MOVED}
    paths.update(page.path for page in project.doc_pages)
    for record in project.library.records.values():
        paths.add(address(*record.key))
        paths.update(address(*key) for key in record.former_keys)
    return paths


def _dead_links_in(page: DocPage, project: Project, paths: Collection[str]) -> Iterator[Diagnostic]:
    """Links and pictures in the Markdown of an authored page that lead nowhere."""
    folder = dirname(page.path)
    for link in dict.fromkeys(MARKDOWN_LINK.findall(page.body)):
        if linked_path(link, folder) not in paths:
            yield _dead_link(project, page, f"{link}.md", _nearest_page(link, folder, paths))
    for name in dict.fromkeys(PICTURE.findall(page.body)):
        if not (project.root / "docs" / folder / name).is_file():
            line = line_of(name, project.root / page.file)
            problem = worded("no-picture", _nearest_picture(name, folder, project), name=name)
            yield Diagnostic(page.file, line, "", *problem)


def _dead_anchors(pages: Iterable[DocPage]) -> Iterator[Diagnostic]:
    """Links in authored pages to an anchor that an authored page lacks."""
    by_place = {(page.path, page.language): page for page in pages}
    anchors: dict[str, list[str]] = {}
    for page in by_place.values():
        for path, anchor in ANCHOR_LINK.findall(without_code(page.body)):
            target_path = linked_path(path, dirname(page.path)) if path else page.path
            english = by_place.get((target_path, SOURCE_LANGUAGE))
            target = by_place.get((target_path, page.language), english)
            if not english or not target or english.front.get("show") in WITH_MORE:
                continue
            if target.file not in anchors:
                anchors[target.file] = ANCHOR.findall(as_html(target.body))
            there = anchors[target.file]
            if unquote(anchor) not in there:
                link = f"{path}.md#{anchor}" if path else f"#{anchor}"
                yield _at_heading(anchor, target, english) or _at_link(page, link, there)


def _at_heading(anchor: str, page: DocPage, english: DocPage) -> Diagnostic | None:
    """An anchor that a translated page lacks, at the heading that has it in English; None if it cannot be found."""
    if len(page.headings) != len(english.headings):
        return None
    for heading, original in zip(page.headings, english.headings, strict=True):
        if original.anchor == anchor:
            problem = "other-anchor" if heading.anchor else "no-anchor"
            wording = worded(problem, written=heading.anchor, anchor=anchor)
            return Diagnostic(page.file, heading.line, "", *wording)
    return None


def _at_link(page: DocPage, link: str, anchors: Sequence[str]) -> Diagnostic:
    """A link to an anchor that is not among those of the page that it leads to."""
    path, _, anchor = link.partition("#")
    name = nearest(anchor, anchors)
    line = page.first_line + page.body.count("\n", 0, page.body.find(f"]({link})"))
    problem = worded("dead-anchor", f"{path}#{name}" if name else "", link=link, anchor=anchor)
    return Diagnostic(page.file, line, "", *problem)


def _nearest_page(link: str, folder: str, paths: Iterable[str]) -> str:
    """The link to the page whose name is spelled nearly as in a link to no page, in its folder before others."""
    target = linked_path(link, folder)
    # Of pages with one name, the last stands in the dict: one in the target's folder.
    in_order = sorted(paths, key=lambda path: dirname(path) == dirname(target))
    by_name = {basename(path): path for path in in_order}
    path = by_name.get(nearest(basename(target), by_name))
    if not path:
        return ""
    return f"{relpath(path, folder or '.')}.md"


def _dead_link(project: Project, page: DocPage, link: str, meant: str) -> Diagnostic:
    """A link that leads nowhere; the hint names the one that was meant, if there is one."""
    line = line_of(link, project.root / page.file)
    return Diagnostic(page.file, line, "", *worded("dead-link", meant, link=link))


def _nearest_picture(name: str, folder: str, project: Project) -> str:
    """The path from a folder in docs/ to the file whose name is spelled nearly as that of a picture."""
    by_name = {basename(file): file for file in project.doc_files}
    file = by_name.get(nearest(basename(name), by_name))
    return relpath(file, folder or ".") if file else ""


def broken_links(
    project: Project, shells: Shells, names: Collection[str], read: Callable[[str], bytes]
) -> Iterator[Diagnostic]:
    """Links in authored pages whose target is not among the `names` of the site's files, or has no such anchor."""
    for page in project.doc_pages:
        folder = dirname(project.settings.page_file(page.path, page.language))
        # English stands in where it is no language.
        html = shells.bodies.get(page.language, {}).get(page.path, "")
        for path, anchor in _page_links(html):
            target = linked_path(f"{path}.html", folder)
            if target not in names:
                link = f"{path}.md#{anchor}" if anchor else f"{path}.md"
                pages = [name.removesuffix(".html") for name in names if name.endswith(".html")]
                yield _dead_link(project, page, link, _nearest_page(path, folder, pages))
            elif anchor:
                anchors = ANCHOR.findall(read(target).decode())
                yield from _dead_anchor(project, page, path, anchor=anchor, anchors=anchors)


def _dead_anchor(
    project: Project, page: DocPage, path: str, *, anchor: str, anchors: Sequence[str]
) -> Iterator[Diagnostic]:
    """A link to an anchor that is not among those of the page that it leads to."""
    if anchor in anchors:
        return
    name = nearest(anchor, anchors)
    meant = f"{path}.md#{name}" if name else ""
    yield _dead_link(project, page, f"{path}.md#{anchor}", meant)


def _page_links(html: str) -> list[tuple[str, str]]:
    """The links to pages of the site, each once: the path without its ending, and the anchor or an empty text."""
    links: dict[tuple[str, str], None] = {}
    for path, anchor in LINK.findall(html):
        links[unquote(path), unquote(anchor)] = None
    return list(links)


def clashes(project: Project, names: Iterable[str]) -> Iterator[Diagnostic]:
    """Authored pages and other files in docs/ that have the name of a file that the toolkit writes."""
    duplicates = {name for name, number in Counter(names).items() if number > 1}
    for page in project.doc_pages:
        if project.settings.page_file(page.path, page.language) in duplicates:
            yield Diagnostic(page.file, 0, "", *worded("page-taken"))
    for name in sorted(duplicates):
        is_page = name.endswith(".md")  # which is not published as it is
        if not is_page and (project.root / "docs" / name).is_file():
            yield Diagnostic(f"docs/{name}", 0, "", *worded("file-taken"))
