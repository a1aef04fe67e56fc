"""The files of web/, published under names with a hash of their content, so that browsers may cache them forever.

Style sheets are hashed after the fonts, whose names they contain. The scripts of each folder are bundled into a single
file, which takes a single request.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
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
    contents: dict[str, bytes] = {}
    for path in (
        path for pattern in (*SERVED, *STYLE_SHEETS) for path in sorted(WEB.glob(pattern))
    ):
        name, content = f"web/{path.relative_to(WEB).as_posix()}", path.read_bytes()
        if path.suffix == ".css":
            content = FONT.sub(
                lambda font: basename(names[f"web/vendor/fonts/{font[0]}"]), content.decode()
            ).encode()
        names[name] = name if path.suffix == ".txt" else hashed_name(name, content)
        contents[name] = content
    bundles = {
        folder: jsmin(
            "\n".join((WEB / folder / f"{name}.js").read_text("utf-8") for name in scripts)
        )
        for folder, scripts in BUNDLES.items()
    }
    bundles["search"] += f"\nToolkit.folding={json.dumps(FOLDING)};"
    manifest_key = f"manifest-{sha256(''.join(bundles.values()).encode()).hexdigest()[:8]}"
    scripts = bundles | {
        path.stem: jsmin(path.read_text("utf-8")) for path in sorted(WEB.glob("*.js"))
    }
    for stem, script in scripts.items():
        name, content = f"web/{stem}.js", script.replace(MANIFEST, f'"{manifest_key}"').encode()
        names[name], contents[name] = hashed_name(name, content), content
    return Assets(names, {names[name]: content for name, content in contents.items()}, manifest_key)


def hashed_name(name: str, content: bytes) -> str:
    """A file's name with a hash of its content: `web/page.3f2a9c1b.js`."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{sha256(content).hexdigest()[:8]}.{ending}"
