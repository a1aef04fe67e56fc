"""Lays an overlay over a toolkit: writes a folder with the files of both, which is a toolkit like any other."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from toolkit.build.output import scan
from toolkit.diagnostics import MAX_LISTED, Diagnostic, Problem, misspelt, quoted, worded
from toolkit.fingerprint import digest
from toolkit.paths import CONTRIBUTED, SETTINGS
from toolkit.render.staging import mirror
from toolkit.schema import KINDS, FieldPath
from toolkit.schema.markup import blanks
from toolkit.sources.config import (
    Settings,
    contact_mistake,
    options_by_name,
    read_settings,
    tag_mistakes,
)
from toolkit.sources.doc_pages import line_of
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.overlay import ADDED, AGENCY, CHANGED, FILE, Overlay, read_overlay
from toolkit.sources.yaml_reader import SourceFile

Files = Mapping[str, Path]
MODELS = "practices/model/"
ROUTES = "docs/routes/"
SHEET = "overlay.css"
LOGOS = ("docs/logo.svg", "docs/logo.png")
LOGO = re.compile(r"docs/logo\.(?:svg|png|jpe?g|gif|webp|bmp)", re.I)
"""What somebody may mean as one."""
COLORS = """@supports (color: oklch(from red l c h)) {{
  :root:root:root {{ --brand: oklch(from {} min(l, 0.5) c h); --brand-ink: #fff; }}
}}
"""
"""In light and dark. White text on a color of that lightness has a contrast of 5 or more (WCAG 2.2, 1.4.3)."""


def compose(root: Path, folder: Path, target: Path) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Make `target` the toolkit in `root` with the overlay in `folder` laid over it.

    Returns what is wrong, so that nothing was written, and notes on what in the overlay does not fit, or no longer.
    """
    settings = read_settings(root)
    file, overlay, mistakes = read_overlay(folder, _mistakes)
    toolkit_files = _files(root)
    overlay_files = _files(folder)
    mistakes += _not_files(root, folder, toolkit_files | overlay_files)
    mistakes += _not_hideable(overlay, folder / FILE)
    mistakes += _misnamed_logos(overlay_files)
    if not overlay or mistakes or settings.diagnostics:
        return [*mistakes, *settings.diagnostics], []
    contents = {name: path.read_bytes() for name, path in (toolkit_files | overlay_files).items()}
    site = _site(overlay, settings)
    site["INHERIT"] = str(root / SETTINGS)  # perhaps on another drive
    site["extra"]["overlay"] = {
        **overlay.model_dump(),
        "hide": _hidden_files(overlay, toolkit_files, overlay_files),
        "marks": _marks(overlay, contents, toolkit_files, overlay_files),
        "logo": _logo(overlay_files),
    }
    if overlay.color:
        contents[f"docs/{SHEET}"] = COLORS.format(overlay.color).encode()
    contents[SETTINGS] = yaml.safe_dump(site, sort_keys=False).encode()
    if target.is_symlink():  # planted: files elsewhere would be deleted
        target.unlink()
    mirror(target, contents)
    misfits = _misfits(
        overlay,
        file,
        settings=settings,
        toolkit_files=toolkit_files,
        overlay_files=overlay_files,
    )
    return [], sorted(misfits)


def _files(folder: Path) -> dict[str, Path]:
    """The files of a toolkit or overlay, by their path from there."""
    files = {}
    for part in CONTRIBUTED:
        for name in scan(folder / part):
            files[f"{part}/{name}"] = folder / part / name
    return files


def _not_files(root: Path, folder: Path, files: Files) -> Iterator[Diagnostic]:
    """Links and devices in the place of files or folders: they could publish any file of this machine."""
    for name, path in files.items():
        if path.is_symlink() or not path.is_file():
            yield Diagnostic(name, 0, "", *worded("no-file-of-overlay"))
    for name in CONTRIBUTED:
        if (root / name).is_symlink() or (folder / name).is_symlink():
            yield Diagnostic(name, 0, "", *worded("no-file-of-overlay"))


def _mistakes(overlay: Overlay, file: SourceFile) -> Iterator[Diagnostic]:
    """What an overlay says that a site cannot have."""
    yield from contact_mistake(overlay.contact, ("contact",), file)
    tags: dict[FieldPath, str] = {("languages", i): tag for i, tag in enumerate(overlay.languages)}
    yield from tag_mistakes(tags, file)


def _misnamed_logos(overlay_files: Collection[str]) -> Iterator[Diagnostic]:
    """Pictures that are called as a logo, but not as one that is shown, where there is none."""
    if _logo(overlay_files):
        return
    for name in overlay_files:
        if LOGO.fullmatch(name):
            yield Diagnostic(name, 0, "", *worded("other-name-of-logo"))


def _not_hideable(overlay: Overlay | None, settings_file: Path) -> Iterator[Diagnostic]:
    """Authored pages to which the site's frame leads: only records and routes can be hidden."""
    for name in overlay.hide if overlay else ():
        if name.startswith("docs/") and not name.startswith(ROUTES):
            problem = worded("page-not-hideable", name=name)
            yield Diagnostic(FILE, line_of(name, settings_file), "hide", *problem)


def _hidden_files(
    overlay: Overlay, toolkit_files: Files, overlay_files: Collection[str]
) -> list[str]:
    """The files of records that are hidden; those of a kind without the overlay's own."""
    hidden: list[str] = []
    for name in overlay.hide:
        if name not in KINDS:
            hidden.append(name)
            continue
        for file in toolkit_files:
            folder, _, record = file.rpartition("/")
            is_record = folder == KINDS[name].folder and record.count(".") == 1
            if is_record and file.endswith(".yml") and file not in overlay_files:
                hidden.append(file)
    return hidden


def _marks(
    overlay: Overlay,
    contents: Mapping[str, bytes],
    toolkit_files: Files,
    overlay_files: Files,
) -> dict[str, str]:
    """By file, whether the overlay changed or added it. A model document whose blanks it fills in is changed."""
    marks = {}
    for name, content in contents.items():
        if name.startswith(MODELS):
            text = content.decode("utf-8", "replace")
            if overlay.values.keys() & set(blanks(text)):
                marks[name] = CHANGED
    for name in overlay_files:
        marks[name] = CHANGED if name in toolkit_files else ADDED
    return marks


def _logo(overlay_files: Collection[str]) -> str | None:
    """The overlay's logo, by its path in docs/."""
    for name in LOGOS:
        if name in overlay_files:
            return name.removeprefix("docs/")
    return None


def _site(overlay: Overlay, settings: Settings) -> dict[str, Any]:
    """What the overlay changes in mkdocs.yml."""
    site: dict[str, Any] = {}
    if overlay.site_name:
        site["site_name"] = overlay.site_name
    site["site_url"] = overlay.site_url or ""
    site["extra"] = {}
    if overlay.contact:
        site["extra"]["contact"] = overlay.contact
        site["repo_url"] = ""
    site["extra_css"] = list(settings.values.get("extra_css", []))
    if overlay.color:
        site["extra_css"].append(SHEET)
    site["plugins"] = options_by_name(settings.values.get("plugins"))
    languages = _languages(overlay, settings)
    if languages:
        i18n = site["plugins"].get("i18n", {})
        site["plugins"] = site["plugins"] | {"i18n": {**i18n, "languages": languages}}
    return site


def _languages(overlay: Overlay, settings: Settings) -> list[dict[str, Any]]:
    """The languages as static-i18n has them: the overlay's first, the toolkit's other languages not built."""
    chosen = overlay.languages or settings.languages
    i18n = options_by_name(settings.values.get("plugins")).get("i18n", {})
    entries = {tag: {"locale": tag} for tag in overlay.languages}
    entries |= {entry["locale"]: entry for entry in i18n.get("languages", [])}
    languages = []
    for tag, entry in entries.items():
        language: dict[str, Any] = dict(entry)
        if overlay.site_name:
            language["site_name"] = overlay.site_name
        language["build"] = tag in chosen
        language["default"] = tag == chosen[0]
        languages.append(language)
    return languages


def _misfits(
    overlay: Overlay,
    file: SourceFile,
    *,
    settings: Settings,
    toolkit_files: Files,
    overlay_files: Files,
) -> Iterator[Diagnostic]:
    """What in an overlay does not fit the toolkit."""
    replaced = {
        name: toolkit_files[name]
        for name in overlay_files
        if name in toolkit_files and name.endswith((".yml", ".md"))
    }
    yield from _outdated(overlay, replaced)
    for i, name in enumerate(overlay.hide):
        if name not in toolkit_files and name not in KINDS:
            yield file.diagnostic(("hide", i), *_not_hidden(name, [*toolkit_files, *KINDS]))
    for name in overlay.made_from:
        if name not in replaced:
            yield file.diagnostic(("made_from", name), *_replaces_nothing(name, replaced))
    blank_names = _blank_names({**toolkit_files, **overlay_files})
    for name in overlay.values:
        if name not in blank_names:
            yield file.diagnostic(("values", name), *_no_blank(name, blank_names))
    yield from _unknown_tags(overlay, file, settings)


def _not_hidden(name: str, names: Collection[str]) -> Problem:
    """The problem of a path to hide that is not there, with the file that has this name elsewhere."""
    same = [other for other in names if PurePosixPath(other).stem == PurePosixPath(name).stem]
    meant = same[0] if len(same) == 1 else misspelt(name, names)
    problem = "hides-nothing-but-near" if meant else "hides-nothing"
    return worded(problem, name=name, meant=meant)


def _replaces_nothing(name: str, replaced: Iterable[str]) -> Problem:
    """The problem of a file that is said to replace one, and replaces none."""
    meant = misspelt(name, replaced)
    problem = "misspelt-in-overlay" if meant else "not-in-toolkit"
    return worded(problem, name=name, meant=meant)


def _no_blank(name: str, names: Iterable[str]) -> Problem:
    """The problem of a value for a blank that is nowhere, with those that there are, the nearest first."""
    in_order = sorted(names, key=lambda other: (-SequenceMatcher(None, name, other).ratio(), other))
    return worded("no-blank-of-models", name=name, names=quoted(in_order[:MAX_LISTED]))


def _unknown_tags(overlay: Overlay, file: SourceFile, settings: Settings) -> Iterator[Diagnostic]:
    """Words by language whose language the site does not have. Documents are handed out in those left out, too."""
    tags = overlay.languages or settings.languages
    all_tags = dict.fromkeys([SOURCE_LANGUAGE, *tags, *settings.languages, *settings.left_out])
    texts: dict[FieldPath, Iterable[str]] = {("notice",): overlay.notice}
    texts |= {("values", name): filling for name, filling in overlay.values.items()}
    texts |= {("help_lines", i, "name"): number.name for i, number in enumerate(overlay.help_lines)}
    for path, languages in texts.items():
        for tag in languages:
            known = tags if path == ("notice",) else all_tags
            if tag not in known:
                problem = worded("no-language-of-overlay", tag=tag, tags=quoted(known))
                yield file.diagnostic((*path, tag), *problem)


def _outdated(overlay: Overlay, replaced: Files) -> Iterator[Diagnostic]:
    """Files that the overlay replaces, unless it says that it was made from the toolkit's file as it is now."""
    for name, path in replaced.items():
        now = digest(path.read_text("utf-8", "replace"))[:12]
        made_from = overlay.made_from.get(name)
        if now != made_from:
            since = ", which has changed since" if made_from else ""
            yield Diagnostic(name, 0, "", *worded("replaces-file", name=name, now=now, since=since))


def _blank_names(files: Files) -> set[str]:
    """The blanks of all model documents."""
    names = {AGENCY}
    for name, path in files.items():
        if MODELS in name:
            names.update(blanks(path.read_text("utf-8", "replace")))
    return names
