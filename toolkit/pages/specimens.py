"""A page for each frame that the theme has: what MkDocs renders in place of the pages that lie in it."""

from collections.abc import Iterable, Iterator, Mapping

from toolkit.gather.hand import HandPage
from toolkit.gather.words import Words
from toolkit.join import Name, Toolkit
from toolkit.pages import lister, writer
from toolkit.pages.find import PATH as FIND
from toolkit.pages.markdown import plain
from toolkit.pages.overview import PATH as OVERVIEW
from toolkit.pages.page import Page
from toolkit.pages.routes import PATH as ROUTES
from toolkit.pages.translations import PATH as TRANSLATIONS
from toolkit.pages.views import Facet, kind_page
from toolkit.records import KINDS

LIST_FOLDERS = ("browse", "contribute", "documents", "overview", "routes", "translations")
"""The folders of pages that list records or tell of the toolkit; the others are those of the kinds."""
FRAMES = {FIND: "find.html"}
"""The pages whose templates change the frame around them."""


def specimens(
    toolkit: Toolkit,
    words: Mapping[str, Words],
    lists: Mapping[str, Mapping[str, str]],
    hand: list[HandPage],
    menu: Iterable[str],
    stand_in: str,
) -> Iterator[Page]:
    """A page for each frame that the theme has: those by hand, in the menu, and one called `stand_in` in each folder.

    Their front matter is what frames show of them: in every language the titles of the pages by hand and in the menu.
    """
    for language, own in words.items():
        written = {page.path: page for page in lister(toolkit, words, language, lists, {}).alone(hand)}
        for page in written.values():
            shown = {key: page.meta[key] for key in ("title", "heading", "description", "template")}
            yield Page(page.path, language, shown, page.body)
        titles = _list_titles(own, lists)
        for path in dict.fromkeys((*menu, FIND)):
            if path not in written:
                title = titles.get(path, path)
                if path not in titles and (name := _record_at(path, toolkit)):
                    told = writer(toolkit, words, language, lists, {}).toolkit
                    title = plain(told.entries[name].record.title)
                yield Page(path, language, {"title": title, "template": FRAMES.get(path, "main.html")}, "")
        for folder in (*(kind.address for kind in KINDS.values()), *LIST_FOLDERS):
            yield Page(f"{folder}/{stand_in}", language, {"template": "main.html"}, "")


def _record_at(path: str, toolkit: Toolkit) -> Name | None:
    """The record whose page has this address, or had it."""
    address, _, id = path.rpartition("/")
    kind = next((kind.id for kind in KINDS.values() if kind.address == address), "")
    if not kind or (kind, id) in toolkit.outlines:
        return (kind, id) if kind else None
    return next((name for name, former in toolkit.outlines.former() if (name[0], former) == (kind, id)), None)


def _list_titles(own: Words, lists: Iterable[str]) -> dict[str, str]:
    """The titles of the pages that are neither records nor written by hand."""
    keys = {kind_page(kind): f"kinds.{kind}.many" for kind in KINDS}
    keys |= {Facet(name, {}).address: key for name in lists if own.knows(key := f"facets.{name}")}
    keys |= {
        kind_page("strategy"): "plan.title",
        "documents/index": "documents.title",
        "browse/index": "browse.title",
        ROUTES: "routes.title",
        OVERVIEW: "overview.title",
        TRANSLATIONS: "translation.title",
        FIND: "search.title",
    }
    titles = {path: own.say(key) for path, key in keys.items()}
    return titles | {
        f"contribute/{kind}": own.say("reference.title", kind=own.say(f"kinds.{kind}.one")) for kind in KINDS
    }
