"""The project: everything in a toolkit's folder, parsed, validated and linked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from toolkit.diagnostics import Diagnostic, dotted, worded
from toolkit.documents import read_documents
from toolkit.fingerprint import code_fingerprint, content_digest, digest_of
from toolkit.hiding import shown_records, without_links
from toolkit.library import Library
from toolkit.linking import LIST, link_records, record_file
from toolkit.listing import address
from toolkit.record_cache import RecordCache
from toolkit.review import (
    bare_steps,
    differing_sources,
    doubles,
    file_notes,
    page_notes,
    record_notes,
)
from toolkit.schema import KINDS, FieldPath, Key, Record, Vocabularies
from toolkit.schema.documents import Model
from toolkit.schema.markup import citations
from toolkit.schema.translation import Translation
from toolkit.sources.attachments import Attachment
from toolkit.sources.config import Settings, read_settings
from toolkit.sources.doc_files import is_site_wide, read_doc_files
from toolkit.sources.doc_pages import DocPage, read_doc_pages
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog, read_catalogs
from toolkit.sources.overlay import FILE as OVERLAY
from toolkit.sources.scan import SourcePath, read_source, scan
from toolkit.sources.validation import readable
from toolkit.sources.word_lists import Synonyms, Term, breaches, read_glossaries, read_synonyms
from toolkit.translation import is_translated
from toolkit.validate import validate_record, validate_translation

MAX_AGE = timedelta(days=365)
"""After this, a record should be read against its sources again."""


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
    doc_pages: list[DocPage] = field(default_factory=list)
    doc_files: Mapping[str, Path] = field(default_factory=dict)
    """The files in docs/ that are published as they are, by name in the site."""
    attachments: Mapping[tuple[str, str], Attachment] = field(default_factory=dict)
    """By kind and file name."""
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
    def whole_catalogs(self) -> dict[str, Catalog]:
        """The catalogs of English and of the site's languages that nearly all records are translated into."""
        whole = self.library.whole_languages
        return {
            language: catalog
            for language, catalog in self.all_catalogs.items()
            if language in whole
        }

    @cached_property
    def edition(self) -> Edition:
        """The edition, alike for a site in some of the languages."""
        content = digest_of((content_digest(self.root), self.settings.overlay))
        return Edition(self.library.last_checked, content[:6])

    def pages_in(self, language: str) -> list[Key]:
        """The records that have a page in a language."""
        return [
            key for key in self.library.records if address(*key) not in self.elsewhere[language]
        ]

    def page_language(self, path: str, language: str) -> str:
        """The language of the page that readers of a language get: theirs if the page exists in it."""
        is_there = language in self.catalogs and path not in self.elsewhere[language]
        return language if is_there else self.settings.home_language

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
            if not is_translated(self.library.statuses(language, key)):
                yield from (address(*each) for each in (key, *record.former_keys))
        here = {START, *(page.path for page in self.doc_pages if page.language == language)}
        yield from (page.path for page in self.doc_pages if page.path not in here)

    def reduced_to(self, keys: Iterable[Key], language: str) -> "Project":
        """The project with only these records in a language and in English, and nothing around them."""
        library = self.library
        records = {key: library.records[key] for key in keys}
        translations = {
            place: translation
            for place, translation in library.translations.items()
            if place[0] == language and place[1] in records
        }
        reduced = Library(records, {}, {}, translations)
        return replace(
            self, library=reduced, doc_pages=[], attachments={}, diagnostics=[], notes=[]
        )

    def source_text(self, record: Record) -> str:
        """A record's file as written."""
        return (self.root / record_file(record.key)).read_text("utf-8-sig")


