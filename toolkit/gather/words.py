"""The words the toolkit says, per language, and the list of languages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.gather.usage import Usage
from toolkit.gather.yaml_text import Tree, parse
from toolkit.problems import Problem, nearest
from toolkit.records.declared import Path as FieldPath

STRINGS = Path(__file__).parent.parent / "strings"
SOURCE_LANGUAGE = "en"
"""The language that records and strings are first written in."""
TERRITORY = "US"
"""Where the readers are: Spanish numbers are written 96,000 here, and 96.000 in Spain."""
ABOUT = "translation_file"
"""The group of a language's file that says who translated it, when, and how far it can be trusted."""
PSEUDO = "qps-ploc"
"""A language that is made, not translated (Windows' tag for pseudo-localization): write it into mkdocs.yml to look."""
FOREIGN = str.maketrans("aceinouyACEINOUY", "âçéîñöûýÂÇÉÎÑÖÛÝ")
BORROWED, RETURNED = "\ue000", "\ue001"
"""Stand around an English text where a language's own is missing; the finished page marks it (`publish/borrowed.py`).
They are from Unicode's private use area, which no record may use."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Words:
    """What the toolkit says in one language; English where a text is not translated yet."""

    language: str
    """A BCP 47 tag."""
    texts: Mapping[str, str] = field(repr=False)
    """By dotted key: `lists.topics.youth`."""
    english: Mapping[str, str] = field(repr=False)

    def say(self, key: str, **values: object) -> str:
        """The text with its `{placeholders}` filled. An unknown key is a mistake of ours, so a KeyError."""
        text = self.raw(key)
        return PLACEHOLDER.sub(lambda found: str(values[found[1]]), text) if "{" in text else text

    def raw(self, key: str) -> str:
        """The text with its placeholders as they are."""
        return f"{BORROWED}{self.english[key]}{RETURNED}" if key in self.gaps else self.texts[key]

    def count(self, key: str, number: int, **values: object) -> str:
        """The text for that many, in the plural form of CLDR: `key.one`, `key.few`, `key.other`."""
        exact = f"{key}.{self.usage.form(number)}"
        return self.say(exact if self.texts.get(exact) or exact in self.english else f"{key}.other", n=number, **values)

    @cached_property
    def gaps(self) -> frozenset[str]:
        """The keys for which English is said."""
        return frozenset(key for key in self.english if not self.texts.get(key))

    @cached_property
    def missing(self) -> list[str]:
        """The keys without a text, but for plural forms that the language does not have: Vietnamese has no `one`."""
        idle = tuple(f".{form}" for form in ("zero", "one", "two", "few", "many") if form not in self.usage.plurals)
        return [key for key in self.english if key in self.gaps and not key.endswith(idle)]

    @property
    def status(self) -> str:
        """How far this language's texts can be trusted: `reviewed`, `draft` or `machine`."""
        return self.texts.get(f"{ABOUT}.status", "draft") if self.language != SOURCE_LANGUAGE else "reviewed"

    def knows(self, key: str) -> bool:
        """Whether the key is one of the toolkit's."""
        return key in self.english

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, by CLDR."""
        return self.usage.direction

    @cached_property
    def name(self) -> str:
        """The language's own name for itself."""
        is_known = self.usage.language == self.language.partition("-")[0]
        own = self.texts.get("language.name") or (self.usage.name if is_known else "") or self.language
        return own[0].upper() + own[1:]

    @cached_property
    def usage(self) -> Usage:
        """How dates and numbers are written: as in English, if CLDR does not know the language.

        A language's file may name another one to write them as, `language.locale: fa-AF` for Dari.
        """
        from toolkit.gather import cldr

        own = self.texts.get("language.locale", self.language)
        return cldr.usage((f"{own}-{TERRITORY}", own, SOURCE_LANGUAGE))


def in_english(words: Mapping[str, Words]) -> Words:
    """The words in the source language, whether or not the site is in it."""
    english = next(iter(words.values())).english
    return words.get(SOURCE_LANGUAGE) or Words(SOURCE_LANGUAGE, english, english)


class Strings(NamedTuple):
    """All words and lists."""

    words: Mapping[str, Words]
    """By language, in the site's order."""
    lists: Mapping[str, Mapping[str, str]]
    """The closed lists: name → id → English label."""
    problems: list[Problem]


def strings(languages: list[str], folder: Path = STRINGS) -> Strings:
    """The words of these languages, and what is wrong with their files. English is the closed list of keys."""
    problems: list[Problem] = []
    english, tree = _read(folder, SOURCE_LANGUAGE, problems)
    in_english = {key: text for key, (text, _) in english.items()}
    words = {}
    for language in languages:
        if language == PSEUDO:
            own = {key: (pseudo(text), line) for key, (text, line) in english.items()}
        else:
            own, _ = (english, tree) if language == SOURCE_LANGUAGE else _read(folder, language, problems)
        problems += _differences(own, english, f"toolkit/strings/{language}.yml")
        texts = {key: text for key, (text, _) in own.items()}
        words[language] = Words(language, texts, in_english)
    return Strings(words, _lists(tree), sorted(problems))


def pseudo(text: str) -> str:
    """English that looks foreign and is a third longer, to see on the site what is not translatable or has no room."""
    parts = PLACEHOLDER.split(text)
    changed = [f"{{{part}}}" if i % 2 else part.translate(FOREIGN) for i, part in enumerate(parts)]
    return f"[{''.join(changed)}{'~' * (len(text) // 3)}]"


def _lists(tree: Tree | None) -> dict[str, dict[str, str]]:
    found = tree.get("lists") if isinstance(tree, dict) else None
    return {
        name: {id: str(label) for id, label in entries.items()}
        for name, entries in (found.items() if isinstance(found, dict) else ())
        if isinstance(entries, dict)
    }


def _read(folder: Path, language: str, problems: list[Problem]) -> tuple[dict[str, tuple[str, int]], Tree | None]:
    path, file = folder / f"{language}.yml", f"toolkit/strings/{language}.yml"
    if not path.is_file():
        problems.append(
            Problem(
                file,
                0,
                "",
                f"is not there, but mkdocs.yml names the language `{language}`.",
                "Copy en.yml to it and translate.",
            )
        )
        return {}, None
    tree, lines, found = parse(path.read_text("utf-8"), file)
    problems += found
    return dict(_flat(tree, lines)), tree


def _flat(
    tree: Tree | None, lines: Mapping[FieldPath, int], path: FieldPath = ()
) -> Iterator[tuple[str, tuple[str, int]]]:
    if isinstance(tree, str):
        yield ".".join(map(str, path)), (tree, lines[path])
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _flat(value, lines, (*path, key))


def _differences(
    own: Mapping[str, tuple[str, int]], english: Mapping[str, tuple[str, int]], file: str
) -> Iterator[Problem]:
    plurals = re.compile(r"\.(zero|one|two|few|many|other)$")
    for key, (text, line) in own.items():
        if key.startswith((f"{ABOUT}.", "language.")):
            continue
        source = english.get(key) or english.get(plurals.sub(".other", key))
        if not source:
            near = nearest(key, english)
            yield Problem(
                file, line, key, "is not a text of the toolkit.", f"Did you mean `{near}`?" if near else "Delete it."
            )
        elif text and set(PLACEHOLDER.findall(text)) - {"n"} != set(PLACEHOLDER.findall(source[0])) - {"n"}:
            wanted = ", ".join(f"`{{{name}}}`" for name in dict.fromkeys(PLACEHOLDER.findall(source[0]))) or "none"
            yield Problem(file, line, key, "has other placeholders than the English text.", f"It needs {wanted}.")
