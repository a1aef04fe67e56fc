"""What whoever reviews a record should look at. It stops nothing: a program can only guess here."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from toolkit.schema import FieldPath, Record
from toolkit.schema.fields import Translatable, Web
from toolkit.schema.introspect import marked_values
from toolkit.schema.markup import LINK

PHONE = re.compile(r"(?<![\w.+/-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])")
"""A number of the North American Numbering Plan."""
A_NUMBER = re.compile(r"(?<![\w-])A[- #]?\d{3}[- ]?\d{3}[- ]?\d{2,3}(?![\w-])")
"""What immigration agencies number people by: `A 012 345 678`."""
SOCIAL_SECURITY = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
CASE = re.compile(
    r"\b(?:case|incident|police report|report|docket|receipt)\s?(?:no\.?|numbers?|nos\.?|#)\s?:?\s?#?\w*\d[\w-]{3,}"
    r"|\b(?:EAC|IOE|LIN|MSC|SRC|WAC|NBC|YSC)\d{10}\b",
    re.I,
)
"""A case number after its name, or the number of a receipt of USCIS."""
PRIVATE = (
    (
        PHONE,
        "a phone number",
        "If it is a public line, write it as a link, `[tip line](tel:+15555550100)`. Else delete it.",
    ),
    (A_NUMBER, "an A-number, by which immigration agencies know a person", "Delete it."),
    (SOCIAL_SECURITY, "a Social Security number", "Delete it."),
    (CASE, "the number of a case or report", "Delete it, unless it is the name of a public court decision."),
)
HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+(?:com|edu|gov|mil|net|org|us|info))\b(?!@)", re.I)
"""A host as people write it in a text."""
OFFICIAL = re.compile(r"(?:^|[.-])gov[.-](?!(?:\w\w\.)?\w\w$)|\.(?:org|com|edu|us)\.\w{2,}\.|\b(?:org|gov)-", re.I)
"""A name that begins like an official site's and goes on: `cityofboise.org.example.com`."""
NOT_ASCII = re.compile(r"[^\x00-\x7f]|(?:^|\.)xn--")
MAX_AGE = 366
"""Days after which a record should be read against its sources again."""


def review_notes(record: Record) -> Iterator[tuple[FieldPath, str, str]]:
    """What to look at in a record: the field, what is so, what to do."""
    for path, _, text in marked_values(record, Translatable):
        bare = _without_tel(text) if "](" in text else text
        for pattern, what, hint in PRIVATE:
            if match := pattern.search(bare):
                yield path, f"contains `{match[0].strip()}`, which looks like {what}.", hint
        for label, address in LINK.findall(text) if "](" in text else ():
            host, named = _host(address), HOST.search(label)
            if address.startswith("https:") and named and not _is_same(named[1], host):
                yield path, f"says `{named[1]}`, but the link leads to `{host}`.", "Let both name the same site."
            yield from _strange(path, host)
    for path, _, address in marked_values(record, Web):
        yield from _strange(path, _host(address))


def stale(records: Iterable[Record], today: date) -> list[Record]:
    """The records that nobody has read against their sources for more than a year, oldest first."""
    old = (today - timedelta(days=MAX_AGE)).isoformat()
    return sorted(
        (record for record in records if (record.checked or old) < old), key=lambda record: record.checked or ""
    )


def _without_tel(text: str) -> str:
    """A text without the links to phone numbers: whoever made one means it to be called."""
    return LINK.sub(lambda match: "" if match[2].startswith("tel:") else match[1], text)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _is_same(named: str, host: str) -> bool:
    named = named.lower().removeprefix("www.")
    return host == named or host.endswith(f".{named}") or named.endswith(f".{host}")


def _strange(path: FieldPath, host: str) -> Iterator[tuple[FieldPath, str, str]]:
    """A note for a host that could pass for another."""
    hint = "Look whether it is the site that you mean, and whose it is."
    if NOT_ASCII.search(host):
        yield path, f"leads to `{ascii(host)[1:-1]}`, whose letters may look like those of another site.", hint
    elif OFFICIAL.search(host):
        yield path, f"leads to `{host}`, which is named like another site.", hint
