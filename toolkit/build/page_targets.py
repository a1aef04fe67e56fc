"""Every page and its targets. The inputs of each are exactly what its pages show."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from posixpath import dirname
from typing import Any, NamedTuple

from toolkit.build.targets import Files, Input, ProjectInputs, Target, doc_pages_digest
from toolkit.fingerprint import digest_of
from toolkit.listing import Listing
from toolkit.pages.authored import links_elsewhere, pages_on
from toolkit.pages.law import is_policy_on_law
from toolkit.pages.model import handout_languages
from toolkit.pages.page import Page, doc_pages_in
from toolkit.pages.placeholders import PLACEHOLDER
from toolkit.pages.renderer import PageRenderer
from toolkit.project import Project
from toolkit.render.assembler import PageAssembler, Shell, Shells
from toolkit.render.plain_texts import plain_text
from toolkit.render.shortlist_texts import shortlist_text
from toolkit.schema import Key
from toolkit.schema.law import FEDERAL, ON_AGENCIES, Bearing, bearing_law, topics_of_law

SHOW_RECORDS = ("start", "share")
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
    theme = {name: text.encode() for name, text in shells.files.items()}
    yield Target("theme", dict, (Input.of(theme),))
    for language in inputs.project.catalogs:
        frame = page_frame(inputs, shells, language)
        for group in page_groups(inputs, language):
            yield group_target(frame, group)


class PageFrame(NamedTuple):
    """What every page in a language is rendered with."""

    language: str
    renderer: Input
    assembler: Input
    shells: Input
    bodies: Mapping[str, str]
    """The content of each authored page, which MkDocs has rendered, by path."""


def page_frame(inputs: ProjectInputs, shells: Shells, language: str) -> PageFrame:
    """What every page in a language is rendered with, identified by the settings that it depends on."""
    project = inputs.project
    settings = project.settings
    renderer = PageRenderer(project, language)
    assembler = PageAssembler(project.catalogs[language], project.catalogs.values(), settings)
    # Besides the program, which the manifest has.
    depends_on = digest_of(
        (
            language,
            settings.languages,
            sorted(settings.site_names.items()),
            settings.url,
            settings.reach,
            settings.overlay,
            renderer.has_data,
            sorted(renderer.elsewhere),
        )
    )
    return PageFrame(
        language=language,
        renderer=Input(renderer, depends_on),
        assembler=Input(assembler, depends_on),
        shells=Input.of(shells.shells[language]),
        bodies=shells.bodies[language],
    )


def group_target(frame: PageFrame, group: PageGroup) -> Target:
    """The target of pages that are rendered together."""
    inputs = (
        frame.renderer,
        frame.assembler,
        frame.shells,
        Input.of(frame.bodies.get(group.authored)),
        Input(group.render, group.render.__qualname__),
        *group.inputs,
    )
    listed_language = frame.language if group.is_listed else ""
    return Target(
        name=f"{frame.language} {group.name}",
        make=page_files,
        inputs=inputs,
        language=listed_language,
    )


def page_groups(inputs: ProjectInputs, language: str) -> Iterator[PageGroup]:
    """Every page in a language."""
    yield from record_groups(inputs, language)
    yield from doc_groups(inputs, language)
    yield from list_groups(inputs, language)


def record_groups(inputs: ProjectInputs, language: str) -> Iterator[PageGroup]:
    """The pages of records, and the redirects from their former addresses."""
    for key in inputs.project.pages_in(language):
        yield record_group(inputs, language, key)
        listing = inputs.listings[language][key]
        if listing.value.aliases:
            page_languages = inputs.project.page_languages(listing.value.address)
            yield PageGroup(
                f"redirect {listing.value.address}",
                PageRenderer.redirect_pages,
                (listing, Input.of(page_languages)),
                is_listed=False,
            )


def record_group(inputs: ProjectInputs, language: str, key: Key) -> PageGroup:
    """The page of a record. It shows only the listings of the records around it."""
    project = inputs.project
    listings = inputs.listings[language]
    record = inputs.records[key]
    listing = listings[key]
    address = listing.value.address
    topics = _topics(inputs, key)
    law = _law_on_page(inputs, listings, key, topics)
    listings_shown = {other: listings[other] for other in inputs.around[key]}
    for entry in law:
        listings_shown["law", entry.id] = listings["law", entry.id]
    if key[0] == "law":
        listings_shown.update(_beside_law(listings, key[1]))
    attachment = project.attachments.get((key[0], getattr(record.value, "file", None) or ""))
    topic_pages = pages_on(topics, doc_pages_in(language, project.doc_pages))
    values = (
        record,
        inputs.translation(key, language),
        inputs.neighbors[key],
        Input.joined(listings_shown),
        Input.of(attachment.size if attachment else 0),
        Input.of(handout_languages(project, key)),
        Input.of(topic_pages),
        Input.of(project.page_languages(address)),
        Input.of(law),
        inputs.law_states,
    )
    return PageGroup(f"record {address}", PageRenderer.record_page, values)


def _beside_law(listings: Mapping[Key, Input], state: str) -> dict[Key, Input]:
    """What the page of a law leads to: federal law, the state's agencies and practices, model policies."""
    shown = {}
    for key, entry in listings.items():
        listing = entry.value
        if listing.kind == "agency":
            is_shown = listing.state == state
        elif listing.kind == "practice":
            is_shown = state in states_of(listing, listings)
        elif listing.kind == "model":
            is_shown = is_policy_on_law(listing)
        else:
            is_shown = key == ("law", FEDERAL)
        if is_shown:
            shown[key] = entry
            shown.update({("agency", id): listings["agency", id] for id in listing.agencies})
    return shown


