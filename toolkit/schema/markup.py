"""Markup in contributed text: citations and links."""

import re

CITED = re.compile(r"\[(@[^\]\s;]+(?:\s*;\s*@[^\]\s;]+)*)\]")
CITATION = re.compile(rf"\s*{CITED.pattern}")
"""`[@key]` or `[@first; @second]`, as Pandoc writes citations (User's Guide, "Citation syntax")."""
LONG_KEY = r"(?:(?<=@ )|(?<=[\[(;,@])|(?<=[;,] ))[a-z0-9]+(?:-[a-z0-9]+)+"
KEY = re.compile(rf"{LONG_KEY}|(?<=@)[a-z0-9]+")
ALMOST_CITED = re.compile(
    rf"[\[(](?=\s*@|[a-z0-9]+-[\w-]*(?:\d{{4}}\]|\]\.?$))[^\[\]()]*{LONG_KEY}[^\[\]()]*[\])]?"
)
"""What was meant as a citation: `[key-2013]`, `[@ key]`, `[@key, p. 4]`, `(@key)`, or one that is never closed."""
LINK = re.compile(r"\[([^\[\]]*)\]\(((?:https://(?![^/)]*@)|mailto:|tel:)[^()\s<>\\]+)\)")
BLANK = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
"""A blank in a document to fill in, by its name: `{agency}`."""
CELL_END = " | "
"""What stands between the cells of a row of a table."""
TARGET = re.compile(r"\]\(([^)]*)")
"""The target of anything written like a link. What `LINK` does not match would be printed with its brackets."""
HTML = re.compile(r"<[a-zA-Z/!?][^<>]*>?|&(?:amp|apos|gt|lt|nbsp|quot|#\w+);")


def citations(text: str) -> list[str]:
    """The keys that a text cites, in order: `["a", "b"]` for `"So it is.[@a; @b]"`."""
    keys: list[str] = []
    for group in CITED.findall(text):
        keys += [key.strip().removeprefix("@") for key in group.split(";")]
    return keys


def uncited(text: str) -> str:
    """A text without its citations and the spaces before them."""
    if "[@" not in text:  # the pattern takes 15 times as long to find nothing
        return text
    return CITATION.sub("", text)


def links(text: str) -> list[str]:
    """The addresses that a text links to, in order."""
    return [match[2] for match in LINK.finditer(text)]


def cell_ends(text: str) -> list[str]:
    """What ends each cell of a row but the last."""
    return [CELL_END] * text.count(CELL_END)


def blanks(text: str) -> list[str]:
    """The blanks in a text, in order: `["agency"]` for `"Call {agency}."`"""
    return BLANK.findall(text)