def load_project(
    root: Path, cache: Path | None = None, only: Sequence[str] = (), is_reviewed: bool = True
) -> Project:
    """Everything in a toolkit's folder, or `only` these languages of it.

    With a folder for the cache, unchanged files are not parsed again. Notes for whoever reviews a contribution take
    half a second: a build does without them.
    """
    settings = read_settings(root, only)
    catalogs = read_catalogs(settings.languages)
    glossaries, glossary_diagnostics = read_glossaries(settings.languages)
    synonyms, synonym_diagnostics = read_synonyms(settings.languages)
    program = catalogs.by_language, catalogs.vocabularies, synonyms, glossaries
    project = Project(
        root, settings, *program, Library({}, {}, {}, {}), diagnostics=settings.diagnostics
    )
    if settings.diagnostics:  # without the list of languages, correct files would be reported
        return project
    doc_pages, doc_diagnostics = read_doc_pages(
        root, settings.languages, catalogs.vocabularies, settings.left_out
    )
    loaded, every = {name for _, name in settings.loaded}, [*settings.languages, *settings.left_out]
    doc_files, file_diagnostics = read_doc_files(root, every, loaded, settings.drawings)
    sources = scan(root, settings.languages, settings.left_out)
    diagnostics = [
        *catalogs.diagnostics,
        *glossary_diagnostics,
        *synonym_diagnostics,
        *doc_diagnostics,
    ]
    diagnostics += file_diagnostics
    diagnostics += [*sources.diagnostics, *_page_breaches(doc_pages, glossaries)]
    diagnostics += _page_citations(doc_pages)
    if is_reviewed:
        diagnostics += message_breaches(catalogs.by_language, glossaries)
    project = replace(
        project, doc_pages=doc_pages, doc_files=doc_files, attachments=sources.attachments
    )
    project = replace(project, diagnostics=diagnostics)
    version = digest_of((code_fingerprint(), catalogs.vocabularies, glossaries))
    records = RecordCache(cache, version, catalogs.vocabularies)
    return _with_library(project, sources.files, records, cache, is_reviewed)


def _with_library(
    project: Project,
    files: Sequence[SourcePath],
    cache: RecordCache,
    folder: Path | None,
    is_reviewed: bool,
) -> Project:
    """The project with its records and translations, and what is wrong with them."""
    diagnostics = list(project.diagnostics)
    records: list[Record] = []
    broken: dict[Key, Record] = {}
    translations: dict[tuple[str, Key], Translation] = {}
    for source in files:
        value = cache.get(source)
        attachment = getattr(value, "file", None)
        if not value or (
            attachment and (source.kind, attachment) not in project.attachments
        ):  # gone since
            value, problems = _parse(source, project, cache, broken)
            diagnostics += problems
        if isinstance(value, Translation):
            translations[source.language, (source.kind, source.id)] = value
        elif value:
            records.append(value)
    if project.diagnostics:  # a file with a wrong name would be missed
        return replace(project, diagnostics=sorted(set(diagnostics)))
    paths = {source.file: source for source in files}

    def locate(record: Record, path: FieldPath) -> int:
        file, _ = read_source(paths[record_file(record.key)])
        return file.line(path) if file else 0

    cache.save(set(paths))
    known = project.vocabularies["languages"].keys() - {SOURCE_LANGUAGE}
    languages = [language for language in project.catalogs if language.partition("-")[0] in known]
    library, dead = link_records(
        records, project.attachments, translations, locate, broken, languages
    )
    misfits: list[Diagnostic] = []
    if project.settings.overlay.name:  # an update of the toolkit must not stop its site
        misfits = [
            entry
            for entry in dead
            if not entry.field.startswith("was") and f"/{LIST}." not in entry.file
        ]
        project, library, hidden_too = _without_hidden(project, library)
        misfits += hidden_too
    diagnostics = sorted({*diagnostics, *dead} - {*misfits})
    texts, notes = (
        ({}, []) if diagnostics else read_documents(project.attachments, library.records, folder)
    )
    project = replace(
        project, library=replace(library, document_texts=texts), diagnostics=diagnostics
    )
    if not diagnostics:
        notes += [*misfits, *(_review(project, locate) if is_reviewed else ())]
    return replace(project, notes=sorted(notes))


