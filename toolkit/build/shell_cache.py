"""Reuses the last build's shells until one of their inputs changes: MkDocs takes seconds to render them."""

from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter

from toolkit.cache_file import read_cache, write_cache
from toolkit.fingerprint import code_fingerprint, digest_of
from toolkit.pages.placeholders import placeholder_pages
from toolkit.project import Project
from toolkit.render.assembler import Shells
from toolkit.render.assets import load_assets
from toolkit.render.staging import shared_files

_SHELLS = TypeAdapter(Shells)


def project_shells(project: Project, cache: Path) -> Shells:
    """The shells of a project: cached, or else rendered by MkDocs and cached unless something is wrong."""
    placeholders = placeholder_pages(project)
    names = list(shared_files(project)), list(project.catalogs), project.library.edition
    fingerprint = digest_of((code_fingerprint(), placeholders, project.settings.values, *names))
    with suppress(OSError, ValueError):  # missing, damaged or of other inputs; a ValidationError is a ValueError
        return _SHELLS.validate_json(read_cache(cache, fingerprint))
    from toolkit.render.mkdocs_run import render_shells  # noqa: PLC0415 - MkDocs takes 0.2 s to load

    shells = render_shells(project, placeholders, load_assets().names)
    if not shells.diagnostics:
        write_cache(cache, _SHELLS.dump_json(shells).decode(), fingerprint)
    return shells
