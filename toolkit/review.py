"""Notes for whoever reviews a record. They stop nothing: a program can only guess here."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from toolkit.schema import FieldPath, Record
from toolkit.schema.fields import Translatable, Web
from toolkit.schema.introspect import marked_values
from toolkit.schema.markup import LINK
from toolkit.texts import read_texts

TEXTS, ADDRESSES = (
    [(re.compile(entry["pattern"]), entry["message"], entry["hint"]) for entry in read_texts("review.yml")[name]]
    for name in ("texts", "addresses")
)
HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+(?:com|edu|gov|mil|net|org|us|info))\b(?!@)", re.I)
"""A host as people write it in a text."""


def review_notes(record: Record) -> Iterator[tuple[FieldPath, str, str]]:
    """What to look at in a record: the field, what is so, what to do."""
    found = [(path, address, ADDRESSES) for path, _, address in marked_values(record, Web)]
    for path, _, text in marked_values(record, Translatable):
        # A linked phone number is meant to be called.
        found.append((path, LINK.sub(lambda match: "" if match[2].startswith("tel:") else match[1], text), TEXTS))
        for label, address in LINK.findall(text):
            found.append((path, address, ADDRESSES))
            host, match = (urlsplit(address).hostname or "").removeprefix("www."), HOST.search(label)
            named = match[1].lower().removeprefix("www.") if match and host else host
            if not f".{host}".endswith(f".{named}") and not named.endswith(f".{host}"):
                yield path, f"says `{named}`, but the link leads to `{host}`.", "Let both name the same site."
    for path, text, notes in found:
        for pattern, message, hint in notes:
            if match := pattern.search(text):
                yield path, message.format(match[0].strip(), ascii(match[0])[1:-1]), hint
