"""A build: what changed is rendered into the next version of the site, which then takes the place of the last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from toolkit.build.file_targets import SEARCH, closing_targets, file_targets
from toolkit.build.inputs import ProjectInputs
from toolkit.build.links import broken_links, clashes
from toolkit.build.manifest import FileState, Manifest, Output
from toolkit.build.output import SiteFolder
from toolkit.build.page_targets import PageTargets
from toolkit.build.pool import in_worker, map_in_workers
from toolkit.build.shell_cache import ShellCache
from toolkit.build.targets import Target
from toolkit.diagnostics import Diagnostic
from toolkit.fingerprint import code_fingerprint
from toolkit.project import Project

MANIFEST, SHELLS, STAGED = "manifest.json", "shells.json", "pages"
Outputs = dict[str, Output]
"""What targets gave, by their name."""


@dataclass(frozen=True)
class SiteBuild:
    """The next version of a site, beside what the last build left."""

    folder: SiteFolder
    previous: Manifest
    states: Mapping[str, FileState]
    """The files that are published now."""

    def is_current(self, target: Target) -> bool:
        """Whether the published files are those that the target would give."""
        output = self.previous.outputs.get(target.name)
        if not output or output.fingerprint != target.fingerprint:
            return False
        return all(self.states.get(name) == state for name, state in output.files.items())

    def outputs(self, targets: Iterable[Target], done: Outputs) -> Outputs:
        """What targets give: those that are neither done nor current are rendered."""
        waiting = [target for target in targets if target.name not in done]
        stale = [target for target in waiting if not self.is_current(target)]
        rendered = dict(zip((target.name for target in stale), map_in_workers(self.render, stale), strict=True))
        return done | {
            target.name: rendered.get(target.name) or self.previous.outputs[target.name] for target in waiting
        }

    def render(self, target: Target) -> Output:
        """Render a target into the next version."""
        files = {name: self.folder.write(name, content) for name, content in target.files().items()}
        return Output(target.fingerprint, files)

    def read(self, name: str) -> bytes:
        """A file of the next version, which as yet may be in the published one only."""
        path = self.folder.next / name
        return (path if path.is_file() else self.folder.path / name).read_bytes()

    def publish(self, outputs: Outputs, manifest: Path) -> Mapping[str, FileState]:
        """Let the files of these outputs be the site, and note them. Gives all files."""
        files = {name: state for output in outputs.values() for name, state in output.files.items()}
        if files != self.states:
            unchanged = [output for name, output in outputs.items() if output is self.previous.outputs.get(name)]
            self.folder.keep(name for output in unchanged for name in output.files)
            # A kill between here and the end costs a whole build, never a wrong site.
            manifest.unlink(missing_ok=True)
            self.folder.publish()
        Manifest(self.previous.program, outputs).write(manifest)
        return files


class BuiltSite(NamedTuple):
    """What a build gave."""

    diagnostics: list[Diagnostic]
    """What is wrong. If there is any, the published site is as it was."""
    files: Mapping[str, FileState] = {}
    """The files of the site; none if MkDocs wrote them all."""


def build_site(project: Project, site: Path, cache: Path) -> BuiltSite:
    """Bring the site up to date."""
    folder = SiteFolder(site)
    folder.begin()
    try:
        return (_build_with_mkdocs if project.settings.needs_mkdocs else _build)(project, folder, cache)
    finally:
        folder.discard()


def _build(project: Project, folder: SiteFolder, cache: Path) -> BuiltSite:
    build = SiteBuild(folder, Manifest.read(cache / MANIFEST, code_fingerprint()), folder.states())
    shell_cache = ShellCache(project, cache / SHELLS)
    inputs = ProjectInputs(project)
    shells, outputs = shell_cache.read(), Outputs()
    if shells:
        targets = list(file_targets(inputs))
    else:  # MkDocs takes longer than all that needs no shells: both at the same time
        with in_worker(shell_cache.render) as rendered_shells:
            targets = list(file_targets(inputs))
            outputs = build.outputs(targets, outputs)
            shells = rendered_shells()
        if shells.diagnostics:
            return BuiltSite(list(shells.diagnostics))
    targets += PageTargets(inputs, shells).all()
    outputs = build.outputs(targets, outputs)
    pages: dict[str, list[str]] = {language: [] for language in project.catalogs}
    for target in targets:
        if target.language:
            pages[target.language] += outputs[target.name].files
    search = [name for target in targets if target.name.startswith(SEARCH) for name in outputs[target.name].files]
    outputs = build.outputs(closing_targets(inputs, pages, search), outputs)
    names = [name for output in outputs.values() for name in output.files]
    diagnostics = [*clashes(project, names), *broken_links(project, shells, set(names), build.read)]
    return BuiltSite(diagnostics, {} if diagnostics else build.publish(outputs, cache / MANIFEST))


def _build_with_mkdocs(project: Project, folder: SiteFolder, cache: Path) -> BuiltSite:
    from toolkit.render.mkdocs_run import render_site  # noqa: PLC0415 - MkDocs takes 0.2 s to load

    diagnostics = render_site(project, cache.parent / STAGED, folder.next)
    if not diagnostics:
        (cache / MANIFEST).unlink(missing_ok=True)
        folder.publish()
    return BuiltSite(diagnostics)
