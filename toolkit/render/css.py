"""Prunes rules that no page uses from Material's style sheet: an eighth remains.

A selector with a class that no page has matches nothing. The sheet is minified and has braces only around rules, so
regular expressions can find the rules. A test compares pages under the pruned and the full sheet.
"""

import re
from collections.abc import Iterator, Set

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
EMPTY_GROUP = re.compile(r"@(?:media|supports)[^{};]*\{\}")
COMMA = re.compile(r",(?![^(]*\))")
"""Between selectors, not between arguments in parentheses."""
PARENTHESES = re.compile(r"\([^()]*\)")
REQUIRED_NAME = re.compile(r"\.([\w-]+)|\[(data-[\w-]+)")
VARIABLE_VALUE = re.compile(r"""(--[\w-]+):((?:[^;{}"']|"[^"]*"|'[^']*')*);?""")
VARIABLE_USE = re.compile(r"var\((--[\w-]+)")
CLASS_OR_DATA = re.compile(r"""class="([^"]*)"|(data-md-[\w-]+)""")
WORD = re.compile(r"[\w-]+")


def selectable_names(html: str) -> Iterator[str]:
    """The classes and data attributes in a page or template that a selector may name."""
    for classes, attribute in CLASS_OR_DATA.findall(html):
        yield from WORD.findall(classes or attribute)


def pruned(css: str, names: Set[str], other_css: str = "") -> str:
    """The rules for elements with these names, and the variables that they or `other_css` read."""

    def with_selectors_in_use(rule: re.Match[str]) -> str:
        selectors = [
            selector for selector in COMMA.split(rule[1]) if _required_names(selector) <= names
        ]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    def if_read(variable: re.Match[str]) -> str:
        return variable[0] if variable[1] in read else ""

    shorter = EMPTY_GROUP.sub("", RULE.sub(with_selectors_in_use, css))
    while shorter != css:
        css, read = shorter, set(VARIABLE_USE.findall(shorter + other_css))
        shorter = VARIABLE_VALUE.sub(if_read, shorter)
    return shorter


def _required_names(selector: str) -> set[str]:
    """The names that an element needs to match a selector. Names in parentheses may belong to `:not()`."""
    while (outside := PARENTHESES.sub("", selector)) != selector:
        selector = outside
    return {name for pair in REQUIRED_NAME.findall(selector) for name in pair if name}
