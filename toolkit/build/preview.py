"""The pages of an edited record, ahead of the build: they are rendered alone, among the other records as they were."""

from collections.abc import Iterator
from pathlib import Path

from toolkit.build.page_targets import group_target, page_frame, record_group
from toolkit.build.site import compile_templates
from toolkit.build.targets import Files, Input, ProjectInputs
from toolkit.listing import listing
from toolkit.project import Project
from toolkit.render.assembler import Shells
from toolkit.schema import Key, Record
from toolkit.schema.fields import Ref
from toolkit.schema.introspect import marked_values
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.scan import SourcePath, read_source, scan
from toolkit.translation import is_translated, localized
from toolkit.validate import validate_record, validate_translation


class Preview:
    """A project as it was built last, in which single records and translations are read again."""

    def __init__(self, project: Project, shells: Shells) -> None:
        compile_templates()
        self.project = project
        self.inputs = ProjectInputs(project)
        settings = project.settings
        files = scan(project.root, settings.languages, settings.left_out).files
        self.sources = {source.path: source for source in files}
        self.frames = {}
        for language in project.catalogs:
            self.frames[language] = page_frame(self.inputs, shells, language)

    def pages(self, path: Path) -> Files:
        """The pages that show the texts of a file; none if it isn't a record's or a translation's, or has mistakes."""
        source = self.sources.get(path)
        if not source or not path.is_file():
            return {}
        part = self._read(source)
        key = source.kind, source.id
        if isinstance(part, Translation):
            self.inputs.translations[source.language, key] = Input.of_part(part)
        elif part and self._has_its_references(part):
            self.inputs.records[key] = Input.of_part(part)
        else:
            return {}
        files: Files = {}
        self._update_listings(key)
        for language in self._languages_of(key):
            group = record_group(self.inputs, language, key)
            files |= group_target(self.frames[language], group).files()
        return files

    def _read(self, source: SourcePath) -> Record | Translation | None:
        """What a file says now; None if anything in it is wrong, which the build reports."""
        file, mistakes = read_source(source._replace(size=source.path.stat().st_size))
        if not file or mistakes:
            return None
        part: Record | Translation | None
        vocabularies = self.project.vocabularies
        if source.language:
            terms = self.project.glossaries.get(source.language, ())
            part, mistakes = validate_translation(file, vocabularies, terms)
        else:
            part, mistakes = validate_record(file, self.project.attachments, vocabularies)
        if mistakes:
            return None
        return part

    def _has_its_references(self, record: Record) -> bool:
        """Whether every record is there that this one refers to."""
        for _, spec, value in marked_values(record, Ref):
            ref = spec.mark(Ref)
            if ref and ref.key(value) not in self.inputs.records:
                return False
        return True

    def _languages_of(self, key: Key) -> Iterator[str]:
        """The languages in which a record has a page."""
        for language in self.project.catalogs:
            if key in self.project.pages_in(language):
                yield language

    def _update_listings(self, key: Key) -> None:
        """Make the listings of a record anew. Its page may show any record from now on, for it may refer to others."""
        record = self.inputs.records[key].value
        records = {**self.project.library.records, key: record}
        for language, listings in self.inputs.listings.items():
            translation = self.inputs.translation(key, language).value
            texts, statuses = localized(record, language, translation)
            page_language = language if is_translated(statuses) else SOURCE_LANGUAGE
            listings[key] = Input.of(listing(texts, records, page_language))
        self.inputs.around[key] = tuple(records)
