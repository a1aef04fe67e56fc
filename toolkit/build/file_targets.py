"""Targets other than pages: the search index, assets, files that are published unchanged, and exports."""

from base64 import b64encode
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
from toolkit.project import Project
from toolkit.render.assets import load_assets
from toolkit.render.staging import shared_files
from toolkit.search.facets import search_facets
from toolkit.search.index import index_files, manifest
from toolkit.search.shortlist import shortlist_files
from toolkit.search.views import kept_records, searched_records
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.word_lists import Synonyms

PAGE_EXPORTS = ("sitemaps", "start here")
"""The exports that list pages, and so come last."""


def file_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The targets that need no shells, slowest first."""
    yield from search_targets(inputs)
    yield from handout_targets(inputs)
    yield from workbook_targets(inputs)
    yield from export_targets(inputs, {}, sorted(EXPORTS.keys() - PAGE_EXPORTS))
    assets = load_assets()
    yield Target("assets", dict, (Input(assets.files, digest_of(assets.names)),))


def shared_file_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The files that are published unchanged."""
    for name, path in shared_files(inputs.project).items():
        stat = path.stat()
        state = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        yield Target(f"file {name}", static_file, (Input.of(name), Input(path, digest_of(state))))


def search_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The index and interface texts of each language and of English; what readers can keep."""
    project = inputs.project
    listings = project.library.listings[SOURCE_LANGUAGE]
    facets = Input.of(search_facets(listings, project.doc_pages, project.vocabularies))
    home_language = Input.of(project.settings.home_language)
    # Catalogs, synonyms and vocabularies are part of the program, whose fingerprint the manifest has.
    for language, catalog in project.all_catalogs.items():
        values = (
            searched_input(inputs, language),
            Input(catalog, language),
            inputs.doc_pages,
            Input(project.synonyms.get(language, Synonyms()), ""),
            facets,
            home_language,
        )
        yield Target(f"search {language}", index_files, values)
    for language, catalog in project.catalogs.items():
        kept_values = (
            kept_input(inputs, language),
            Input(catalog, language),
            Input(project.vocabularies, ""),
            inputs.doc_pages,
            home_language,
        )
        yield Target(f"shortlist {language}", shortlist_files, kept_values)


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
    texts = [entry.record for entry in records.values()]
    return Input(records, digest_of((inputs.all_listings(language).digest, texts)))


def handout_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """The files of each model document in each of its languages."""
    project = inputs.project
    logo = _logo(project)
    for record in project.library.of_kind("model"):
        path = address(*record.key)
        for language in handout_languages(project, record.key):
            page_language = project.page_language(path, language)
            page_address = project.settings.place(path, page_language)
            values = (
                Input(project.handout_catalogs[language], language),
                inputs.records[record.key],
                inputs.translation(record.key, language),
                Input.of(page_address),
                Input.of(project.settings.overlay),
                Input.of(language in (SOURCE_LANGUAGE, page_language)),
                Input.of(logo),
            )
            yield Target(f"handout {language} {record.id}", handout_files, values)


def _logo(project: Project) -> str:
    """The logo of the overlay's agency as an address with its data; empty if it has none."""
    name = project.settings.overlay.logo
    if not name:
        return ""
    picture = shared_files(project)[name].read_bytes()
    kind = "svg+xml" if name.endswith(".svg") else "png"
    return f"data:image/{kind};base64,{b64encode(picture).decode()}"


def workbook_targets(inputs: ProjectInputs) -> Iterator[Target]:
    """A workbook for English and for each whole language."""
    project = inputs.project
    for language in project.whole_catalogs:
        keys = keys_in(project, language)
        digests = [(key, inputs.localized_digest(language, key)) for key in keys]
        identity = (digests, project.settings.values)
        records = Input(project.reduced_to(keys, language), digest_of(identity))
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
    yield from export_targets(inputs, pages, PAGE_EXPORTS)


def export_targets(
    inputs: ProjectInputs, pages: Mapping[str, Sequence[str]], names: Iterable[str]
) -> Iterator[Target]:
    """The exports of these names."""
    for name in names:
        yield Target(f"export {name}", EXPORTS[name], (inputs.whole_project, Input.of(pages)))
