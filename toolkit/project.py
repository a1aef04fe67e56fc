"""The project: everything in a toolkit's folder, parsed, validated and linked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from toolkit.diagnostics import Diagnostic
from toolkit.documents import read_documents
from toolkit.fingerprint import code_fingerprint, digest_of
from toolkit.library import Library
from toolkit.linking import link_records, record_file
from toolkit.record_cache import CachedSource, RecordCache
from toolkit.schema import FieldPath, Key, Record
from toolkit.sources.attachments import Attachment
from toolkit.sources.config import Settings, read_settings
from toolkit.sources.doc_pages import DocPage, read_doc_pages
from toolkit.sources.glossary import Term, read_glossaries
from toolkit.sources.messages import Catalog, read_catalogs
from toolkit.sources.scan import ScanResult, SourcePath, read_source, scan
from toolkit.sources.synonyms import Synonyms, read_synonyms
from toolkit.sources.yaml_reader import SourceFile
from toolkit.translation import Translation
from toolkit.validate import validate_records, validate_translations


@dataclass(frozen=True)
class Project:
    """A toolkit: its settings, messages, records, translations and authored pages."""

    root: Path
    settings: Settings
    catalogs: Mapping[str, Catalog]
    """By language, in the site's order."""
    vocabularies: Mapping[str, Mapping[str, str]]
    """The closed lists: name → id → English label."""
    synonyms: Mapping[str, Synonyms]
    glossaries: Mapping[str, list[Term]]
    library: Library
    doc_pages: list[DocPage] = field(default_factory=list)
    attachments: Mapping[tuple[str, str], Attachment] = field(default_factory=dict)
    """By kind and file name."""
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The digest of each record and translation, by file."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    """What is wrong. If there is any, the library may lack records."""
    notes: list[Diagnostic] = field(default_factory=list)
    """What should be fixed, but stops nothing."""

    @property
    def default_language(self) -> str:
        """The language at the root of the site."""
        return self.settings.languages[0]

    @cached_property
    def sizes(self) -> dict[tuple[str, str], int]:
        """The bytes of each attachment, by kind and file name."""
        return {key: attachment.size for key, attachment in self.attachments.items()}

    def source_text(self, record: Record) -> str:
        """A record's file as written."""
        return (self.root / record_file(record.key)).read_text("utf-8-sig")


def load_project(root: Path, cache: Path | None = None) -> Project:
    """Everything in a toolkit's folder. With a folder for the cache, unchanged files are not parsed again."""
    settings = read_settings(root)
    catalogs = read_catalogs(settings.languages)
    glossaries, glossary_diagnostics = read_glossaries(settings.languages)
    synonyms, synonym_diagnostics = read_synonyms(settings.languages)
    empty, _ = link_records([], [], {}, lambda record, path: 0)
    program = catalogs.by_language, catalogs.vocabularies, synonyms, glossaries
    if settings.diagnostics:  # without the list of languages, correct files would be reported
        return Project(root, settings, *program, empty, diagnostics=settings.diagnostics)
    doc_pages, doc_diagnostics = read_doc_pages(root, settings.languages, catalogs.vocabularies)
    sources = scan(root, settings.languages)
    diagnostics = [*catalogs.diagnostics, *glossary_diagnostics, *synonym_diagnostics, *doc_diagnostics]
    project = Project(
        root, settings, *program, empty, doc_pages=doc_pages, attachments=sources.attachments, diagnostics=diagnostics
    )
    version = digest_of((code_fingerprint(), catalogs.vocabularies, glossaries))
    return _with_library(project, sources, RecordCache(cache, version, catalogs.vocabularies), cache)


def _lacks_file(source: SourcePath, cached: CachedSource, project: Project) -> bool:
    """Whether an unchanged record's attachment is gone, which validation reports."""
    name = getattr(cached.value, "file", None)
    return bool(name) and (source.kind, name) not in project.attachments


def _with_library(project: Project, sources: ScanResult, parsed: RecordCache, cache: Path | None) -> Project:
    """The project with its records and translations, and what is wrong with them."""
    diagnostics = [*project.diagnostics, *sources.diagnostics]
    paths = {source.file: source for source in sources.files}
    values: dict[str, Record | Translation] = {}
    digests: dict[str, str] = {}
    changed: dict[str, SourceFile] = {}
    for source in sources.files:
        cached = parsed.get(source)
        if cached and not _lacks_file(source, cached, project):
            values[source.file], digests[source.file] = cached
        else:
            file, problems = read_source(source)
            changed |= {source.file: file} if file else {}
            diagnostics += problems
    written = [file for file in changed.values() if not file.language]
    records, problems = validate_records(written, project.attachments, project.vocabularies)
    diagnostics += problems
    translated = [file for file in changed.values() if file.language]
    pairs, problems = validate_translations(translated, project.vocabularies, project.glossaries)
    diagnostics += problems
    new = {record_file(record.key): record for record in records} | {file.file: value for file, value in pairs}
    for name, value in new.items():
        values[name] = value
        digests[name] = parsed.put(paths[name], value, changed[name].text)

    def locate(record: Record, path: FieldPath) -> int:
        name = record_file(record.key)
        file = changed.get(name) or read_source(paths[name])[0]
        return file.line(path) if file else 0

    if diagnostics:
        return replace(project, diagnostics=sorted(set(diagnostics)))
    translations: dict[tuple[str, Key], Translation] = {}
    for name, value in values.items():
        if isinstance(value, Translation):
            translations[paths[name].language, (paths[name].kind, paths[name].id)] = value
    records = [value for value in values.values() if isinstance(value, Record)]
    library, diagnostics = link_records(records, project.attachments, translations, locate)
    texts, notes = ({}, []) if diagnostics else read_documents(project.attachments, library.records, cache)
    parsed.save(set(digests))
    library = replace(library, document_texts=texts)
    return replace(project, library=library, digests=digests, diagnostics=diagnostics, notes=notes)
