"""The targets that are not pages: the search, the browser's files, files as they were given, and exports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from toolkit.build.inputs import ProjectInputs
from toolkit.build.targets import Files, Input, Target
from toolkit.export import EXPORTS
from toolkit.fingerprint import digest_of
from toolkit.render.assets import load_assets
from toolkit.render.staging import shared_files as given_files
from toolkit.search.facets import facet_rows, search_facets
from toolkit.search.files import index_files, manifest, shared_files
from toolkit.search.messages import language_messages
from toolkit.sources.messages import SOURCE_LANGUAGE, english_catalog
from toolkit.sources.synonyms import Synonyms

SEARCH = "search"
"""How the names of the search's targets begin."""


def file_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """All that can be made without the shells of pages: what takes longest comes first."""
    yield from search_targets(inputs)
    assets = load_assets()
    yield Target("assets", dict, (Input(assets.files, digest_of(assets.names)),))
    for name, path in given_files(inputs.project).items():
        stat = path.stat()
        state = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
        yield Target(f"file {name}", given_file, (Input.of(name), Input(path, digest_of(state))))


def search_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The index of each language and of English, what the browser says, and what all languages share."""
    project, library = inputs.project, inputs.project.library
    catalogs = {SOURCE_LANGUAGE: english_catalog(project.catalogs), **project.catalogs}
    for language, catalog in catalogs.items():
        synonyms = Input(project.synonyms.get(language, Synonyms()), "")  # they are the program's
        searched = searched_records(inputs, language), Input(catalog, language), inputs.doc_pages
        yield Target(f"{SEARCH} {language}", index_files, (*searched, synonyms))
    rows = facet_rows(library, project.doc_pages)
    facets = search_facets(rows, library.listings(SOURCE_LANGUAGE), project.vocabularies)
    facet_input = Input.of(facets)
    yield Target(f"{SEARCH} all", shared_files, (Input.of(rows), facet_input))
    for language, catalog in catalogs.items():
        values = Input(catalog, language), facet_input, inputs.listings(language).all
        yield Target(f"{SEARCH} words {language}", language_messages, values)


def searched_records(inputs: ProjectInputs, language: str) -> Input:
    """The library as it is searched in a language: of a record that is not translated, its listing and keywords."""
    library = inputs.project.library
    parts = [inputs.listings(language).all.digest, inputs.document_texts]
    for key in library.records:
        if language == SOURCE_LANGUAGE or (language, key) in library.translations:
            parts += [inputs.record(key).digest, inputs.translation(key, language).digest]
        else:
            parts += inputs.keywords[key]
    return Input(library, digest_of(parts))


def given_file(name: str, path: Path) -> Files:
    """A file as it was given."""
    return {name: path.read_bytes()}


def closing_targets(
    inputs: ProjectInputs, pages: Mapping[str, Sequence[str]], search: Iterable[str]
) -> Iterator[Target]:
    """What lists the other files: `pages` are those of each language by name, `search` the files of the search."""
    yield Target("manifest", manifest, (Input.of(sorted(search)), Input.of(load_assets().manifest_key)))
    for name, export in EXPORTS.items():
        yield Target(f"export {name}", export, (inputs.whole, Input.of(pages)))
