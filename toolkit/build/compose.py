"""Lays an overlay over a toolkit: writes a folder with the files of both, which is a toolkit like any other."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from toolkit.build.output import scan
from toolkit.diagnostics import Diagnostic, misspelt, worded
from toolkit.fingerprint import digest
from toolkit.paths import CONTRIBUTED
from toolkit.render.staging import mirror
from toolkit.schema.markup import blanks
from toolkit.sources.config import FILE as SETTINGS
from toolkit.sources.config import Settings, options_by_name, read_settings
from toolkit.sources.doc_pages import line_of
from toolkit.sources.overlay import ADDED, CHANGED, FILE, Overlay, read_overlay

Files = Mapping[str, Path]
MODELS, SHEET, LOGOS = "practices/model/", "overlay.css", ("docs/logo.svg", "docs/logo.png")
COLORS = """@supports (color: oklch(from red l c h)) {{
  :root:root:root {{ --brand: oklch(from {} min(l, 0.5) c h); --brand-ink: #fff; }}
}}
"""
"""In light and dark. White text on a color of that lightness has a contrast of 5 or more (WCAG 2.2, 1.4.3)."""


def compose(root: Path, folder: Path, target: Path) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Make `target` the toolkit in `root` with the overlay in `folder` laid over it.

    Returns what is wrong, so that nothing was written, and notes on what in the overlay does not fit, or no longer.
    """
    settings, (overlay, mistakes) = read_settings(root), read_overlay(folder)
    theirs, own = _files(root), _files(folder)
    files = theirs | own
    odd = [name for name, path in files.items() if path.is_symlink() or not path.is_file()]
    odd += [
        name for name in CONTRIBUTED if (root / name).is_symlink() or (folder / name).is_symlink()
    ]
    mistakes += [Diagnostic(name, 0, "", *worded("no-file-of-overlay")) for name in odd]
    if not overlay or mistakes or settings.diagnostics:
        return [*mistakes, *settings.diagnostics], []
    contents = {name: path.read_bytes() for name, path in files.items()}
    models = {
        name: contents[name].decode("utf-8", "replace") for name in files if name.startswith(MODELS)
    }
    marks = {
        name: CHANGED for name, text in models.items() if overlay.values.keys() & set(blanks(text))
    }
    marks |= {name: CHANGED if name in theirs else ADDED for name in own}
    logo = next((name.removeprefix("docs/") for name in LOGOS if name in own), None)
    site = _site(overlay, settings) | {"INHERIT": str(root / SETTINGS)}  # perhaps on another drive
    site["extra"]["overlay"] = overlay.model_dump() | {"marks": marks, "logo": logo}
    sheet = {f"docs/{SHEET}": COLORS.format(overlay.color).encode()} if overlay.color else {}
    if target.is_symlink():  # planted: files elsewhere would be deleted
        target.unlink()
    mirror(target, contents | sheet | {SETTINGS: yaml.safe_dump(site, sort_keys=False).encode()})
    return [], sorted(
        _misfits(overlay, folder / FILE, overlay.languages or settings.languages, theirs, own)
    )


def _files(folder: Path) -> dict[str, Path]:
    """The files of a toolkit or overlay, by their path from there."""
    return {
        f"{part}/{name}": folder / part / name
        for part in CONTRIBUTED
        for name in scan(folder / part)
    }


def _site(overlay: Overlay, settings: Settings) -> dict[str, Any]:
    """What the overlay changes in mkdocs.yml."""
    name = {"site_name": overlay.site_name} if overlay.site_name else {}
    chosen = overlay.languages or settings.languages
    plugins = options_by_name(settings.values.get("plugins"))
    listed = {entry["locale"]: entry for entry in plugins.get("i18n", {}).get("languages", [])}
    languages = [
        entry | name | {"build": tag in chosen, "default": tag == chosen[0]}
        for tag, entry in ({tag: {"locale": tag} for tag in overlay.languages} | listed).items()
    ]
    return name | {
        "site_url": overlay.site_url or "",
        "extra": {"contact": overlay.contact} if overlay.contact else {},
        **({"repo_url": ""} if overlay.contact else {}),
        "extra_css": [*settings.values.get("extra_css", []), *([SHEET] if overlay.color else [])],
        "plugins": plugins
        | ({"i18n": {**plugins.get("i18n", {}), "languages": languages}} if languages else {}),
    }


def _misfits(
    overlay: Overlay, settings: Path, tags: Collection[str], theirs: Files, own: Files
) -> Iterator[Diagnostic]:
    """What in an overlay, whose `settings` are in that file, does not fit the toolkit. `tags` are the languages."""
    replaced = [name for name in own if name in theirs and name.endswith((".yml", ".md"))]
    for name in replaced:
        now, before = (
            digest(theirs[name].read_text("utf-8", "replace"))[:12],
            overlay.made_from.get(name),
        )
        if now != before:
            since = ", which has changed since" if before else ""
            yield Diagnostic(name, 0, "", *worded("replaces-file", name=name, now=now, since=since))
    models = [
        path.read_text("utf-8", "replace")
        for name, path in {**theirs, **own}.items()
        if MODELS in name
    ]
    named = {blank for text in models for blank in blanks(text)}
    lists = {"hide": theirs, "made_from": replaced, "notice": tags, "values": named}
    for field, there in lists.items():
        for name in getattr(overlay, field):
            if name not in there:
                near = misspelt(name, there)
                problem = worded(
                    "misspelt-in-overlay" if near else "not-in-toolkit", name=name, meant=near
                )
                yield Diagnostic(FILE, line_of(name, settings), field, *problem)
