"""Notes for whoever reviews a record. They stop nothing: a program can only guess here."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from toolkit.schema import FieldPath, Record
from toolkit.schema.fields import Translatable, Web
from toolkit.schema.introspect import marked_values
from toolkit.schema.markup import LINK
from toolkit.texts import read_texts

PRIVATE = [(re.compile(entry["pattern"]), entry["what"], entry["hint"]) for entry in read_texts("review.yml")]
HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+(?:com|edu|gov|mil|net|org|us|info))\b(?!@)", re.I)
"""A host as people write it in a text."""
OFFICIAL = re.compile(r"(?:^|[.-])gov[.-](?!(?:\w\w\.)?\w\w$)|\.(?:org|com|edu|us)\.\w{2,}\.|\b(?:org|gov)-", re.I)
"""A name that begins like an official site's and goes on: `cityofboise.org.example.com`."""
NOT_ASCII = re.compile(r"[^\x00-\x7f]|(?:^|\.)xn--")


def review_notes(record: Record) -> Iterator[tuple[FieldPath, str, str]]:
    """What to look at in a record: the field, what is so, what to do."""
    for path, _, text in marked_values(record, Translatable):
        # A linked phone number is meant to be called.
        bare = LINK.sub(lambda match: "" if match[2].startswith("tel:") else match[1], text)
        for pattern, what, hint in PRIVATE:
            if match := pattern.search(bare):
                yield path, f"contains `{match[0].strip()}`, which looks like {what}.", hint
        for label, address in LINK.findall(text):
            host, match = _host(address), HOST.search(label)
            named = match[1].lower().removeprefix("www.") if match and host else host
            if not f".{host}".endswith(f".{named}") and not named.endswith(f".{host}"):
                yield path, f"says `{named}`, but the link leads to `{host}`.", "Let both name the same site."
            yield from _strange(path, host)
    for path, _, address in marked_values(record, Web):
        yield from _strange(path, _host(address))


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _strange(path: FieldPath, host: str) -> Iterator[tuple[FieldPath, str, str]]:
    """A note for a host that could pass for another."""
    hint = "Look whether it is the site that you mean, and whose it is."
    if NOT_ASCII.search(host):
        yield path, f"leads to `{ascii(host)[1:-1]}`, whose letters may look like those of another site.", hint
    elif OFFICIAL.search(host):
        yield path, f"leads to `{host}`, which is named like another site.", hint
