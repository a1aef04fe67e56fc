"""The command `changes`: what a contribution changes, in plain text, for whoever reviews it.

Its texts are a stranger's. Nothing in them is markup: a forge shows the report as it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from toolkit.console import DONE, SETTINGS, cannot
from toolkit.diagnostics import as_text, printable
from toolkit.linking import record_file
from toolkit.options import Options
from toolkit.pages.markdown import plain
from toolkit.project import Project, load_project
from toolkit.readability import hard_texts
from toolkit.reporting import report
from toolkit.schema import Key, Record
from toolkit.search.facets import search_facets
from toolkit.search.messages import facet_values
from toolkit.sources.messages import SOURCE_LANGUAGE

Lines = dict[Key, dict[str, str]]
"""For each record a line for each filter, by its heading."""
FEW = 5
"""Mistakes of the version before that are worth printing: somebody else made them."""


def changes(args: Options) -> int:
    """Print what is new, different and gone since the version of the toolkit in another folder."""
    if not (args.before / SETTINGS).is_file():
        return cannot("compare", f"there is no {SETTINGS} in {args.before}.")
    before, after = load_project(args.before), load_project(args.root)
    if after.diagnostics:
        return report(after.diagnostics, args)
    blocks = [*_mistakes_before(before), *_blocks(before, after)]
    print(
        "\n\n".join("\n  ".join(map(printable, lines)) for lines in blocks) or "No record changed."
    )
    return DONE


def _mistakes_before(before: Project) -> Iterator[list[str]]:
    """That the version before has mistakes, so that some records cannot be compared."""
    if before.diagnostics:
        mistakes = as_text(before.diagnostics[:FEW]).splitlines()
        yield ["The version before has mistakes, so not every record can be compared:", *mistakes]


def _blocks(before: Project, after: Project) -> Iterator[list[str]]:
    """The lines on each record that is gone, new, renamed or different."""
    old, new = before.library.records, after.library.records
    former = {key: _former(record, before) for key, record in new.items()}
    for key in sorted(old.keys() - former.values()):
        yield [f"{record_file(key)}: gone"]
    filters, filters_before = _filters(after), _filters(before)
    hard, hard_before = _hard(after), _hard(before)
    for key, record in new.items():
        file, was, earlier = record_file(key), former[key], old.get(former[key])
        changed = [
            *_differences(_texts(earlier), _texts(record)),
            *_translated(before, after, was, key),
        ]
        if earlier and was == key and not changed:
            continue
        if not earlier and _is_same_file(before, after, file):
            continue
        found = filters_before.get(was, {}) if earlier else {}
        yield [
            f"{file}: {_what_happened(before, key, was, changed)}",
            f"Title: {plain(record.title)}",
            *(changed if earlier else [f"Summary: {plain(record.summary)}"]),
            *_sources([record, *([earlier] if earlier else [])], changed if earlier else None),
            *(
                _filter(line, found, earlier)
                for line in filters[key].items()
                if found.get(line[0]) != line[1]
            ),
            *(
                f"{name}: none, before {value}"
                for name, value in found.items()
                if name not in filters[key]
            ),
            *([] if earlier else _alike(after, key)),
            *sorted(hard.get(file, set()) - hard_before.get(record_file(was), set())),
            *_waiting(before, after, was, key),
        ]


def _former(record: Record, before: Project) -> Key:
    """The record's key in the version before, which its `was` may name; its own if it has none there."""
    keys = [record.key, *record.former_keys]
    return next((key for key in keys if key in before.library.records), record.key)


def _is_same_file(before: Project, after: Project, file: str) -> bool:
    """Whether a record that could not be read before was the same."""
    path = before.root / file
    return path.is_file() and path.read_bytes() == (after.root / file).read_bytes()


def _what_happened(before: Project, key: Key, was: Key, changed: Sequence[str]) -> str:
    """The first line on a record: that it is new, or else what of it changed."""
    if was not in before.library.records:
        return (
            "cannot be compared, because it could not be read before"
            if _is_there(before, key)
            else "new"
        )
    names = dict.fromkeys(line[2:].split(":", maxsplit=1)[0].partition(".")[0] for line in changed)
    renamed = [f"renamed from {record_file(was)}"] if was != key else []
    return ", ".join([*renamed, *names])


def _is_there(before: Project, key: Key) -> bool:
    return (before.root / record_file(key)).is_file()


def _texts(record: Record | None) -> list[str]:
    """What a record says, a line for each value, and for each entry of a list."""
    values = record.model_dump(exclude_defaults=True) if record else {}
    return [line for name, value in values.items() for line in _lines(name, value)]


