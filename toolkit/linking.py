"""Links records into a library, and reports references that lead nowhere."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from toolkit.diagnostics import Diagnostic, dotted, misspelt, quoted, shorten, suggest, worded
from toolkit.library import Library
from toolkit.listing import ordinal
from toolkit.schema import KINDS, FieldPath, Key, Record
from toolkit.schema.documents import Model
from toolkit.schema.fields import HasBlanks, Ref
from toolkit.schema.introspect import marked_values
from toolkit.schema.records import Practice
from toolkit.schema.translation import Translation

LIST = "index"
"""The id that no record may have: it is the name of each kind's list."""
AGENCIES = {
    "pd|police|police-dept": "police-department",
    "so|sheriff|sheriffs-dept": "sheriffs-office",
}
"""What agencies are called for short, and how their ids end."""
MAX_DIAGNOSTICS = 50
"""Dead references of a record that are worth printing."""
Records = Mapping[Key, Record]
Report = Callable[[Record, FieldPath, str, str], Diagnostic]
"""A diagnostic for a record at the line of a field, from a message and a hint."""


def link_records(
    records: Iterable[Record],
    attachments: Iterable[tuple[str, str]],
    translations: Mapping[tuple[str, Key], Translation],
    locate: Callable[[Record, FieldPath], int],
    broken: Records = MappingProxyType({}),
    languages: Collection[str] = (),
) -> tuple[Library, list[Diagnostic]]:
    """The library, and what is wrong with it: dead or ambiguous references, attachments and translations of no record.

    `attachments` are kinds and file names, `translations` by language and record; `locate` returns the line of a field
    in a record's file. What can be read of `broken` records is not in the library, but is not missing either.
    `languages` are those of translations that a record can name.
    """

    def report(record: Record, path: FieldPath, message: str, hint: str) -> Diagnostic:
        return Diagnostic(
            record_file(record.key), locate(record, path), dotted(path), message, hint
        )

    kinds = list(KINDS)
    ordered = sorted(
        records, key=lambda record: (kinds.index(record.kind), ordinal(record), record.id)
    )
    by_key = {record.key: record for record in ordered}
    references: dict[Key, tuple[Key, ...]] = {}
    backlinks: dict[Key, tuple[Key, ...]] = defaultdict(tuple)
    diagnostics: list[Diagnostic] = []
    for key, record in (*by_key.items(), *broken.items()):
        targets = {
            path: target
            for path, spec, value in marked_values(record, Ref)
            if (ref := spec.mark(Ref)) and (target := ref.key(value))[0] in KINDS
        }
        dead = [
            (path, target)
            for path, target in targets.items()
            if target not in by_key and target not in broken
        ]
        for path, (kind, id) in dead[:MAX_DIAGNOSTICS]:
            message, hint = (
                f"there is no {kind} `{shorten(id)}`.",
                _hint(kind, id, {**by_key, **broken}),
            )
            diagnostics.append(report(record, path, message, hint))
        if isinstance(record, Practice) and not dead:  # else the agency may be among them, misspelt
            diagnostics += _other_agencies(record, report)
        if key in broken:
            continue
        references[key] = tuple(
            dict.fromkeys(target for target in targets.values() if target in by_key)
        )
        for target in references[key]:
            backlinks[target] += (key,)
    for mistakes in (_same_titles, _taken_aliases, _named_like_lists):
        diagnostics += mistakes(by_key, report)
    diagnostics += _wrong_languages(by_key, translations, languages, report)
    kinds_broken = {kind for kind, _ in broken}
    diagnostics += _unclaimed(
        by_key, [entry for entry in attachments if entry[0] not in kinds_broken]
    )
    diagnostics += _orphans(by_key, [entry for entry in translations if entry[1] not in broken])
    return Library(by_key, references, dict(backlinks), translations), sorted(diagnostics)


def record_file(key: Key, language: str = "") -> str:
    """The path of a record, or of its translation into a language, from the root."""
    kind, id = key
    return (
        f"{KINDS[kind].folder}/{id}.{language}.yml"
        if language
        else f"{KINDS[kind].folder}/{id}.yml"
    )


def _as_id(name: str) -> str:
    """The id of a record that somebody named in plain words: `boise-pd` for `Boise PD`."""
    return "-".join(re.findall("[a-z0-9]+", re.sub("['’]", "", name.lower())))


def _other_agencies(practice: Practice, report: Report) -> Iterator[Diagnostic]:
    """Agencies that did a practice, but are not among its agencies."""
    for i, instance in enumerate(practice.instances):
        if instance.agency and instance.agency not in practice.agencies:
            yield report(
                practice, ("instances", i, "agency"), *worded("other-agency", id=instance.agency)
            )