def _without_hidden(
    project: Project, library: Library
) -> tuple[Project, Library, list[Diagnostic]]:
    """The project and library without what the overlay hides and dead references, and notes on what is hidden too."""
    shown = shown_records(library.records.values(), hide := project.settings.overlay.hide)
    gone = [key for key in library.records if key not in shown]
    claimed = {(record.kind, getattr(record, "file", None)) for record in shown.values()}
    attachments = {key: file for key, file in project.attachments.items() if key in claimed}
    formerly = [former for key in gone for former in library.records[key].former_keys]
    pages = [
        replace(page, body=without_links(page.body, [*gone, *formerly]))
        for page in project.doc_pages
    ]
    translations = {
        place: value for place, value in library.translations.items() if place[1] in shown
    }
    library, _ = link_records(shown.values(), (), translations, lambda record, path: 0)
    notes = [
        Diagnostic(record_file(key), 0, "", *worded("hidden-too"))
        for key in gone
        if record_file(key) not in hide
    ]
    return replace(project, doc_pages=pages, attachments=attachments), library, notes


def _page_breaches(
    pages: Sequence[DocPage], glossaries: Mapping[str, list[Term]]
) -> Iterator[Diagnostic]:
    """Breaches of the glossaries in authored pages. Pages of as many paragraphs are compared paragraph by paragraph."""
    english = {page.path: page for page in pages if page.language == SOURCE_LANGUAGE}
    for page in pages:
        original = english.get(page.path)
        if (
            original
            and page.status_beside(original) != "outdated"
            and len(page.blocks) == len(original.blocks)
        ):
            for (_, source), (line, text) in zip(original.blocks, page.blocks, strict=True):
                for problem in breaches(glossaries.get(page.language, []), source, text):
                    yield Diagnostic(page.file, line, "", *problem)


def message_breaches(
    catalogs: Mapping[str, Catalog], glossaries: Mapping[str, list[Term]]
) -> Iterator[Diagnostic]:
    """Breaches of the glossaries in the messages of the toolkit."""
    for language, terms in glossaries.items():
        texts = catalogs[language].texts
        for key, source in catalogs[language].english.items():
            for problem in breaches(terms, source, texts.get(key, source)):
                yield Diagnostic(f"toolkit/messages/{language}.yml", 0, key, *problem)


def _page_citations(pages: Sequence[DocPage]) -> Iterator[Diagnostic]:
    """Keys that a page with sources cites and lacks, in any language, and sources that it does not cite."""
    sources = {page.path: page.sources for page in pages if page.sources}
    for page in pages:
        known = {source.key for source in sources.get(page.path, ())}
        for line, text in page.blocks if known else ():
            for key in citations(text):
                if key not in known:
                    yield Diagnostic(page.file, line, "", *worded("unknown-key", key=key, also=""))
        for key in sorted(known.difference(citations(page.body))) if page.sources else ():
            yield Diagnostic(page.file, 1, "sources", *worded("never-cited", key=key))


