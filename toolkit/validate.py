"""Validates records and translations beyond single fields: citations, files, repetitions, and the glossary."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from toolkit.diagnostics import (
    NO_FIX,
    Diagnostic,
    Problem,
    either,
    nearest,
    quoted,
    respelling,
    shorten,
    worded,
)
from toolkit.schema import KINDS, UNSTATED, Document, FieldPath, Record, Vocabularies
from toolkit.schema.documents import Model, Publication
from toolkit.schema.fields import Choice, HasBlanks, Ref, Translatable
from toolkit.schema.introspect import FieldSpec, cited_keys, fields, marked_fields, marked_values
from toolkit.schema.markup import blanks, cell_ends, citations, links, uncited
from toolkit.schema.records import Practice
from toolkit.schema.rules import DATE, FieldError, no_links
from toolkit.schema.translation import Translation, Unit
from toolkit.sources.attachments import Attachments
from toolkit.sources.field_errors import noun
from toolkit.sources.model_reader import validated
from toolkit.sources.overlay import AGENCY
from toolkit.sources.scan import in_other_folder, kind_of, misnamed
from toolkit.sources.word_lists import Term, breaches
from toolkit.sources.yaml_reader import MAX_PROBLEMS, SourceFile
from toolkit.texts import read_texts

EXISTENCE = re.compile(read_texts("review.yml")["existence"], re.I | re.X)
"""Asks whether the practice still goes on."""
MARKUP: dict[str, tuple[Callable[[str], list[str]], str]] = {
    "citations": (citations, "[@{}]"),
    "links": (links, "{}"),
    "blanks": (blanks, "{{{}}}"),
    "cells": (cell_ends, "{}"),
}
"""What a translation has as its English does: how it is found in a text, and how it is written there."""


def validate_record(
    file: SourceFile, attachments: Attachments, vocabularies: Vocabularies
) -> tuple[Record | None, list[Diagnostic]]:
    """The record in a file, or everything that is wrong with it."""
    if "texts" in file.values and file.values.keys() <= fields(Translation).keys():
        return None, [Diagnostic(file.file, 0, "", *worded("translation-as-record"))]
    meant = meant_kind(file)
    if meant != file.kind:
        return None, [Diagnostic(file.file, 0, "", *in_other_folder(meant))]

    def mistakes(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
        yield from _repetitions(record, file)
        yield from _source_mistakes(record, file)
        yield from _missing_file(record, file, attachments)
        if isinstance(record, Practice):
            yield from _stage_mistakes(record, file)
        if isinstance(record, Model):
            yield from _blank_mistakes(record, file)
            yield from _row_mistakes(record, file)
        if isinstance(record, Publication):
            yield from _missing_design(record, file, vocabularies)

    return validated(KINDS[file.kind].model, file, vocabularies, mistakes)


def meant_kind(file: SourceFile) -> str:
    """The kind of record that a file is by its fields, wherever it lies: several are of no other kind."""
    return kind_of(file.values, file.kind) or file.kind


def validate_translation(
    file: SourceFile, vocabularies: Vocabularies, terms: Sequence[Term]
) -> tuple[Translation | None, list[Diagnostic]]:
    """The translation in a file, or everything that is wrong with it; `terms` are its language's glossary."""
    return validated(Translation, file, vocabularies, partial(_translation_mistakes, terms))


def markup_mismatch(english: str, text: str) -> Problem | None:
    """How the citations, links, blanks or cells of a translation differ from its English, in any order; else None."""
    for name, (markup_in, form) in MARKUP.items():
        expected = sorted(markup_in(english))
        if sorted(markup_in(text)) != expected:
            needed = quoted(shorten(form.format(entry)) for entry in expected) or "none"
            return worded("markup-differs", what=name, needed=needed)
    return None


