"""The build: render the targets that changed into the next version of the site, then publish it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import call
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter

from toolkit.build.file_targets import closing_targets, file_targets, shared_file_targets
from toolkit.build.links import broken_links, clashes
from toolkit.build.output import FileState, SiteFolder, scan
from toolkit.build.page_targets import page_targets
from toolkit.build.pool import map_in_workers
from toolkit.build.targets import ProjectInputs, Target
from toolkit.diagnostics import Diagnostic
from toolkit.fingerprint import code_fingerprint, digest_of, read_cache, write_cache
from toolkit.pages.placeholders import placeholder_pages
from toolkit.pages.templates import MARKDOWN
from toolkit.project import Project
from toolkit.render.assembler import Shells
from toolkit.render.assets import load_assets
from toolkit.render.staging import shared_files
from toolkit.render.theme import PLAIN

Result = TypeVar("Result")
MANIFEST, SHELLS, STAGED = "manifest.json", "shells.json", "pages"


class Output(NamedTuple):
    """The fingerprint and files of a target that was built."""

    fingerprint: str
    files: dict[str, FileState]


Outputs = dict[str, Output]
"""By the target's name. The manifest has those of the last build, as JSON, which is safe to read from anyone."""
_OUTPUTS, _SHELLS = TypeAdapter(Outputs), TypeAdapter(Shells)


@dataclass(frozen=True)
class SiteBuild:
    """A build in progress: the site's next version, and what the last build left."""

    folder: SiteFolder
    previous: Outputs
    states: Mapping[str, FileState]
    """The files that are published now."""

    def is_current(self, target: Target) -> bool:
        """Whether the published files are what the target would produce."""
        output = self.previous.get(target.name)
        if not output or output.fingerprint != target.fingerprint:
            return False
        return all(self.states.get(name) == state for name, state in output.files.items())

    def outputs(self, targets: Iterable[Target]) -> Outputs:
        """The outputs of targets, after rendering those that are not current."""
        outputs, _ = self.outputs_beside(targets, lambda: None)
        return outputs

    def outputs_beside(
        self, targets: Iterable[Target], task: Callable[[], Result]
    ) -> tuple[Outputs, Result]:
        """The outputs of targets, and what a task returns that is done beside them."""
        targets = list(targets)
        stale = [target for target in targets if not self.is_current(target)]
        tasks: list[Callable[[], Any]] = [task, *(partial(self.render, target) for target in stale)]
        result, *rendered = map_in_workers(call, tasks)
        by_name = dict(zip((target.name for target in stale), rendered, strict=True))
        return {
            target.name: by_name.get(target.name) or self.previous[target.name]
            for target in targets
        }, result

    def render(self, target: Target) -> Output:
        """Render a target into the next version."""
        files = {name: self.folder.write(name, content) for name, content in target.files().items()}
        return Output(target.fingerprint, files)

    def read(self, name: str) -> bytes:
        """A file of the next version, read from the published version until it is linked."""
        path = self.folder.next / name
        return (path if path.is_file() else self.folder.path / name).read_bytes()

    def publish(self, outputs: Outputs, manifest: Path) -> Mapping[str, FileState]:
        """Publish the files of these outputs and write the manifest. Returns the state of every file."""
        files = {name: state for output in outputs.values() for name, state in output.files.items()}
        if files != self.states:
            unchanged = [
                output for name, output in outputs.items() if output is self.previous.get(name)
            ]
            self.folder.keep(name for output in unchanged for name in output.files)
            # A kill between here and the end costs a whole build, never a wrong site.
            manifest.unlink(missing_ok=True)
            self.folder.publish()
        write_manifest(manifest, outputs)
        return files


def read_manifest(path: Path) -> Outputs:
    """The outputs of the last build; empty if the manifest is damaged or another version of the program wrote it."""
    with suppress(OSError, ValueError):
        return _OUTPUTS.validate_json(read_cache(path, code_fingerprint()))
    return {}


def write_manifest(path: Path, outputs: Outputs) -> None:
    """Write the outputs of a build."""
    write_cache(path, _OUTPUTS.dump_json(outputs).decode(), code_fingerprint())


class BuiltSite(NamedTuple):
    """The result of a build."""

    diagnostics: list[Diagnostic]
    """What is wrong. With any mistake, the published site is unchanged."""
    files: Mapping[str, FileState] = {}
    """The files of the site; none if MkDocs wrote them all."""


def build_site(project: Project, site: Path, cache: Path) -> BuiltSite:
    """Bring the site up to date."""
    folder = SiteFolder(site)
    folder.begin()
    try:
        return (_build_with_mkdocs if project.settings.needs_mkdocs else _build)(
            project, folder, cache
        )
    finally:
        folder.discard()


def _build(project: Project, folder: SiteFolder, cache: Path) -> BuiltSite:
    build = SiteBuild(folder, read_manifest(cache / MANIFEST), scan(folder.path))
    inputs = ProjectInputs(project)
    files = [*file_targets(inputs), *shared_file_targets(inputs)]
    # MkDocs takes seconds, and these files need no shells.
    outputs, shells = build.outputs_beside(files, partial(project_shells, project, cache / SHELLS))
    if shells.diagnostics:
        return BuiltSite(list(shells.diagnostics))
    for templates, ending in (
        (MARKDOWN, "jinja"),
        (PLAIN, "html"),
    ):  # each worker would compile them for itself
        for name in templates.list_templates([ending]):
            templates.get_template(name)
    targets = list(page_targets(inputs, shells))
    outputs |= build.outputs(targets)
    pages: dict[str, list[str]] = {language: [] for language in project.catalogs}
    for target in targets:
        if target.language:
            pages[target.language] += [
                name for name in outputs[target.name].files if name.endswith(".html")
            ]
    names = [name for output in outputs.values() for name in output.files]
    outputs |= build.outputs(closing_targets(inputs, pages, names))
    names = [name for output in outputs.values() for name in output.files]
    diagnostics = [*clashes(project, names), *broken_links(project, shells, set(names), build.read)]
    return BuiltSite(diagnostics, {} if diagnostics else build.publish(outputs, cache / MANIFEST))


def project_shells(project: Project, cache: Path) -> Shells:
    """The shells of a project: those of the last build until an input changes, because MkDocs takes seconds."""
    placeholders = list(placeholder_pages(project))
    names = list(shared_files(project)), list(project.catalogs)
    fingerprint = digest_of((code_fingerprint(), placeholders, project.settings.values, *names))
    with suppress(
        OSError, ValueError
    ):  # missing, damaged or of other inputs; a ValidationError is a ValueError
        return _SHELLS.validate_json(read_cache(cache, fingerprint))
    from toolkit.render.mkdocs_run import render_shells  # noqa: PLC0415 - MkDocs takes 0.2 s to load

    shells = render_shells(project, placeholders, load_assets().names)
    if not shells.diagnostics:
        write_cache(cache, _SHELLS.dump_json(shells).decode(), fingerprint)
    return shells


def _build_with_mkdocs(project: Project, folder: SiteFolder, cache: Path) -> BuiltSite:
    from toolkit.build.mkdocs_plugin import render_site  # noqa: PLC0415 - MkDocs takes 0.2 s to load

    diagnostics = render_site(project, cache.parent / STAGED, folder.next)
    if not diagnostics:
        (cache / MANIFEST).unlink(missing_ok=True)
        folder.publish()
    return BuiltSite(diagnostics)
