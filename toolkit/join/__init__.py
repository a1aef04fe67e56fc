"""Records to a toolkit: every name leads somewhere, and relations are seen from both ends."""

import marshal
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import NamedTuple, TypeVar

from toolkit.check import Entry, TranslationEntry
from toolkit.check.plain import KeptTexts, KeptTranslation
from toolkit.gather.yaml_text import MAX_PROBLEMS
from toolkit.join.faces import only_texts, shown
from toolkit.join.kin import Kin
from toolkit.join.outlines import Name, Outline, Outlines, Sidecars, file_of, outline, references, sidecar
from toolkit.join.translations import Standing, TextState, laid_on, standing, text_states, translatable
from toolkit.problems import Problem, dotted, nearest
from toolkit.records import KINDS
from toolkit.records.declared import Path

__all__ = [
    "HELD",
    "LIST",
    "Lazily",
    "Name",
    "Outlines",
    "Sidecars",
    "Ties",
    "Toolkit",
    "join",
    "joined",
    "references",
    "target_of",
    "tied",
]

Key = TypeVar("Key")
Value = TypeVar("Value")
LIST = "index"
"""The id that no record may have, for each kind's list has it."""
RELATED = 4
"""So many related records are shown on a page."""
HELD, FEW = 5000, 100
"""So many values are held of those that are quickly made again, and of those that are mostly asked for once: a large
toolkit does not fit into memory."""


class _Held(dict[Key, Value]):
    """The values that were made. Of too many, the oldest are given up."""

    def __init__(self, keys: Collection[Key], make: Callable[[Key], Value], most: int | None) -> None:
        self.all, self.make, self.most = keys, make, most

    def __missing__(self, key: Key) -> Value:
        if key not in self.all:
            raise KeyError(key)
        made = self.make(key)
        if len(self) == self.most:
            del self[next(iter(self))]
        self[key] = made
        return made


class Lazily(Mapping[Key, Value]):
    """Values that are made when they are asked for, and held: all, or as many of the last as are told."""

    def __init__(self, keys: Collection[Key], make: Callable[[Key], Value], most: int | None = None) -> None:
        self.all, self.held = keys, _Held(keys, make, most)

    def __getitem__(self, key: Key) -> Value:
        """Its value; a KeyError if it is none of the keys."""
        return self.held[key]

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key; nothing is made for that."""
        return key in self.all

    def __iter__(self) -> Iterator[Key]:
        """The keys in their order."""
        return iter(self.all)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.all)


@dataclass(frozen=True)
class Toolkit:
    """All records, each reachable by name, and who points at whom."""

    entries: Mapping[Name, Entry]
    outlines: Outlines = field(repr=False)
    """What is known of each without reading it."""
    names: Mapping[Name, tuple[Name, ...]] = field(repr=False)
    """From a record to those that it names."""
    pointers: Mapping[Name, tuple[Name, ...]] = field(repr=False)
    """From a record to those that name it, in kind and file order."""
    translations: Mapping[tuple[str, Name], KeptTranslation] = field(repr=False)
    """By language and name of the record."""
    faces: Mapping[tuple[str, Name], KeptTranslation] = field(repr=False)
    """The same, at least as much of each as other pages show: these are quickly read."""
    translated: Mapping[tuple[str, Name], KeptTexts] = field(repr=False)
    """The same, only the texts."""
    sidecars: Sidecars = field(repr=False)
    """What is known of each translation without reading it."""
    attached: Mapping[Name, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """The text of the document beside a record, page by page, if it was read (`toolkit/attached`)."""
    kin: dict[Name, bytes] = field(default_factory=dict, repr=False)
    """What `related_ids` gives of each record, packed, as far as it was worked out before."""
    english: "Toolkit | None" = field(default=None, repr=False)
    """What a toolkit in another language was made from."""

    def text_states(self, language: str) -> Mapping[Name, list[TextState]]:
        """How each text of each record stands in a language; worked out when it is asked for."""

        def states(name: Name) -> list[TextState]:
            return text_states(self.texts[name], self.translations.get((language, name)))

        return Lazily(self.entries, states, HELD)

    def fitting(self, language: str, name: Name) -> KeptTexts | None:
        """The texts of a translation, if it has one for each English text as that is now, in order."""
        fits = self.sidecars.english(language, name) == self.outlines.english(name)
        return self.translated[language, name] if fits else None

    def standing(self, language: str, name: Name) -> Standing:
        """How each text of a record stands in a language."""
        own = self.texts[name]
        if fitting := self.fitting(language, name):
            said, states = fitting
            return Standing(list(zip(said, [text for _, _, text in own], strict=True)), states)
        return standing(text_states(own, self.translations.get((language, name))))

    def shown_in(self, language: str, name: Name) -> list[TextState]:
        """How those texts of a record that other pages show stand in a language."""
        key = language, name
        face = self.faces[key] if key in self.faces else None  # noqa: SIM401 - to catch an error takes long
        return text_states(shown(self.entries[name]), face)

    def in_language(self, language: str, states: Mapping[Name, list[TextState]]) -> "Toolkit":
        """The toolkit with its records' texts in a language, each as far as it is translated."""

        def laid(name: Name) -> Entry:
            entry = self.entries[name]
            return laid_on(entry, language, states[name]) if (language, name) in self.translations else entry

        return replace(self, entries=Lazily(self.entries, laid), english=self)

    @property
    def source(self) -> "Toolkit":
        """The toolkit in the source language. What is counted is the same there, and no text need be laid on."""
        return self.english or self

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
        return Lazily(self.entries, lambda name: translatable(self.entries[name]), HELD)

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

    def related_ids(self, name: Name) -> list[tuple[str, list[Name]]]:
        """The same, by id. It does not differ between languages."""
        if self.english:
            return self.english.related_ids(name)
        if kept := self.kin.get(name):
            return marshal.loads(kept)  # type: ignore[no-any-return]
        kind, own = name
        return [(id, shared) for id, shared in self._kin(kind).nearest(own, RELATED + 1) if id != own][:RELATED]

    @cached_property
    def _kin(self) -> Callable[[str], Kin]:
        """The records of a kind by what they are about."""
        return cache(lambda kind: Kin({name[1]: self.outlines[name].subjects for name in self.named(kind)}))


