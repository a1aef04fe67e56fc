"""Validates records and translations beyond single fields: citations, files, repetitions, and the glossary."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from toolkit.diagnostics import Diagnostic, either, nearest, quoted, shorten, worded
from toolkit.schema import KINDS, UNSTATED, Document, FieldPath, Record, Vocabularies
from toolkit.schema.documents import Model, Publication
from toolkit.schema.fields import (
    DATE,
    Choice,
    FieldError,
    HasBlanks,
    Ref,
    Translatable,
    no_links,
)
from toolkit.schema.introspect import FieldSpec, cited_keys, marked_fields, marked_values
from toolkit.schema.markup import blanks, cell_ends, citations, links, uncited
from toolkit.schema.records import Practice
from toolkit.schema.translation import Translation, Unit
from toolkit.sources.attachments import Attachment
from toolkit.sources.scan import misnamed
from toolkit.sources.validation import noun, validated
from toolkit.sources.word_lists import Term, breaches
from toolkit.sources.yaml_reader import MAX_PROBLEMS, SourceFile
from toolkit.texts import read_texts

EXISTENCE = re.compile(read_texts("review.yml")["existence"], re.I | re.X)
"""Asks whether the practice still goes on."""


def validate_record(
    file: SourceFile, attachments: Mapping[tuple[str, str], Attachment], vocabularies: Vocabularies
) -> tuple[Record | None, list[Diagnostic]]:
    """The record in a file, or everything that is wrong with it."""

    def mistakes(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
        yield from _repetitions(record, file)
        yield from _citation_mistakes(record, file)
        yield from _missing_file(record, file, attachments)
        if isinstance(record, Practice):
            yield from _status_mistakes(record, file)
        if isinstance(record, Model):
            yield from _blank_mistakes(record, file)
            yield from _row_mistakes(record, file)
        if (
            isinstance(record, Publication)
            and (record.genre == "study" or record.findings)
            and not record.design
        ):
            yield file.diagnostic(
                ("genre",), *worded("no-design", designs=either(vocabularies["design"]))
            )

    return validated(KINDS[file.kind].model, file, vocabularies, mistakes)


def validate_translation(
    file: SourceFile, vocabularies: Vocabularies, terms: Sequence[Term]
) -> tuple[Translation | None, list[Diagnostic]]:
    """The translation in a file, or everything that is wrong with it; `terms` are its language's glossary."""
    return validated(Translation, file, vocabularies, partial(_mistakes, terms))


def markup_mismatch(english: str, text: str) -> tuple[str, str] | None:
    """How the citations, links, blanks or cells of a translation differ from its English, in any order; else None."""
    for name, find in (
        ("citations", citations),
        ("links", links),
        ("blanks", blanks),
        ("cells", cell_ends),
    ):
        expected = sorted(find(english))
        if sorted(find(text)) != expected:
            form = {"citations": "[@{}]", "blanks": "{{{}}}"}.get(name, "{}")
            needed = quoted(shorten(form.format(entry)) for entry in expected) or "none"
            return worded("markup-differs", what=name, needed=needed)
    return None


