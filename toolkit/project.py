"""The project: everything in a toolkit's folder, parsed, validated and linked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.diagnostics import Diagnostic, unreported, worded
from toolkit.fingerprint import code_fingerprint, content_digest, digest_of
from toolkit.hiding import hidden_too, visible_pages, without_hidden
from toolkit.library import Library
from toolkit.linking import LIST, link_records, record_file
from toolkit.listing import address
from toolkit.paths import MESSAGES
from toolkit.pdf import read_pdf_texts
from toolkit.record_cache import RecordCache
from toolkit.rereading import Task, page_tasks, record_tasks
from toolkit.review import (
    age_notes,
    attachment_notes,
    doc_file_notes,
    double_notes,
    number_notes,
    overlay_notes,
    page_notes,
    record_notes,
    source_notes,
    translation_notes,
)
from toolkit.schema import KINDS, FieldPath, Key, Record, Vocabularies
from toolkit.schema.parts import OWN_WORD
from toolkit.schema.translation import Translation
from toolkit.sources.attachments import Attachments
from toolkit.sources.config import Settings, read_settings
from toolkit.sources.doc_files import read_doc_files
from toolkit.sources.doc_pages import DocPage, citation_mistakes, line_of, read_doc_pages
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog, read_catalogs
from toolkit.sources.model_reader import readable
from toolkit.sources.scan import SourcePath, read_source, scan
from toolkit.sources.word_lists import (
    Synonyms,
    Term,
    message_breaches,
    page_breaches,
    read_glossaries,
    read_synonyms,
)
from toolkit.sources.yaml_reader import parse_yaml
from toolkit.translation import is_translated
from toolkit.validate import meant_kind, validate_record, validate_translation


class Edition(NamedTuple):
    """Which content a site or copy has: the same folders give the same edition, whoever builds it, and whenever."""

    day: str
    """The newest day on which a record was checked; empty if none says when."""
    digest: str
    """Six hexadecimal digits that change with any record, translation, page or attachment."""

    def __str__(self) -> str:
        return f"{self.day} {self.digest}".strip()


START = "index"
"""The start page, which every language has."""


@dataclass(frozen=True)
class Project:
    """A toolkit: its settings, messages, records, translations and authored pages."""

    root: Path
    settings: Settings
    catalogs: Mapping[str, Catalog]
    """By language, in the site's order."""
    vocabularies: Vocabularies
    synonyms: Mapping[str, Synonyms]
    glossaries: Mapping[str, list[Term]]
    library: Library
    left_out_catalogs: Mapping[str, Catalog] = field(default_factory=dict)
    """Of languages without pages, in which documents are handed out all the same."""
    doc_pages: list[DocPage] = field(default_factory=list)
    doc_files: Mapping[str, Path] = field(default_factory=dict)
    """The files in docs/ that are published as they are, by name in the site."""
    attachments: Attachments = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    """What is wrong. If there is any, the library may lack records."""
    notes: list[Diagnostic] = field(default_factory=list)
    """What should be fixed, but stops nothing."""

    @property
    def default_language(self) -> str:
        """The language at the root of the site."""
        return self.settings.languages[0]

    @cached_property
    def all_catalogs(self) -> dict[str, Catalog]:
        """The catalogs of the site, and English in any case: search, data and model documents are always in English."""
        return {SOURCE_LANGUAGE: next(iter(self.catalogs.values())).in_english, **self.catalogs}

    @cached_property
    def handout_catalogs(self) -> dict[str, Catalog]:
        """The catalogs of all languages in which documents may be handed out, whichever an edition's pages are in."""
        return {**self.all_catalogs, **self.left_out_catalogs}

    @cached_property
    def whole_catalogs(self) -> dict[str, Catalog]:
        """The catalogs of English and of the site's languages that nearly all records are translated into."""
        whole = self.library.whole_languages
        catalogs = self.all_catalogs.items()
        return {language: catalog for language, catalog in catalogs if language in whole}

    @cached_property
    def edition(self) -> Edition:
        """The edition, alike for a site in some of the languages."""
        content = digest_of((content_digest(self.root), self.settings.overlay))
        return Edition(self.library.last_checked, content[:6])

    def pages_in(self, language: str) -> list[Key]:
        """The records that have a page in a language."""
        missing = self.elsewhere[language]
        return [key for key in self.library.records if address(*key) not in missing]

    def page_language(self, path: str, language: str) -> str:
        """The language of the page that readers of a language get: theirs if the page exists in it."""
        if language in self.catalogs and path not in self.elsewhere[language]:
            return language
        return self.settings.home_language

    def page_languages(self, path: str) -> tuple[str, ...]:
        """The languages in which a page exists."""
        return tuple(language for language in self.catalogs if path not in self.elsewhere[language])

    @cached_property
    def elsewhere(self) -> dict[str, frozenset[str]]:
        """For each language the paths of pages that it lacks, because they are not translated.

        Its readers get them in the home language, which lacks none.
        """
        return {language: frozenset(self._untranslated(language)) for language in self.catalogs}

    def _untranslated(self, language: str) -> Iterator[str]:
        if language == self.settings.home_language:
            return
        for key, record in self.library.records.items():
            if is_translated(self.library.statuses(language, key)):
                continue
            yield address(*key)
            for former_key in record.former_keys:
                yield address(*former_key)
        translated = {page.path for page in self.doc_pages if page.language == language}
        for page in self.doc_pages:
            if page.path != START and page.path not in translated:
                yield page.path

    def reduced_to(self, keys: Iterable[Key], language: str) -> "Project":
        """The project with only these records in a language and in English, and nothing around them."""
        records = {key: self.library.records[key] for key in keys}
        translations: dict[tuple[str, Key], Translation] = {}
        for (tag, key), translation in self.library.translations.items():
            if tag == language and key in records:
                translations[tag, key] = translation
        return replace(
            self,
            library=Library(records, references={}, backlinks={}, translations=translations),
            doc_pages=[],
            attachments={},
            diagnostics=[],
            notes=[],
        )

    def source_text(self, record: Record) -> str:
        """A record's file as written."""
        return (self.root / record_file(record.key)).read_text("utf-8-sig")

    def line_of(self, record: Record, path: FieldPath) -> int:
        """The line of a field in a record's file, or of the nearest field around it that is written."""
        return parse_yaml(self.source_text(record), record_file(record.key)).line(path)

    def line_in_translation(self, key: Key, language: str, path: FieldPath) -> int:
        """The line of a field in the file of a translation."""
        file = record_file(key, language)
        return parse_yaml((self.root / file).read_text("utf-8-sig"), file).line(path)

    @property
    def tasks(self) -> list[Task]:
        """What is to be read against its sources again, and when."""
        tasks = page_tasks(self.doc_pages)
        for record in self.library.records.values():
            tasks += record_tasks(record)
        return sorted(tasks)

    def line_of_task(self, task: Task) -> int:
        """The line that has the day of the last reading."""
        path = self.root / task.file
        if path.suffix == ".md":
            return line_of("checked", path)
        return parse_yaml(path.read_text("utf-8-sig"), task.file).line(task.field)


