"""The text of a model document on its page: words with marked blanks, in runs of a style."""

import re
from collections.abc import Mapping
from itertools import groupby

from toolkit.pages.context import PageContext
from toolkit.pages.markdown import in_language, markdown
from toolkit.schema import markup
from toolkit.schema.parts import Chapter, Clause
from toolkit.schema.records import Model

BLANK = re.compile(r"\\\{([a-z0-9-]+)\\\}")
"""A blank as `markdown` escapes it."""
LETTER = re.compile(r"[^\W\d_]")
CELL_END = r" \| "
"""What is between the cells of a row, as `markdown` escapes it."""


def runs(chapter: Chapter) -> list[tuple[str, list[Clause]]]:
    """The clauses of a chapter in runs of the same style: a list, a table, a group of lines."""
    return [(style, list(clauses)) for style, clauses in groupby(chapter.clauses, key=lambda clause: clause.style)]


def labels(page: PageContext, model: Model) -> dict[str, str]:
    """The label of each blank, as Markdown."""
    return {blank.name: page.bare(blank.label) for blank in model.blanks}


def cells(page: PageContext, text: str, labels: Mapping[str, str]) -> list[str]:
    """Words that are handed out, as Markdown, with each blank as its label; a row of a table has several cells."""
    language = page.foreign_language(text) if LETTER.search(markup.BLANK.sub("", text)) else ""
    marked = BLANK.sub(lambda blank: f'<span class="blank {blank[1]}">{labels[blank[1]]}</span>', markdown(text))
    return [in_language(cell, language) for cell in marked.split(CELL_END)]
