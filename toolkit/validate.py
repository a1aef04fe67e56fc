"""Validates records and translations beyond single fields: citations, files, repetitions, and the glossary."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from toolkit.diagnostics import Diagnostic, correction, misspelt, nearest, shorten
from toolkit.schema import KINDS, UNSTATED, Document, FieldPath, Record, Vocabularies
from toolkit.schema.documents import Model
from toolkit.schema.fields import Choice, CitesSources, FieldError, HasBlanks, Ref, Translatable, no_links
from toolkit.schema.introspect import FieldSpec, marked_fields, marked_values
from toolkit.schema.markup import blanks, cell_ends, citations, links, uncited
from toolkit.schema.records import Practice
from toolkit.schema.translation import Translation, Unit
from toolkit.sources.attachments import Attachment
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
        yield from _other_agencies(record, file)
        yield from _citation_mistakes(record, file)
        yield from _missing_file(record, file, attachments)
        yield from _status_mistakes(record, file)
        yield from _model_mistakes(record, file) if isinstance(record, Model) else ()

    return validated(KINDS[file.kind].model, file, vocabularies, mistakes)


def validate_translation(
    file: SourceFile, vocabularies: Vocabularies, terms: Sequence[Term]
) -> tuple[Translation | None, list[Diagnostic]]:
    """The translation in a file, or everything that is wrong with it; `terms` are its language's glossary."""
    return validated(Translation, file, vocabularies, partial(_mistakes, terms))


def markup_mismatch(english: str, text: str) -> tuple[str, str] | None:
    """How the citations, links, blanks or cells of a translation differ from its English, in any order; else None."""
    for name, find in (("citations", citations), ("links", links), ("blanks", blanks), ("cells", cell_ends)):
        expected = sorted(find(english))
        if sorted(find(text)) != expected:
            needed = ", ".join(f"`{shorten(entry)}`" for entry in expected) or "none"
            return f"has other {name} than the English text.", f"It needs {needed}."
    return None


