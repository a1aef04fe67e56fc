"""Links records into a library, and reports references that lead nowhere."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from toolkit.diagnostics import (
    Diagnostic,
    Problem,
    Suggestion,
    dotted,
    misspelt,
    nearest,
    quoted,
    respelling,
    shorten,
    suggest,
    worded,
)
from toolkit.library import Library
from toolkit.listing import ordinal
from toolkit.schema import KINDS, FieldPath, Key, Record
from toolkit.schema.documents import Model
from toolkit.schema.fields import HasBlanks, Ref
from toolkit.schema.introspect import marked_values
from toolkit.schema.records import Practice
from toolkit.schema.translation import Translation
from toolkit.sources.field_errors import noun

LIST = "index"
"""The id that no record may have: it is the name of each kind's list."""
AGENCIES = {
    "pd|police|police-dept": "police-department",
    "so|sheriff|sheriffs-dept": "sheriffs-office",
}
"""What agencies are called for short, and how their ids end."""
BETWEEN_NAMES = re.compile(r"\s*(?:[,;&/]|\band\b)\s*")
"""What stands between two names that are written as one."""
LISTED_WHOLE = ("principle", "strategy")
"""Kinds with so few records that a hint names them all."""
MAX_DIAGNOSTICS = 50
"""Dead references of a record that are worth printing."""
Records = Mapping[Key, Record]
Locate = Callable[[Record, FieldPath], int]
"""The line of a field in a record's file."""
References = Mapping[FieldPath, Key]
"""What a record refers to, by the place in which it does."""


def link_records(
    records: Iterable[Record],
    attachments: Iterable[tuple[str, str]],
    translations: Mapping[tuple[str, Key], Translation],
    locate: Locate,
    broken: Records = MappingProxyType({}),
    languages: Collection[str] = (),
    unread: Collection[tuple[str, Key]] = (),
) -> tuple[Library, list[Diagnostic]]:
    """The library, and what is wrong with it: dead or ambiguous references, attachments and translations of no record.

    `attachments` are kinds and file names, `translations` by language and record; `locate` returns the line of a field
    in a record's file. What can be read of `broken` records is not in the library, but is not missing either.
    `languages` are those of translations that a record can name. `unread` are translations that have mistakes, or are
    of no record.
    """
    by_key = {record.key: record for record in sorted(records, key=_place_in_library)}
    written = {**by_key, **broken}
    references = {key: _references(record) for key, record in written.items()}
    library = _linked(by_key, references, translations)
    kinds_broken = {kind for kind, _ in broken}
    diagnostics = [
        *_dead_references(written, references, locate),
        *_same_titles(by_key, locate),
        *_taken_aliases(by_key, locate),
        *_named_like_lists(by_key, locate),
        *_wrong_languages(by_key, translations, languages, locate, unread),
        *_unclaimed(by_key, [entry for entry in attachments if entry[0] not in kinds_broken]),
        *_orphans(by_key, [entry for entry in (*translations, *unread) if entry[1] not in broken]),
    ]
    return library, sorted(diagnostics)


def record_file(key: Key, language: str = "") -> str:
    """The path of a record, or of its translation into a language, from the root."""
    kind, id = key
    ending = f".{language}.yml" if language else ".yml"
    return f"{KINDS[kind].folder}/{id}{ending}"


def diagnostic_at(record: Record, path: FieldPath, problem: Problem, locate: Locate) -> Diagnostic:
    """What is wrong with a field of a record, at its line: a message and a hint."""
    message, hint = problem
    return Diagnostic(record_file(record.key), locate(record, path), dotted(path), message, hint)


def _place_in_library(record: Record) -> tuple[int, int, str]:
    return list(KINDS).index(record.kind), ordinal(record), record.id


def _references(record: Record) -> References:
    references: dict[FieldPath, Key] = {}
    for path, spec, value in marked_values(record, Ref):
        ref = spec.mark(Ref)
        if not ref:
            continue
        target = ref.key(value)
        if target[0] in KINDS:
            references[path] = target
    return references


