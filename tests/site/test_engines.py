"""The fast way and MkDocs itself make the same pages."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import material
import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from tests.conftest import ROOT
from toolkit import front_door
from toolkit.cache import FRAME
from toolkit.pages import FRAMES

LANGUAGES = "[en, es, ar, hmn]"
MENU = """nav:
  - index.md
  - practices/index.md
  - More: [about.md, practices/id-night.md, browse/index.md, browse/agency-type.md, contribute/strategy.md]
"""
"""With all that can be in a menu: pages by hand, lists, a record, values of a filter, the reference, a group."""
EXTENSIONS = "markdown_extensions: [attr_list, md_in_html, tables: {use_align_attribute: true}, toc: {}, admonition]\n"
"""One more than the site's own, with rules of its own in the theme's style sheet."""


ODD = r"""
title: "\"Q\" & 'x' {{ 7 * 7 }} {% raw %} zzBODYzz zzTITLEzz zzNAMEzz 😀 שלום <3 > [b] (p) ~ ^ `t` |"
summary: "~~~ {{ page }} zzHEADzz & < > \"q\" שָׁלוֹם 😀 *s* 中**「t」**中 [l & m](https://e.example/?a=1&copy=2&b=_x_*y*).[@k]"
agencies: [rivertown-police-department]
problem: "--- dashes --- {: .x #y }[@k]"
steps: ["1986. A year.[@k]", "~~~ a fence[@k]", "=== [@k]", "&amp; &#60;script&#62;[@k]", "\\ [@k]", "| a | b | [@k]"]
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
"""A record full of signs that mean something to YAML, Markdown, HTML, Jinja or the chrome."""
FENCE = """  ```
# <meta http-equiv="refresh" content="0;url=https://elsewhere.example/">
"""
"""What would end a block of code, and a remark, which nobody checks, behind it."""


class Dom(HTMLParser):
    """What a browser makes of a page: tags with their attributes, and texts with their space collapsed.

    Allowed to differ, since no reader can see it: the space between tags, which Python-Markdown and CommonMark set
    differently; the order of attributes, which Python-Markdown's `attr_list` sorts; whether a sign is written as a
    character or as its entity.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        self.seen.append((tag, sorted((name, re.sub(r"\s+", " ", unescape(value or ""))) for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def flush(self) -> None:
        text = re.sub(r"\s+", " ", self.text).strip()
        self.text = ""
        if text:
            self.seen.append(text)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sample with a fourth language, made both ways."""
    import shutil

    from tests.conftest import SAMPLE

    root = tmp_path_factory.mktemp("engines") / "toolkit"
    shutil.copytree(SAMPLE, root)
    config = (root / "mkdocs.yml").read_text("utf-8").replace("../../mkdocs.yml", str(ROOT / "mkdocs.yml"))
    (root / "mkdocs.yml").write_text(config.replace("[en, es, ar]", LANGUAGES) + MENU + EXTENSIONS, "utf-8")
    with (root / "docs" / "about.md").open("a", encoding="utf-8") as page:
        page.write("\n!!! note\n\n    Made up.\n")
    (root / "docs" / "assets").mkdir()
    (root / "docs" / "assets" / "money.md").write_text("---\ntitle: Assets\n---\n\nMoney.\n", "utf-8")
    (root / "practices" / "practice" / "odd.yml").write_text(ODD, "utf-8")
    strategy = root / "practices" / "strategy" / "visit-businesses.yml"
    strategy.write_text(strategy.read_text("utf-8").replace("(sample)\n", f"(sample)\n{FENCE}", 1), "utf-8")
    assert front_door.build(root, root / "fast") == 0
    assert front_door.build(root, root / "reference", engine="mkdocs") == 0
    return root / "fast" / "site", root / "reference" / "site"