def _repetitions(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """Choices and records that a list names twice, which would be counted and shown twice."""
    seen: set[tuple[FieldPath, str]] = set()
    for path, _, value in chain(marked_values(record, Choice), marked_values(record, Ref)):
        if isinstance(path[-1], int):
            if (path[:-1], value) in seen:
                yield file.diagnostic(path, *worded("entry-twice", value=value))
            seen.add((path[:-1], value))


def _citation_mistakes(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """Keys that are cited but not there, or there but never cited. A text with mistakes still cites its keys."""
    sources: dict[str, FieldPath] = {}
    for i, source in enumerate(record.sources):
        if not source.key:
            return
        path: FieldPath = ("sources", i, "key")
        if source.key in sources:
            yield file.diagnostic(
                path, *worded("key-twice", key=source.key, line=file.line(sources[source.key]))
            )
        sources.setdefault(source.key, path)
    if not sources:
        return
    cited = cited_keys(record)
    unknown = [key for key in cited if key not in sources][
        :MAX_PROBLEMS
    ]  # the nearest of very many would take minutes
    meant = {key: nearest(key, sources) for key in unknown}
    for key, near in meant.items():
        path, *more = sorted(cited[key], key=file.line)
        others = [
            str(line) for line in dict.fromkeys(map(file.line, more)) if line != file.line(path)
        ]
        also = f" (so do the lines {', '.join(others)})" if others else ""
        problem = "misspelt-key" if near else "unknown-key"
        yield file.diagnostic(path, *worded(problem, key=shorten(key), also=also, meant=near))
    for key, path in sources.items():
        is_named = re.search(
            rf"^(?! *#).*@{re.escape(key)}(?![\w-])", file.text, re.M
        )  # in a text with a mistake
        if key not in cited and key not in meant.values() and not is_named:
            yield file.diagnostic(path, *worded("never-cited", key=key))


def _missing_file(
    record: Record, file: SourceFile, attachments: Mapping[tuple[str, str], Attachment]
) -> Iterator[Diagnostic]:
    if isinstance(record, Document) and record.file and (file.kind, record.file) not in attachments:
        folder = KINDS[file.kind].folder
        near = nearest(record.file, [name for kind, name in attachments if kind == file.kind])
        _, its_name = misnamed(record.file) or ("", "")
        message, hint = worded("no-file", near, name=record.file, folder=folder)
        yield file.diagnostic(("file",), message, hint if near else f"{hint} {its_name}".rstrip())


def _status_mistakes(record: Practice, file: SourceFile) -> Iterator[Diagnostic]:
    """A stage needs a year that a source can bear, and must not stand beside the question whether it is true."""
    stage, as_of = record.stage, record.as_of
    dates = [source.date for source in record.sources if source.date]
    dated = [int(day[:4]) for day in dates if DATE.fullmatch(day)]
    if stage != UNSTATED and not as_of:
        yield file.diagnostic(("stage",), *worded("stage-without-year", stage=stage))
    if stage == UNSTATED and as_of:
        yield file.diagnostic(("as_of",), *worded("year-without-stage"))
    is_judged = len(dated) == len(dates) and (stage != "ended" or len(dated) == len(record.sources))
    if as_of and is_judged and as_of > max(dated, default=as_of):
        yield file.diagnostic(("as_of",), *worded("year-after-sources", year=as_of))
    for i, question in enumerate(record.unknown):
        if stage == "running" and EXISTENCE.search(question):
            yield file.diagnostic(("unknown", i), *worded("asked-and-running"))


def _blank_mistakes(model: Model, file: SourceFile) -> Iterator[Diagnostic]:
    """Blanks that are used and not declared, or declared and not used."""
    if not all(blank.name for blank in model.blanks):
        return
    declared: dict[str, FieldPath] = {}
    for i, blank in enumerate(model.blanks):
        path: FieldPath = ("blanks", i, "name")
        if declared.setdefault(blank.name, path) != path:
            yield file.diagnostic(path, *worded("blank-twice", blank=blank.name))
    used = [
        (path, name) for path, _, text in marked_values(model, HasBlanks) for name in blanks(text)
    ]
    for path, name in used:
        if name not in declared:
            yield file.diagnostic(
                path, *worded("blank-undeclared", nearest(name, declared), blank=name)
            )
    meant = {name if name in declared else nearest(name, declared) for _, name in used}
    for name in declared.keys() - meant:
        yield file.diagnostic(declared[name], *worded("blank-unused", blank=name))


def _row_mistakes(model: Model, file: SourceFile) -> Iterator[Diagnostic]:
    """Rows that do not fit their table."""
    for i, chapter in enumerate(model.chapters):
        width = 0
        for j, clause in enumerate(chapter.clauses):
            if not clause.text:
                continue
            cells = len(cell_ends(clause.text)) + 1 if clause.style == "row" else 0
            width = width if cells and width else cells
            if cells != width:
                place = ("chapters", i, "clauses", j, "text")
                yield file.diagnostic(place, *worded("uneven-row", cells=cells, width=width))


def _mistakes(
    terms: Sequence[Term], translation: Translation, file: SourceFile
) -> Iterator[Diagnostic]:
    model = KINDS[file.kind].model
    translatable = marked_fields(model, Translatable)
    seen: dict[tuple[str, str], int] = {}
    for i, unit in enumerate(translation.texts):
        spec = translatable.get(unit.at)
        if not spec:
            values = {"at": shorten(unit.at), "noun": noun(model), "names": quoted(translatable)}
            yield file.diagnostic(
                ("texts", i, "at"), *worded("no-text-of", nearest(unit.at, translatable), **values)
            )
        for problem in _text_mistakes(unit, spec, terms):
            yield file.diagnostic(("texts", i, "text"), *problem)
        first = seen.setdefault((unit.at, unit.en), i)
        if first != i:
            yield file.diagnostic(
                ("texts", i), *worded("translated-twice", line=file.line(("texts", first)))
            )


def _text_mistakes(
    unit: Unit, spec: FieldSpec | None, terms: Sequence[Term]
) -> Iterator[tuple[str, str]]:
    if not unit.text:
        return
    if mismatch := markup_mismatch(unit.en, unit.text):
        yield mismatch
    if spec and (mark := spec.mark(Translatable)) and mark.is_line:
        try:
            no_links(unit.text)
        except FieldError as error:
            yield error.message, error.hint
    yield from breaches(terms, uncited(unit.en), uncited(unit.text))
