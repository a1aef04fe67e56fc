"""The message catalogs: the toolkit's texts in each language, and the vocabularies with their labels."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.diagnostics import Diagnostic, nearest, quoted, worded
from toolkit.paths import MESSAGES
from toolkit.schema import Vocabularies
from toolkit.sources.locale_data import EXACTNESS, LocaleData, locale_data
from toolkit.sources.yaml_reader import SourceFile, Tree, parse_yaml

SOURCE_LANGUAGE = "en"
"""The language that records and messages are first written in."""
HREFLANG = {"prs": "fa-AF"}
"""The tags of languages of three letters, where a shorter one means the same (CLDR: `prs` is an alias of `fa-AF`)."""
TERRITORY = "US"
"""Where the readers are, whose dates a language may write differently there."""
CREDITS = "translation_file"
"""The group of a catalog that says who translated it, when, and how far it can be trusted."""
FALLBACK_START = "\ue000"
"""Stands before an English text in place of a missing text; the finished page marks its language. It and its end
are from Unicode's private use area, which no record may use."""
FALLBACK_END = "\ue001"
AS_ISOLATES = str.maketrans({FALLBACK_START: "\u2066", FALLBACK_END: "\u2069"})
"""For where no element can stand: Unicode isolates (UAX #9)."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLURAL = re.compile(r"\.(zero|one|two|few|many|other)$")


@dataclass(frozen=True)
class Catalog:
    """The toolkit's texts in a language; English where a text is not translated yet."""

    language: str
    """A BCP 47 tag."""
    texts: Mapping[str, str] = field(repr=False)
    """By dotted key: `lists.topics.youth`."""
    english: Mapping[str, str] = field(repr=False)

    def t(self, key: str, **values: object) -> str:
        """The text with its `{placeholders}` filled. An unknown key is a bug, and raises a KeyError."""
        text = self.raw(key)
        if "{" not in text:
            return text
        return PLACEHOLDER.sub(lambda match: str(values[match[1]]), text)

    def n(self, key: str, number: int, **values: object) -> str:
        """The text for a number, in its CLDR plural form: `key.one`, `key.few`, `key.other`."""
        plural_key = f"{key}.{self.locale.babel.plural_form(number)}"
        if not self.texts.get(plural_key) and plural_key not in self.english:
            plural_key = f"{key}.other"
        return self.t(plural_key, n=number, **values)

    def raw(self, key: str) -> str:
        """The text with its placeholders as they are. Punctuation alone is not English.

        A plural form that the language does not write down is its `other`: Unicode's data, which say what forms there
        are, differ from edition to edition.
        """
        text = self.texts.get(key) or self.texts.get(_other_form(key))
        if text:
            return text
        english = self.english[key]
        has_words = any(char.isalpha() for char in PLACEHOLDER.sub("", english))
        return f"{FALLBACK_START}{english}{FALLBACK_END}" if has_words else english

    @cached_property
    def missing(self) -> list[str]:
        """The keys without a text, except for plural forms that the language does not have: Vietnamese has no `one`."""
        forms = {"other", *self.locale.babel.plural_form.tags}
        missing: list[str] = []
        for key in self.english:
            plural = PLURAL.search(key)
            is_needed = not plural or plural[1] in forms
            if is_needed and not self.texts.get(key):
                missing.append(key)
        return missing

    @cached_property
    def in_english(self) -> "Catalog":
        """The catalog of the source language."""
        return Catalog(SOURCE_LANGUAGE, self.english, self.english)

    @property
    def status(self) -> str:
        """How far this language's texts can be trusted: `reviewed`, `draft` or `machine`."""
        if self.language == SOURCE_LANGUAGE:
            return "reviewed"
        return self.texts.get(f"{CREDITS}.status", "draft")

    @property
    def hreflang(self) -> str:
        """The tag that browsers, voices and search engines know, in which a language has two letters."""
        return HREFLANG.get(self.language, self.language)

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`, by CLDR."""
        return str(self.locale.babel.text_direction)

    @cached_property
    def name(self) -> str:
        """The name of the language in the language itself."""
        name = self.texts.get("language.name") or self._name_in_cldr or self.language
        return name[0].upper() + name[1:]

    @property
    def _name_in_cldr(self) -> str:
        """The name that CLDR has; empty if the locale is of another language."""
        locale = self.locale.babel
        if locale.language != self.language.partition("-")[0]:
            return ""
        return str(locale.language_name or "")

    @cached_property
    def locale(self) -> LocaleData:
        """How dates are written: as in English, if CLDR does not know the language.

        A catalog may name another language to write them as, `language.locale: fa-AF` for Dari, or say it itself:
        `language.dates.month: MMMM y`.
        """
        tag = self.texts.get("language.locale", self.language)
        patterns: dict[str, str] = {}
        for exactness in EXACTNESS:
            pattern = self.texts.get(f"language.dates.{exactness}")
            if pattern:
                patterns[exactness] = pattern
        data = locale_data((f"{tag}-{TERRITORY}", tag, SOURCE_LANGUAGE))
        return replace(data, patterns=patterns)


class Catalogs(NamedTuple):
    """All messages and vocabularies."""

    by_language: Mapping[str, Catalog]
    """In the order asked for."""
    vocabularies: Vocabularies
    diagnostics: list[Diagnostic]


def read_catalogs(languages: Sequence[str], folder: Path = MESSAGES) -> Catalogs:
    """The catalogs of these languages, and what is wrong with their files. English is the closed list of keys."""
    english_file = _read(folder, SOURCE_LANGUAGE)
    english = dict(_flattened(english_file.values))
    diagnostics = list(english_file.diagnostics)
    catalogs: dict[str, Catalog] = {}
    for language in languages:
        if language == SOURCE_LANGUAGE:
            catalogs[language] = Catalog(language, english, english)
            continue
        file = _read(folder, language)
        texts = dict(_flattened(file.values))
        diagnostics += file.diagnostics
        diagnostics += _differences(texts, english, file)
        catalogs[language] = Catalog(language, texts, english)
    return Catalogs(catalogs, _vocabularies(english), sorted(diagnostics))


def _vocabularies(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The closed lists among the texts: `lists.topics.youth` labels the entry `youth` of `topics`."""
    vocabularies: dict[str, dict[str, str]] = {}
    for key, label in texts.items():
        if key.startswith("lists."):
            _, name, id = key.split(".")
            vocabularies.setdefault(name, {})[id] = label
    return vocabularies


def _read(folder: Path, language: str) -> SourceFile:
    text = (folder / f"{language}.yml").read_text("utf-8")
    return parse_yaml(text, f"toolkit/messages/{language}.yml")


def _flattened(tree: Tree | None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a tree under dotted keys."""
    if not isinstance(tree, dict):
        return
    for name, value in tree.items():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        yield from _flattened(value, f"{prefix}{name}.")


def _differences(
    texts: Mapping[str, str], english: Mapping[str, str], file: SourceFile
) -> Iterator[Diagnostic]:
    """Texts that English does not have, and texts with other placeholders than the English."""
    for key, text in texts.items():
        path = tuple(key.split("."))
        if path[0] in (CREDITS, "language"):
            continue
        source = english.get(key, english.get(_other_form(key)))
        if source is None:
            yield file.diagnostic(path, *worded("no-message", nearest(key, english)))
        elif text and _placeholders(text) != _placeholders(source):
            names = dict.fromkeys(PLACEHOLDER.findall(source))
            needed = quoted(f"{{{name}}}" for name in names) or "none"
            problem = worded("markup-differs", what="placeholders", needed=needed)
            yield file.diagnostic(path, *problem)


def _other_form(key: str) -> str:
    """The key of the `other` form, of a key in any plural form."""
    return PLURAL.sub(".other", key)


def _placeholders(text: str) -> set[str]:
    """The placeholders that every language must have; a plural form may omit the number itself."""
    return set(PLACEHOLDER.findall(text)) - {"n"}