def names(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def test_both_engines_make_the_same_files(both: tuple[Path, Path]) -> None:
    fast, reference = both
    assert names(fast) == names(reference)
    assert {"hmn/practices/id-night.html", "ar/find.html", "404.html"} <= names(fast)


def test_every_page_of_both_engines_is_the_same_to_a_browser(both: tuple[Path, Path]) -> None:
    fast, reference = both
    for name in sorted(name for name in names(reference) if name.endswith(".html")):
        ours, theirs = (Dom((site / name).read_text("utf-8")).seen for site in (fast, reference))
        different = next(((mine, its) for mine, its in zip(ours, theirs, strict=False) if mine != its), None)
        assert (name, different, len(ours)) == (name, None, len(theirs))


def test_without_an_address_neither_engine_lists_the_pages(copy: Path) -> None:
    config = copy / "mkdocs.yml"
    config.write_text(re.sub("site_url: .*", "site_url: ''", config.read_text("utf-8")), "utf-8")
    assert front_door.build(copy, copy / "fast") == 0
    assert front_door.build(copy, copy / "reference", engine="mkdocs") == 0
    assert names(copy / "fast" / "site") == names(copy / "reference" / "site")


def test_no_remark_in_a_record_becomes_part_of_a_page(both: tuple[Path, Path]) -> None:
    for site in both:
        shown = Dom((site / "contribute" / "strategy.html").read_text("utf-8")).seen
        assert any("elsewhere.example" in one for one in shown if isinstance(one, str))
        assert not any("elsewhere.example" in repr(tag) for tag in shown if isinstance(tag, tuple))


def test_every_other_file_of_both_engines_is_the_same_to_the_byte(both: tuple[Path, Path]) -> None:
    fast, reference = both
    others = [name for name in names(reference) if not name.endswith(".html")]
    assert [name for name in others if (fast / name).read_bytes() != (reference / name).read_bytes()] == []


# ------------------------------------------------------------------ what the frame shows of a page

THEME = ROOT / "toolkit" / "theme"
TEMPLATES = Environment(
    loader=FileSystemLoader([FRAME, THEME, Path(material.__file__).parent / "templates", ROOT / "web" / "vendor"])
)
OWN = {"content", "article", "map", "extrahead", "container"}
"""The blocks that are a page's own part: `toolkit/publish/theme.py` fills them in."""


def parsed(name: str) -> nodes.Template:
    assert TEMPLATES.loader
    return TEMPLATES.parse(TEMPLATES.loader.get_source(TEMPLATES, name)[0])


def blocks(name: str) -> set[str]:
    return {block.name for block in parsed(name).find_all(nodes.Block)}


def shown(node: nodes.Node, without: set[str]) -> set[str]:
    """What a template says of its page, `meta.title`, in it and in what it includes, but for some blocks."""
    if isinstance(node, nodes.Block) and node.name in without:
        return set()
    if isinstance(node, nodes.Include) and isinstance(node.template, nodes.Const):
        return shown(parsed(str(node.template.value)), without)
    said: list[str] = []
    inner = node
    while isinstance(inner, nodes.Getattr):
        said, inner = [inner.attr, *said], inner.node
    if said and isinstance(inner, nodes.Name) and inner.name == "page":
        return {".".join(said)}
    return {one for child in node.iter_child_nodes() for one in shown(child, without)}


def test_a_frame_shows_nothing_of_a_page_but_what_its_gaps_hold() -> None:
    told = shown(parsed("base.html"), blocks("main.html")) | shown(parsed("main.html"), OWN)
    gaps = {"meta.title", "meta.description", "canonical_url"}
    same_in_a_folder = {"toc", "url.startswith"}
    assert told - gaps == same_in_a_folder | {"is_homepage", "meta.template"}  # these two have frames of their own


def test_a_template_that_changes_the_frame_has_a_frame_of_its_own() -> None:
    changing = {path.name for path in THEME.glob("*.html") if blocks(path.name) - OWN}
    assert changing - {"main.html"} == set(FRAMES.values())
