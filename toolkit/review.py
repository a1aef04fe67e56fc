"""Notes for whoever reviews a contribution. They stop nothing: a program can only guess here."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from toolkit.schema import FieldPath, Record
from toolkit.schema.fields import Translatable, Web
from toolkit.schema.introspect import marked_values
from toolkit.schema.markup import LINK
from toolkit.texts import read_texts

P = TypeVar("P")
"""Where a text stands: a field of a record, or a line of a page."""
TEXTS, ADDRESSES, PAGES, FILES = (
    [
        (re.compile(entry["pattern"]), entry["message"], entry["hint"])
        for entry in read_texts("review.yml")[name]
    ]
    for name in ("texts", "addresses", "pages", "files")
)
HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+(?:com|edu|gov|mil|net|org|us|info))\b(?!@)", re.I)
"""A host as people write it in a text."""
CODE = re.compile(r"^ {4,}.*|`[^`\n]*`", re.M)
"""Examples in a page."""
STEP = re.compile(r"^## .*(?:\n(?!## ).*)*", re.M)
"""A step of a route: a heading and what is under it."""
START_OR_END = re.compile(r"^https?://(www\.)?|/$")
"""What two addresses of one page may differ in."""


def text_notes(
    texts: Iterable[tuple[P, str]], addresses: Iterable[tuple[P, str]] = ()
) -> Iterator[tuple[P, str, str]]:
    """What to look at in texts and addresses: the place, what is so, what to do."""
    found = [(place, address, ADDRESSES) for place, address in addresses]
    for place, text in texts:
        # A linked phone number is meant to be called.
        found.append(
            (
                place,
                LINK.sub(lambda match: "" if match[2].startswith("tel:") else match[1], text),
                TEXTS,
            )
        )
        for label, address in LINK.findall(text):
            found.append((place, address, ADDRESSES))
            host, match = (
                (urlsplit(address).hostname or "").removeprefix("www."),
                HOST.search(label),
            )
            named = match[1].lower().removeprefix("www.") if match and host else host
            if not f".{host}".endswith(f".{named}") and not named.endswith(f".{host}"):
                yield (
                    place,
                    f"says `{named}`, but the link leads to `{host}`.",
                    "Let both name the same site.",
                )
    for place, text, notes in found:
        for pattern, message, hint in notes:
            if match := pattern.search(text):
                yield place, message.format(match[0].strip(), ascii(match[0])[1:-1]), hint


def record_notes(record: Record) -> Iterator[tuple[FieldPath, str, str]]:
    """What to look at in a record, by its field."""
    texts = ((path, text) for path, _, text in marked_values(record, Translatable))
    return text_notes(texts, ((path, address) for path, _, address in marked_values(record, Web)))


def page_notes(body: str, first_line: int) -> Iterator[tuple[int, str, str]]:
    """What to look at in the Markdown of a page, by its line in the file."""
    body = CODE.sub("`", body)
    yield from text_notes(enumerate(body.split("\n"), first_line))
    for pattern, message, hint in PAGES:
        for match in pattern.finditer(body):
            yield first_line + body.count("\n", 0, match.end()), message, hint


def file_notes(path: Path) -> Iterator[tuple[str, str]]:
    """What to look at in an attachment: what is in it that its readers do not see."""
    content = path.read_bytes().decode("latin-1")
    yield from ((message, hint) for pattern, message, hint in FILES if pattern.search(content))


def doubles(records: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Records with the address of an earlier record of their kind, or with its sources and mostly its topics."""
    earlier: dict[tuple[str, frozenset[str]], list[Record]] = defaultdict(list)
    for record in records:
        urls = {
            path: START_OR_END.sub("", url.lower()) for path, _, url in marked_values(record, Web)
        }
        page, every = (
            frozenset(url for path, url in urls.items() if path == ("url",)),
            frozenset(urls.values()),
        )
        for addresses in filter(None, dict.fromkeys((page, every))):
            others = earlier[record.kind, addresses]
            if other := next(
                (other for other in others if addresses == page or _share_topics(record, other)),
                None,
            ):
                yield record, other
                break
            others.append(record)


def differing_sources(
    records: Iterable[Record],
) -> Iterator[tuple[Record, FieldPath, Record, FieldPath]]:
    """Sources whose title or date differs from that of an earlier source with the same address, and where that is."""
    earlier: dict[str, tuple[Record, int]] = {}
    for record in records:
        for i, source in enumerate(record.sources):
            if source.url:
                other, j = earlier.setdefault(source.url, (record, i))
                for field in ("title", "date"):
                    if getattr(source, field) != getattr(other.sources[j], field):
                        yield record, ("sources", i, field), other, ("sources", j, field)


def bare_steps(body: str, first_line: int) -> Iterator[int]:
    """The lines in which steps of a route begin that link to no practice."""
    for heading in STEP.finditer(body):
        if "/practices/" not in heading[0]:
            yield first_line + body.count("\n", 0, heading.start())


def _share_topics(record: Record, other: Record) -> bool:
    """Whether most topics of the two are the same."""
    topics, others = ({*getattr(each, "topics", ())} for each in (record, other))
    return 2 * len(topics & others) > len(topics | others)