def target_of(id: str, kinds: Iterable[str], named: Collection[Name]) -> Name | None:
    """The record of that id, of the first kind that has one."""
    for kind in kinds:
        if (kind, id) in named:
            return kind, id
    return None


def join(
    entries: Iterable[Entry], attachments: Iterable[Name], translations: Iterable[TranslationEntry] = ()
) -> tuple[Toolkit, list[Problem]]:
    """The toolkit, and every name that leads nowhere or belongs to two, and every attachment that belongs to none."""
    named = {(entry.kind, entry.id): entry for entry in entries}
    laid = {(one.sheet.language, (one.sheet.kind, one.sheet.id)): one for one in translations}
    kept = {name: one.values for name, one in laid.items()}.__getitem__
    texts = {name: only_texts(one) for name, one in laid.items()}.__getitem__
    outlines = [outline(one) for one in named.values()]
    sidecars = Sidecars({file_of(name, language): sidecar(one).packed for (language, name), one in laid.items()})
    ties, problems = tied(outlines, named, sidecars, attachments)
    packed = {(one.kind, one.id): one.packed for one in outlines}
    return joined(packed, ties, sidecars, named.__getitem__, kept, kept, texts), problems


class Ties(NamedTuple):
    """How records are joined."""

    order: list[Name]
    names: dict[Name, tuple[Name, ...]]
    """From a record to those that it names."""
    pointers: dict[Name, tuple[Name, ...]]
    """From a record to those that name it."""


def joined(
    outlines: Mapping[Name, bytes],
    ties: Ties,
    sidecars: Sidecars,
    entry: Callable[[Name], Entry],
    translation: Callable[[tuple[str, Name]], KeptTranslation],
    face: Callable[[tuple[str, Name]], KeptTranslation],
    texts: Callable[[tuple[str, Name]], KeptTexts],
) -> Toolkit:
    """The toolkit from packed outlines. Records and translations are asked for one by one, when they are needed."""
    ordered = Outlines({name: outlines[name] for name in ties.order})
    whole, faces = Lazily(sidecars, translation, FEW), Lazily(sidecars, face, FEW)
    translated = Lazily(sidecars, texts, FEW)
    entries = Lazily(ordered, entry, HELD)
    return Toolkit(entries, ordered, ties.names, ties.pointers, whole, faces, translated, sidecars)


