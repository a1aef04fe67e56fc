"""Pages written by hand to cards."""

import re
from collections.abc import Iterator

from toolkit.gather.hand import HandPage
from toolkit.gather.words import Words
from toolkit.index.card import HAND, HAND_VALUES, NOTHING, Card, Passage
from toolkit.pages.markdown import plain

HEADING = re.compile(r"^(#{2,3}) +(.*?)(?: *\{#([\w-]+)\})? *$", re.M)
SIGNS = re.compile(r"<[^>]*>|^[#>|*+ -]+|[*`|\0]|\{[#.:][^}]*\}", re.M)


def hand_card(page: HandPage, words: Words, is_outdated: bool) -> Card:
    """A page written by hand, cut at its headings."""
    is_foreign = page.language != words.language
    return Card(
        path=page.path,
        kind=HAND,
        title="" if is_foreign else str(page.front["title"]),
        language=page.language,
        passages=(NOTHING,) if is_foreign else tuple(_hand_passages(page.body)),
        labels="",
        agencies=(),
        place="",
        effort="",
        date="",
        values=HAND_VALUES,
        is_outdated=is_outdated,
    )


def _hand_passages(body: str) -> Iterator[Passage]:
    from markdown.extensions.toc import slugify, unique

    taken: set[str] = set()
    heading, anchor, start = "", "", 0
    for found in [*HEADING.finditer(body), None]:
        text = " ".join(SIGNS.sub(" ", plain(body[start : found.start() if found else None])).split())
        if text or not start:
            yield Passage(heading, anchor, text)
        if found:
            heading = SIGNS.sub("", plain(found[2])).strip()
            # The ids that the page's headings get (Python-Markdown, extension `toc`).
            anchor, start = found[3] or unique(slugify(heading, "-"), taken), found.end()
            taken.add(anchor)
