"""Records to a toolkit: every name leads somewhere, and relations are seen from both ends."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import nsmallest
from math import fsum, log
from typing import TypeVar

from toolkit.check import Entry, TranslationEntry
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.gather.yaml_text import MAX_PROBLEMS
from toolkit.join.translations import TextState, laid_on, text_states, translatable
from toolkit.problems import Problem, dotted, nearest
from toolkit.records import KINDS, Document, Record
from toolkit.records.declared import Path, marked
from toolkit.records.text import Ref

Key = TypeVar("Key")
Value = TypeVar("Value")
Name = tuple[str, str]
"""What a record is called everywhere: its kind and its id."""
LIST = "index"
"""The id that no record may have, for each kind's list has it."""


class Lazily(Mapping[Key, Value]):
    """Values that are made when they are first asked for."""

    def __init__(self, keys: Collection[Key], make: Callable[[Key], Value]) -> None:
        self.keys_, self.make = keys, make
        self.made: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        """Its value; a KeyError if it is none of the keys."""
        if key not in self.made:
            if key not in self.keys_:
                raise KeyError(key)
            self.made[key] = self.make(key)
        return self.made[key]

    def __iter__(self) -> Iterator[Key]:
        """The keys in their order."""
        return iter(self.keys_)

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self.keys_)