def _repetitions(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """Choices and records that a list names twice, which would be counted and shown twice."""
    seen: set[tuple[FieldPath, str]] = set()
    for path, _, value in chain(marked_values(record, Choice), marked_values(record, Ref)):
        *list_path, position = path
        if not isinstance(position, int):
            continue
        entry = (tuple(list_path), value)
        if entry in seen:
            yield file.diagnostic(path, *worded("entry-twice", value=value))
        seen.add(entry)


def _source_mistakes(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """Keys that are cited but not there, or there but never cited. A text with mistakes still cites its keys."""
    sources: dict[str, FieldPath] = {}
    for i, source in enumerate(record.sources):
        if not source.key:
            return
        path: FieldPath = ("sources", i, "key")
        first_path = sources.setdefault(source.key, path)
        if first_path != path:
            line = file.line(first_path)
            yield file.diagnostic(path, *worded("key-twice", key=source.key, line=line))
    if not sources:
        return
    cited = cited_keys(record)
    meant: set[str] = set()
    unknown = [key for key in cited if key not in sources]
    for key in unknown[:MAX_PROBLEMS]:  # to find the nearest of very many would take minutes
        near_key = nearest(key, sources)
        meant.add(near_key)
        yield _unknown_key(key, cited[key], near_key, file)
    for key, path in sources.items():
        if key not in cited and key not in meant and not _is_named(key, file):
            yield file.diagnostic(path, *worded("never-cited", key=key))


def _unknown_key(
    key: str, paths: Sequence[FieldPath], near_key: str, file: SourceFile
) -> Diagnostic:
    """A key that is cited at these paths, but is not among the sources."""
    first_path = min(paths, key=file.line)
    lines = sorted({file.line(path) for path in paths})
    other_lines = [str(line) for line in lines[1:]]
    also = f" (so do the lines {', '.join(other_lines)})" if other_lines else ""
    problem = "misspelt-key" if near_key else "unknown-key"
    message, hint = worded(problem, key=shorten(key), also=also, meant=near_key)
    fix = NO_FIX if other_lines else respelling(key, near_key)
    return file.diagnostic(first_path, message, hint, fix)


def _is_named(key: str, file: SourceFile) -> bool:
    """Whether a key is cited anywhere in a file, if only in a text with a mistake."""
    return bool(re.search(rf"^(?! *#).*@{re.escape(key)}(?![\w-])", file.text, re.M))


def _missing_file(
    record: Record, file: SourceFile, attachments: Attachments
) -> Iterator[Diagnostic]:
    """A file beside the record that is not there."""
    name = record.file if isinstance(record, Document) else None
    if not name or (file.kind, name) in attachments:
        return
    near_name = nearest(name, [other for kind, other in attachments if kind == file.kind])
    message, hint = worded("no-file", near_name, name=name, folder=KINDS[file.kind].folder)
    problem = misnamed(name)
    if problem and not near_name:
        _, naming_hint = problem
        hint = f"{hint} {naming_hint}".rstrip()
    yield file.diagnostic(("file",), message, hint, respelling(name, near_name))


def _missing_design(
    record: Publication, file: SourceFile, vocabularies: Vocabularies
) -> Iterator[Diagnostic]:
    """A study that does not say how it was done."""
    is_study = record.genre == "study" or record.findings
    if is_study and not record.design:
        problem = worded("no-design", designs=either(vocabularies["design"]))
        yield file.diagnostic(("genre",), *problem)


def _stage_mistakes(record: Practice, file: SourceFile) -> Iterator[Diagnostic]:
    """A stage needs a year that a source can bear, and must not stand beside the question whether it is true."""
    if record.stage != UNSTATED and not record.as_of:
        yield file.diagnostic(("stage",), *worded("stage-without-year", stage=record.stage))
    if record.stage == UNSTATED and record.as_of:
        yield file.diagnostic(("as_of",), *worded("year-without-stage"))
    if record.as_of and record.as_of > _newest_year(record, record.as_of):
        yield file.diagnostic(("as_of",), *worded("year-after-sources", year=record.as_of))
    if record.stage != "running":
        return
    for i, question in enumerate(record.unknown):
        if EXISTENCE.search(question):
            yield file.diagnostic(("unknown", i), *worded("asked-and-running"))


def _newest_year(record: Practice, default: int) -> int:
    """The year of the newest source, or this default where the sources cannot tell.

    That a practice has ended may be read on a page without a date.
    """
    dates = [source.date for source in record.sources if source.date]
    years = [int(date[:4]) for date in dates if DATE.fullmatch(date)]
    has_broken_date = len(years) < len(dates)
    has_undated_source = len(dates) < len(record.sources)
    if has_broken_date or (record.stage == "ended" and has_undated_source):
        return default
    return max(years, default=default)


def _blank_mistakes(model: Model, file: SourceFile) -> Iterator[Diagnostic]:
    """Blanks that are used and not declared, or declared and not used."""
    if not all(blank.name for blank in model.blanks):
        return
    declared: dict[str, FieldPath] = {}
    for i, blank in enumerate(model.blanks):
        path: FieldPath = ("blanks", i, "name")
        if declared.setdefault(blank.name, path) != path:
            yield file.diagnostic(path, *worded("blank-twice", blank=blank.name))
    names_in_use = {AGENCY}  # at the head of each document
    for path, _, text in marked_values(model, HasBlanks):
        for name in blanks(text):
            if name in declared:
                names_in_use.add(name)
                continue
            near_name = nearest(name, declared)
            names_in_use.add(near_name)
            message, hint = worded("blank-undeclared", near_name, blank=name)
            yield file.diagnostic(path, message, hint, respelling(name, near_name))
    for name, path in declared.items():
        if name not in names_in_use:
            yield file.diagnostic(path, *worded("blank-unused", blank=name))


def _row_mistakes(model: Model, file: SourceFile) -> Iterator[Diagnostic]:
    """Rows that do not fit their table."""
    for i, chapter in enumerate(model.chapters):
        width = 0
        for j, clause in enumerate(chapter.clauses):
            if not clause.text:
                continue
            cells = len(cell_ends(clause.text)) + 1 if clause.style == "row" else 0
            is_in_table = cells and width
            if not is_in_table:
                width = cells
            elif cells != width:
                path = ("chapters", i, "clauses", j, "text")
                yield file.diagnostic(path, *worded("uneven-row", cells=cells, width=width))


def _translation_mistakes(
    terms: Sequence[Term], translation: Translation, file: SourceFile
) -> Iterator[Diagnostic]:
    """Texts of no field, texts that break a rule, and English that is translated twice."""
    model = KINDS[file.kind].model
    translatable = marked_fields(model, Translatable)
    first_units: dict[tuple[str, str], int] = {}
    for i, unit in enumerate(translation.texts):
        spec = translatable.get(unit.at)
        if not spec:
            yield _text_of_no_field(unit, i, file)
        for problem in _text_mistakes(unit, spec, terms):
            yield file.diagnostic(("texts", i, "text"), *problem)
        first = first_units.setdefault((unit.at, unit.en), i)
        if first != i:
            line = file.line(("texts", first))
            yield file.diagnostic(("texts", i), *worded("translated-twice", line=line))


def _text_of_no_field(unit: Unit, position: int, file: SourceFile) -> Diagnostic:
    """A translated text whose field the record does not have."""
    model = KINDS[file.kind].model
    names = marked_fields(model, Translatable)
    near_name = nearest(unit.at, names)
    message, hint = worded(
        "no-text-of", near_name, at=shorten(unit.at), noun=noun(model), names=quoted(names)
    )
    return file.diagnostic(("texts", position, "at"), message, hint, respelling(unit.at, near_name))


def _text_mistakes(unit: Unit, spec: FieldSpec | None, terms: Sequence[Term]) -> Iterator[Problem]:
    """What is wrong with a translated text: the message and hint of each problem."""
    if not unit.text:
        return
    mismatch = markup_mismatch(unit.en, unit.text)
    if mismatch:
        yield mismatch
    mark = spec.mark(Translatable) if spec else None
    if mark and mark.is_line:
        try:
            no_links(unit.text)
        except FieldError as error:
            yield error.message, error.hint
    yield from breaches(terms, uncited(unit.en), uncited(unit.text))
