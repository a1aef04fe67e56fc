"""The files of web/, published under names with a hash of their content, so that browsers may cache them forever.

Style sheets are hashed after the fonts, whose names they contain. The scripts of each folder are bundled into a single
file, which takes a single request.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from posixpath import basename
from typing import NamedTuple

from rjsmin import jsmin

from toolkit.paths import WEB
from toolkit.search.tokens import FOLDING

SERVED = ("*.svg", "*.png", "vendor/fflate/*.js", "vendor/fonts/*.woff2", "vendor/**/*.txt")
"""Files of web/ other than scripts and style sheets, licenses included."""
STYLE_SHEETS = ("*.css", "vendor/fonts/*.css")
BUNDLES = {
    "search": ("load", "text", "spelling", "query", "index", "rank", "show"),
    "find": ("view", "page"),
    "fill": ("handed", "files", "page"),
    "several": ("../fill/handed", "../fill/files", "page"),
    "shortlist": ("../search/load", "entries", "compare", "packet", "plan", "page"),
}
"""The scripts of each folder, in dependency order."""
MANIFEST = '"manifest"'
"""The name of the search manifest, as the scripts write it."""
FONT = re.compile(r"(?<=')[\w-]+\.woff2")


class Assets(NamedTuple):
    """The browser's files."""

    names: Mapping[str, str]
    """The name in the site, by the name that templates use: `web/page.js`."""
    files: Mapping[str, bytes]
    """The content, by the name in the site."""
    manifest_key: str
    """The name of the search manifest. It has a hash of the search scripts, so no other version of them reads it."""


@cache
def load_assets() -> Assets:
    """All files of web/ as the site has them; scripts are minified."""
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for path in _web_files(SERVED):
        name = _web_name(path)
        content = path.read_bytes()
        # The license of something is looked for under its own name.
        names[name] = name if path.suffix == ".txt" else hashed_name(name, content)
        files[names[name]] = content
    for path in _web_files(STYLE_SHEETS):
        name = _web_name(path)
        content = _with_hashed_fonts(path.read_bytes().decode(), names).encode()
        names[name] = hashed_name(name, content)
        files[names[name]] = content
    bundles = {folder: _bundle(folder) for folder in BUNDLES}
    manifest_key = f"manifest-{_hash(''.join(bundles.values()).encode())}"
    scripts = bundles | {path.stem: _minified(path) for path in sorted(WEB.glob("*.js"))}
    for stem, script in scripts.items():
        name = f"web/{stem}.js"
        content = script.replace(MANIFEST, f'"{manifest_key}"').encode()
        names[name] = hashed_name(name, content)
        files[names[name]] = content
    return Assets(names, files, manifest_key)


def _web_files(patterns: Iterable[str]) -> Iterator[Path]:
    """The files of web/ that match any of the patterns."""
    for pattern in patterns:
        yield from sorted(WEB.glob(pattern))


def _web_name(path: Path) -> str:
    """The name by which templates know a file."""
    return f"web/{path.relative_to(WEB).as_posix()}"


def _with_hashed_fonts(css: str, names: Mapping[str, str]) -> str:
    """A style sheet with the names that its fonts have in the site."""
    return FONT.sub(lambda font: basename(names[f"web/vendor/fonts/{font[0]}"]), css)


def _bundle(folder: str) -> str:
    """The scripts of a folder as a single one. That of the search has what letters are folded to."""
    scripts = [(WEB / folder / f"{name}.js").read_text("utf-8") for name in BUNDLES[folder]]
    bundle = jsmin("\n".join(scripts))
    if folder == "search":
        bundle += f"\nToolkit.folding={json.dumps(FOLDING)};"
    return str(bundle)


def _minified(path: Path) -> str:
    return str(jsmin(path.read_text("utf-8")))


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:8]


def hashed_name(name: str, content: bytes) -> str:
    """A file's name with a hash of its content: `web/page.3f2a9c1b.js`."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{_hash(content)}.{ending}"