def _review(project: Project, locate: Callable[[Record, FieldPath], int]) -> Iterator[Diagnostic]:
    """Notes for whoever reviews a contribution."""
    library = project.library
    for record in library.records.values():
        for path, message, hint in record_notes(record):
            yield Diagnostic(
                record_file(record.key), locate(record, path), dotted(path), message, hint
            )
        if getattr(record, "evidence", "") in ("evaluated", "compared") and not getattr(
            record, "studies", ()
        ):
            yield Diagnostic(
                record_file(record.key),
                locate(record, ("evidence",)),
                "evidence",
                *worded("no-study"),
            )
        if not record.checked:
            yield Diagnostic(
                record_file(record.key),
                locate(record, ("checked",)),
                "checked",
                *worded("never-checked"),
            )
    for page in project.doc_pages:
        for line, message, hint in page_notes(page.body, page.first_line):
            yield Diagnostic(page.file, line, "", message, hint)
        for line in (
            bare_steps(page.body, page.first_line) if page.front.get("show") == "route" else ()
        ):
            yield Diagnostic(page.file, line, "", *worded("bare-step"))
    for (kind, name), attachment in project.attachments.items():
        for message, hint in file_notes(attachment.path):
            yield Diagnostic(f"{KINDS[kind].folder}/{name}", 0, "", message, hint)
    yield from _doc_file_notes(project)
    for record, other in doubles(library.records.values()):
        problem = worded("double", file=record_file(other.key))
        yield Diagnostic(record_file(record.key), locate(record, ("title",)), "title", *problem)
    for record, path, other, place in differing_sources(library.records.values()):
        problem = worded("source-differs", place=f"{record_file(other.key)}:{locate(other, place)}")
        yield Diagnostic(record_file(record.key), locate(record, path), dotted(path), *problem)
    yield from _unsaid(project)
    limit = (date.today() - MAX_AGE).isoformat()
    days = {key: record.checked or limit for key, record in library.records.items()}
    if old := sorted((day, key) for key, day in days.items() if day < limit):
        checked, key = old[0]
        more = f" In {len(old) - 1} more records, too." if len(old) > 1 else ""
        line = locate(library.records[key], ("checked",))
        yield Diagnostic(
            record_file(key), line, "checked", *worded("checked-long-ago", day=checked, more=more)
        )


def _doc_file_notes(project: Project) -> Iterator[Diagnostic]:
    """Notes on the files in docs/ that are published as they are."""
    named = {*project.settings.drawings, *(name for _, name in project.settings.loaded)}
    for name, path in project.doc_files.items():
        if is_site_wide(name):
            yield Diagnostic(f"docs/{name}", 0, "", *worded("docs-site-wide"))
        elif name not in named and not any(path.name in page.body for page in project.doc_pages):
            yield Diagnostic(f"docs/{name}", 0, "", *worded("docs-unlinked"))
        for message, hint in file_notes(path):
            yield Diagnostic(f"docs/{name}", 0, "", message, hint)


def _unsaid(project: Project) -> Iterator[Diagnostic]:
    """Notes on words that the overlay fills in, and not in every language that they are handed out in."""
    overlay, missing = project.settings.overlay, dict[str, dict[str, None]]()
    for record in project.library.of_kind(Model.kind):
        spoken = [
            tag for tag in project.all_catalogs if (tag, record.key) in project.library.translations
        ]
        for blank in getattr(record, "blanks", ()):
            if blank.translatable and blank.name in overlay.values:
                unsaid = [
                    tag for tag in (SOURCE_LANGUAGE, *spoken) if not overlay.value(blank, tag)
                ]
                missing.setdefault(blank.name, {}).update(dict.fromkeys(unsaid))
    for name, languages in missing.items():
        if languages:
            problem = worded("said-in-some-languages", name=name, languages=", ".join(languages))
            yield Diagnostic(OVERLAY, 0, f"values.{name}", *problem)


def _parse(
    source: SourcePath, project: Project, cache: RecordCache, broken: dict[Key, Record]
) -> tuple[Record | Translation | None, list[Diagnostic]]:
    """The record or translation in a file, now in the cache, and what is wrong with the file.

    What can be read of a record with mistakes is added to `broken`.
    """
    file, problems = read_source(source)
    value: Record | Translation | None = None
    mistakes: list[Diagnostic] = []
    if file and file.language:
        terms = project.glossaries.get(file.language, ())
        value, mistakes = validate_translation(file, project.vocabularies, terms)
    elif file:
        value, mistakes = validate_record(file, project.attachments, project.vocabularies)
    reported = {(problem.line, problem.field) for problem in problems}
    problems += [mistake for mistake in mistakes if (mistake.line, mistake.field) not in reported]
    if problems and not source.language:
        broken[source.kind, source.id] = readable(
            KINDS[source.kind].model, file and file.values, source.id
        )
    if value:
        cache.put(source, value)
    return value, problems
