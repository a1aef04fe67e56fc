"""The targets that are pages: each page's inputs, as far as the page shows them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.build.inputs import ProjectInputs, doc_page_input
from toolkit.build.targets import Files, Input, Target
from toolkit.fingerprint import digest, digest_of
from toolkit.library import Neighbors
from toolkit.listing import Listing
from toolkit.pages.inputs import (
    doc_page_inputs,
    localized_strategies,
    page_renderer,
    reference_examples,
    translation_stats,
)
from toolkit.pages.page import Page
from toolkit.pages.renderer import PageRenderer
from toolkit.render.assembler import PageAssembler, shell_place
from toolkit.render.shell import Shell, Shells
from toolkit.schema import Key, Record
from toolkit.schema.introspect import TextSlot
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translation import Translation, localize, text_statuses

LanguageShells = Mapping[str, Shell]
"""By path of a page, or of all pages of a folder."""


@dataclass(frozen=True)
class LanguagePages:
    """What renders and assembles the pages of a language. It depends on the program and the settings alone."""

    language: str
    renderer: PageRenderer
    assembler: PageAssembler


class ShellInputs:
    """The shells of a language as inputs."""

    def __init__(self, shells: LanguageShells) -> None:
        self.shells = shells
        self.inputs = {place: Input(shell, digest("\0".join(shell.pieces))) for place, shell in shells.items()}
        self.all = Input(shells, digest_of([(place, item.digest) for place, item in self.inputs.items()]))

    def of(self, path: str) -> Input:
        """The shell of a page."""
        return self.inputs[shell_place(self.shells, path)]


@dataclass(frozen=True)
class PageTargets:
    """Knows the targets of a project's pages."""

    inputs: ProjectInputs
    shells: Shells

    def all(self) -> Iterator[Target]:
        """Every page in every language, and the files that MkDocs renders beside the shells."""
        project = self.inputs.project
        yield Target("theme", encoded, (Input.of(self.shells.files),))
        stats = Input.of(translation_stats(project))
        examples = Input.of(reference_examples(project))
        for language, catalog in project.catalogs.items():
            pages = LanguagePages(
                language,
                page_renderer(project, language),
                PageAssembler(catalog, is_default=language == project.default_language),
            )
            shared = Input(pages, digest_of((language, project.default_language)))
            shells = ShellInputs(self.shells.shells[language])
            yield from self.record_targets(language, shared, shells)
            yield from self.doc_targets(language, shared, shells)
            yield from self.list_targets(language, shared, shells, stats, examples)

    def record_targets(self, language: str, shared: Input, shells: ShellInputs) -> Iterator[Target]:
        """The pages of records, and those at their former addresses."""
        listings = self.inputs.listings(language)
        for key, listing in listings.values.items():
            yield self.record_target(language, key, shared, shells.of(listing.address))
            if listing.aliases:
                inputs = shared, shells.all, Input(listing, listings.digests[key])
                yield Target(f"{language} redirect {listing.address}", page_files, (REDIRECTS, *inputs))

    def record_target(self, language: str, key: Key, shared: Input, shell: Input) -> Target:
        """The page of a record. It shows the listings of the records around it, and no other's."""
        project, listings = self.inputs.project, self.inputs.listings(language)
        record, (neighbors, around) = self.inputs.record(key), self.inputs.around[key]
        inputs = (
            shared,
            shell,
            record,
            Input(project.library.texts[key], record.digest),
            self.inputs.translation(key, language),
            neighbors,
            listings.some(around),
            Input.of(project.sizes.get((record.value.kind, getattr(record.value, "file", None) or ""), 0)),
        )
        return Target(f"{language} record {listings.values[key].address}", record_files, inputs, language)

    def doc_targets(self, language: str, shared: Input, shells: ShellInputs) -> Iterator[Target]:
        """The authored pages."""
        listings = self.inputs.listings(language)
        for doc_page, english, shown, others in doc_page_inputs(self.inputs.project, language, listings.values):
            inputs = (
                shared,
                shells.of(english.path),
                Input.of(self.shells.bodies[language][english.path]),
                doc_page_input(doc_page),
                doc_page_input(english),
                listings.all if shown else Input.of({}),
                self.inputs.doc_pages if others else Input.of(()),
            )
            yield Target(f"{language} doc {english.path}", doc_files, inputs, language)

    def list_targets(
        self, language: str, shared: Input, shells: ShellInputs, stats: Input, examples: Input
    ) -> Iterator[Target]:
        """The pages that show all records, all languages or all fields."""
        library, doc_pages = self.inputs.project.library, self.inputs.doc_pages
        listings, plan = self.inputs.listings(language).all, localized_strategies(library, language)
        parts = [
            item
            for record in plan
            for item in (self.inputs.record(record.key), self.inputs.translation(record.key, language))
        ]
        strategies = Input(plan, digest(" ".join(part.digest for part in parts)))
        for render, values in (
            (LISTS, (listings, strategies, doc_pages)),
            (REFERENCE, (examples,)),
            (TRANSLATIONS, (stats,)),
            (OVERVIEW, (listings, stats, doc_pages)),
        ):
            yield Target(f"{language} {render.digest}", page_files, (render, shared, shells.all, *values), language)


# ------------------------------------------------------------------ what makes the files


def encoded(texts: Mapping[str, str]) -> Files:
    """Texts as files."""
    return {name: text.encode() for name, text in texts.items()}


def record_files(
    language: LanguagePages,
    shell: Shell,
    record: Record,
    slots: Sequence[TextSlot],
    translation: Translation | None,
    neighbors: Neighbors,
    listings: Mapping[Key, Listing],
    file_size: int,
) -> Files:
    """A record's page."""
    statuses = text_statuses(slots, translation) if language.language != SOURCE_LANGUAGE else []
    localized = localize(record, language.language, statuses)
    page = language.renderer.record_page(localized, statuses, neighbors, listings, file_size)
    return language.assembler.files(page, shell)


def doc_files(
    language: LanguagePages,
    shell: Shell,
    html: str,
    doc_page: DocPage,
    english: DocPage,
    listings: Mapping[Key, Listing],
    doc_pages: Sequence[DocPage],
) -> Files:
    """An authored page; MkDocs has rendered its Markdown."""
    page = language.renderer.doc_page(doc_page, english, listings, doc_pages)
    return language.assembler.files(page, shell, html)


def page_files(
    render: Callable[..., Page | Iterable[Page]], language: LanguagePages, shells: LanguageShells, *values: Any
) -> Files:
    """The pages that a method of the language's renderer makes of some values."""
    pages = render(language.renderer, *values)
    return {
        name: content
        for page in ([pages] if isinstance(pages, Page) else pages)
        for name, content in language.assembler.files(page, shells[shell_place(shells, page.path)]).items()
    }


REDIRECTS = Input(PageRenderer.redirect_pages, "redirects")
LISTS = Input(PageRenderer.list_pages, "lists")
REFERENCE = Input(PageRenderer.reference_pages, "reference")
TRANSLATIONS = Input(PageRenderer.translations_page, "translations")
OVERVIEW = Input(PageRenderer.overview_page, "overview")
"""How pages are rendered, as the first input of `page_files`."""