def _hint(kind: str, written: str, records: Records) -> str:
    """The hint for a reference to a missing record, which may be written as a name."""
    target = kind, _as_id(written)
    for other in records.values():
        if target in other.former_keys:
            name = other.id if other.kind == kind else record_file(other.key)
            return f"It is called `{name}` now."
    add = f"add {record_file(target)}"
    if written != target[1]:
        add = f"write `{target[1]}` here, and {add}"
    if near := _nearest(target, records):
        return f"Did you mean `{near}`?" + ("" if near == target[1] else f" Otherwise {add}.")
    ids = {id: "" for of, id in records if of == kind and kind in ("principle", "strategy")}
    return suggest(target[1], ids) or f"{add[0].upper()}{add[1:]}: `new {kind}` begins it."


def _nearest(target: Key, records: Records) -> str:
    """The id of the kind that is spelled nearly the same, or an empty text."""
    kind, id = target
    for short, full in AGENCIES.items():
        id = re.sub(f"-({short})$", f"-{full}", id)
    ids = [other for of, other in records if of == kind]
    longer = [other for other in ids if other.startswith(f"{id}-")]
    return misspelt(id, ids) or (longer[0] if len(longer) == 1 else "")


def _same_titles(records: Records, report: Report) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, str], Record] = {}
    for record in records.values():
        first = seen.setdefault((record.kind, record.title.casefold()), record)
        if first is not record:
            yield report(
                record,
                ("title",),
                *worded("title-twice", title=record.title, file=record_file(first.key)),
            )


def _taken_aliases(records: Records, report: Report) -> Iterator[Diagnostic]:
    """A previous id must lead to a single record."""
    aliases: dict[Key, Record] = {}
    for record in records.values():
        for i, alias in enumerate(record.former_keys):
            if alias[0] not in KINDS:
                yield report(
                    record,
                    ("was", i),
                    *worded("former-kind-unknown", kind=alias[0], kinds=quoted(KINDS)),
                )
                continue
            other = records.get(alias) or aliases.get(alias)
            aliases[alias] = record
            if other:
                verb = "is" if alias in records else "was"
                where = "here" if other is record or alias in records else "in one of the two"
                values = {
                    "id": alias[1],
                    "verb": verb,
                    "file": record_file(other.key),
                    "where": where,
                }
                yield report(record, ("was", i), *worded("former-name-taken", **values))


def _named_like_lists(records: Records, report: Report) -> Iterator[Diagnostic]:
    for key, record in records.items():
        if record.id == LIST:
            yield Diagnostic(record_file(key), 0, "", *worded("named-like-list", id=LIST))
        elif LIST in record.was:
            yield report(
                record, ("was", record.was.index(LIST)), *worded("was-named-like-list", id=LIST)
            )


def _wrong_languages(
    records: Records,
    translations: Mapping[tuple[str, Key], Translation],
    languages: Iterable[str],
    report: Report,
) -> Iterator[Diagnostic]:
    """Languages that a model document says it is in, without a translation of its words, or that it leaves out."""
    tags: dict[str, list[str]] = defaultdict(list)
    for language in languages:
        tags[language.partition("-")[0]].append(language)
    for model in records.values():
        if not isinstance(model, Model):
            continue
        words = {text for _, _, text in marked_values(model, HasBlanks)}
        for name, written in tags.items():
            sidecars = filter(
                None, (translations.get((language, model.key)) for language in written)
            )
            translated = [
                words & {unit.en for unit in sidecar.texts if unit.text} for sidecar in sidecars
            ]
            if name in model.languages and not any(translated):
                path = "languages", model.languages.index(name)
                yield report(model, path, *worded("language-not-there", language=name))
            if name not in model.languages and words in translated:
                yield report(model, ("languages",), *worded("language-not-named", language=name))


def _unclaimed(records: Records, attachments: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    claimed = {(record.kind, getattr(record, "file", None)) for record in records.values()}
    for kind, name in attachments:
        if (kind, name) not in claimed:
            yield Diagnostic(
                f"{KINDS[kind].folder}/{name}", 0, "", *worded("unclaimed-file", name=name)
            )


def _orphans(records: Records, translations: Collection[tuple[str, Key]]) -> Iterator[Diagnostic]:
    for language, key in translations:
        if key not in records:
            near = _nearest(key, records)
            problem = worded(
                "no-record", f"{near}.{language}.yml" if near else "", kind=key[0], id=key[1]
            )
            yield Diagnostic(record_file(key, language), 0, "", *problem)
