"""Reuses the last build's shells until one of their inputs changes: MkDocs takes most of a second to render them."""

from pathlib import Path

from pydantic import TypeAdapter

from toolkit.cache_file import read_cache, write_cache
from toolkit.fingerprint import code_fingerprint, digest_of
from toolkit.pages.page import Page
from toolkit.pages.placeholders import placeholder_pages
from toolkit.project import Project
from toolkit.render.assembler import MARKERS, Shells
from toolkit.render.assets import load_assets
from toolkit.render.staging import shared_files

_CACHE: TypeAdapter[tuple[str, Shells]] = TypeAdapter(tuple[str, Shells])
"""The fingerprint of the shells' inputs, and the shells."""


def project_shells(project: Project, cache: Path) -> Shells:
    """The shells of a project: cached, or else rendered by MkDocs and cached unless something is wrong."""
    placeholders = placeholder_pages(project)
    names = list(shared_files(project)), list(project.catalogs), project.library.edition
    fingerprint = digest_of((code_fingerprint(), placeholders, project.settings.values, *names))
    try:
        cached_fingerprint, shells = _CACHE.validate_json(read_cache(cache))
        if cached_fingerprint == fingerprint and _is_complete(shells, placeholders):
            return shells
    except (OSError, ValueError):  # missing or damaged; a ValidationError is a ValueError
        pass
    from toolkit.render.mkdocs_run import render_shells  # noqa: PLC0415 - MkDocs takes 0.2 s to load

    shells = render_shells(project, placeholders, load_assets().names)
    if not shells.diagnostics:
        write_cache(cache, _CACHE.dump_json((fingerprint, shells)).decode())
    return shells


def _is_complete(shells: Shells, placeholders: list[Page]) -> bool:
    """Whether the shells cover every placeholder page, cut only at known markers."""
    pieces = {
        (language, path): shell.pieces for language, by_path in shells.shells.items() for path, shell in by_path.items()
    }
    bodies = {(language, path) for language, by_path in shells.bodies.items() for path in by_path}
    return (
        pieces.keys() == {(page.language, page.path) for page in placeholders}
        and bodies >= {(page.language, page.path) for page in placeholders if page.body}
        and all(set(each[1::2]) <= MARKERS.keys() for each in pieces.values())
    )
