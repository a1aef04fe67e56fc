"""What plugins, hooks and templates make of pages, held to what a frame can do: show the texts of a page as they are.

MkDocs renders one page more, a probe with texts of its own. Put into the frame of its folder, they must give the same.
And no frame may ask for what else a page tells its template, which differs from page to page.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from posixpath import basename
from typing import Any, TypeVar

from markupsafe import escape

from toolkit.join import LIST
from toolkit.pages.page import Page
from toolkit.problems import FEW, Problem, either
from toolkit.publish.assets import MARK as ASSET
from toolkit.publish.assets import MARKED, SHEET
from toolkit.publish.chrome import ANY, GAPS, Frame
from toolkit.records import KINDS

FOLDER = KINDS["practice"].address
NAME = "zz--probe"
"""No record's: an id has single hyphens."""
SIGNS = "Q & \"A\" <b> c 'd' é – 1/2?" + " Who makes more of a text comes to another one." * 8
"""Whatever escapes, cuts or changes a text shows here."""
TEXTS = {"title": f"Title {SIGNS}", "description": f"Description {SIGNS}"}
OF_KINDS = ("kind", "kind_label", "kind_name", "kind_url")
OF_RECORDS = (*OF_KINDS, "heading", "moved_to", "jump_label")
IN_LISTS = ("agencies", "glance", "jump", "notices")
"""What else the page of a record, or one that lists them, tells its template: texts, and lists of texts with places."""
OF_OVERVIEW = ("doors", "help", "here", "lists", "missing", "no_agency", "unseen", "unused")
OF_OTHERS = ("is_foreign", "map", "map_counts", "show", *OF_OVERVIEW)
"""What other pages tell theirs."""
WATCHED = {*OF_RECORDS, *IN_LISTS, *OF_OTHERS} - {*OF_KINDS}
"""What no frame may ask for. It may ask what kind a page is of, and which template it has, where that makes no
difference: of each there is a sample (`samples.py`)."""
WATCHED_BY_HAND = ("is_foreign", "notices")
"""The same of a page by hand, which has a frame of its own, where these are not told."""
BODY = "Words.\n\n## Heading\n\nMore words."
OWN_PART = (
    '<h2 id="heading">Heading</h2><p><strong>Words</strong> <a href="https://elsewhere.example/a">elsewhere</a> and '
    '<a href="../about.html">here</a>, <code>code</code>, <img src="../files/a.png" alt="A picture"></p>'
    "<ul><li>One</li></ul><ol><li><em>Two</em></li></ol>"
    "<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>"
    '<h3 id="below">Below</h3><pre><code class="language-yaml">title: Text</code></pre>'
    '<blockquote><p>Said<br><sup><a href="#note-1">1</a></sup></p></blockquote><hr>'
    '<section class="part"><div>Part</div></section><details><summary>More</summary></details>'
    "<dl><dt>Word</dt><dd>Meaning</dd></dl>"
)
"""The page's own part, in place of a mark: what hooks and plugins look for in HTML."""
ANY_NAME = re.compile(r"[\w-]+")
"""What may be a page's name, or the beginning or end of one."""
OF_PAGES = re.compile("|".join([*GAPS.values(), NAME]).encode())
OPEN_TAG = re.compile(r"""<\w(?:[^<>"']|"[^"]*"|'[^']*')*""")
"""A tag up to a place in it that no quotes are around."""
MARKS = (*GAPS.values(), ASSET)
ANY_MARK = re.compile("|".join(MARKS), re.I)
FIX = "Take out the setting, plugin or hook that does so, or build with `--engine mkdocs`."


Answer = TypeVar("Answer", bool, int)


def probe(language: str) -> Page:
    """A page like a record's."""
    told = dict.fromkeys(OF_RECORDS, SIGNS) | {key: [{"text": SIGNS, "url": SIGNS}] for key in IN_LISTS}
    meta = told | TEXTS | {"template": "record.html"}
    return Page(f"{FOLDER}/{NAME}", language, meta, BODY)


class Watched(dict[str, Any]):
    """What a specimen tells its template. Notes what is asked for that differs between the pages it stands for."""

    def __init__(self, told: Mapping[str, Any], asked: set[str], differing: Collection[str]) -> None:
        super().__init__(told)
        self.asked, self.differing = asked, differing

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """As of any dict."""
        try:
            return self[key]
        except KeyError:
            return default

    def _note(self, key: object) -> None:
        if key in self.differing:
            self.asked.add(str(key))