def _linked(
    records: Records,
    references: Mapping[Key, References],
    translations: Mapping[tuple[str, Key], Translation],
) -> Library:
    """The library of these records, with the references between them."""
    targets: dict[Key, tuple[Key, ...]] = {}
    backlinks: dict[Key, tuple[Key, ...]] = defaultdict(tuple)
    for key in records:
        targets[key] = tuple(
            dict.fromkeys(target for target in references[key].values() if target in records)
        )
        for target in targets[key]:
            backlinks[target] += (key,)
    return Library(
        records=records,
        references=targets,
        backlinks=dict(backlinks),
        translations=translations,
    )


def _dead_references(
    records: Records, references: Mapping[Key, References], locate: Locate
) -> Iterator[Diagnostic]:
    """References to records that are not there, and agencies that a practice leaves out."""
    for key, record in records.items():
        dead = [entry for entry in references[key].items() if entry[1] not in records]
        for path, (kind, id) in dead[:MAX_DIAGNOSTICS]:
            hint, fix = _suggestion(kind, id, records)
            problem = f"there is no {kind} `{shorten(id)}`.", hint
            yield diagnostic_at(record, path, problem, locate)._replace(fix=fix)
        if isinstance(record, Practice) and not dead:  # else the agency may be among them, misspelt
            yield from _other_agencies(record, locate)


def as_id(name: str) -> str:
    """The id of a record that somebody named in plain words: `boise-pd` for `Boise PD`."""
    return "-".join(re.findall("[a-z0-9]+", re.sub("['’]", "", name.lower())))


def _other_agencies(practice: Practice, locate: Locate) -> Iterator[Diagnostic]:
    """Agencies that did a practice, but are not among its agencies."""
    for i, instance in enumerate(practice.instances):
        if instance.agency and instance.agency not in practice.agencies:
            problem = worded("other-agency", id=instance.agency)
            yield diagnostic_at(practice, ("instances", i, "agency"), problem, locate)


def _suggestion(kind: str, written: str, records: Records) -> Suggestion:
    """What to write instead of a reference to a missing record, which may be written as a name."""
    target = kind, as_id(written)
    present_name = _present_name(target, records)
    if present_name:
        return Suggestion(f"It is called `{present_name}` now.")
    add = f"add {record_file(target)}"
    if written != target[1]:
        add = f"write `{target[1]}` here, and {add}"
    meant = _nearest(target, records)
    if meant:
        otherwise = "" if meant == target[1] else f" Otherwise {add}."
        return Suggestion(f"Did you mean `{meant}`?{otherwise}", respelling(written, meant))
    names = [_nearest((kind, as_id(name)), records) for name in BETWEEN_NAMES.split(written)]
    if len(names) > 1 and all(names):
        return Suggestion(f"Write each on a separate line: {quoted(f'- {id}' for id in names)}.")
    choices = _ids(kind, records) if kind in LISTED_WHOLE else []
    if choices:
        return Suggestion(suggest(target[1], dict.fromkeys(choices, "")))
    return Suggestion(f"{add[0].upper()}{add[1:]}: `new {kind}` begins it.")


def _present_name(target: Key, records: Records) -> str:
    """What the record that was `target` is called now: its id, or its file if it is of another kind; else empty."""
    for record in records.values():
        if target in record.former_keys:
            return record.id if record.kind == target[0] else record_file(record.key)
    return ""


def _nearest(target: Key, records: Records) -> str:
    """The id of the kind that is spelled nearly the same or begins with the target's; empty if there are several."""
    kind, id = target
    ids = _ids(kind, records)
    if id in ids:
        return id
    for short, full in AGENCIES.items():
        id = re.sub(f"-({short})$", f"-{full}", id)
    longer = [other_id for other_id in ids if other_id.startswith(f"{id}-")]
    if len(longer) == 1:
        return misspelt(id, ids) or longer[0]
    return misspelt(id, ids)


def _ids(kind: str, records: Records) -> list[str]:
    return [id for other_kind, id in records if other_kind == kind]


def _same_titles(records: Records, locate: Locate) -> Iterator[Diagnostic]:
    first_with: dict[tuple[str, str], Record] = {}
    for record in records.values():
        first = first_with.setdefault((record.kind, record.title.casefold()), record)
        if first is not record:
            problem = worded("title-twice", title=record.title, file=record_file(first.key))
            yield diagnostic_at(record, ("title",), problem, locate)


