"""What plugins, hooks and templates make of pages, held to what a frame can do: show the texts of a page as they are.

MkDocs renders one page more, a probe with texts of its own. Put into the frame of its folder, they must give the same.
And no frame may ask for what else a page tells its template, for pages of a folder differ in that.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from markupsafe import escape

from toolkit.pages.page import Page
from toolkit.pages.specimens import BY_HAND, FRAMES
from toolkit.problems import Problem
from toolkit.publish.chrome import GAPS, Frame
from toolkit.records import KINDS

FOLDER = KINDS["practice"].address
NAME = "zz--probe"
"""No record's: an id has single hyphens."""
SIGNS = "Q & \"A\" <b> c 'd' é – 1/2?" + " Who makes more of a text comes to another one." * 8
"""Whatever escapes, cuts or changes a text shows here."""
TEXTS = {"title": f"Title {SIGNS}", "description": f"Description {SIGNS}"}
OF_RECORDS = ("heading", "kind", "kind_label", "kind_name", "kind_url", "moved_to", "jump_label")
IN_LISTS = ("agencies", "glance", "jump", "notices")
"""What else the page of a record, or one that lists them, tells its template: texts, and lists of texts with places."""
OF_OVERVIEW = ("doors", "help", "here", "lists", "missing", "no_agency", "unseen", "unused")
OF_OTHERS = ("is_foreign", "map", "map_counts", "show", *OF_OVERVIEW)
"""What other pages tell theirs."""
BODY = "Words.\n\n## Heading\n\nMore words."
OWN_PART = (
    '<h2 id="heading">Heading</h2><p><strong>Words</strong> <a href="https://elsewhere.example/a">elsewhere</a> and '
    '<a href="../about.html">here</a>, <code>code</code>, <img src="../files/a.png" alt="A picture"></p>'
    "<ul><li>One</li></ul><table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>"
)
"""The page's own part, in place of a mark: what hooks and plugins look for in HTML."""
OF_PAGES = re.compile("|".join([*GAPS.values(), NAME]).encode())
OPEN_TAG = re.compile(r"""<\w(?:[^<>"']|"[^"]*"|'[^']*')*""")
"""A tag up to a place in it that no quotes are around."""
FIX = "Take out the setting, plugin or hook that does so, or build with `--engine mkdocs`."


def probe(language: str) -> Page:
    """A page like a record's."""
    told = dict.fromkeys(OF_RECORDS, SIGNS) | {key: [{"text": SIGNS, "url": SIGNS}] for key in IN_LISTS}
    meta = told | TEXTS | {"template": "record.html"}
    return Page(f"{FOLDER}/{NAME}", language, meta, BODY)


class Watched(dict[str, Any]):
    """What a specimen tells its template. Notes what is asked for that differs between the pages it stands for."""

    def __init__(self, told: Mapping[str, Any], asked: set[str]) -> None:
        super().__init__(told)
        self.asked = asked

    def __getitem__(self, key: str) -> Any:
        self._note(key)
        value = super().__getitem__(key)
        return _Template.of(value, self.asked) if key == "template" else value

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def get(self, key: str, default: Any = None) -> Any:
        """As of any dict."""
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self) -> Any:
        """As of any dict; which keys there are differs from page to page."""
        self.asked.add("keys()")
        return super().keys()

    def values(self) -> Any:
        """The same."""
        self.asked.add("values()")
        return super().values()

    def items(self) -> Any:
        """The same."""
        self.asked.add("items()")
        return super().items()

    def _note(self, key: object) -> None:
        if key in (*OF_RECORDS, *IN_LISTS, *OF_OTHERS):
            self.asked.add(str(key))


class _Template(str):
    """The name of a page's template. Whether it is one of those that have frames of their own, a frame may ask."""

    __slots__ = ("asked",)
    asked: set[str]
    __hash__ = str.__hash__

    @classmethod
    def of(cls, name: str, asked: set[str]) -> "_Template":
        """The name, and where to note what is asked of it."""
        made = cls(name)
        made.asked = asked
        return made

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_") and name != "asked":
            self.asked.add("template")
        return super().__getattribute__(name)

    def __eq__(self, other: object) -> bool:
        if other not in (*FRAMES.values(), *BY_HAND):
            self.asked.add("template")
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other


def _noted(name: str) -> Callable[..., Any]:
    """An operation of a text, noted."""

    def done(self: _Template, *given: Any) -> Any:
        self.asked.add("template")
        return getattr(str, name)(self, *given)

    return done


for name in ("__contains__", "__getitem__", "__iter__", "__len__", "__lt__", "__le__", "__gt__", "__ge__"):
    setattr(_Template, name, _noted(name))


def other_pages(given: Collection[str], shown: Collection[str]) -> Iterator[Problem]:
    """Pages that settings add to those that were given, or take from them."""
    for name in sorted({*shown} - {*given}):
        yield _problem(f"brings in a page that is not the toolkit's, `{name}`.")
    for name in sorted({*given} - {*shown}):
        yield _problem(f"leaves out a page of the toolkit's, `{name}`.")


def computed(specimens: Collection[str], frame: Frame, made: str, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """What is not just shown. `frame` is of the probe's folder, `made` what MkDocs made of the probe."""
    if bare := sorted({gap for html in specimens for gap in unquoted(html)}):
        yield _problem(f"brings in what takes the quotes from around a page's {' and '.join(bare)} in a tag.")
    elif _alike(made) != _alike(frame.around(_texts()).decode()):
        what = "brings in what does more with a page's title, description, name or text than show it."
        fix = "Let it show them as they are, such as `{{ page.meta.title | e }}`, or build with `--engine mkdocs`."
        yield _problem(what, fix)
    for name, content in files.items():
        if OF_PAGES.search(name.encode()) or OF_PAGES.search(content):
            yield _problem(f"brings in what makes `{name}` from the pages of the site.")


def asked_for(asked: Collection[str]) -> Iterator[Problem]:
    """What a frame asks of a page, and not just its title and description."""
    for key in sorted(asked):
        yield _problem(f"brings in what asks for `page.meta.{key}` around pages, which differs from page to page.")


def unquoted(html: str) -> Iterator[str]:
    """The texts of a page that stand in a tag without quotes: they would end at their first space."""
    for gap in TEXTS:
        for mark in re.finditer(GAPS[gap], html):
            if OPEN_TAG.fullmatch(html, html.rfind("<", 0, mark.start()), mark.start()):
                yield gap


def _texts() -> dict[str, bytes]:
    texts = GAPS | {"name": NAME, "body": OWN_PART} | {gap: str(escape(text)) for gap, text in TEXTS.items()}
    return {gap: text.encode() for gap, text in texts.items()}


def _alike(html: str) -> str:
    """Quotes have names of their own in Python's `html.escape`."""
    return html.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


def _problem(what: str, fix: str = FIX) -> Problem:
    return Problem("mkdocs.yml", 0, "", what, fix)
