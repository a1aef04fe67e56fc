"""overlay.yml: what an agency lays over the toolkit from a folder of its own, which updates do not touch."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from toolkit.diagnostics import Diagnostic, shorten, worded
from toolkit.schema import Part
from toolkit.schema.fields import Color, Line, Mailbox, Phone, Text, Url
from toolkit.schema.parts import Blank
from toolkit.schema.rules import FieldError, no_links
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.model_reader import Rules, no_rules, validated
from toolkit.sources.yaml_reader import SourceFile, decode, parse_yaml

FILE = "overlay.yml"
OTHER_NAMES = ("overlay.yaml", "Overlay.yml", "overlay.yml.txt", "overlay.txt")
"""What people call it by mistake."""
ADDED = "added"
"""The mark of a record or page that only the overlay has."""
AGENCY = "agency"
"""The blank for the agency's name."""
CHANGED = "changed"
"""The mark of a record or page of the toolkit that the overlay replaces."""


def _by_language(value: object) -> object:
    """A text by language; a single text is English."""
    if isinstance(value, str):
        return {SOURCE_LANGUAGE: value}
    return value


def _not_alone(value: object) -> object:
    """A text by language, and no single text: its language would be a guess."""
    if isinstance(value, str) and value.strip():
        raise FieldError(
            "is a single text, but the site has several languages.",
            f"Write it by language, on a line below, two spaces further in: `en: '{shorten(value)}'`.",
        )
    return value


Filling = Annotated[
    dict[str, Annotated[Text, AfterValidator(no_links)]],
    BeforeValidator(_by_language),
]
"""What stands in a blank, by language; a single text is English."""


class LocalNumber(Part):
    """A number that residents of the agency's place can call."""

    name: Filling
    """Who answers: a name that is the same in every language, or words by language."""
    number: Phone
    """As people there write it."""

    def language_beside(self, language: str) -> str:
        """The language of the name that a page in a language shows: its own, if the overlay has it."""
        return language if language in self.name else next(iter(self.name))


class Overlay(Part):
    """The settings of an overlay."""

    name: Line
    """The agency's name. Each page that it adds or changes says so."""
    site_name: Line | None = None
    """What the site is called, in every language."""
    site_url: Url | None = None
    """Where the site is published."""
    color: Color | None = None
    """The color behind the site's name. It is shown as dark as white text needs."""
    notice: Annotated[dict[str, Line], BeforeValidator(_not_alone)] = {}
    """A sentence at the head of each page, by language: `en: …`."""
    contact: Mailbox | None = None
    """Where reports from readers go: a public mail address."""
    languages: list[Text] = []
    """The languages of the site by their tags, the one at its root first; all if there is no list."""
    hide: list[Text] = []
    """Records and routes that the site does not have, by file, `practices/practice/id-night.yml`, or all of a kind:
    `podcast`."""
    help_lines: list[LocalNumber] = []
    """Local numbers to call, which stand among the first on the page for residents, in every language."""
    values: dict[str, Filling] = {}
    """What stands in the blanks of model documents, by their names, and by language where it is a sentence."""
    made_from: dict[str, Text] = {}
    """The digest of each of the toolkit's files that the overlay replaces, as `check` says it."""
    logo: Line | None = None
    """Found by itself: the picture `docs/logo.svg` or `docs/logo.png`."""
    marks: dict[str, Text] = {}
    """Found by itself: for each file, `ADDED` or `CHANGED`."""

    def value(self, blank: Blank, language: str) -> str:
        """What stands in a blank of a text in a language; empty if the overlay does not say.

        The overlay's own name stands where documents ask for the agency's, unless the values have another.
        """
        values = self.values.get(blank.name, {})
        if blank.name == AGENCY and not values:
            return self.name
        if values.get(language):
            return values[language]
        if blank.translatable or not values:
            return ""
        return next(iter(values.values()))


NO_OVERLAY = Overlay.model_construct(name="")


def read_overlay(
    folder: Path, rules: Rules[Overlay] = no_rules
) -> tuple[SourceFile, Overlay | None, list[Diagnostic]]:
    """The settings in an overlay's folder, as written and as read, or what is wrong with them."""
    path = folder / FILE
    nothing = SourceFile(FILE, None, {})
    if not path.is_file():
        others = [other for other in OTHER_NAMES if (folder / other).is_file()]
        problem = worded("other-name-of-overlay" if others else "no-overlay")
        return nothing, None, [Diagnostic(others[0] if others else FILE, 0, "", *problem)]
    text = decode(path.read_bytes(), FILE)
    if isinstance(text, Diagnostic):
        return nothing, None, [text]
    file = parse_yaml(text, FILE)
    overlay, mistakes = validated(Overlay, file, rules=rules)
    return file, overlay, list(file.diagnostics) or mistakes
