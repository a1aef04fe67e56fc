"""Prunes rules that no page uses from Material's style sheet: an eighth remains.

A selector with a class that no page has matches nothing. The sheet is minified and has braces only around rules, so
regular expressions can find the rules. A test compares pages under the pruned and the full sheet.
"""

import re
from collections.abc import Iterator, Set
from functools import partial

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
        selectors = []
        for selector in COMMA.split(rule[1]):
            if _required_names(selector) <= names:
                selectors.append(selector)
        if not selectors:
            return ""
        return f"{','.join(selectors)}{{{rule[2]}}}"

    without_rules = RULE.sub(with_selectors_in_use, css)
    return _without_unread_variables(EMPTY_GROUP.sub("", without_rules), other_css)


def _without_unread_variables(css: str, other_css: str) -> str:
    """The rules without variables that nothing reads. One that goes may be the only reader of another."""
    while True:
        read = set(VARIABLE_USE.findall(css + other_css))
        shorter = VARIABLE_VALUE.sub(partial(_kept_if_read, read), css)
        if shorter == css:
            return css
        css = shorter


def _kept_if_read(read: Set[str], variable: re.Match[str]) -> str:
    """A variable's value, unless nothing reads it."""
    return variable[0] if variable[1] in read else ""


def _required_names(selector: str) -> set[str]:
    """The names that an element needs to match a selector. Names in parentheses may belong to `:not()`."""
    outside = PARENTHESES.sub("", selector)
    while outside != selector:
        selector = outside
        outside = PARENTHESES.sub("", selector)
    return {name or attribute for name, attribute in REQUIRED_NAME.findall(outside)}