class Called(str):
    """What a page of any name in a folder is called: its address, or that of its file. Notes what is looked for in it,
    if another name could give another answer.
    """

    __slots__ = ("noted",)
    noted: set[str]

    @classmethod
    def of(cls, text: str, noted: set[str]) -> "Called":
        """The same text, noting in that set."""
        made = cls(text)
        made.noted = noted
        return made

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self._answer(str.__eq__, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __contains__(self, part: object) -> bool:
        return self._answer(str.__contains__, part)

    def startswith(self, part: Any, *within: Any) -> bool:
        """As of any text."""
        return self._answer(str.startswith, part, *within)

    def endswith(self, part: Any, *within: Any) -> bool:
        """As of any text."""
        return self._answer(str.endswith, part, *within)

    def find(self, part: Any, *within: Any) -> int:
        """As of any text."""
        return self._answer(str.find, part, *within)

    def _answer(self, ask: Callable[..., Answer], part: Any, *within: Any) -> Answer:
        answer = ask(str(self), part, *within)
        before, _, after = str(self).partition(ANY)
        parts: tuple[object, ...] = part if isinstance(part, tuple) else (part,)
        for own in parts:
            if any(ask(f"{before}{name}{after}", part, *within) != answer for name in _names(own)):
                self.noted.add(str(own))
        return answer

    def _again(self, made: Any) -> Any:
        """What was made of it notes, too."""
        if isinstance(made, str):
            return Called.of(made, self.noted) if ANY in made else made
        return type(made)(map(self._again, made))


def _names(part: object) -> set[str]:
    return {*ANY_NAME.findall(part)} - {LIST, ANY} if isinstance(part, str) else set()


def _making(name: str) -> Callable[..., Any]:
    def make(self: Called, *arguments: Any, **named: Any) -> Any:
        return self._again(getattr(str(self), name)(*arguments, **named))

    return make


for _name in ("partition", "removeprefix", "removesuffix", "replace", "rpartition", "rsplit", "split", "strip"):
    setattr(Called, _name, _making(_name))


def rewritten(names: Collection[str]) -> Iterator[Problem]:
    """Pages of which something was changed that the toolkit makes itself."""
    if names:
        what = "brings in what changes the text or contents list of pages that are not written by hand"
        fix = "Let it leave those alone whose `page.meta.template` is not `hand.html`, or build with `--engine mkdocs`."
        yield problem(f"{what}, such as `{min(names)}`.", fix)


def other_pages(given: Collection[str], shown: Collection[str]) -> Iterator[Problem]:
    """Pages that settings add to those that were given, or take from them."""
    for name in sorted({*shown} - {*given}):
        yield problem(f"brings in a page that is not the toolkit's, `{name}`.")
    for name in sorted({*given} - {*shown}):
        yield problem(f"leaves out a page of the toolkit's, `{name}`.")


def computed(specimens: Collection[str], frame: Frame, made: str, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """What is not just shown. `frame` is of the probe's folder, `made` what MkDocs made of the probe."""
    if bare := sorted({gap for html in specimens for gap in unquoted(html)}):
        yield problem(f"brings in what takes the quotes from around a page's {' and '.join(bare)} in a tag.")
    elif alike(made) != alike(frame.around(_texts()).decode()):
        what = "brings in what does more with a page's title, description, name or text than show it."
        fix = "Let it show them as they are, such as `{{ page.meta.title | e }}`, or build with `--engine mkdocs`."
        yield problem(what, fix)
    for name, content in files.items():
        if OF_PAGES.search(name.encode()) or OF_PAGES.search(content):
            yield problem(f"brings in what makes `{name}` from the pages of the site.")


def asked_for(asked: Collection[str]) -> Iterator[Problem]:
    """What a frame asks of a page, and not just its title and description."""
    for key in sorted(asked):
        yield problem(f"brings in what asks for `page.meta.{key}` around pages, which differs from page to page.")


def looked_for(names: Collection[str]) -> Iterator[Problem]:
    """What was looked for in the addresses of pages."""
    if names:
        what = f"brings in what treats some pages in another way than others: those with {either(sorted(names)[:FEW])}"
        yield problem(f"{what} in their address.")


def misspelt(specimens: Collection[str], files: Mapping[str, bytes], assets: Collection[str]) -> Iterator[Problem]:
    """Marks in other letters, and marked names that are none of assets: nothing could be put in their places."""
    known = {*map(basename, assets), basename(SHEET)}
    for html in (
        *specimens,
        *(content.decode(errors="replace") for name, content in files.items() if name.endswith(".html")),
    ):
        named = {found[1] for found in MARKED.finditer(html)}
        if any(found[0] not in MARKS for found in ANY_MARK.finditer(html)) or named - known:
            yield problem(
                "brings in what changes the letters of a page's texts, or of the names of style sheets and such."
            )
            return


def unquoted(html: str) -> Iterator[str]:
    """The texts of a page that stand in a tag without quotes: they would end at their first space."""
    for gap in TEXTS:
        for mark in re.finditer(GAPS[gap], html):
            if OPEN_TAG.fullmatch(html, html.rfind("<", 0, mark.start()), mark.start()):
                yield gap


def _texts() -> dict[str, bytes]:
    texts = GAPS | {"name": NAME, "body": OWN_PART} | {gap: str(escape(text)) for gap, text in TEXTS.items()}
    return {gap: text.encode() for gap, text in texts.items()}


def alike(html: str) -> str:
    """What is the same page. Quotes have names of their own in Python's `html.escape`."""
    return html.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


def problem(what: str, fix: str = FIX) -> Problem:
    """Of what settings bring."""
    return Problem("mkdocs.yml", 0, "", what, fix)
