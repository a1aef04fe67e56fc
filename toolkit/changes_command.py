"""The command `changes`: what a contribution changes, in plain text, for whoever reviews it.

Its texts are a stranger's. Nothing in them is markup: a forge shows the report as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from toolkit.console import DONE, cannot
from toolkit.diagnostics import as_text, printable
from toolkit.linking import record_file
from toolkit.options import Options
from toolkit.pages.markdown import plain
from toolkit.paths import SETTINGS
from toolkit.project import Project, load_project
from toolkit.reporting import report
from toolkit.review import hard_texts
from toolkit.schema import Key, Record
from toolkit.schema.parts import Source
from toolkit.search.facets import search_facets
from toolkit.search.messages import facet_values
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import WAITING

MAX_MISTAKES_BEFORE = 5
"""Mistakes of the version before that are worth printing: somebody else made them."""
MAX_ALIKE = 2
"""Records much like a new one that are worth naming."""


def changes(args: Options) -> int:
    """Print what is new, different and gone since the version of the toolkit in another folder."""
    if not (args.before / SETTINGS).is_file():
        return cannot("compare", f"there is no {SETTINGS} in {args.before}.")
    before = Version(load_project(args.before))
    after = Version(load_project(args.root))
    if after.project.diagnostics:
        return report(after.project.diagnostics, args)
    blocks = [*_mistakes_before(before.project), *_blocks(before, after)]
    texts = ["\n  ".join(map(printable, lines)) for lines in blocks]
    print("\n\n".join(texts) or "No record changed.")
    return DONE


@dataclass(frozen=True)
class Version:
    """The toolkit before or with the contribution."""

    project: Project

    @property
    def records(self) -> Mapping[Key, Record]:
        """The records that could be read."""
        return self.project.library.records

    def has_file(self, key: Key) -> bool:
        """Whether there is a file of a record, even one that cannot be read."""
        return (self.project.root / record_file(key)).is_file()

    def content(self, key: Key) -> bytes:
        """A record's file; empty if there is none."""
        path = self.project.root / record_file(key)
        return path.read_bytes() if path.is_file() else b""

    @cached_property
    def filters(self) -> dict[Key, dict[str, str]]:
        """Under which choices of Search readers find each record: by the heading of the filter."""
        if not self.records:
            return {}
        listings = self.project.library.listings[SOURCE_LANGUAGE]
        facets = search_facets(listings, self.project.doc_pages, self.project.vocabularies)
        values = facet_values(self.project.all_catalogs[SOURCE_LANGUAGE], facets, listings)
        filters: dict[Key, dict[str, str]] = {key: {} for key in listings}
        for name, heading, ids, labels, *_ in values["facets"]:  # type: ignore[attr-defined]
            label_of = dict(zip(ids, labels, strict=True))
            for key, listing in listings.items():
                chosen = [label_of[id] for id in listing.facets.get(name, ())]
                if chosen:
                    filters[key][heading] = ", ".join(chosen)
        return filters

    @cached_property
    def hard(self) -> dict[str, set[str]]:
        """The notes on texts that are hard to read, by file."""
        notes: dict[str, set[str]] = {}
        for note in hard_texts(self.records.values(), self.project.line_of):
            notes.setdefault(note.file, set()).add(f"{note.field} {note.message}")
        return notes

    def waiting(self, language: str, key: Key) -> int:
        """How many texts of a record wait for a translator."""
        if key not in self.records:
            return 0
        statuses = self.project.library.statuses(language, key)
        return sum(text.status in WAITING for text in statuses)


def _mistakes_before(before: Project) -> Iterator[list[str]]:
    """That the version before has mistakes, so that some records cannot be compared."""
    if before.diagnostics:
        mistakes = as_text(before.diagnostics[:MAX_MISTAKES_BEFORE]).splitlines()
        yield ["The version before has mistakes, so not every record can be compared:", *mistakes]


def _blocks(before: Version, after: Version) -> Iterator[list[str]]:
    """The lines on each record that is gone, new, renamed or different."""
    keys_before = {key: _key_before(record, before) for key, record in after.records.items()}
    for key in sorted(before.records.keys() - keys_before.values()):
        yield [f"{record_file(key)}: gone"]
    for key, key_before in keys_before.items():
        if key_before in before.records:
            yield from _changed(before, after, key_before, key)
        elif before.content(key) != after.content(key):
            yield _new(before, after, key)


def _key_before(record: Record, before: Version) -> Key:
    """The record's key in the version before, which its `was` may name; its own if it has none there."""
    for key in (record.key, *record.former_keys):
        if key in before.records:
            return key
    return record.key


def _new(before: Version, after: Version, key: Key) -> list[str]:
    """The lines on a record that was not there before, or could not be read."""
    record = after.records[key]
    was_there = any(before.has_file(name) for name in (key, *record.former_keys))
    happened = "cannot be compared, because it could not be read before" if was_there else "new"
    similar = after.project.library.neighbors(key).related[:MAX_ALIKE]
    return [
        f"{record_file(key)}: {happened}",
        f"Title: {plain(record.title)}",
        f"Summary: {plain(record.summary)}",
        *map(_source_line, record.sources),
        *(f"{name}: {value}" for name, value in after.filters[key].items()),
        *(f"Much like it: {record_file(other)}" for other, _ in similar),
        *sorted(after.hard.get(record_file(key), ())),
        *_waiting(before, after, key, key),
    ]