def _taken_aliases(records: Records, locate: Locate) -> Iterator[Diagnostic]:
    """A previous id must lead to a single record."""
    aliases: dict[Key, Record] = {}
    for record in records.values():
        for i, alias in enumerate(record.former_keys):
            kind, id = alias
            if kind not in KINDS:
                problem = worded("former-kind-unknown", kind=kind, kinds=quoted(KINDS))
                yield diagnostic_at(record, ("was", i), problem, locate)
                continue
            other = records.get(alias) or aliases.get(alias)
            aliases[alias] = record
            if not other:
                continue
            is_present_name = alias in records
            problem = worded(
                "former-name-taken",
                id=id,
                verb="is" if is_present_name else "was",
                file=record_file(other.key),
                where="here" if is_present_name or other is record else "in one of the two",
            )
            yield diagnostic_at(record, ("was", i), problem, locate)


def _named_like_lists(records: Records, locate: Locate) -> Iterator[Diagnostic]:
    for key, record in records.items():
        if record.id == LIST:
            yield Diagnostic(record_file(key), 0, "", *worded("named-like-list", id=LIST))
        elif LIST in record.was:
            problem = worded("was-named-like-list", id=LIST)
            yield diagnostic_at(record, ("was", record.was.index(LIST)), problem, locate)


def _wrong_languages(
    records: Records,
    translations: Mapping[tuple[str, Key], Translation],
    languages: Iterable[str],
    locate: Locate,
    unread: Collection[tuple[str, Key]],
) -> Iterator[Diagnostic]:
    """Languages that a model document says it is in, without a translation of its words, or that it leaves out.

    Of translations that could not be read, nobody knows which words they have.
    """
    tags_by_name = _tags_by_name(languages)
    for model in records.values():
        if not isinstance(model, Model):
            continue
        for name, tags in tags_by_name.items():
            if any((tag, model.key) in unread for tag in tags):
                continue
            sidecars = [translations.get((tag, model.key)) for tag in tags]
            wrong = _wrong_language(model, name, [sidecar for sidecar in sidecars if sidecar])
            if wrong:
                yield diagnostic_at(model, *wrong, locate)


def _wrong_language(
    model: Model, name: str, sidecars: Iterable[Translation]
) -> tuple[FieldPath, Problem] | None:
    """Why a model document must not name this language, or must; None if it is right."""
    words = {text for _, _, text in marked_values(model, HasBlanks)}
    translated = [words & _translated_words(sidecar) for sidecar in sidecars]
    if name in model.languages and not any(translated):
        path = "languages", model.languages.index(name)
        return path, worded("language-not-there", language=name)
    if name not in model.languages and words in translated:
        return ("languages",), worded("language-not-named", language=name)
    return None


def _tags_by_name(languages: Iterable[str]) -> dict[str, list[str]]:
    """The languages of the site by what records call them: `zh-Hans` is `zh`."""
    tags: dict[str, list[str]] = defaultdict(list)
    for language in languages:
        tags[language.partition("-")[0]].append(language)
    return tags


def _translated_words(translation: Translation) -> set[str]:
    """The English of the texts that a translation has."""
    return {unit.en for unit in translation.texts if unit.text}


def _unclaimed(records: Records, attachments: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Attachments that no record names."""
    claimed = {(record.kind, getattr(record, "file", None)) for record in records.values()}
    for kind, name in attachments:
        if (kind, name) not in claimed:
            file = f"{KINDS[kind].folder}/{name}"
            yield Diagnostic(file, 0, "", *worded("unclaimed-file", name=name))


def _orphans(records: Records, translations: Collection[tuple[str, Key]]) -> Iterator[Diagnostic]:
    """Translations of records that are not there."""
    for language, key in translations:
        if key in records:
            continue
        kind, id = key
        others = [other for other in records if other[1] == id]
        meant = _nearest(key, records) or nearest(id, _ids(kind, records))
        meant = f"{meant}.{language}.yml" if meant and not others else ""
        missing = noun(KINDS[kind].model)
        problem = worded("no-record", meant, kind=missing, id=id)
        if len(others) == 1:
            other_kind = KINDS[others[0][0]]
            names = {"kind": missing, "other": noun(other_kind.model), "folder": other_kind.folder}
            problem = worded("no-record-but-other", id=id, **names)
        yield Diagnostic(record_file(key, language), 0, "", *problem)
