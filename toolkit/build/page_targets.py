"""Every page and its targets. The inputs of each are exactly what its pages show."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import dirname
from typing import Any, NamedTuple

from toolkit.build.targets import Files, Input, ProjectInputs, Target, doc_pages_digest
from toolkit.fingerprint import digest_of
from toolkit.listing import Listing
from toolkit.pages.authored import links_elsewhere, pages_on
from toolkit.pages.model import handout_languages
from toolkit.pages.page import Page, doc_pages_in
from toolkit.pages.placeholders import PLACEHOLDER
from toolkit.pages.renderer import PageRenderer
from toolkit.project import Project
from toolkit.render.assembler import PageAssembler, Shell, Shells
from toolkit.render.shortlist_texts import shortlist_text
from toolkit.schema import Key
from toolkit.schema.law import ON_AGENCIES, Law, bearing_law, topics_of_law

OF_RECORDS = ("start", "share")
"""What authored pages show that depends on the records."""


class PageGroup(NamedTuple):
    """Pages of a language that are rendered together."""

    name: str
    """`record practices/id-night`"""
    render: Callable[..., Page | Iterable[Page]]
    inputs: tuple[Input, ...]
    """What `render` takes besides the renderer of the language."""
    authored: str = ""
    """The path of an authored page."""
    is_listed: bool = True
    """Whether search engines should list the pages."""


def all_pages(project: Project) -> Iterator[Page]:
    """Every page in every language."""
    inputs = ProjectInputs(project)
    for language in project.catalogs:
        renderer = PageRenderer(project, language)
        for group in page_groups(inputs, language):
            yield from rendered(renderer, group.render, *(item.value for item in group.inputs))


def page_targets(inputs: ProjectInputs, shells: Shells) -> Iterator[Target]:
    """The targets of every page, and the files that MkDocs renders along with the shells."""
    project, settings = inputs.project, inputs.project.settings
    theme = {name: text.encode() for name, text in shells.files.items()}
    yield Target("theme", dict, (Input.of(theme),))
    for language, catalog in project.catalogs.items():
        # Besides the program, which the manifest has.
        names = sorted(settings.site_names.items())
        renderer = PageRenderer(project, language)
        depends_on = digest_of(
            (
                language,
                settings.languages,
                names,
                settings.url,
                settings.reach,
                settings.overlay,
                renderer.has_data,
                sorted(renderer.elsewhere),
            )
        )
        shared = (
            Input(renderer, depends_on),
            Input(PageAssembler(catalog, project.catalogs.values(), settings), depends_on),
            Input.of(shells.shells[language]),
        )
        for group in page_groups(inputs, language):
            html = Input.of(shells.bodies[language].get(group.authored))
            values = *shared, html, Input(group.render, group.render.__qualname__), *group.inputs
            yield Target(
                f"{language} {group.name}", page_files, values, language if group.is_listed else ""
            )


def page_groups(inputs: ProjectInputs, language: str) -> Iterator[PageGroup]:
    """Every page in a language."""
    yield from record_groups(inputs, language)
    yield from doc_groups(inputs, language)
    yield from list_groups(inputs, language)


def record_groups(inputs: ProjectInputs, language: str) -> Iterator[PageGroup]:
    """The pages of records, and the redirects from their former addresses.

    A record's page shows only the listings of the records around it.
    """
    project, listings = inputs.project, inputs.listings[language]
    pages = doc_pages_in(language, project.doc_pages)
    laws = [record for record in project.library.of_kind("law") if isinstance(record, Law)]
    for key in project.pages_in(language):
        listing = listings[key]
        record = inputs.records[key]
        topical = (
            project.library.backlinks.get(key, ()) if key[0] == "agency" else [key]
        )  # what an agency does
        topics = {
            topic for of in topical for topic in getattr(inputs.records[of].value, "topics", ())
        }
        law_topics = topics_of_law(topics) | (ON_AGENCIES if key[0] == "agency" else set())
        law = bearing_law(laws, states_of(listing.value, listings), law_topics)
        shown = {other: listings[other] for other in inputs.around[key]}
        shown |= {("law", entry.id): listings["law", entry.id] for entry in law}
        attachment = project.attachments.get((key[0], getattr(record.value, "file", None) or ""))
        values = (
            record,
            inputs.translation(key, language),
            inputs.neighbors[key],
            Input.joined(shown),
            Input.of(attachment.size if attachment else 0),
            Input.of(handout_languages(project, key)),
            Input.of(pages_on(topics, pages)),
            Input.of(project.page_languages(listing.value.address)),
            Input.of(law),
        )
        yield PageGroup(f"record {listing.value.address}", PageRenderer.record_page, values)
        if listing.value.aliases:
            redirects = PageRenderer.redirect_pages
            languages = Input.of(project.page_languages(listing.value.address))
            yield PageGroup(
                f"redirect {listing.value.address}",
                redirects,
                (listing, languages),
                is_listed=False,
            )


def states_of(listing: Listing, listings: Mapping[Key, Input]) -> list[str]:
    """The states of a record's agencies, in their order."""
    return list(dict.fromkeys(listings["agency", id].value.state for id in listing.agencies))


def doc_groups(inputs: ProjectInputs, language: str) -> Iterator[PageGroup]:
    """The authored pages, with listings and other pages only where they are shown."""
    project = inputs.project
    for page, english in doc_pages_in(language, project.doc_pages):
        if english.path in project.elsewhere[language]:
            continue
        show = english.front.get("show")
        values = (
            Input(page, doc_pages_digest([page])),
            Input(english, doc_pages_digest([english])),
            inputs.all_listings(language) if show in OF_RECORDS else Input.of({}),
            inputs.doc_pages if show else Input.of(()),
            Input.of(project.page_languages(english.path)),
            Input.of(links_elsewhere(page, english, project.elsewhere[language])),
        )
        yield PageGroup(f"doc {english.path}", PageRenderer.doc_page, values, english.path)


def list_groups(inputs: ProjectInputs, language: str) -> Iterator[PageGroup]:
    """The pages that show all records, all languages or all fields."""
    listings = inputs.all_listings(language)
    yield PageGroup(
        "lists", PageRenderer.list_pages, (listings, inputs.in_full(language), inputs.doc_pages)
    )
    yield PageGroup("moved", PageRenderer.moved_pages, (), is_listed=False)
    yield PageGroup("reference", PageRenderer.reference_pages, (inputs.examples,))
    yield PageGroup("translations", PageRenderer.translations_page, (inputs.stats,))
    yield PageGroup(
        "overview", PageRenderer.overview_page, (listings, inputs.stats, inputs.doc_pages)
    )


def rendered(
    renderer: PageRenderer, render: Callable[..., Page | Iterable[Page]], *values: Any
) -> Iterable[Page]:
    """The pages of a group."""
    pages = render(renderer, *values)
    return [pages] if isinstance(pages, Page) else pages


def page_files(
    renderer: PageRenderer,
    assembler: PageAssembler,
    shells: Mapping[str, Shell],
    html: str | None,
    render: Callable[..., Page | Iterable[Page]],
    *values: Any,
) -> Files:
    """The files of a group of pages; `html` is their content if MkDocs has rendered it."""
    files: Files = {}
    for page in rendered(renderer, render, *values):
        shell = shells.get(page.path) or shells[f"{dirname(page.path)}/{PLACEHOLDER}"]
        files |= assembler.files(page, shell, html)
        files |= shortlist_text(page, renderer.settings)
    return files