def _repetitions(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """Choices and records that a list names twice, which would be counted and shown twice."""
    seen: set[tuple[FieldPath, str]] = set()
    for path, _, value in chain(marked_values(record, Choice), marked_values(record, Ref)):
        if isinstance(path[-1], int):
            if (path[:-1], value) in seen:
                yield file.diagnostic(path, f"`{value}` is in the list a second time.", "Delete it here.")
            seen.add((path[:-1], value))


def _other_agencies(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """Agencies that did a practice, but are not among its agencies."""
    if isinstance(record, Practice):
        for i, instance in enumerate(record.instances):
            if instance.agency and instance.agency not in record.agencies:
                near = misspelt(instance.agency, record.agencies)
                hint = f"Did you mean `{near}`?" if near else "Add it there."
                message = f"`{instance.agency}` is not among the `agencies` of this practice."
                yield file.diagnostic(("instances", i, "agency"), message, hint)


def _citation_mistakes(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """Keys that are cited but not there, or there but never cited. A text with mistakes still cites its keys."""
    sources: dict[str, FieldPath] = {}
    for i, source in enumerate(record.sources):
        if not source.key:
            return
        path: FieldPath = ("sources", i, "key")
        if source.key in sources:
            message = f"`{source.key}` is also the key of the source in line {file.line(sources[source.key])}."
            yield file.diagnostic(path, message, "Change the key of either source.")
        sources.setdefault(source.key, path)
    if not sources:
        return
    cited = _cited_keys(record)
    unknown = [key for key in cited if key not in sources][:MAX_PROBLEMS]  # the nearest of very many would take minutes
    meant = {key: nearest(key, sources) for key in unknown}
    for key, near in meant.items():
        path, *more = sorted(cited[key], key=file.line)
        others = [str(line) for line in dict.fromkeys(map(file.line, more)) if line != file.line(path)]
        also = f" (so do the lines {', '.join(others)})" if others else ""
        hint = f"Did you mean `{near}`? Otherwise add it under `sources`." if near else "Add it under `sources`."
        yield file.diagnostic(path, f"cites `{shorten(key)}`{also}, which is not among the sources.", hint)
    for key, path in sources.items():
        is_named = re.search(rf"@{re.escape(key)}(?![\w-])", file.text)
        if key not in cited and key not in meant.values() and not is_named:
            hint = f"Write `[@{key}]` after what it says, or delete the source."
            yield file.diagnostic(path, f"`{key}` is never cited.", hint)


def _cited_keys(record: Record) -> dict[str, list[FieldPath]]:
    """Where the record cites each key, in its texts and in its fields for keys."""
    cited: dict[str, list[FieldPath]] = {}
    for path, _, text in marked_values(record, Translatable):
        for key in citations(text):
            cited.setdefault(key, []).append(path)
    for path, _, key in marked_values(record, CitesSources):
        cited.setdefault(key, []).append(path)
    return cited


def _missing_file(
    record: Record, file: SourceFile, attachments: Mapping[tuple[str, str], Attachment]
) -> Iterator[Diagnostic]:
    if isinstance(record, Document) and record.file and (file.kind, record.file) not in attachments:
        folder = KINDS[file.kind].folder
        names = [name for kind, name in attachments if kind == file.kind]
        hint = correction(record.file, names, f"Put it into {folder}/, beside the record.")
        yield file.diagnostic(("file",), f"there is no file `{record.file}` in {folder}/.", hint)


def _status_mistakes(record: Record, file: SourceFile) -> Iterator[Diagnostic]:
    """A stage needs a year that a source can bear, and must not stand beside the question whether it is true."""
    if not isinstance(record, Practice):
        return
    stage, as_of = record.stage, record.as_of
    years = [str(source.date)[:4] if source.date else "" for source in record.sources]
    if stage != UNSTATED and not as_of:
        hint = "Add `as_of`, the year of the newest source that says so. If no source has a year, leave `stage` out."
        yield file.diagnostic(("stage",), f"says `{stage}`, but not in which year.", hint)
    if stage == UNSTATED and as_of:
        message = "is the year of a `stage`, but there is none."
        yield file.diagnostic(("as_of",), message, "Add the `stage`, or delete the line.")
    if as_of and all(map(str.isdecimal, years)) and as_of > max(map(int, years), default=as_of):
        hint = "Write the year of the newest source that says so."
        yield file.diagnostic(("as_of",), f"`{as_of}` is later than the date of every source.", hint)
    for i, question in enumerate(record.unknown):
        if stage == "running" and EXISTENCE.search(question):
            message = "asks whether it still goes on, but `stage` says `running`."
            hint = "Delete the question: the page says which year the status is for. Or change `stage`."
            yield file.diagnostic(("unknown", i), message, hint)


def _model_mistakes(model: Model, file: SourceFile) -> Iterator[Diagnostic]:
    """Blanks that are used and not declared, or declared and not used; rows that do not fit their table."""
    declared: dict[str, FieldPath] = {}
    for i, blank in enumerate(model.blanks):
        path: FieldPath = ("blanks", i, "name")
        if declared.setdefault(blank.name, path) != path:
            yield file.diagnostic(path, f"`{blank.name}` is declared a second time.", "Delete one of the two.")
    used = [(path, name) for path, _, text in marked_values(model, HasBlanks) for name in blanks(text)]
    for path, name in used:
        if name not in declared:
            hint = correction(name, declared, "Declare it under `blanks`, with its `label`.")
            yield file.diagnostic(path, f"has the blank `{{{name}}}`, which is not declared.", hint)
    meant = {name if name in declared else nearest(name, declared) for _, name in used}
    for name in declared.keys() - meant:
        hint = f"Write `{{{name}}}` where it goes in the text, or delete it here."
        yield file.diagnostic(declared[name], f"the blank `{name}` is never used.", hint)
    for i, chapter in enumerate(model.chapters):
        width = 0
        for j, clause in enumerate(chapter.clauses):
            cells = len(cell_ends(clause.text)) + 1 if clause.style == "row" else 0
            width = width if cells and width else cells
            if cells != width:
                message = f"has {cells} cells in a table of {width}."
                yield file.diagnostic(("chapters", i, "clauses", j, "text"), message, "Write ` | ` between cells.")


def _mistakes(terms: Sequence[Term], translation: Translation, file: SourceFile) -> Iterator[Diagnostic]:
    model = KINDS[file.kind].model
    translatable = marked_fields(model, Translatable)
    seen: dict[tuple[str, str], int] = {}
    for i, unit in enumerate(translation.texts):
        spec = translatable.get(unit.at)
        if not spec:
            names = ", ".join(f"`{name}`" for name in translatable)
            hint = correction(unit.at, translatable, f"Its texts are {names}.")
            message = f"`{shorten(unit.at)}` is not a text of {noun(model)}."
            yield file.diagnostic(("texts", i, "at"), message, hint)
        for problem in _text_mistakes(unit, spec, terms):
            yield file.diagnostic(("texts", i, "text"), *problem)
        first = seen.setdefault((unit.at, unit.en), i)
        if first != i:
            message = f"translates the same English as line {file.line(('texts', first))}."
            yield file.diagnostic(("texts", i), message, "Keep the better translation, and delete the other.")


def _text_mistakes(unit: Unit, spec: FieldSpec | None, terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
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
