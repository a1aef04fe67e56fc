"""Material's style sheet without what no page of the site uses: an eighth is left.

A selector that asks for a class which is on no page selects nothing. The sheet is minified and has braces around rules
only, so a rule is told by its text. `tests/browser/test_light.py` holds pages equal to those with the whole sheet.
"""

import re
from collections.abc import Iterator, Set
from functools import partial

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
EMPTY = re.compile(r"@(?:media|supports)[^{};]*\{\}")
COMMA = re.compile(r",(?![^(]*\))")
"""Between selectors, not between those in parentheses."""
IN_PARENTHESES = re.compile(r"\([^()]*\)")
ASKED = re.compile(r"\.([\w-]+)|\[(data-[\w-]+)")
SET = re.compile(r"""(--[\w-]+):((?:[^;{}"']|"[^"]*"|'[^']*')*);?""")
SHOWN = re.compile(r"""class="([^"]*)"|(data-md-[\w-]+)""")
WORD = re.compile(r"[\w-]+")
VARIABLE = re.compile(r"var\((--[\w-]+)")


def names(html: str) -> Iterator[str]:
    """The classes and attributes of a page or a template that a selector may ask for."""
    for classes, attribute in SHOWN.findall(html):
        yield from WORD.findall(classes or attribute)


def used(css: str, given: Set[str], beside: str = "") -> str:
    """The rules for these names, and the variables that they, or the sheets `beside` this one, read."""
    left = EMPTY.sub("", RULE.sub(partial(_rule, given), css))
    while left != css:
        css, left = left, SET.sub(partial(_set, read_by(left + beside)), left)
    return left


def read_by(css: str) -> set[str]:
    """The variables that a style sheet reads."""
    return {*VARIABLE.findall(css)}


def _rule(given: Set[str], found: re.Match[str]) -> str:
    kept = [selector for selector in COMMA.split(found[1]) if _asked(selector) <= given]
    return f"{','.join(kept)}{{{found[2]}}}" if kept else ""


def _set(read: Set[str], found: re.Match[str]) -> str:
    return found[0] if found[1] in read else ""


def _asked(selector: str) -> set[str]:
    """The names without which the selector selects nothing; one in parentheses may be of `:not()`."""
    bare = IN_PARENTHESES.sub("", selector)
    return _asked(bare) if bare != selector else {name for pair in ASKED.findall(selector) for name in pair if name}
