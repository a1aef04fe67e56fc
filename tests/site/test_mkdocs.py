"""MkDocs and ProperDocs with the installed plugin make the site that a fast build makes."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from socket import socket
from urllib.request import urlopen

import pytest
from mkdocs.config.defaults import MkDocsConfig

from tests.builds import ROOT, build, copy_sample, differing, files, replace_text
from toolkit.build.mkdocs_plugin import render_site
from toolkit.build.page_targets import all_pages
from toolkit.diagnostics import Diagnostic, misspelt
from toolkit.pages.placeholders import placeholder_pages
from toolkit.project import Project, load_project
from toolkit.render.assembler import MARKERS, Shell, Shells
from toolkit.render.assets import load_assets
from toolkit.render.mkdocs_run import render_shells
from toolkit.render.staging import stage
from toolkit.schema.introspect import fields
from toolkit.sources.config import _MkDocsFile

HMONG = "\n      - {locale: hmn, name: Hmoob}"
MENU = """nav:
  - index.md
  - practices/index.md
  - More: [about.md, practices/id-night.md, evidence/index.md, like-mine/index.md, contribute/strategy.md]
  - practices/papers-night.md
"""
"""All that can be in a menu: authored pages, lists, a record, values of a filter, the reference, a group, a former
address."""
STYLES = "extra_css: [web/vendor/fonts/fonts.css, web/toolkit.css, web/search.css, web/keep.css, local/ours.css]\n"
DOCS = {
    "CNAME": b"sample.example",
    "robots.txt": b"User-agent: *",
    ".well-known/security.txt": b"Contact: mailto:webmaster@sample.example",
    "local/ours.css": b"h1 { color: #123 }",
    "img/photo.png": b"\x89PNG\r\n\x1a\n",
}
"""Files in docs/ beside pages."""
LINKS = """
![Photo](img/photo.png) [Policy](files/policy/sample-language-policy.pdf) [More](practices/id-night.md#what-it-takes)
"""
ODD = r"""
title: "\"Q\" & 'x' {{ 7 * 7 }} {% raw %} zzBODYzz zzTITLEzz zzNAMEzz 😀 שלום <3 > [b] (p) ~ ^ `t` |"
summary: "~~~ {{ page }} zzHEADzz & < > \"q\" שָׁלוֹם 😀 *s* 中**「t」**中 [l & m](https://e.example/?a=1&copy=2&b=_x_*y*).[@k]"
agencies: [rivertown-police-department]
problem: "--- dashes --- {: .x #y }[@k]"
steps: ["1986. A year.[@k]", "~~~ a fence[@k]", "=== [@k]", "&copy; & &#; &x script;[@k]", "\\ [@k]", "| a | b | [@k]"]
topics: [youth]
unknown: ["---", "-", "1.", "~~~", "***", "[x]: y", "![]", "# h", "_ _ _", "-- more", "😀"]
quotes: [{text: "~~~ 'q' \"w\" --- & <", speaker: "- S, \"T\" & 'u' 2)", cite: k}]
sources:
  - key: k
    title: "T \"q\" & 'a' *b* _c_ [d](e) | \\ {{ x }}"
    publisher: "P \"q\" & 'a' (b) [c] *d* _e_ \\ ) \\\" x"
    url: https://sample.example/a_b_c/(d)?x=1&y=2#f*g*h
    seen: whole
    note: "~~~ note --- \"q\""
"""
"""A record full of characters that mean something to YAML, Markdown, HTML, Jinja or shells."""
FENCE = """  ```
# <meta http-equiv="refresh" content="0;url=https://elsewhere.example/">
"""
"""The end of a block of code, and a comment, which nothing checks, after it."""


class Dom(HTMLParser):
    """What a browser makes of a page: tags with their attributes, and texts with their space collapsed.

    Allowed to differ, since no reader can see it: the space between tags, which Python-Markdown and CommonMark write
    differently; the order of attributes, which Python-Markdown's `attr_list` sorts; entities for characters.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[object] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        values = sorted((name, re.sub(r"\s+", " ", unescape(value or ""))) for name, value in attrs)
        self.nodes.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.nodes.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def flush(self) -> None:
        text = re.sub(r"\s+", " ", self.text).strip()
        self.text = ""
        if text:
            self.nodes.append(text)


def first_difference(site: Path, other: Path) -> object:
    """Where two sites are not the same: pages as a browser reads them, other files byte for byte."""
    ours, theirs = files(site), files(other)
    if ours.keys() != theirs.keys():
        return ours.keys() ^ theirs.keys()
    for name in differing(ours, theirs):
        if not name.endswith(".html"):
            return name
        nodes = [Dom(contents[name].decode()).nodes for contents in (ours, theirs)]
        if nodes[0] != nodes[1]:
            return name, next(pair for pair in zip_longest(*nodes) if pair[0] != pair[1])
    return None


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of programs that have the toolkit as an installed package."""
    folder = tmp_path_factory.mktemp("installed")
    options = [
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "--target",
        str(folder),
    ]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, str(ROOT)], check=True, cwd=folder
    )
    return os.environ | {"PYTHONPATH": str(folder), "NO_MKDOCS_2_WARNING": "1"}


@pytest.fixture(scope="module")
def full_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a language of three letters, a long menu, files in docs/ and odd characters."""
    root = copy_sample(tmp_path_factory.mktemp("mkdocs"))
    replace_text(root / "mkdocs.yml", "site_name: دليل نموذجي}", "site_name: دليل نموذجي}" + HMONG)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(MENU + STYLES)
    for name, content in DOCS.items():
        (root / "docs" / name).parent.mkdir(exist_ok=True)
        (root / "docs" / name).write_bytes(content)
    for page in ("about.md", "about.es.md"):
        with (root / "docs" / page).open("a", encoding="utf-8") as file:
            file.write(LINKS)
    (root / "practices" / "practice" / "odd.yml").write_text(ODD, "utf-8")
    replace_text(
        root / "practices" / "strategy" / "visit-businesses.yml", "(sample)\n", f"(sample)\n{FENCE}"
    )
    return root


@pytest.fixture(scope="module")
def fast(full_sample: Path) -> Path:
    """The site of a fast build."""
    assert build(full_sample) == 0
    return full_sample / "build" / "site"


@pytest.fixture(scope="module", params=["mkdocs", "properdocs"])
def plain(request: pytest.FixtureRequest, full_sample: Path, installed: dict[str, str]) -> Path:
    """The site of plain `mkdocs build` or `properdocs build`."""
    site = full_sample / str(request.param)
    command = [sys.executable, "-m", request.param, "build", "--strict", "--site-dir", str(site)]
    done = subprocess.run(
        command, cwd=full_sample, env=installed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return site


def test_plain_mkdocs_makes_the_site_of_a_fast_build(fast: Path, plain: Path) -> None:
    assert first_difference(fast, plain) is None


def test_a_site_has_every_language_and_all_that_is_beside_pages(plain: Path) -> None:
    names = files(plain).keys()
    assert {
        "hmn/practices/index.html",
        "ar/find.html",
        "404.html",
        "sitemap.xml",
        "sitemap-hmn.xml",
    } <= names
    assert {"search/es.", "web/search."} <= {
        re.sub(r"[0-9a-f]{8}\.\w+$", "", name) for name in names
    }
    assert {*DOCS, "files/policy/sample-language-policy.pdf"} <= names
    assert not [
        name
        for name in names
        if name.startswith(("en/", "es/files/", "es/img/", "assets/javascripts/"))
    ]
    assert '<html lang="hmn"' in (plain / "hmn" / "index.html").read_text("utf-8")
    assert '<body dir="rtl"' in (plain / "ar" / "index.html").read_text("utf-8")


def test_a_picture_in_docs_is_shown_on_the_page_and_its_translation(fast: Path) -> None:
    assert 'src="img/photo.png"' in (fast / "about.html").read_text("utf-8")
    assert 'src="../img/photo.png"' in (fast / "es" / "about.html").read_text("utf-8")


def test_the_site_is_named_as_mkdocs_yml_says(fast: Path) -> None:
    for page, name in (
        ("", "Sample toolkit"),
        ("es/", "Guía de muestra"),
        ("hmn/", "Sample toolkit"),
    ):
        html = (fast / page / "find.html").read_text("utf-8")
        assert f" · {name}</title>" in html
        assert f"<strong>{name}</strong>" in html


def test_no_comment_in_a_record_becomes_part_of_a_page(fast: Path, plain: Path) -> None:
    for site in (fast, plain):
        nodes = Dom((site / "contribute" / "strategy.html").read_text("utf-8")).nodes
        assert any("elsewhere.example" in node for node in nodes if isinstance(node, str))
        assert not any(
            "elsewhere.example" in repr(node) for node in nodes if isinstance(node, tuple)
        )


@pytest.mark.parametrize(
    ("url", "base"),
    [("", "/"), ("https://sample.example/", "/"), ("https://x.example/a/b", "/a/b/")],
)
def test_the_search_of_the_page_for_a_wrong_address_stays_on_the_site(
    url: str, base: str, copy: Path
) -> None:
    replace_text(copy / "mkdocs.yml", "https://sample.example/toolkit/", url or "''")
    shells = render(load_project(copy))
    page = shells.files["404.html"]
    assert f'data-base="{base}"' in page
    assert f'data-script="{base}web/search.' in page
    assert f'href="{base}practices/index.html"' in page
    assert f'href="{base}es/index.html" lang="es" hreflang="es"' in page
    assert 'rel="alternate"' not in page


def test_a_mistake_in_a_record_stops_mkdocs_with_its_text(
    copy: Path, installed: dict[str, str]
) -> None:
    replace_text(copy / "practices" / "practice" / "id-night.yml", "agencies:", "agency:")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(
        command, cwd=copy, env=installed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "practices/practice/id-night.yml:" in done.stderr
    assert "agency: is not a field of a practice." in done.stderr
    assert "Traceback" not in done.stderr


def test_mkdocs_publishes_nothing_that_could_run(copy: Path, installed: dict[str, str]) -> None:
    (copy / "docs" / "trap.html").write_text("<script>alert(1)</script>", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(
        command, cwd=copy, env=installed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "docs/trap.html: is not a page or file that docs/ may have" in done.stderr
    assert not (copy / "site" / "trap.html").exists()


def test_mkdocs_serve_follows_a_saved_record(copy: Path, installed: dict[str, str]) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", place]
    address = f"http://{place}/toolkit/practices/tea-with-officers.html"
    with subprocess.Popen(command, cwd=copy, env=installed, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until(lambda: b"<title>" in fetched(address))
            assert b"script-src 'self' 'unsafe-inline'" in fetched(
                address
            )  # the server's script reloads the page
            replace_text(
                copy / "practices" / "practice" / "tea-with-officers.yml",
                "title: ",
                "title: Saved again - ",
            )
            wait_until(lambda: b"Saved again" in fetched(address))
        finally:
            server.terminate()


def fetched(address: str) -> bytes:
    try:
        with urlopen(address, timeout=30) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


# ------------------------------------------------------------------ what settings bring


def test_a_hook_a_template_and_a_plugin_have_their_effect(copy: Path) -> None:
    (copy / "hook.py").write_text(
        'def on_page_markdown(markdown, **_):\n    return markdown + "\\n\\nHooked."\n'
    )
    (copy / "ours" / "partials").mkdir(parents=True)
    (copy / "ours" / "partials" / "footer.html").write_text(
        "<footer>{{ site_name }} and us</footer>"
    )
    (copy / "ours" / "note.txt").write_text("Ours.")
    replace_text(copy / "mkdocs.yml", "plugins:\n", "plugins:\n  search: {}\n")
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\ntheme: {custom_dir: ours}\n")
    project = load_project(copy)
    assert project.settings.needs_mkdocs
    assert render_site(project, copy / "staged", copy / "site") == []
    page = (copy / "site" / "es" / "practices" / "id-night.html").read_text("utf-8")
    assert "<p>Hooked.</p>" in page
    assert "<footer>Guía de muestra and us</footer>" in page
    assert {"note.txt", "search/search_index.json"} <= files(copy / "site").keys()


def test_a_hook_that_fails_is_one_problem(copy: Path) -> None:
    (copy / "hook.py").write_text("def on_nav(nav, config, files):\n    return nav[0]\n")
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    (problem,) = render_site(load_project(copy), copy / "staged", copy / "site")
    assert problem.file == "mkdocs.yml"
    assert "TypeError" in problem.message


def test_a_site_that_cannot_be_written_is_not_blamed_on_the_settings(copy: Path) -> None:
    (copy / "file").touch()
    with pytest.raises(NotADirectoryError):
        render_site(load_project(copy), copy / "staged", copy / "file" / "site")
    with pytest.raises(NotADirectoryError):
        render_site(load_project(copy), copy / "file" / "staged", copy / "site")


def test_a_style_sheet_that_is_not_there_is_one_problem(copy: Path) -> None:
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write(STYLES)
    line = len((copy / "mkdocs.yml").read_text("utf-8").splitlines())
    hint = "Save it as docs/local/ours.css, or delete the line."
    problem = Diagnostic("mkdocs.yml", line, "extra_css", "`local/ours.css` is not there.", hint)
    project = load_project(copy)
    assert render(project).diagnostics == (problem,)
    assert render_site(project, copy / "staged", copy / "site") == [problem]


def test_links_of_authored_pages_to_nothing_are_a_problem_each(copy: Path) -> None:
    about = copy / "docs" / "about.md"
    about.write_text(
        "---\ntitle: About\n---\n\n![p](img/no.png)\n\n[a](/practices/x.md)\n\n[b](practices/)\n\n[c](#no)\n"
    )
    problems = render(load_project(copy)).diagnostics
    assert [(problem.file, problem.line, problem.message) for problem in problems] == [
        ("docs/about.md", 5, "links to `img/no.png`, which is not there."),
        ("docs/about.md", 7, "links to `/practices/x.md`, which is not there."),
        ("docs/about.md", 9, "links to `practices/`, which is not there."),
        ("docs/about.md", 11, "links to `#no`, which is not there."),
    ]