@dataclass
class ParsedFiles:
    """What is in the files of records and translations."""

    records: list[Record] = field(default_factory=list)
    translations: dict[tuple[str, Key], Translation] = field(default_factory=dict)
    """By language and record."""
    broken: dict[Key, Record] = field(default_factory=dict)
    """What can be read of records with mistakes."""
    misplaced: set[Key] = field(default_factory=set)
    """Records in the folder of another kind than theirs, by where they are."""
    unread: list[tuple[str, Key]] = field(default_factory=list)
    """The language and record of translations with mistakes, and of those whose record is not there."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def load_project(
    root: Path, cache: Path | None = None, only: Sequence[str] = (), is_reviewed: bool = True
) -> Project:
    """Everything in a toolkit's folder, or `only` these languages of it.

    With a folder for the cache, unchanged files are not parsed again. Notes for whoever reviews a contribution take
    half a second: a build does without them.
    """
    settings = read_settings(root, only)
    left_out = [tag for tag in settings.left_out if (MESSAGES / f"{tag}.yml").is_file()]
    catalogs = read_catalogs([*settings.languages, *left_out])
    pages_in = {language: catalogs.by_language[language] for language in settings.languages}
    glossaries, glossary_diagnostics = read_glossaries(settings.languages)
    synonyms, synonym_diagnostics = read_synonyms(settings.languages)
    project = Project(
        root=root,
        settings=settings,
        catalogs=pages_in,
        left_out_catalogs={language: catalogs.by_language[language] for language in left_out},
        vocabularies=catalogs.vocabularies,
        synonyms=synonyms,
        glossaries=glossaries,
        library=Library({}, {}, {}, {}),
        diagnostics=settings.diagnostics,
    )
    if settings.diagnostics:  # without the list of languages, correct files would be reported
        return project
    project = _with_docs(project)
    sources = scan(root, settings.languages, settings.left_out)
    diagnostics = [
        *catalogs.diagnostics,
        *glossary_diagnostics,
        *synonym_diagnostics,
        *project.diagnostics,
        *sources.diagnostics,
    ]
    if is_reviewed:
        diagnostics += message_breaches(pages_in, glossaries)
    project = replace(project, attachments=sources.attachments, diagnostics=diagnostics)
    version = digest_of((code_fingerprint(), catalogs.vocabularies, glossaries))
    record_cache = RecordCache(cache, version, catalogs.vocabularies)
    parsed = _parse_all(sources.files, project, record_cache)
    if project.diagnostics:  # a file with a wrong name would be missed
        problems = {*project.diagnostics, *parsed.diagnostics}
        return replace(project, diagnostics=sorted(problems))
    record_cache.save({source.file for source in sources.files})
    project, misfits = _with_library(project, parsed, is_reviewed)
    if project.diagnostics:
        return project
    texts, notes = read_pdf_texts(project.attachments, project.library.records, cache)
    project = replace(project, library=replace(project.library, document_texts=texts))
    notes += misfits
    if is_reviewed:
        notes += _review(project)
    return replace(project, notes=sorted(notes))


def _with_docs(project: Project) -> Project:
    """The project with what is in docs/, and what is wrong with it."""
    settings = project.settings
    pages, page_diagnostics = read_doc_pages(
        project.root,
        languages=settings.languages,
        vocabularies=project.vocabularies,
        left_out=settings.left_out,
    )
    files, file_diagnostics = read_doc_files(
        project.root,
        languages=[*settings.languages, *settings.left_out],
        loaded=_loaded_files(settings),
        drawings=settings.drawings,
    )
    diagnostics = [
        *page_diagnostics,
        *file_diagnostics,
        *page_breaches(pages, project.glossaries),
        *citation_mistakes(pages),
    ]
    return replace(project, doc_pages=pages, doc_files=files, diagnostics=diagnostics)


def _loaded_files(settings: Settings) -> set[str]:
    """The files in docs/ that settings name, such as style sheets."""
    return {name for _, name in settings.loaded}


def _own_words(project: Project, records: Iterable[Record]) -> Iterator[Diagnostic]:
    """Sources that are an agency's own word, in records that are not of an overlay."""
    for record in records:
        file = record_file(record.key)
        if file in project.settings.overlay.marks:
            continue
        for number, source in enumerate(record.sources):
            if source.seen == OWN_WORD:
                line = project.line_of(record, ("sources", number, "seen"))
                yield Diagnostic(file, line, f"sources.{number + 1}.seen", *worded("own-word"))