def _topics(inputs: ProjectInputs, key: Key) -> set[str]:
    """The topics of a record; of an agency, those of what it does."""
    keys = [key]
    if key[0] == "agency":
        keys = list(inputs.project.library.backlinks.get(key, ()))
    topics: set[str] = set()
    for topical in keys:
        topics.update(getattr(inputs.records[topical].value, "topics", ()))
    return topics


def _law_on_page(
    inputs: ProjectInputs, listings: Mapping[Key, Input], key: Key, topics: Iterable[str]
) -> tuple[Bearing, ...]:
    """What the law of the states of a record's agencies says on its topics."""
    law_topics = topics_of_law(topics)
    if key[0] == "agency":
        law_topics = law_topics | ON_AGENCIES
    states = states_of(listings[key].value, listings)
    bearings = []
    for bearing in bearing_law(inputs.laws, states, law_topics):
        bearings.append(bearing._replace(due=inputs.law_days[bearing.id]))
    return tuple(bearings)


def states_of(listing: Listing, listings: Mapping[Key, Input]) -> list[str]:
    """The states of a record's agencies, in their order."""
    states = [listings["agency", id].value.state for id in listing.agencies]
    return list(dict.fromkeys(states))


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
            inputs.all_listings(language) if show in SHOW_RECORDS else Input.of({}),
            inputs.doc_pages if show else Input.of(()),
            Input.of(project.page_languages(english.path)),
            Input.of(links_elsewhere(page, english, project.elsewhere[language])),
        )
        yield PageGroup(f"doc {english.path}", PageRenderer.doc_page, values, english.path)


def list_groups(inputs: ProjectInputs, language: str) -> Iterator[PageGroup]:
    """The pages that show all records, all languages or all fields."""
    listings = inputs.all_listings(language)
    yield PageGroup(
        "lists",
        PageRenderer.list_pages,
        (listings, inputs.in_full(language), inputs.doc_pages, inputs.handed_out),
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
    if isinstance(pages, Page):
        return [pages]
    return pages


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
        files |= plain_text(page, renderer.settings)
    return files