def tied(
    outlines: Iterable[Outline], entries: Mapping[Name, Entry], sidecars: Sidecars, attachments: Iterable[Name]
) -> tuple[Ties, list[Problem]]:
    """How records are joined, and every name that leads nowhere or belongs to two, and every attachment that belongs to
    none. A record itself is asked for only where something is wrong with it.
    """
    kinds = list(KINDS)
    ordered = sorted(outlines, key=lambda one: (kinds.index(one.kind), one.number, one.id))
    named = {(one.kind, one.id): one for one in ordered}
    renamed = {(one.kind, id): one.id for one in ordered for id in one.was}
    names: dict[Name, tuple[Name, ...]] = {}
    pointers: dict[Name, list[Name]] = defaultdict(list)
    problems: list[Problem] = []
    for own, one in named.items():
        targets = [target_of(id, kinds, named) for id, kinds in one.refs]
        names[own] = tuple(dict.fromkeys(filter(None, targets)))
        for target in names[own]:
            pointers[target].append(own)
        if None in targets:
            problems += _dead(entries[own], named, renamed)
    problems += _alike(named, entries)
    problems += _taken(named, entries)
    problems += _hiding(named, entries)
    problems += _unclaimed(ordered, attachments)
    problems += _orphans(sidecars, named)
    return Ties(list(named), names, {name: tuple(those) for name, those in pointers.items()}), sorted(problems)


def _dead(entry: Entry, named: Collection[Name], renamed: Mapping[Name, str]) -> list[Problem]:
    """The names in a record that lead nowhere."""
    found = references(entry.record)
    dead = [(path, id, kinds) for path, id, kinds in found if target_of(id, kinds, named) is None]
    return [_leads_nowhere(entry, *one, named, renamed) for one in dead[:MAX_PROBLEMS]]


def _leads_nowhere(
    entry: Entry,
    path: Path,
    id: str,
    kinds: tuple[str, ...],
    named: Collection[Name],
    renamed: Mapping[Name, str],
) -> Problem:
    kind = kinds[0]
    now = renamed.get((kind, id))
    near = nearest(id, [i for k, i in named if k in kinds])
    add = f"add {KINDS[kind].folder}/{id}.yml."
    fix = f"It is called `{now}` now." if now else f"Did you mean `{near}`? Otherwise {add}" if near else f"A{add[1:]}"
    return Problem(entry.sheet.file, entry.sheet.line(path), dotted(path), f"there is no {kind} `{id}`.", fix)


def _orphans(sidecars: Sidecars, named: Collection[Name]) -> Iterator[Problem]:
    for language, name in sidecars:
        if name not in named:
            kind, id = name
            near = nearest(id, [i for k, i in named if k == kind])
            fix = f"Did you mean `{near}.{language}.yml`?" if near else "Delete it, or add the record."
            what = f"translates a {kind} that is not there, `{id}`."
            yield Problem(file_of(name, language), 0, "", what, fix)


def _alike(named: Mapping[Name, Outline], entries: Mapping[Name, Entry]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Outline] = {}
    for name, one in named.items():
        first = seen.setdefault((one.kind, one.title), one)
        if first is not one:
            entry = entries[name]
            what = f"`{entry.record.title}` is also the title of {first.file}."
            fix = "If they are one thing, keep one record. If not, tell them apart in the title."
            yield Problem(one.file, entry.sheet.line(("title",)), "title", what, fix)


def _taken(named: Mapping[Name, Outline], entries: Mapping[Name, Entry]) -> Iterator[Problem]:
    """A former id must lead to one record only."""
    former: dict[Name, Outline] = {}
    for own, one in named.items():
        for i, id in enumerate(one.was):
            name = one.kind, id
            other = named.get(name) or former.get(name)
            former[name] = one
            if other:
                is_now = "is" if name in named else "was"
                what = f"`{id}` {is_now} the name of {other.file} too."
                fix = "Delete it here." if other is one or name in named else "Delete it in one of the two."
                yield Problem(one.file, entries[own].sheet.line(("was", i)), dotted(("was", i)), what, fix)


def _hiding(named: Mapping[Name, Outline], entries: Mapping[Name, Entry]) -> Iterator[Problem]:
    """A page at the address of the list of its kind."""
    what = f"`{LIST}` is the name of the page that lists its kind."
    for name, one in named.items():
        if one.id == LIST:
            yield Problem(one.file, 0, "", what, "Give the file another name.")
        elif LIST in one.was:
            path = "was", one.was.index(LIST)
            yield Problem(one.file, entries[name].sheet.line(path), dotted(path), what, "Delete it here.")


def _unclaimed(outlines: Iterable[Outline], attachments: Iterable[Name]) -> Iterator[Problem]:
    claimed = {(one.kind, one.attachment) for one in outlines}
    for kind, name in attachments:
        if (kind, name) not in claimed:
            fix = f"Write `file: {name}` in the record that it belongs to, or delete it."
            yield Problem(f"{KINDS[kind].folder}/{name}", 0, "", "belongs to no record.", fix)
