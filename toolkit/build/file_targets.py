"""Targets other than pages: the search index, assets, files that are published unchanged, and exports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from toolkit.build.targets import Files, Input, ProjectInputs, Target
from toolkit.export import EXPORTS
from toolkit.export.api import keys_in
from toolkit.export.handouts import handout_files
from toolkit.export.workbooks import workbook
from toolkit.fingerprint import digest_of
from toolkit.listing import address
from toolkit.pages.model import handout_languages
from toolkit.render.assets import load_assets
from toolkit.render.staging import shared_files
from toolkit.schema import Key
from toolkit.search.facets import search_facets
from toolkit.search.index import index_files, manifest
from toolkit.search.passages import keyword_texts
from toolkit.search.shortlist import panel_values, shortlist_files
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.word_lists import Synonyms


def file_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The targets that need no shells, slowest first."""
    yield from search_targets(inputs)
    yield from handout_targets(inputs)
    yield from workbook_targets(inputs)
    assets = load_assets()
    yield Target("assets", dict, (Input(assets.files, digest_of(assets.names)),))


def shared_file_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The files that are published unchanged."""
    for name, path in shared_files(inputs.project).items():
        stat = path.stat()
        state = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
        yield Target(f"file {name}", static_file, (Input.of(name), Input(path, digest_of(state))))


def search_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The index and interface texts of each language and of English."""
    project, library = inputs.project, inputs.project.library
    facets = Input.of(search_facets(library, project.doc_pages, project.vocabularies))
    keywords = {key: keyword_texts(record) for key, record in library.records.items()}
    for language, catalog in project.all_catalogs.items():
        # Catalogs and synonyms are part of the program, whose fingerprint the manifest has.
        words, synonyms = Input(catalog, language), Input(project.synonyms.get(language, Synonyms()), "")
        searched = searched_records(inputs, language, keywords)
        yield Target(f"search {language}", index_files, (searched, words, inputs.doc_pages, synonyms, facets))
    panels = digest_of(panel_values(library))
    for language, catalog in project.catalogs.items():
        translations = [inputs.translation(key, language).digest for key in library.records]
        digest = digest_of([panels, inputs.all_listings(language).digest, *translations])
        values = Input(catalog, language), Input(project.vocabularies, ""), inputs.doc_pages
        languages = Input.of(list(project.catalogs))
        yield Target(f"shortlist {language}", shortlist_files, (Input(library, digest), *values, languages))


def handout_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The files of each model document in each of its languages."""
    project, settings = inputs.project, inputs.project.settings
    for key in (record.key for record in project.library.of_kind("model")):
        for language in handout_languages(project, key):
            catalog, place = Input(project.all_catalogs[language], language), settings.place(address(*key), language)
            values = catalog, inputs.records[key], inputs.translation(key, language), Input.of(place)
            yield Target(f"handout {language} {key[1]}", handout_files, (*values, Input.of(settings.overlay)))


def searched_records(inputs: ProjectInputs, language: str, keywords: Mapping[Key, Sequence[str]]) -> Input:
    """The library as a language's index sees it: of an untranslated record, only the listing and keywords."""
    library = inputs.project.library
    parts = [inputs.all_listings(language).digest, inputs.document_texts]
    for key in library.records:
        if language == SOURCE_LANGUAGE or (language, key) in library.translations:
            parts += [inputs.records[key].digest, inputs.translation(key, language).digest]
        else:
            parts += keywords[key]
    return Input(library, digest_of(parts))


def workbook_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """A workbook for each language."""
    project = inputs.project
    for language in project.all_catalogs:
        keys = keys_in(project, language)
        digests = [(key, inputs.records[key].digest, inputs.translation(key, language).digest) for key in keys]
        tables = Input(project, digest_of([digests, project.settings.values]))
        yield Target(f"workbook {language}", workbook, (tables, Input.of(language)))


def static_file(name: str, path: Path) -> Files:
    """A file that is published unchanged."""
    return {name: path.read_bytes()}


def closing_targets(
    inputs: ProjectInputs, pages: Mapping[str, Sequence[str]], names: Iterable[str]
) -> Iterator[Target]:
    """The manifest and the exports, which list other files: `pages` by language, and the search's among the `names`."""
    project = inputs.project
    records = Input.joined({**inputs.records, **inputs.translations}).digest
    sizes = [(key, attachment.size) for key, attachment in project.attachments.items()]
    sources = records, sizes, inputs.document_texts, inputs.doc_pages.digest, project.settings.values
    search = sorted(name for name in names if name.startswith("search/"))
    yield Target("manifest", manifest, (Input.of(search), Input.of(load_assets().manifest_key)))
    for name, export in EXPORTS.items():
        yield Target(f"export {name}", export, (Input(project, digest_of(sources)), Input.of(pages)))
