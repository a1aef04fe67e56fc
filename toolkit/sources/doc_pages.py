"""Authored pages: the Markdown files in docs/."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from toolkit.diagnostics import Diagnostic, Problem, nearest, shorten, worded
from toolkit.schema import Part, Vocabularies
from toolkit.schema.fields import Choice, Date, Day, Text
from toolkit.schema.markup import citations
from toolkit.schema.parts import Source
from toolkit.schema.rules import ID, INVISIBLE
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.model_reader import validated
from toolkit.sources.safe_html import unsafe_html
from toolkit.sources.scan import listed
from toolkit.sources.yaml_reader import MAX_PROBLEMS, decode, parse_yaml

FRONT_MATTER = re.compile(r"\A(---[ \t]*\n.*?)\n---[ \t]*(?:\n|\Z)", re.S)
HEADING = re.compile(r"^(#{1,6}) .*?(?:\{[^{}\n]*#([\w-]+)[^{}\n]*\})?[ \t]*$", re.M)
"""A heading, and the anchor that is written at its end."""
SHOWABLE = dict.fromkeys(("start", "route", "residents", "data", "share", "accessibility"), "")
"""What a page can ask the toolkit to show with its text, as a vocabulary without labels."""
ANSWERS = dict.fromkeys(("communities", "languages"), "")
"""Questions of the page "Agencies like mine" for which a route may suit every answer."""
NOT_FOUND = "404"
"""The page that web servers show for an address without a page."""
BETWEEN_BLOCKS = re.compile(r"\n\s*\n|\n(?=- )")
"""What stands between paragraphs and between points of lists."""
ADDRESS = re.compile(r"\]\([^)\s]*\)")
"""The address of a link."""
CODE = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n(?s:.*?)^ {0,3}\1|^ {4,}[^\n]*|`[^`\n]*`", re.M)
"""Blocks and spans of code."""


class Fits(Part):
    """The answers on the page "Agencies like mine" that a route suits."""

    any: list[Annotated[Text, Choice("answers")]] = []
    size: list[Annotated[Text, Choice("size")]] = []
    setting: list[Annotated[Text, Choice("setting")]] = []
    communities: list[Annotated[Text, Choice("communities")]] = []
    languages: list[Annotated[Text, Choice("languages")]] = []


class PageSchema(Part):
    """The front matter of an authored page: fields between two lines `---`, at the beginning of the file."""

    title: Text
    """What the page is called. Begin the file with `---`, `title: …`, `---`."""
    description: Text | None = None
    """What it is about, in a sentence."""
    show: Annotated[Text, Choice("show")] | None = None
    """What the toolkit shows beside its text."""
    keywords: list[Text] = []
    """What people type who look for it, if the page does not say it so."""
    topics: list[Annotated[Text, Choice("topics")]] = []
    """What it bears on: the pages of records with these topics lead to it."""
    fits: Fits | None = None
    """Of a route: the answers of readers that it suits."""
    checked: Day | None = None
    """Of a page that people rely on, such as that for residents: the day when it was last read against its sources."""
    sources: list[Source] = []
    """What its text cites, in every language: `[@key]`. Only the English page has them."""
    status: Annotated[Text, Choice("translation_status")] | None = None
    """How far a translation can be trusted."""
    by: Text | None = None
    """Who translated it, or the name of the program that did."""
    date: Date | None = None
    """When."""
    of: Text | None = None
    """The digest of the English page that was translated."""


class Heading(NamedTuple):
    """A heading of an authored page."""

    line: int
    """In the file."""
    level: int
    anchor: str
    """As written, `call` in `{#call}`; empty if none is."""


@dataclass(frozen=True)
class DocPage:
    """An authored page: `about.es.md` is the Spanish `about`."""

    path: str
    """From docs/, without language and ending: `contribute/index`."""
    language: str
    file: str
    front: Mapping[str, Any] = field(repr=False)
    """The fields of `PageSchema` that it has."""
    body: str = field(repr=False)
    first_line: int = 1
    """Where its body begins in the file."""

    @property
    def digest(self) -> str:
        """A digest of the page's text. Translations store it under `of`, to detect that the English changed."""
        texts = [self.front.get("title", ""), self.front.get("description", ""), self.body]
        lines = [" ".join(text.split()) for text in texts]
        return sha256("\n".join(lines).encode()).hexdigest()[:12]

    @cached_property
    def blocks(self) -> list[tuple[int, str]]:
        """Its paragraphs and points of lists, each on a single line without addresses, with their lines in the file."""
        starts = [0, *(match.end() for match in BETWEEN_BLOCKS.finditer(self.body))]
        ends = [*starts[1:], len(self.body)]
        blocks: list[tuple[int, str]] = []
        for start, end in zip(starts, ends, strict=True):
            line = self.first_line + self.body.count("\n", 0, start)
            text = ADDRESS.sub("]", self.body[start:end])
            blocks.append((line, " ".join(text.split())))
        return blocks

    @cached_property
    def headings(self) -> list[Heading]:
        """Its headings, from the first to the last."""
        body = without_code(self.body)
        return [
            Heading(
                self.first_line + body.count("\n", 0, match.start()), len(match[1]), match[2] or ""
            )
            for match in HEADING.finditer(body)
        ]

    @property
    def sources(self) -> Sequence[Source]:
        """What the English page and its translations may cite."""
        sources: Sequence[Source] = self.front.get("sources", ())
        return sources

    @property
    def status(self) -> str:
        """How far this translation can be trusted."""
        return str(self.front.get("status", "draft"))

    def status_beside(self, english: "DocPage") -> str:
        """The status, or `outdated` if the English page has changed since."""
        translated_digest = self.front.get("of", english.digest)
        if translated_digest != english.digest:
            return "outdated"
        return self.status


