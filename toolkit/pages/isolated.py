"""What somebody fills in, kept in its own direction: after Arabic letters, 320-555-0199 would read 0199-555-320.

The Unicode Bidirectional Algorithm (UAX #9, W2 and W4) counts digits after such letters as Arabic numbers, which a
hyphen does not join. So each value is isolated, and within it each phone number. `web/fill/files.js` does the same.
"""

import re

NUMBER = re.compile(r"[+(]?\d(?:[\s().‐‑–-]{0,3}\d){6,}(?![/:]?\d)")
"""At least seven digits in groups, `+1 (320) 555-0199`, without the 24 of `24/7` after them."""
AFTER_ARABIC_DIGIT = re.compile(r"(?<=[٠-٩])\D+(?=\d)")
"""What joins groups of Arabic digits, which even by themselves stand from right to left."""
ISOLATES = re.compile("[\u2066-\u2069]")
ISOLATED_NUMBER = re.compile("(\u2066[^\u2066-\u2069]*\u2069)")
ISOLATED_VALUE = re.compile("\u2068([^\u2068\u2069]*)\u2069")


def isolated(value: str) -> str:
    """A value as text: it, and each phone number in it, between Unicode's isolates."""
    bare = ISOLATES.sub("", value)
    text = NUMBER.sub(lambda number: f"\u2066{_from_the_left(number[0])}\u2069", bare)
    if ISOLATED_NUMBER.fullmatch(text):
        return text
    return f"\u2068{text}\u2069"


def as_elements(html: str) -> str:
    """HTML with elements in place of isolates. Style sheets keep a `bdo` on one line."""
    numbered = ISOLATED_NUMBER.sub(lambda number: f'<bdo dir="ltr">{number[1][1:-1]}</bdo>', html)
    return ISOLATED_VALUE.sub(r"<bdi>\1</bdi>", numbered)


def _from_the_left(number: str) -> str:
    """A number whose groups stand in order, each followed by what joins it and a mark of that direction."""
    return AFTER_ARABIC_DIGIT.sub(lambda joint: f"{joint[0]}\u200e", number)