def _parse_all(
    files: Iterable[SourcePath], project: Project, record_cache: RecordCache
) -> ParsedFiles:
    """The records and translations in the files, from the cache where they have not changed."""
    parsed = ParsedFiles()
    records_first = sorted(files, key=lambda source: bool(source.language))
    present = {(source.kind, source.id) for source in records_first if not source.language}
    for source in records_first:
        key = source.kind, source.id
        if key in parsed.misplaced:  # it moves with its record
            continue
        if key not in present:  # its texts would be those of no field
            parsed.unread.append((source.language, key))
            continue
        value = _cached(source, project, record_cache)
        if not value:
            problems_before = len(parsed.diagnostics)
            value = _parse(source, project, parsed)
            is_correct = len(parsed.diagnostics) == problems_before
            if value and is_correct:  # what is wrong with a file is told each time
                record_cache.put(source, value)
        if isinstance(value, Translation):
            parsed.translations[source.language, key] = value
        elif value:
            parsed.records.append(value)
    return parsed


def _cached(
    source: SourcePath, project: Project, record_cache: RecordCache
) -> Record | Translation | None:
    """What is in an unchanged file; None if it is to be read again, as when a record's attachment is gone."""
    value = record_cache.get(source)
    attachment = getattr(value, "file", None)
    is_attachment_gone = attachment and (source.kind, attachment) not in project.attachments
    return None if is_attachment_gone else value