def line_of(link: str, file: Path) -> int:
    """The first line of a file that has a link or name; 1 if none has."""
    whole_link = re.compile(rf"{re.escape(link)}(?![\w./?&=%#-])")
    for line, row in enumerate(file.read_text("utf-8").splitlines(), 1):
        if whole_link.search(row):
            return line
    return 1


def read_doc_pages(
    root: Path, languages: Sequence[str], vocabularies: Vocabularies, left_out: Sequence[str] = ()
) -> tuple[list[DocPage], list[Diagnostic]]:
    """Every Markdown file in docs/, and what is wrong with it. Each needs an English page.

    Hidden files, and translations into languages that are `left_out`, are not looked at.
    """
    pages: list[DocPage] = []
    paths, diagnostics = listed(root / "docs", root, "**/*")
    for path in paths:
        language = path.stem.partition(".")[2]
        if path.suffix != ".md" or language in left_out:
            continue
        page = _read(path, root, languages, vocabularies)
        if isinstance(page, DocPage):
            pages.append(page)
        else:
            diagnostics += page
    return pages, sorted(diagnostics)


def citation_mistakes(pages: Sequence[DocPage]) -> Iterator[Diagnostic]:
    """Keys that a page with sources cites and lacks, in any language, and sources that it does not cite.

    While an English page cites one that it lacks, that may be meant for one that it does not cite.
    """
    sources = {page.path: page.sources for page in pages if page.sources}
    for page in pages:
        keys = {source.key for source in sources.get(page.path, ())}
        if not keys:
            continue
        unknown = list(_unknown_keys(page, keys))
        yield from unknown
        if page.sources and not unknown:
            for key in sorted(keys.difference(citations(page.body))):
                yield Diagnostic(page.file, 1, "sources", *worded("never-cited", key=key))


def _unknown_keys(page: DocPage, keys: Collection[str]) -> Iterator[Diagnostic]:
    """Citations of a page whose key is not among these."""
    for line, text in page.blocks:
        for key in citations(text):
            if key not in keys:
                meant = nearest(key, keys)
                problem = "misspelt-key" if meant else "unknown-key"
                wording = worded(problem, key=shorten(key), also="", meant=meant)
                yield Diagnostic(page.file, line, "", *wording)


def without_code(body: str) -> str:
    """A page's Markdown with spaces in place of its code: what an example says is no heading, link or problem."""
    return CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), body)


def _front_matter(page: PageSchema) -> dict[str, Any]:
    """The values that are written at the top of a page; its sources stay models."""
    values = page.model_dump(exclude_unset=True)
    if page.sources:
        values["sources"] = page.sources
    return values


