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
MANIFEST = "manifest.json"
SHELLS = "shells.json"
STAGED = "pages"


class Output(NamedTuple):
    """The fingerprint and files of a target that was built."""

    fingerprint: str
    files: dict[str, FileState]


Outputs = dict[str, Output]
"""By the target's name. The manifest has those of the last build, as JSON, which is safe to read from anyone."""
_OUTPUTS = TypeAdapter(Outputs)
_SHELLS = TypeAdapter(Shells)


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
        tasks: list[Callable[[], Any]] = [task]
        tasks += [partial(self.render, target) for target in stale]
        result, *rendered = map_in_workers(call, tasks)
        new_outputs = {target.name: output for target, output in zip(stale, rendered, strict=True)}
        outputs: Outputs = {}
        for target in targets:
            outputs[target.name] = new_outputs.get(target.name) or self.previous[target.name]
        return outputs, result

    def render(self, target: Target) -> Output:
        """Render a target into the next version."""
        contents = target.files()
        files = {name: self.folder.write(name, content) for name, content in contents.items()}
        return Output(target.fingerprint, files)

    def read(self, name: str) -> bytes:
        """A file of the next version, read from the published version until it is linked."""
        path = self.folder.next / name
        return (path if path.is_file() else self.folder.path / name).read_bytes()

    def publish(self, outputs: Outputs, manifest: Path) -> Mapping[str, FileState]:
        """Publish the files of these outputs and write the manifest. Returns the state of every file."""
        files: dict[str, FileState] = {}
        unchanged: list[str] = []
        for name, output in outputs.items():
            files |= output.files
            if output is self.previous.get(name):
                unchanged += output.files
        if files != self.states:
            self.folder.keep(unchanged)
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
    build = _build_with_mkdocs if project.settings.needs_mkdocs else _build
    folder = SiteFolder(site)
    folder.begin()
    try:
        return build(project, folder, cache)
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
    compile_templates()
    pages = list(page_targets(inputs, shells))
    outputs |= build.outputs(pages)
    page_names = _listed_pages(pages, outputs, project.catalogs)
    outputs |= build.outputs(closing_targets(inputs, page_names, _file_names(outputs)))
    names = _file_names(outputs)
    diagnostics = [*clashes(project, names), *broken_links(project, shells, set(names), build.read)]
    if diagnostics:
        return BuiltSite(diagnostics)
    return BuiltSite([], build.publish(outputs, cache / MANIFEST))


def compile_templates() -> None:
    """Compile the templates before workers start, each of which would do it for itself."""
    for templates, ending in ((MARKDOWN, "jinja"), (PLAIN, "html")):
        for name in templates.list_templates([ending]):
            templates.get_template(name)


def _listed_pages(
    targets: Iterable[Target], outputs: Outputs, languages: Iterable[str]
) -> dict[str, list[str]]:
    """The names of the pages in each language that search engines should list."""
    pages: dict[str, list[str]] = {language: [] for language in languages}
    for target in targets:
        if target.language:
            names = outputs[target.name].files
            pages[target.language] += [name for name in names if name.endswith(".html")]
    return pages


def _file_names(outputs: Outputs) -> list[str]:
    """The names of all files; twice, if two targets have one name."""
    names: list[str] = []
    for output in outputs.values():
        names += output.files
    return names


def project_shells(project: Project, cache: Path) -> Shells:
    """The shells of a project: those of the last build until an input changes, because MkDocs takes seconds."""
    placeholders = list(placeholder_pages(project))
    depends_on = (
        code_fingerprint(),
        placeholders,
        project.settings.values,
        list(shared_files(project)),
        list(project.catalogs),
    )
    fingerprint = digest_of(depends_on)
    # Missing, damaged or of other inputs; a ValidationError is a ValueError.
    with suppress(OSError, ValueError):
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
