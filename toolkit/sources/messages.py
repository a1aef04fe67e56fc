"""The message catalogs: the toolkit's texts in each language, and the vocabularies with their labels."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.diagnostics import Diagnostic, nearest, worded
from toolkit.paths import MESSAGES
from toolkit.schema import Vocabularies
from toolkit.sources.locale_data import EXACTNESS, LocaleData, locale_data
from toolkit.sources.yaml_reader import SourceFile, Tree, parse_yaml

SOURCE_LANGUAGE = "en"
HREFLANG = {"prs": "fa-AF"}
"""The tags of languages of three letters, where a shorter one means the same (CLDR: `prs` is an alias of `fa-AF`)."""
"""The language that records and messages are first written in."""
TERRITORY = "US"
"""Where the readers are, whose dates a language may write differently there."""
CREDITS = "translation_file"
"""The group of a catalog that says who translated it, when, and how far it can be trusted."""
FALLBACK_START, FALLBACK_END = "\ue000", "\ue001"
"""Around an English text in place of a missing text; the finished page marks its language. They are from
Unicode's private use area, which no record may use."""
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
        return PLACEHOLDER.sub(lambda match: str(values[match[1]]), text) if "{" in text else text

    def n(self, key: str, number: int, **values: object) -> str:
        """The text for a number, in its CLDR plural form: `key.one`, `key.few`, `key.other`."""
        exact = f"{key}.{self.locale.babel.plural_form(number)}"
        return self.t(
            exact if self.texts.get(exact) or exact in self.english else f"{key}.other",
            n=number,
            **values,
        )

    def raw(self, key: str) -> str:
        """The text with its placeholders as they are. Punctuation alone is not English.

        A plural form that the language does not write down is its `other`: Unicode's data, which say what forms there
        are, differ from edition to edition.
        """
        if text := self.texts.get(key) or self.texts.get(PLURAL.sub(".other", key)):
            return text
        english = self.english[key]
        has_words = any(map(str.isalpha, PLACEHOLDER.sub("", english)))
        return f"{FALLBACK_START}{english}{FALLBACK_END}" if has_words else english

    @cached_property
    def missing(self) -> list[str]:
        """The keys without a text, except for plural forms that the language does not have: Vietnamese has no `one`."""
        forms = {"other", *self.locale.babel.plural_form.tags}
        untranslated = [key for key in self.english if not self.texts.get(key)]
        return [key for key in untranslated if not (form := PLURAL.search(key)) or form[1] in forms]

    @cached_property
    def in_english(self) -> "Catalog":
        """The catalog of the source language."""
        return Catalog(SOURCE_LANGUAGE, self.english, self.english)

    @property
    def status(self) -> str:
        """How far this language's texts can be trusted: `reviewed`, `draft` or `machine`."""
        return (
            self.texts.get(f"{CREDITS}.status", "draft")
            if self.language != SOURCE_LANGUAGE
            else "reviewed"
        )

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
        locale = self.locale.babel
        by_cldr = locale.language_name if locale.language == self.language.partition("-")[0] else ""
        name = self.texts.get("language.name") or by_cldr or self.language
        return name[0].upper() + name[1:]

    @cached_property
    def locale(self) -> LocaleData:
        """How dates are written: as in English, if CLDR does not know the language.

        A catalog may name another language to write them as, `language.locale: fa-AF` for Dari, or say it itself:
        `language.dates.month: MMMM y`.
        """
        tag = self.texts.get("language.locale", self.language)
        patterns = {
            key: text for key in EXACTNESS if (text := self.texts.get(f"language.dates.{key}"))
        }
        return replace(locale_data((f"{tag}-{TERRITORY}", tag, SOURCE_LANGUAGE)), patterns=patterns)


class Catalogs(NamedTuple):
    """All messages and vocabularies."""

    by_language: Mapping[str, Catalog]
    """In the order asked for."""
    vocabularies: Vocabularies
    diagnostics: list[Diagnostic]


def read_catalogs(languages: Sequence[str], folder: Path = MESSAGES) -> Catalogs:
    """The catalogs of these languages, and what is wrong with their files. English is the closed list of keys."""
    file = _read(folder, SOURCE_LANGUAGE)
    english = dict(_flattened(file.values))
    diagnostics = list(file.diagnostics)
    catalogs = {}
    for language in languages:
        texts = english
        if language != SOURCE_LANGUAGE:
            file = _read(folder, language)
            texts = dict(_flattened(file.values))
            diagnostics += [*file.diagnostics, *_differences(texts, english, file)]
        catalogs[language] = Catalog(language, texts, english)
    vocabularies: dict[str, dict[str, str]] = {}
    for key, label in english.items():
        if key.startswith("lists."):
            _, name, id = key.split(".")
            vocabularies.setdefault(name, {})[id] = label
    return Catalogs(catalogs, vocabularies, sorted(diagnostics))


def _read(folder: Path, language: str) -> SourceFile:
    return parse_yaml(
        (folder / f"{language}.yml").read_text("utf-8"), f"toolkit/messages/{language}.yml"
    )


def _flattened(tree: Tree | None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a tree under dotted keys."""
    for name, value in tree.items() if isinstance(tree, dict) else ():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        yield from _flattened(value, f"{prefix}{name}.")


def _differences(
    texts: Mapping[str, str], english: Mapping[str, str], file: SourceFile
) -> Iterator[Diagnostic]:
    for key, text in texts.items():
        source, path = (
            english.get(key, english.get(PLURAL.sub(".other", key))),
            tuple(key.split(".")),
        )
        if path[0] in (CREDITS, "language"):
            continue
        if source is None:
            yield file.diagnostic(path, *worded("no-message", nearest(key, english)))
        elif text and _placeholders(text) != _placeholders(source):
            names = (
                ", ".join(f"`{{{name}}}`" for name in dict.fromkeys(PLACEHOLDER.findall(source)))
                or "none"
            )
            yield file.diagnostic(
                path, *worded("markup-differs", what="placeholders", needed=names)
            )


def _placeholders(text: str) -> set[str]:
    """The placeholders that every language must have; a plural form may omit the number itself."""
    return set(PLACEHOLDER.findall(text)) - {"n"}