def test_mkdocs_leaves_the_environment_as_it_was(copy: Path) -> None:
    before = dict(os.environ)
    render(load_project(copy))
    assert dict(os.environ) == before


# ------------------------------------------------------------------ shells and staged pages


def render(project: Project) -> Shells:
    return render_shells(project, placeholder_pages(project), load_assets().names)


def test_a_shell_without_a_place_for_the_body_is_refused() -> None:
    with pytest.raises(ValueError, match="head and body exactly once"):
        Shell.cut("<html></html>")


def test_a_shell_is_filled_with_the_parts_of_a_page() -> None:
    shell = Shell.cut("<title>{title}</title>{head}<p>{name}, {title}</p>{body}".format(**MARKERS))
    parts = {"title": "T", "head": "H", "name": "N", "body": "zzTITLEzz"}
    assert shell.fill(parts) == "<title>T</title>H<p>N, T</p>zzTITLEzz"


def test_staging_writes_what_changed_and_removes_what_is_gone(copy: Path) -> None:
    project, folder = load_project(copy), copy / "pages"
    pages = list(all_pages(project))
    assert stage(project, pages, folder) == len(pages) + len(project.attachments)
    assert stage(project, pages, folder) == 0
    assert (folder / "es" / "practices" / "id-night.md").is_file()
    assert stage(project, pages[1:], folder) == 0
    assert not (folder / pages[0].staged_path).exists()


def test_staging_deletes_nothing_of_another_kind(copy: Path) -> None:
    project = load_project(copy)
    with pytest.raises(FileExistsError):
        stage(project, all_pages(project), copy / "docs")
    assert (copy / "docs" / "about.md").is_file()


def test_a_list_of_plugins_without_the_toolkit_is_one_problem(copy: Path) -> None:
    (copy / "hook.py").write_text("")
    with (copy / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("hooks: [hook.py]\n")
    replace_text(copy / "mkdocs.yml", "plugins:\n", "plugins:\n  toolkit: {enabled: false}\n")
    (problem,) = render_site(load_project(copy), copy / "staged", copy / "site")
    assert problem.message.startswith("`plugins` lacks `toolkit`")


def test_no_setting_of_mkdocs_is_taken_for_a_misspelt_one() -> None:
    ours = fields(_MkDocsFile)
    others = [name for name, _ in MkDocsConfig._schema if name not in ours]
    assert others
    assert [name for name in others if misspelt(name, ours)] == []