def _changed(before: Version, after: Version, key_before: Key, key: Key) -> Iterator[list[str]]:
    """The lines on a record that is different or renamed; none if it is the same."""
    earlier = before.records[key_before]
    record = after.records[key]
    differences = [
        *_differences(_texts(earlier), _texts(record)),
        *_translation_differences(before, after, key_before, key),
    ]
    is_renamed = key_before != key
    if not differences and not is_renamed:
        return
    happened = [f"renamed from {record_file(key_before)}"] if is_renamed else []
    hard_before = before.hard.get(record_file(key_before), set())
    hard = after.hard.get(record_file(key), set())
    yield [
        f"{record_file(key)}: {', '.join([*happened, *_fields(differences)])}",
        f"Title: {plain(record.title)}",
        *differences,
        *_cited_sources(earlier, record, differences),
        *_filter_differences(before.filters.get(key_before, {}), after.filters[key]),
        *sorted(hard - hard_before),
        *_waiting(before, after, key_before, key),
    ]


def _fields(differences: Sequence[str]) -> list[str]:
    """The fields and languages in which lines differ, each once."""
    names = [line[2:].split(":", maxsplit=1)[0] for line in differences]
    return list(dict.fromkeys(name.partition(".")[0] for name in names))


def _texts(record: Record) -> list[str]:
    """What a record says, a line for each value, and for each entry of a list."""
    lines: list[str] = []
    for name, value in record.model_dump(exclude_defaults=True).items():
        lines += _lines(name, value)
    return lines


def _lines(name: str, value: Any) -> Iterator[str]:
    """The lines of a value. Groups within a group have lines of their own: `sections.clauses: …`."""
    if isinstance(value, list):
        for entry in value:
            yield from _lines(name, entry)
    elif isinstance(value, dict):
        single: list[str] = []
        groups: list[str] = []
        for field, entry in value.items():
            if _has_groups(entry):
                groups += _lines(f"{name}.{field}", entry)
            else:
                single.append(f"{field}: {_on_a_line(entry)}")
        yield f"{name}: " + "; ".join(single)
        yield from groups
    else:
        yield f"{name}: {_on_a_line(value)}"


def _has_groups(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(entry, dict) for entry in value)
    return isinstance(value, dict)


def _on_a_line(value: Any) -> str:
    """A value on a line. Paragraphs are parted by a sign, so that a line break does not look like a character."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).replace("\n", " ¶ ")


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The lines that are gone, after `- `, and those that came, after `+ `."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for line in before[start:end]:
            yield f"- {line}"
        for line in after[new_start:new_end]:
            yield f"+ {line}"


def _translation_differences(
    before: Version, after: Version, key_before: Key, key: Key
) -> Iterator[str]:
    """The differences of a record's translations, each line with its language."""
    for language in after.project.catalogs:
        yield from _differences(
            _translation_texts(before, language, key_before),
            _translation_texts(after, language, key),
        )


def _translation_texts(version: Version, language: str, key: Key) -> list[str]:
    """What a translation says, a line for each value and text."""
    translation = version.project.library.translations.get((language, key))
    if not translation:
        return []
    lines: list[str] = []
    for name, value in translation.model_dump(exclude_none=True, exclude={"texts"}).items():
        lines += _lines(f"{language}.{name}", value)
    for unit in translation.texts:
        lines.append(f"{language}.{unit.at}: {_on_a_line(unit.text or '')}")
    return lines


def _cited_sources(earlier: Record, record: Record, differences: Sequence[str]) -> Iterator[str]:
    """Where the sources that the changed lines cite can be read."""
    for key, source in (_sources(earlier) | _sources(record)).items():
        cited = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        if any(cited.search(line) for line in differences):
            yield _source_line(source)


def _sources(record: Record) -> dict[str, Source]:
    return {source.key: source for source in record.sources}


def _source_line(source: Source) -> str:
    return f"Source {source.key}: {source.url or source.title}"


def _filter_differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """The filters of a record that changed, and under what it was before."""
    for name, value in after.items():
        if before.get(name) != value:
            yield f"{name}: {value}, before {before.get(name, 'none')}"
    for name, value in before.items():
        if name not in after:
            yield f"{name}: none, before {value}"


def _waiting(before: Version, after: Version, key_before: Key, key: Key) -> Iterator[str]:
    """How many texts wait for a translator, in each language of the record in which more wait than before."""
    for language in after.project.catalogs:
        if (language, key) not in after.project.library.translations:
            continue
        number = after.waiting(language, key)
        number_before = before.waiting(language, key_before)
        if number > number_before:
            was_there = f", before {number_before}" if key_before in before.records else ""
            yield f"Texts that wait for a translator into {language}: {number}{was_there}"