def _lines(name: str, value: Any) -> Iterator[str]:
    """The lines of a value. Groups within a group have lines of their own: `sections.clauses: …`."""
    if isinstance(value, list):
        for entry in value:
            yield from _lines(name, entry)
    elif isinstance(value, dict):
        groups = {
            field for field, entry in value.items() if isinstance(entry, dict) or _has_groups(entry)
        }
        single = {field: entry for field, entry in value.items() if field not in groups}
        yield f"{name}: " + "; ".join(
            f"{field}: {_listed(entry)}" for field, entry in single.items()
        )
        for field in groups:
            yield from _lines(f"{name}.{field}", value[field])
    else:
        yield f"{name}: {_listed(value)}"


def _has_groups(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _listed(value: Any) -> str:
    """A value on a line. Paragraphs are parted by a sign, so that a line break does not look like a character."""
    return (
        ", ".join(map(str, value)) if isinstance(value, list) else str(value).replace("\n", " ¶ ")
    )


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The lines that are gone, after `- `, and those that came, after `+ `."""
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            yield from (f"- {line}" for line in before[start:end])
            yield from (f"+ {line}" for line in after[new_start:new_end])


def _translated(before: Project, after: Project, was: Key, key: Key) -> Iterator[str]:
    """The differences of a record's translations, each line with its language."""
    for language in after.catalogs:
        sides: list[list[str]] = []
        for project, place in ((before, was), (after, key)):
            translation = project.library.translations.get((language, place))
            values = (
                translation.model_dump(exclude_none=True, exclude={"texts"}) if translation else {}
            )
            lines = [
                line
                for name, value in values.items()
                for line in _lines(f"{language}.{name}", value)
            ]
            units = translation.texts if translation else []
            sides.append(
                [*lines, *(f"{language}.{unit.at}: {_listed(unit.text or '')}" for unit in units)]
            )
        yield from _differences(*sides)


def _sources(records: Sequence[Record], changed: Sequence[str] | None) -> Iterator[str]:
    """Where the sources that the changed lines cite can be read; of a new record, all of them."""
    sources = {source.key: source for record in reversed(records) for source in record.sources}
    for key, source in sources.items():
        cited = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        if changed is None or any(cited.search(line) for line in changed):
            yield f"Source {key}: {source.url or source.title}"


def _filter(line: tuple[str, str], found: dict[str, str], earlier: Record | None) -> str:
    """A filter of a record, and under what it was before."""
    name, value = line
    return f"{name}: {value}, before {found.get(name, 'none')}" if earlier else f"{name}: {value}"


def _filters(project: Project) -> Lines:
    """Under which choices of Search readers find each record."""
    if not project.library.records:
        return {}
    listings = project.library.listings[SOURCE_LANGUAGE]
    facets = search_facets(listings, project.doc_pages, project.vocabularies)
    values = facet_values(project.all_catalogs[SOURCE_LANGUAGE], facets, listings)
    lines: Lines = {key: {} for key in listings}
    for name, heading, ids, labels, *_ in values["facets"]:  # type: ignore[attr-defined]
        texts = dict(zip(ids, labels, strict=True))
        for key, listing in listings.items():
            if chosen := [texts[id] for id in listing.facets.get(name, ())]:
                lines[key][heading] = ", ".join(chosen)
    return lines


def _hard(project: Project) -> dict[str, set[str]]:
    """The notes on texts that are hard to read, by file."""
    notes: dict[str, set[str]] = {}
    for note in hard_texts(project):
        notes.setdefault(note.file, set()).add(f"{note.field} {note.message}")
    return notes


def _alike(project: Project, key: Key) -> Iterable[str]:
    """Records that a new one may repeat."""
    return (
        f"Much like it: {record_file(other)}"
        for other, _ in project.library.neighbors(key).related[:2]
    )


def _waiting(before: Project, after: Project, was: Key, key: Key) -> Iterator[str]:
    """How many texts wait for a translator, in each language of the record in which more wait than before."""
    for language in after.catalogs:
        now, then = _count(after, language, key), _count(before, language, was)
        if now > then and (language, key) in after.library.translations:
            was_there = f", before {then}" if was in before.library.records else ""
            yield f"Texts that wait for a translator into {language}: {now}{was_there}"


def _count(project: Project, language: str, key: Key) -> int:
    statuses = project.library.statuses(language, key) if key in project.library.records else []
    return sum(text.status in ("outdated", "missing") for text in statuses)
