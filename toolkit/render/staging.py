"""Writes the pages as Markdown files, for people to read and for MkDocs to build from."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from toolkit.diagnostics import Diagnostic
from toolkit.pages.page import Page
from toolkit.paths import SETTINGS
from toolkit.project import Project
from toolkit.render.assets import load_assets
from toolkit.sources.doc_pages import line_of


def stage(project: Project, pages: Iterable[Page], folder: Path) -> int:
    """Make `folder` contain exactly these pages and the shared files. Returns how many files were written.

    The layout is mkdocs-static-i18n's: a folder per language (`es/practices/id-night.md`), and shared files at the
    root. Unchanged files are not touched, so that file watchers see only real changes. Raises a FileExistsError if the
    folder contains anything else, which would be deleted.
    """
    is_used = folder.is_dir() and any(folder.iterdir())
    has_pages = any((folder / language).is_dir() for language in project.catalogs)
    if is_used and not has_pages:
        raise FileExistsError(f"{folder} contains files that are not pages of a toolkit")
    contents = {page.staged_path: page.markdown.encode() for page in pages}
    contents |= {name: path.read_bytes() for name, path in shared_files(project).items()}
    return mirror(folder, contents)


def mirror(folder: Path, contents: Mapping[str, bytes]) -> int:
    """Make `folder` contain exactly these files. Returns how many were written; unchanged files are not touched."""
    # Backwards, so that what is in a folder goes before the folder itself.
    for path in sorted(folder.rglob("*"), reverse=True):
        is_expected = path.relative_to(folder).as_posix() in contents
        if path.is_symlink() or (path.is_file() and not is_expected):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    written = 0
    for name, content in contents.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            written += 1
    return written


def shared_files(project: Project) -> Mapping[str, Path]:
    """The files that are published unchanged, by name in the site: attachments, and those in docs/ beside pages."""
    files = {}
    for (kind, name), attachment in project.attachments.items():
        files[f"files/{kind}/{name}"] = attachment.path
    return {**files, **project.doc_files}


def missing_files(project: Project) -> Iterator[Diagnostic]:
    """Style sheets and scripts that mkdocs.yml names and that do not exist."""
    present = {*load_assets().names, *shared_files(project)}
    for field, name in project.settings.loaded:
        if name not in present and "//" not in name:
            yield Diagnostic(
                file=SETTINGS,
                line=line_of(name, project.settings.files[0]),
                field=field,
                message=f"`{name}` is not there.",
                hint=f"Save it as docs/{name}, or delete the line.",
            )
