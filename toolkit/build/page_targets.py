"""Page targets. The inputs of each are exactly what its pages show."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from toolkit.build.inputs import ProjectInputs, doc_pages_digest
from toolkit.build.targets import Files, Input, Target
from toolkit.fingerprint import digest_of
from toolkit.pages.inputs import doc_page_inputs, page_renderer, records_in_full, reference_examples, translation_stats
from toolkit.pages.model import handout_languages
from toolkit.pages.page import Page
from toolkit.pages.renderer import PageRenderer
from toolkit.render.assembler import PageAssembler, Shell, Shells, shell_place
from toolkit.render.shortlist_texts import shortlist_text
from toolkit.schema import Record
from toolkit.schema.introspect import TextSlot
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import localize, text_statuses


class LanguageInputs:
    """The inputs that the pages of a language share."""

    def __init__(self, inputs: ProjectInputs, language: str, shells: Mapping[str, Shell]) -> None:
        project, settings = inputs.project, inputs.project.settings
        # Besides the program, which the manifest has.
        names = sorted(settings.site_names.items())
        values = language, settings.languages, names, settings.url, settings.reach, settings.overlay
        depends_on = digest_of(values)
        self.language = language
        self.renderer = Input(page_renderer(project, language), depends_on)
        self.assembler = Input(PageAssembler(project.catalogs[language], settings.folder(language)), depends_on)
        self.all_shells = Input.of(shells)
        self.shells = {place: Input.of({place: shell}) for place, shell in shells.items()}
        self.listings = inputs.listings[language]
        self.all_listings = Input.joined(self.listings)

    def shell(self, path: str) -> Input:
        """The shell of the page at a path."""
        return self.shells[shell_place(self.shells, path)]

    def target(
        self,
        name: str,
        render: Callable[..., Page | Iterable[Page]],
        *values: Input,
        shells: Input | None = None,
        html: str | None = None,
        is_listed: bool = True,
    ) -> Target:
        """A target for the pages that `render` returns for the language's renderer and these values."""
        shared = self.renderer, self.assembler, shells or self.all_shells
        inputs = *shared, Input.of(html), Input(render, render.__qualname__), *values
        return Target(f"{self.language} {name}", page_files, inputs, self.language if is_listed else "")


def page_targets(inputs: ProjectInputs, shells: Shells) -> Iterator[Target]:
    """Every page in every language, and the files that MkDocs renders along with the shells."""
    project = inputs.project
    yield Target("theme", encoded, (Input.of(shells.files),))
    stats, examples = Input.of(translation_stats(project)), Input.of(reference_examples(project))
    for language in project.catalogs:
        shared = LanguageInputs(inputs, language, shells.shells[language])
        yield from record_targets(inputs, shared)
        yield from doc_targets(inputs, shared, shells.bodies[language])
        yield from list_targets(inputs, shared, stats, examples)


def record_targets(inputs: ProjectInputs, shared: LanguageInputs) -> Iterator[Target]:
    """The pages of records, and the redirects from their former addresses.

    A record's page shows only the listings of the records around it.
    """
    project = inputs.project
    for key, listing in shared.listings.items():
        address, record = listing.value.address, inputs.record(key)
        values = (
            record,
            Input(project.library.texts[key], record.digest),
            inputs.translation(key, shared.language),
            inputs.neighbors[key],
            Input.joined({other: shared.listings[other] for other in inputs.around[key]}),
            Input.of(project.sizes.get((record.value.kind, getattr(record.value, "file", None) or ""), 0)),
            Input.of(handout_languages(project, key)),
        )
        yield shared.target(f"record {address}", localized_page, *values, shells=shared.shell(address))
        if listing.value.aliases:
            yield shared.target(f"redirect {address}", PageRenderer.redirect_pages, listing, is_listed=False)


def doc_targets(inputs: ProjectInputs, shared: LanguageInputs, bodies: Mapping[str, str]) -> Iterator[Target]:
    """The authored pages; `bodies` has their HTML by path."""
    for doc_page, english, listings, others in doc_page_inputs(
        inputs.project, shared.language, shared.all_listings.value
    ):
        values = (
            Input(doc_page, doc_pages_digest([doc_page])),
            Input(english, doc_pages_digest([english])),
            shared.all_listings if listings else Input.of({}),
            inputs.doc_pages if others else Input.of(()),
        )
        shell, html = shared.shell(english.path), bodies[english.path]
        yield shared.target(f"doc {english.path}", PageRenderer.doc_page, *values, shells=shell, html=html)


def list_targets(inputs: ProjectInputs, shared: LanguageInputs, stats: Input, examples: Input) -> Iterator[Target]:
    """The pages that show all records, all languages or all fields."""
    whole = records_in_full(inputs.project.library, shared.language)
    keys = [record.key for record in whole]
    digests = [(inputs.record(key).digest, inputs.translation(key, shared.language).digest) for key in keys]
    listings, in_full = shared.all_listings, Input(whole, digest_of(digests))
    yield shared.target("lists", PageRenderer.list_pages, listings, in_full, inputs.doc_pages)
    yield shared.target("reference", PageRenderer.reference_pages, examples)
    yield shared.target("moved", PageRenderer.moved_pages, is_listed=False)
    yield shared.target("translations", PageRenderer.translations_page, stats)
    yield shared.target("overview", PageRenderer.overview_page, listings, stats, inputs.doc_pages)


# ------------------------------------------------------------------ the targets' functions


def encoded(texts: Mapping[str, str]) -> Files:
    """Texts as UTF-8 files."""
    return {name: text.encode() for name, text in texts.items()}


def localized_page(
    renderer: PageRenderer, record: Record, slots: Sequence[TextSlot], translation: Translation | None, *shown: Any
) -> Page:
    """A record's page in the renderer's language; `shown` is passed on to `record_page`."""
    language = renderer.catalog.language
    statuses = text_statuses(slots, translation) if language != SOURCE_LANGUAGE else []
    return renderer.record_page(localize(record, language, statuses), statuses, *shown)


def page_files(
    renderer: PageRenderer,
    assembler: PageAssembler,
    shells: Mapping[str, Shell],
    html: str | None,
    render: Callable[..., Page | Iterable[Page]],
    *values: Any,
) -> Files:
    """The files of the pages that `render` returns; `html` is their content if MkDocs has rendered it."""
    pages, has_english = render(renderer, *values), SOURCE_LANGUAGE in renderer.settings.languages
    return {
        name: content
        for page in ([pages] if isinstance(pages, Page) else pages)
        for files in (
            assembler.files(page, shells[shell_place(shells, page.path)], html),
            shortlist_text(page, has_english),
        )
        for name, content in files.items()
    }