def _read(
    path: Path, root: Path, languages: Sequence[str], vocabularies: Vocabularies
) -> DocPage | list[Diagnostic]:
    """The page in a file, or what is wrong with it."""
    file = path.relative_to(root).as_posix()
    stem, _, language = path.name.removesuffix(".md").partition(".")
    name = (path.parent / stem).relative_to(root / "docs").as_posix()
    problem = _misnamed(name, language, languages) or _misplaced(path, name, language, languages)
    if problem:
        return [Diagnostic(file, 0, "", *problem)]
    text = _text(path, file)
    if isinstance(text, Diagnostic):
        return [text]
    front = _front(text, file, vocabularies)
    if not isinstance(front, PageSchema):
        return front
    body = FRONT_MATTER.sub("", text)
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    html_mistakes = _html_mistakes(body, first_line, file)
    if html_mistakes:
        return html_mistakes
    return DocPage(
        path=name,
        language=language or SOURCE_LANGUAGE,
        file=file,
        front=_front_matter(front),
        body=body,
        first_line=first_line,
    )


def _front(text: str, file: str, vocabularies: Vocabularies) -> PageSchema | list[Diagnostic]:
    """What is written at the top of a page, or what is wrong with it."""
    match = FRONT_MATTER.match(text)
    if not match and re.match(r"---[ \t]*\n", text):
        return [Diagnostic(file, 1, "", *worded("unclosed-header"))]
    source = parse_yaml(match[1] if match else "", file)
    page_vocabularies = {**vocabularies, "show": SHOWABLE, "answers": ANSWERS}
    front, mistakes = validated(PageSchema, source, page_vocabularies)
    if source.diagnostics or not front:
        return list(source.diagnostics) or mistakes
    return front


def _text(path: Path, file: str) -> str | Diagnostic:
    """The text of a file, with line breaks as on Unix; or what cannot be read in it."""
    text = decode(path.read_bytes(), file)
    if isinstance(text, Diagnostic):
        return text
    text = text.replace("\r\n", "\n")
    for line, row in enumerate(text.split("\n"), 1):
        invisible = INVISIBLE.search(row.expandtabs())
        if invisible:
            number = f"U+{ord(invisible[0]):04X}"
            return Diagnostic(file, line, "", *worded("invisible", number=number))
    return text


def _html_mistakes(body: str, first_line: int, file: str) -> list[Diagnostic]:
    """HTML and addresses that a page may not have: the first of each line."""
    problems = list(islice(unsafe_html(body), MAX_PROBLEMS))
    opening = [problem for problem in problems if not problem[1].startswith("</")]
    first_by_line: dict[int, tuple[str, str]] = {}
    for problem in opening or problems:  # report the opening tag only
        line = first_line + body.count("\n", 0, _position(problem, body))
        first_by_line.setdefault(line, problem)
    diagnostics: list[Diagnostic] = []
    for line, (problem_name, written) in sorted(first_by_line.items()):
        quotation = shorten(written)
        wording = worded(problem_name, target=quotation, html=quotation)
        diagnostics.append(Diagnostic(file, line, "", *wording))
    return diagnostics


def _position(problem: tuple[str, str], body: str) -> int:
    """Where in a page's Markdown HTML or an address is that may not stand there."""
    _, written = problem
    outside_code = without_code(body)
    attribute = written.split("=", maxsplit=1)[0]
    tag = written.split(maxsplit=1)[0].rstrip(">")
    for word in (written, attribute, tag):
        position = outside_code.find(word) if word else -1
        if position >= 0:
            return position
    # Written in another way, as by codes for letters: it is in the line with which the text begins to have it.
    ends = [match.end() for match in re.finditer(r"\n|\Z", body)]
    first = bisect_left(ends, True, key=lambda end: problem in unsafe_html(body[:end]))
    return ends[min(first, len(ends) - 1)] - 1


def _misnamed(name: str, language: str, languages: Sequence[str]) -> Problem | None:
    """Why a page cannot have this name, and what to do; None if it can."""
    if language and language not in languages:
        return worded("no-language-of-site", language=language)
    for part in name.split("/"):
        if not ID.fullmatch(part):
            return worded("no-page-name", name=part)
    if name == NOT_FOUND:
        return worded("named-404")
    return None


def _misplaced(path: Path, name: str, language: str, languages: Sequence[str]) -> Problem | None:
    """Why a page cannot be where it is, and what to do. All languages of the site but the first have a folder."""
    folder, slash, path_in_folder = name.partition("/")
    if slash and folder in languages[1:]:
        return worded("folder-of-language", folder=folder, rest=path_in_folder)
    if path.is_dir():
        return worded("folder-like-page")
    if language and not path.with_name(path.name.replace(f".{language}.", ".")).exists():
        return worded("no-english-page", name=name)
    return None
