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
from toolkit.search.facets import search_facets
from toolkit.search.index import index_files, manifest
from toolkit.search.shortlist import shortlist_files
from toolkit.search.views import kept_records, searched_records
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.word_lists import Synonyms

OF_PAGES = ("sitemaps", "start here")
"""The exports that list pages, and so come last."""


def file_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The targets that need no shells, slowest first."""
    yield from search_targets(inputs)
    yield from handout_targets(inputs)
    yield from workbook_targets(inputs)
    yield from export_targets(inputs, {}, sorted(EXPORTS.keys() - OF_PAGES))
    assets = load_assets()
    yield Target("assets", dict, (Input(assets.files, digest_of(assets.names)),))


def shared_file_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The files that are published unchanged."""
    for name, path in shared_files(inputs.project).items():
        stat = path.stat()
        state = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
        yield Target(f"file {name}", static_file, (Input.of(name), Input(path, digest_of(state))))


def search_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The index and interface texts of each language and of English; what readers can keep."""
    project = inputs.project
    listings = project.library.listings[SOURCE_LANGUAGE]
    facets = Input.of(search_facets(listings, project.doc_pages, project.vocabularies))
    home = Input.of(project.settings.home_language)
    for language, catalog in project.all_catalogs.items():
        # Catalogs and synonyms are part of the program, whose fingerprint the manifest has.
        words = Input(catalog, language)
        synonyms = Input(project.synonyms.get(language, Synonyms()), "")
        searched = searched_input(inputs, language)
        values = (searched, words, inputs.doc_pages, synonyms, facets, home)
        yield Target(f"search {language}", index_files, values)
    for language, catalog in project.catalogs.items():
        words = Input(catalog, language)
        vocabularies = Input(project.vocabularies, "")
        kept = kept_input(inputs, language)
        shown = (kept, words, vocabularies, inputs.doc_pages, home)
        yield Target(f"shortlist {language}", shortlist_files, shown)


def searched_input(inputs: ProjectInputs, language: str) -> Input:
    """The records as a language's search sees them."""
    records = searched_records(inputs.project.library, language)
    digests = [inputs.all_listings(language).digest]
    for key, searched in records.items():
        texts = inputs.localized_digest(language, key) if searched.record else ""
        digests.append(digest_of((searched.keywords, texts, searched.is_outdated, searched.pages)))
    return Input(records, digest_of(digests))


def kept_input(inputs: ProjectInputs, language: str) -> Input:
    """The records as a language's shortlist shows them."""
    records = kept_records(inputs.project.library, language)
    shown = [kept.record for kept in records.values()]
    return Input(records, digest_of((inputs.all_listings(language).digest, shown)))


def handout_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The files of each model document in each of its languages."""
    project, settings = inputs.project, inputs.project.settings
    for key in (record.key for record in project.library.of_kind("model")):
        for language in handout_languages(project, key):
            catalog = Input(project.all_catalogs[language], language)
            path = address(*key)
            place = settings.place(path, project.page_language(path, language))
            values = (
                catalog,
                inputs.records[key],
                inputs.translation(key, language),
                Input.of(place),
            )
            yield Target(
                f"handout {language} {key[1]}", handout_files, (*values, Input.of(settings.overlay))
            )


def workbook_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """A workbook for English and for each whole language."""
    project = inputs.project
    for language in project.whole_catalogs:
        keys = keys_in(project, language)
        digests = [(key, inputs.localized_digest(language, key)) for key in keys]
        records = Input(
            project.reduced_to(keys, language), digest_of((digests, project.settings.values))
        )
        yield Target(f"workbook {language}", workbook, (records, Input.of(language)))


def static_file(name: str, path: Path) -> Files:
    """A file that is published unchanged."""
    return {name: path.read_bytes()}


def closing_targets(
    inputs: ProjectInputs, pages: Mapping[str, Sequence[str]], names: Iterable[str]
) -> Iterator[Target]:
    """The manifest and the exports that list other files: `pages` by language, and the search's among the `names`."""
    search = sorted(name for name in names if name.startswith("search/"))
    yield Target("manifest", manifest, (Input.of(search), Input.of(load_assets().manifest_key)))
    yield from export_targets(inputs, pages, OF_PAGES)


def export_targets(
    inputs: ProjectInputs, pages: Mapping[str, Sequence[str]], names: Iterable[str]
) -> Iterator[Target]:
    """The exports of these names."""
    for name in names:
        yield Target(f"export {name}", EXPORTS[name], (inputs.whole_project, Input.of(pages)))
