"""Shells from the last build, while nothing that they are rendered from changes: MkDocs takes most of a second."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import TypeAdapter

from toolkit.cache_file import read_cache, write_cache
from toolkit.fingerprint import code_fingerprint, digest_of
from toolkit.pages.page import Page
from toolkit.pages.placeholders import placeholder_pages
from toolkit.project import Project
from toolkit.render.assets import load_assets
from toolkit.render.shell import MARKERS, Shells
from toolkit.render.staging import shared_files


@dataclass(frozen=True)
class ShellCache:
    """The shells of a project, in a file."""

    project: Project
    path: Path

    def read(self) -> Shells | None:
        """The cached shells, if they are of this project as it is now."""
        try:
            fingerprint, shells = _CACHE.validate_json(read_cache(self.path))
        except (OSError, ValueError):  # a ValidationError is a ValueError
            return None
        return shells if fingerprint == self.fingerprint and self.is_complete(shells) else None

    def is_complete(self, shells: Shells) -> bool:
        """Whether every page that MkDocs renders is there, in pieces as they should be."""
        pieces = {
            (language, path): shell.pieces
            for language, by_path in shells.shells.items()
            for path, shell in by_path.items()
        }
        bodies = {(language, path) for language, by_path in shells.bodies.items() for path in by_path}
        return (
            pieces.keys() == {(page.language, page.path) for page in self.placeholders}
            and bodies >= {(page.language, page.path) for page in self.placeholders if page.body}
            and all(set(each[1::2]) <= MARKERS.keys() for each in pieces.values())
        )

    def render(self) -> Shells:
        """The shells, rendered by MkDocs and cached unless something is wrong."""
        from toolkit.render.mkdocs_run import render_shells  # noqa: PLC0415 - MkDocs takes 0.2 s to load

        shells = render_shells(self.project, self.placeholders, load_assets().names)
        if not shells.diagnostics:
            write_cache(self.path, json.dumps([self.fingerprint, shells.as_json()]))
        return shells

    @cached_property
    def placeholders(self) -> list[Page]:
        """What MkDocs renders."""
        return placeholder_pages(self.project)

    @cached_property
    def fingerprint(self) -> str:
        """What the shells are rendered from, as a digest."""
        return digest_of(
            (
                code_fingerprint(),
                self.placeholders,
                self.project.settings.values,
                list(shared_files(self.project)),
                list(self.project.catalogs),
            )
        )


_CACHE = TypeAdapter(tuple[str, Shells])