def _parse(
    source: SourcePath, project: Project, parsed: ParsedFiles
) -> Record | Translation | None:
    """The record or translation in a file. What is wrong with it, and what can be read of it then, goes to `parsed`."""
    file, problems = read_source(source)
    value: Record | Translation | None = None
    mistakes: list[Diagnostic] = []
    if file and file.language:
        terms = project.glossaries.get(file.language, ())
        value, mistakes = validate_translation(file, project.vocabularies, terms)
    elif file:
        value, mistakes = validate_record(file, project.attachments, project.vocabularies)
    problems += unreported(mistakes, problems)
    parsed.diagnostics += problems
    if problems and source.language:
        parsed.unread.append((source.language, (source.kind, source.id)))
    elif problems:
        kind = meant_kind(file) if file else source.kind
        if kind != source.kind:
            parsed.misplaced.add((source.kind, source.id))
        values = file.values if file else None
        parsed.broken[kind, source.id] = readable(KINDS[kind].model, values, source.id)
    return value


def _with_library(
    project: Project, parsed: ParsedFiles, is_reviewed: bool
) -> tuple[Project, list[Diagnostic]]:
    """The project with its library and what is wrong with it, and notes on what does not fit its overlay or English."""
    library, dead = link_records(
        parsed.records,
        project.attachments,
        parsed.translations,
        project.line_of,
        broken=parsed.broken,
        languages=_nameable_languages(project),
        unread=parsed.unread,
    )
    misfits: list[Diagnostic] = []
    if is_reviewed:  # of all that is written: a record without hidden parts has fewer texts
        misfits += translation_notes(library, project.line_in_translation)
        misfits += number_notes(library, project.line_in_translation)
    if project.settings.overlay.name:  # an update of the toolkit must not stop its site
        misfits += [mistake for mistake in dead if _is_misfit(mistake)]
        hidden_files = project.settings.overlay.hide
        visible = without_hidden(library, hidden_files)
        hidden = [record for key, record in library.records.items() if key not in visible.records]
        misfits += hidden_too([record.key for record in hidden], hidden_files)
        project = _without_hidden(project, hidden, visible.records.values())
        library = visible
    told = [*unreported(dead, parsed.diagnostics), *_own_words(project, library.records.values())]
    diagnostics = {*parsed.diagnostics, *told} - {*misfits}
    return replace(project, library=library, diagnostics=sorted(diagnostics)), misfits


def _nameable_languages(project: Project) -> list[str]:
    """The languages of the site that a record can name."""
    names = project.vocabularies["languages"].keys() - {SOURCE_LANGUAGE}
    return [language for language in project.catalogs if language.partition("-")[0] in names]


def _is_misfit(mistake: Diagnostic) -> bool:
    """Whether a mistake in linking may be due to an overlay for another version of the toolkit."""
    return not mistake.field.startswith("was") and f"/{LIST}." not in mistake.file


def _without_hidden(
    project: Project, hidden: Iterable[Record], visible: Iterable[Record]
) -> Project:
    """The project without hidden pages and links to them, and with the attachments of visible records only."""
    keys: list[Key] = []
    for record in hidden:
        keys += [record.key, *record.former_keys]
    claimed = {(record.kind, getattr(record, "file", None)) for record in visible}
    attachments = {key: file for key, file in project.attachments.items() if key in claimed}
    pages = visible_pages(project.doc_pages, project.settings.overlay.hide, keys)
    return replace(project, doc_pages=pages, attachments=attachments)


def _review(project: Project) -> Iterator[Diagnostic]:
    """Notes for whoever reviews a contribution."""
    library = project.library
    settings = project.settings
    records = list(library.records.values())
    yield from record_notes(records, project.line_of)
    yield from double_notes(records, project.line_of)
    yield from source_notes(records, project.line_of)
    yield from age_notes(project.tasks, project.line_of_task)
    yield from page_notes(project.doc_pages)
    yield from attachment_notes(project.attachments)
    named_in_settings = settings.drawings | _loaded_files(settings)
    yield from doc_file_notes(project.doc_files, named_in_settings, project.doc_pages)
    yield from overlay_notes(library, settings.overlay, project.all_catalogs)