@dataclass(frozen=True)
class Toolkit:
    """All records, each reachable by name, and who points at whom."""

    entries: Mapping[Name, Entry]
    names: Mapping[Name, tuple[Name, ...]] = field(repr=False)
    """From a record to those that it names."""
    pointers: Mapping[Name, tuple[Name, ...]] = field(repr=False)
    """From a record to those that name it, in kind and file order."""
    translations: Mapping[tuple[str, Name], TranslationEntry] = field(repr=False)
    """By language and name of the record."""
    attached: Mapping[Name, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """The text of the document beside a record, page by page, if it was read (`toolkit/attached`)."""
    english: "Toolkit | None" = field(default=None, repr=False)
    """What a toolkit in another language was made from."""
    language: str = SOURCE_LANGUAGE
    states: Mapping[Name, list[TextState]] = field(default_factory=dict, repr=False)
    """How each text stands in this language; in the source language, nothing."""

    def text_states(self, language: str) -> Mapping[Name, list[TextState]]:
        """How each text of each record stands in a language; worked out when it is asked for."""

        def states(name: Name) -> list[TextState]:
            return text_states(self.texts[name], self.translations.get((language, name)))

        return Lazily(self.entries, states)

    def in_language(self, language: str, states: Mapping[Name, list[TextState]]) -> "Toolkit":
        """The toolkit with its records' texts in a language, each as far as it is translated."""

        def laid(name: Name) -> Entry:
            entry = self.entries[name]
            return laid_on(entry, language, states[name]) if (language, name) in self.translations else entry

        return replace(self, entries=Lazily(self.entries, laid), english=self, language=language, states=states)

    @property
    def source(self) -> "Toolkit":
        """The toolkit in the source language. What is counted is the same there, and no text need be laid on."""
        return self.english or self

    def states_of(self, entry: Entry) -> set[str]:
        """In which states a record's texts are; in the source language, none."""
        name = entry.kind, entry.id
        if (self.language, name) in self.translations:
            return {text.state for text in self.states[name]}
        return set() if self.language == SOURCE_LANGUAGE else {"missing"}

    def around(self, name: Name) -> list[Name]:
        """The records that a record's page shows.

        Itself, those that it names, that name it and that are related, and the agencies of each.
        """
        related = [(name[0], id) for id, _ in self.related_ids(name)]
        near = [*self.names[name], *self.pointers.get(name, ()), *related]
        agencies = [other for one in near for other in self.names[one] if other[0] == "agency"]
        return list(dict.fromkeys([name, *near, *agencies]))

    @cached_property
    def texts(self) -> Mapping[Name, list[tuple[str, Path, str]]]:
        """Every text of each record that can be translated: its field, its place and its English."""
        return Lazily(self.entries, lambda name: translatable(self.entries[name]))

    def of_kind(self, kind: str) -> Sequence[Entry]:
        """The records of a kind, in file order; numbered kinds by number."""
        return [self.entries[name] for name in self.named(kind)]

    def named(self, kind: str) -> Sequence[Name]:
        """What the records of a kind are called, in the same order."""
        return self._of_kinds.get(kind, [])

    @cached_property
    def _of_kinds(self) -> dict[str, list[Name]]:
        found: dict[str, list[Name]] = defaultdict(list)
        for name in self.entries:
            found[name[0]].append(name)
        return found

    def get(self, kind: str, id: str) -> Entry:
        """The record of that name."""
        return self.entries[kind, id]

    def naming(self, entry: Entry, *kinds: str) -> list[Entry]:
        """The records of these kinds that name this one."""
        return [self.entries[name] for name in self.pointers.get((entry.kind, entry.id), ()) if name[0] in kinds]

    def related(self, entry: Entry) -> list[tuple[Entry, list[Name]]]:
        """Other records of the kind that share topics or communities, rarest first, each with what it shares.

        A value that few records have says more: it weighs log(all / those that have it), the inverse document
        frequency of Spärck Jones (1972).
        """
        near = self.related_ids((entry.kind, entry.id))
        return [(self.get(entry.kind, id), shared) for id, shared in near]

    def related_ids(self, name: Name, most: int = 4) -> list[tuple[str, list[Name]]]:
        """The same, by id. It does not differ between languages."""
        if self.english:
            return self.english.related_ids(name, most)
        near = self._near(name[0], _subjects(self.entries[name]), most + 1)
        return [(id, shared) for id, shared in near if id != name[1]][:most]

    def _near(self, kind: str, own: frozenset[Name], most: int) -> list[tuple[str, list[Name]]]:
        """The ids nearest to a set of subjects, worked out once: many records are about just the same."""
        known = self._nearest.get((kind, own))
        if known is not None:
            return known
        having, weights = self._having[kind], self._weights[kind]
        weighed = []
        for subjects, ids in self._by_subjects[kind].items():
            if shared := own & subjects:
                weight = fsum(map(weights.__getitem__, shared))
                weighed += [(-weight, id, shared) for id in ids[:most]]
        self._nearest[kind, own] = near = [
            (id, sorted(shared, key=lambda subject: (having[subject], subject)))
            for _, id, shared in nsmallest(most, weighed, lambda row: row[:2])
        ]
        return near

    @cached_property
    def _weights(self) -> dict[str, dict[Name, float]]:
        """What it weighs to share a subject, by kind."""
        return {
            kind: {subject: log(len(self.named(kind)) / many) for subject, many in having.items()}
            for kind, having in self._having.items()
        }

    @cached_property
    def _nearest(self) -> dict[tuple[str, frozenset[Name]], list[tuple[str, list[Name]]]]:
        return {}

    @cached_property
    def _having(self) -> dict[str, Counter[Name]]:
        """How many records of each kind are about a subject."""
        found: dict[str, Counter[Name]] = defaultdict(Counter)
        for (kind, _), entry in self.entries.items():
            found[kind].update(_subjects(entry))
        return found

    @cached_property
    def _by_subjects(self) -> dict[str, dict[frozenset[Name], list[str]]]:
        """The ids of each kind by what they are about, in order."""
        found: dict[str, dict[frozenset[Name], list[str]]] = defaultdict(lambda: defaultdict(list))
        for kind, id in sorted(self.entries):
            found[kind][_subjects(self.entries[kind, id])].append(id)
        return found


def _subjects(entry: Entry) -> frozenset[Name]:
    """What a record is about: entries of closed lists, `("topics", "youth")`."""
    own = entry.record
    return frozenset((field, id) for field in ("topics", "communities") for id in getattr(own, field, ()))


def references(record: Record) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    """Where a record names another: the field, the id, and the kinds that it may be of."""
    for path, spec, value in marked(record, Ref):
        if ref := spec.mark(Ref):
            yield path, value, ref.kinds


def target_of(id: str, kinds: Iterable[str], named: Collection[Name]) -> Name | None:
    """The record of that id, of the first kind that has one."""
    return next(((kind, id) for kind in kinds if (kind, id) in named), None)


def join(
    entries: Iterable[Entry], attachments: Iterable[Name], translations: Iterable[TranslationEntry] = ()
) -> tuple[Toolkit, list[Problem]]:
    """The toolkit, and every name that leads nowhere or belongs to two, and every attachment that belongs to none."""
    ordered = sorted(entries, key=_order)
    named = {(entry.kind, entry.id): entry for entry in ordered}
    renamed = {(entry.kind, id): entry.id for entry in ordered for id in entry.record.was}
    names: dict[Name, list[Name]] = {name: [] for name in named}
    pointers: dict[Name, list[Name]] = defaultdict(list)
    problems: list[Problem] = []
    for entry in ordered:
        own = entry.kind, entry.id
        dead = []
        for path, value, kinds in references(entry.record):
            target = target_of(value, kinds, named)
            if target is None:
                dead.append((path, value, kinds))
            elif target not in names[own]:
                names[own].append(target)
                pointers[target].append(own)
        problems += [_dead(entry, *one, named, renamed) for one in dead[:MAX_PROBLEMS]]
    problems += _alike(ordered)
    problems += _taken(ordered, named)
    problems += _hiding(ordered)
    problems += _unclaimed(ordered, attachments)
    laid = {(one.sheet.language, (one.sheet.kind, one.sheet.id)): one for one in translations}
    problems += _orphans(laid.values(), named)
    toolkit = Toolkit(
        named,
        {name: tuple(those) for name, those in names.items()},
        {name: tuple(by) for name, by in pointers.items()},
        laid,
    )
    return toolkit, sorted(problems)


def _order(entry: Entry) -> tuple[int, int, str]:
    return (
        list(KINDS).index(entry.kind),
        getattr(entry.record, "number", 0) if entry.kind in ("principle", "strategy") else 0,
        entry.id,
    )


def _dead(
    entry: Entry, path: Path, id: str, kinds: tuple[str, ...], named: Mapping[Name, Entry], renamed: Mapping[Name, str]
) -> Problem:
    kind = kinds[0]
    now = renamed.get((kind, id))
    near = nearest(id, [i for k, i in named if k in kinds])
    add = f"add {KINDS[kind].folder}/{id}.yml."
    fix = f"It is called `{now}` now." if now else f"Did you mean `{near}`? Otherwise {add}" if near else f"A{add[1:]}"
    return Problem(entry.sheet.file, entry.sheet.line(path), dotted(path), f"there is no {kind} `{id}`.", fix)


def _orphans(translations: Iterable[TranslationEntry], named: Mapping[Name, Entry]) -> Iterator[Problem]:
    for one in translations:
        kind, id = one.sheet.kind, one.sheet.id
        if (kind, id) not in named:
            near = nearest(id, [i for k, i in named if k == kind])
            fix = f"Did you mean `{near}.{one.sheet.language}.yml`?" if near else "Delete it, or add the record."
            yield Problem(one.sheet.file, 0, "", f"translates a {kind} that is not there, `{id}`.", fix)


def _alike(entries: list[Entry]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        first = seen.setdefault((entry.kind, entry.record.title.casefold()), entry)
        if first is not entry:
            what = f"`{entry.record.title}` is also the title of {first.sheet.file}."
            fix = "If they are one thing, keep one record. If not, tell them apart in the title."
            yield Problem(entry.sheet.file, entry.sheet.line(("title",)), "title", what, fix)


def _taken(entries: list[Entry], named: Mapping[Name, Entry]) -> Iterator[Problem]:
    """A former id must lead to one record only."""
    former: dict[Name, Entry] = {}
    for entry in entries:
        for i, id in enumerate(entry.record.was):
            name = entry.kind, id
            other = named.get(name) or former.get(name)
            former[name] = entry
            if other:
                is_now = "is" if name in named else "was"
                what = f"`{id}` {is_now} the name of {other.sheet.file} too."
                fix = "Delete it here." if other is entry or name in named else "Delete it in one of the two."
                yield Problem(entry.sheet.file, entry.sheet.line(("was", i)), dotted(("was", i)), what, fix)


def _hiding(entries: list[Entry]) -> Iterator[Problem]:
    """A page at the address of the list of its kind."""
    what = f"`{LIST}` is the name of the page that lists its kind."
    for entry in entries:
        if entry.id == LIST:
            yield Problem(entry.sheet.file, 0, "", what, "Give the file another name.")
        elif LIST in entry.record.was:
            path = "was", entry.record.was.index(LIST)
            yield Problem(entry.sheet.file, entry.sheet.line(path), dotted(path), what, "Delete it here.")


def _unclaimed(entries: list[Entry], attachments: Iterable[Name]) -> Iterator[Problem]:
    claimed = {(entry.kind, entry.record.file) for entry in entries if isinstance(entry.record, Document)}
    for kind, name in attachments:
        if (kind, name) not in claimed:
            fix = f"Write `file: {name}` in the record that it belongs to, or delete it."
            yield Problem(f"{KINDS[kind].folder}/{name}", 0, "", "belongs to no record.", fix)
