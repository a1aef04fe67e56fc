"""The fast way and MkDocs itself make the same pages."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from errno import ENOSPC
from html import unescape
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path

import material
import pytest
from jinja2 import Environment, FileSystemLoader, TemplateNotFound, nodes

from tests.conftest import ROOT, SAMPLE
from toolkit import front_door
from toolkit.cache import FRAME
from toolkit.pages import pages
from toolkit.pages.specimens import FRAMES
from toolkit.publish.foreign import failed
from toolkit.publish.probe import IN_LISTS, OF_OTHERS, OF_RECORDS
from toolkit.publish.with_mkdocs import languages
from toolkit.read import read

LANGUAGES = "[en, es, ar, hmn]"
MENU = """nav:
  - index.md
  - practices/index.md
  - More: [about.md, practices/id-night.md, browse/index.md, browse/agency-type.md, contribute/strategy.md]
  - practices/papers-night.md
"""
"""With all that can be in a menu: pages by hand, lists, a record, values of a filter, the reference, a group, a former
address."""
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


def first_difference(fast: Path, reference: Path) -> object:
    """Where the two sites are not the same: pages as a browser reads them, other files byte for byte."""
    if names(fast) != names(reference):
        return names(fast) ^ names(reference)
    for name in sorted(names(reference)):
        if not name.endswith(".html"):
            if (fast / name).read_bytes() != (reference / name).read_bytes():
                return name
            continue
        ours, theirs = (Dom((site / name).read_text("utf-8")).seen for site in (fast, reference))
        if ours != theirs:
            return name, next(pair for pair in zip_longest(ours, theirs) if pair[0] != pair[1])
    return None


def test_both_engines_make_the_same_files(both: tuple[Path, Path]) -> None:
    fast, reference = both
    assert names(fast) == names(reference)
    assert {"hmn/practices/id-night.html", "ar/find.html", "404.html"} <= names(fast)


def test_every_page_of_both_engines_is_the_same_to_a_browser_and_every_other_file_to_the_byte(
    both: tuple[Path, Path],
) -> None:
    assert first_difference(*both) is None


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


# ------------------------------------------------------------------ what settings bring

SHOWN = """<meta property="og:title" content="{{ page.meta.title | e if page }}">
<meta property="og:description" content="{{ page.meta.description | e if page }}">
<meta name="seen" content="{{ seen | e }}">
<meta name="escaped" content="{{ escaped }}">
"""
SEEN = '<meta name="seen" content="{{ seen }}">'
HOOK = """import html
from pathlib import Path

def on_page_markdown(markdown, page, config, files):
    page.meta["title"] += " (ours)"
    page.meta["description"] = page.meta.get("description", "") + " Ours."
    return markdown + page.meta["description"] if page.meta["template"] == "hand.html" else markdown

def on_page_context(context, page, config, nav):
    page.meta["title"] += "!"
    context["seen"] = page.title
    context["escaped"] = html.escape(page.title)

def on_post_build(config):
    Path(config.site_dir, "humans.txt").write_text("People.", "utf-8")
"""


@pytest.fixture
def settings(copy: Path) -> Callable[..., Path]:
    """The sample with more settings, a folder of templates and a hook."""

    def more(text: str = "", hook: str = "", **templates: str) -> Path:
        config, folder = copy / "mkdocs.yml", copy / "theme"
        shown = (
            f"{config.read_text('utf-8')}\ntheme: {{custom_dir: {folder}, static_templates: [404.html, robots.html]}}\n"
        )
        config.write_text(f"{shown}hooks: [hook.py]\n{text}", "utf-8")
        (copy / "hook.py").write_text(hook, "utf-8")
        (folder / "partials").mkdir(parents=True)
        (folder / "robots.html").write_text("<img src=\"{{ 'web/favicon.svg' | url }}\">", "utf-8")
        for name, template in templates.items():
            (folder / "partials" / f"{name}.html").write_text(template, "utf-8")
        return copy

    return more


def test_both_engines_keep_the_files_that_settings_bring_and_show_titles_as_hooks_change_them(
    settings: Callable[..., Path],
) -> None:
    root = settings("plugins: [search]\n", HOOK, icons=SHOWN)
    (root / "theme" / "img").mkdir()
    (root / "theme" / "img" / "favicon.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    (root / "theme" / "assets").mkdir()
    (root / "theme" / "assets" / "mark.svg").write_text("<svg/>", "utf-8")
    (root / "theme" / "sitemap.xml").write_text("<urlset/>", "utf-8")
    (root / "theme" / "robots.txt").write_text("User-agent: *\n", "utf-8")
    assert front_door.build(root, root / "fast") == 0
    assert front_door.build(root, root / "reference", engine="mkdocs") == 0
    assert {"img/favicon.png", "assets/mark.svg", "robots.txt", "robots.html", "humans.txt"} <= names(
        root / "fast" / "site"
    )
    assert first_difference(root / "fast" / "site", root / "reference" / "site") is None
    about = (root / "fast" / "site" / "about.html").read_text("utf-8")
    assert 'name="seen" content="About the sample (ours)!"' in about


COMPUTED = "brings in what does more with a page's title, description, name or text than show it."
OF_CONTEXT = "def on_page_context(context, page, config, nav):\n    context['seen'] = "
OF_PAGE = "def on_post_page(output, page, config):\n    return output.replace('</body>', {} + '</body>')\n"


HOOKS = {
    "a title in capitals": OF_CONTEXT + "page.title.upper()",
    "the beginning of a title": OF_CONTEXT + "page.title[:60]",
    "a title as JSON": "import json\n" + OF_CONTEXT + "json.dumps(page.title)",
    "a quoted description": "from urllib.parse import quote\n" + OF_CONTEXT + "quote(page.meta['description'])",
    "a name in capitals": OF_CONTEXT + "page.file.name.title()",
    "the kind of a record": OF_CONTEXT + "page.meta.get('kind_label')",
    "the agencies of a record": OF_CONTEXT + "page.meta.get('agencies')",
    "links that are changed": "def on_post_page(output, page, config):\n"
    "    return output.replace('<a href=\"https:', '<a target=\"_blank\" href=\"https:')\n",
    "code that is changed": "def on_post_page(output, page, config):\n"
    "    return output.replace('<pre', '<pre tabindex=\"0\"')\n",
    "quotations that are changed": "def on_post_page(output, page, config):\n"
    "    return output.replace('<blockquote', '<blockquote data-seen')\n",
    "the length of a text": OF_PAGE.format("str(len(page.content))"),
    "pages that are written": """from pathlib import Path
def on_post_build(config):
    for page in Path(config.site_dir).rglob("*.html"):
        page.write_text("")
""",
}


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_what_a_hook_computes_from_a_page_stops_the_build(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], hook: str
) -> None:
    root = settings(hook=hook, icons=SHOWN)
    assert front_door.build(root, root / "build") == 1
    assert capsys.readouterr().out.startswith(f"mkdocs.yml: {COMPUTED}\n")


ASKING = {
    "agencies": "{{ 'Many' if page and page.meta.get('agencies', [])|length > 3 }}",
    "notices": "{% if page and 'notices' in page.meta %}{% endif %}",
    "is_foreign": "{{ 'In English' if page and page.meta.template == 'hand.html' and page.meta.is_foreign }}",
}


@pytest.mark.parametrize(("key", "template"), ASKING.items(), ids=ASKING)
def test_what_a_frame_asks_of_a_page_beside_its_texts_stops_the_build(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], key: str, template: str
) -> None:
    root = settings(icons=template)
    assert front_door.build(root, root / "build") == 1
    told = f"brings in what asks for `page.meta.{key}` around pages, which differs from page to page."
    assert capsys.readouterr().out.startswith(f"mkdocs.yml: {told}\n")
    assert front_door.build(root, root / "build", engine="mkdocs") == 0


IN_HOOK = "def on_page_context(context, page, config, nav):\n    context['seen'] = "
IN_PAGE = "def on_post_page(output, page, config):\n    return output.replace({}, {})\n"
OTHER = {
    "a kind": "{{ 'A policy' if page.meta.kind == 'policy' }}",
    "not a template": "{{ 'No list' if page.meta.template != 'list.html' }}",
    "the beginning of a template": "{{ 'A list' if page.meta.template.startswith('list') }}",
    "a copy of it all": "{{ 'A policy' if dict(page.meta).kind == 'policy' }}",
    "a title in Spanish": "{{ 'Tea' if words.language == 'es' and page.meta.title|length < 50 }}",
    "how long a page is": "{{ 'Long' if page.content|length > 500 }}",
    "a table of contents": "{{ 'Long' if (page.toc|first).children|length > 1 }}",
    "a list": "{{ 'A list' if page.file.name == 'index' }}",
    "a former address": "{{ 'Moved' if page.meta.template == 'moved.html' }}",
    "the overview": "{{ 'Counted' if page.meta.template == 'overview.html' }}",
}
OTHER_HOOKS = {
    "a kind of old": "def on_page_markdown(markdown, page, config, files):\n"
    "    page.meta['seen'] = str(page.meta.get('kind') == 'policy')\n" + IN_HOOK + "page.meta.get('seen')\n",
    "minutes to read": "def on_page_markdown(markdown, page, config, files):\n"
    "    page.meta['minutes'] = str(len(markdown) // 50)\n" + IN_HOOK + "page.meta.get('minutes')\n",
    "headings": IN_PAGE.format("'<h1'", "'<h1 data-seen'"),
}


@pytest.mark.parametrize(
    ("template", "hook"),
    [
        *((f"{{% if page %}}{one}{{% endif %}}", "") for one in OTHER.values()),
        *((SEEN, one) for one in OTHER_HOOKS.values()),
    ],
    ids=[*OTHER, *OTHER_HOOKS],
)
def test_what_treats_a_page_of_some_kind_in_another_way_stops_the_build(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], template: str, hook: str
) -> None:
    root = settings(icons=template, hook=hook)
    assert front_door.build(root, root / "build") == 1
    told = capsys.readouterr().out
    assert re.match(r"mkdocs\.yml: brings in what makes another page of `[^`]+\.html` than", told), told


SOUGHT = {
    "an address": (
        "{{ 'Tea' if page and page.url == 'practices/tea-with-officers.html' }}",
        "",
        "practices/tea-with-officers.html",
    ),
    "no address": ("{{ 'Rest' if page and page.url != 'es/agencies/none.html' }}", "", "es/agencies/none.html"),
    "one of several": ("{{ 'Tea' if page and page.file.name in ['tea', 'index'] }}", "", "tea"),
    "a piece of one": ("{{ 'Tea' if page and 'tea-with' in page.file.src_uri }}", "", "tea-with"),
    "a beginning": ("{{ 'Id' if page and page.url.startswith('practices/id-') }}", "", "practices/id-"),
    "an end": ("{{ 'Tea' if page and page.file.dest_uri.endswith(('officers.html', '.htm')) }}", "", "officers.html"),
    "a piece of a piece": ("{{ 'Tea' if page and page.url.split('/')[-1] == 'tea.html' }}", "", "tea.html"),
    "without its end": ("{{ 'Tea' if page and page.url.removesuffix('.html') == 'agencies/x' }}", "", "agencies/x"),
    "where it stands": ("{{ 'Tea' if page and page.file.src_uri.find('tea-') > 0 }}", "", "tea-"),
    "a whole address": (
        "{{ 'X' if page and page.canonical_url == 'https://sample.example/toolkit/practices/x.html' }}",
        "",
        "https://sample.example/toolkit/practices/x.html",
    ),
    "a record that is taken out": (
        "",
        "def on_files(files, config):\n"
        "    for name in list(files.src_uris):\n"
        "        if name.startswith('agencies/rivertown'):\n            files.remove(files.src_uris[name])\n",
        "agencies/rivertown",
    ),
    "by a hook": (
        "",
        "def on_page_content(html, page, config, files):\n"
        "    return html + '!' if page.file.src_uri == 'policies/x.md' else html\n",
        "policies/x.md",
    ),
}


@pytest.mark.parametrize(("template", "hook", "told"), SOUGHT.values(), ids=SOUGHT)
def test_what_is_looked_for_in_the_address_of_a_page_stops_the_build(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], template: str, hook: str, told: str
) -> None:
    root = settings(icons=template, hook=hook)
    assert front_door.build(root, root / "build") == 1
    what = "brings in what treats some pages in another way than others: those with"
    assert capsys.readouterr().out.startswith(f"mkdocs.yml: {what} `{told}` in their address.\n")


MISSPELT = {
    "a title in capitals in Spanish": "{{ page.meta.title|upper if page and words.language == 'es' }}",
    "an asset in capitals": "{{ ('web/toolkit.css' | url) | upper }}",
    "another asset": "{{ ('web/toolkit.css' | url) | replace('.css', '.map') }}",
}


@pytest.mark.parametrize("template", MISSPELT.values(), ids=MISSPELT)
def test_a_mark_in_other_letters_stops_the_build(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], template: str
) -> None:
    root = settings(icons=template)
    assert front_door.build(root, root / "build") == 1
    assert (
        "mkdocs.yml: brings in what changes the letters of a page's texts, or of the names" in capsys.readouterr().out
    )


HARMLESS = {
    "by hand": "{{ 'By hand' if page and page.meta.template == 'hand.html' }}",
    "a frame of its own": "{{ 'Not there' if page and page.meta.template != 'find.html' }}",
    "no kind of the toolkit's": "{{ 'Of old' if page and page.meta.kind == 'relic' }}",
    "nothing that pages tell": "{{ 'Hidden' if page and 'hide' in page.meta and page.meta.hide }}",
    "the folder": "{{ 'Done' if page and page.url.startswith(('practices/', 'es/practices/')) }}",
    "the start page": "{{ 'Welcome' if page and (page.is_homepage or page.url == 'es/index.html') }}",
    "the address of the site": "{{ 'Ours' if page and 'sample.example' in page.canonical_url }}",
}


@pytest.mark.parametrize("template", HARMLESS.values(), ids=HARMLESS)
def test_what_is_the_same_for_all_pages_of_a_folder_a_frame_may_ask(
    settings: Callable[..., Path], template: str
) -> None:
    root = settings(icons=template)
    assert front_door.build(root, root / "fast") == 0
    assert front_door.build(root, root / "reference", engine="mkdocs") == 0
    assert first_difference(root / "fast" / "site", root / "reference" / "site") is None


def test_all_that_pages_tell_their_templates_is_known_where_frames_are_watched() -> None:
    found = read(SAMPLE)
    made = pages(found.toolkit, found.strings.words, found.strings.lists, found.sizes, found.hand)
    told = {key for page in made for key in page.meta}
    assert told == {"title", "description", "template", *OF_RECORDS, *IN_LISTS, *OF_OTHERS}


REWRITING = {
    "Markdown": "def on_page_markdown(markdown, page, config, files):\n    return markdown + '\\n\\nReviewed by us.'\n",
    "HTML": "def on_page_content(html, page, config, files):\n    return html + '<p>Reviewed by us.</p>'\n",
    "a phrase": "def on_page_content(html, page, config, files):\n    return html.replace('officers', 'police')\n",
    "a contents list": "def on_page_context(context, page, config, nav):\n    page.toc = []\n",
    "entries of it": "def on_page_content(html, page, config, files):\n    page.toc.items.clear()\n",
}


@pytest.mark.parametrize("hook", REWRITING.values(), ids=REWRITING)
def test_a_hook_that_changes_the_text_of_records_stops_the_build(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], hook: str
) -> None:
    root = settings(hook=hook)
    assert front_door.build(root, root / "build") == 1
    told = "mkdocs.yml: brings in what changes the text or contents list of pages that are not written by hand, such as"
    assert capsys.readouterr().out.startswith(told)


def test_a_hook_may_change_the_text_of_pages_by_hand(settings: Callable[..., Path]) -> None:
    root = settings(
        hook="def on_page_markdown(markdown, page, config, files):\n"
        "    return markdown + '\\n\\nReviewed by us.' if page.meta['template'] == 'hand.html' else markdown\n"
    )
    assert front_door.build(root, root / "fast") == 0
    assert front_door.build(root, root / "reference", engine="mkdocs") == 0
    assert first_difference(root / "fast" / "site", root / "reference" / "site") is None
    assert "Reviewed by us." in (root / "fast" / "site" / "about.html").read_text("utf-8")


BROUGHT = {
    "brings in what takes the quotes from around a page's description in a tag.": """import re
def on_post_page(output, page, config):
    return re.sub('content="([^" ]*)"', r"content=\\1", output)
""",
    "brings in a page that is not the toolkit's, `blog/index.md`.": """from mkdocs.structure.files import File
def on_files(files, config):
    files.append(File.generated(config, "blog/index.md", content="# Blog"))
""",
    "brings in what makes `pages.txt` from the pages of the site.": """from pathlib import Path
seen = []
def on_page_content(html, page, config, files):
    seen.append(page.url)
def on_post_build(config):
    Path(config.site_dir, "pages.txt").write_text(" ".join(seen))
""",
}


@pytest.mark.parametrize(("told", "hook"), BROUGHT.items(), ids=["quotes", "page", "file"])
def test_what_only_mkdocs_can_do_is_told(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], hook: str, told: str
) -> None:
    root = settings(hook=hook)
    assert front_door.build(root, root / "build") == 1
    fix = "Take out the setting, plugin or hook that does so, or build with `--engine mkdocs`."
    assert capsys.readouterr().out == f"mkdocs.yml: {told}\n    {fix}\n"
    assert front_door.build(root, root / "build", engine="mkdocs") == 0


WRITING = """from pathlib import Path
def on_post_build(config):
    Path(config.site_dir, "index.html").write_text("Another start.", "utf-8")
"""


def test_a_file_under_the_name_of_one_of_the_sites_own_is_a_problem(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = settings(hook=WRITING)
    assert front_door.build(root, root / "build") == 1
    told = "mkdocs.yml: brings in a file called `index.html`, as one of the site's own is called.\n"
    assert told in capsys.readouterr().out


LEAVING_OUT = """from mkdocs.plugins import event_priority
@event_priority(-100)
def on_files(files, config):
    files.remove(files.src_uris["about.md"])
"""


def test_a_page_of_the_toolkit_that_settings_leave_out_is_a_problem(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = settings(hook=LEAVING_OUT)
    assert front_door.build(root, root / "build") == 1
    assert "mkdocs.yml: leaves out a page of the toolkit's, `about.md`.\n" in capsys.readouterr().out


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
@pytest.mark.parametrize("setting", ["exclude_docs", "draft_docs"])
def test_a_setting_that_would_not_hide_a_record_is_a_problem(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], engine: str, setting: str
) -> None:
    root = settings(f"{setting}: practices/tea-with-officers.md\n")
    assert front_door.build(root, root / "build", engine=engine) == 1
    told = f"{setting}: hides pages from MkDocs alone; the page of a record would be published all the same.\n"
    assert re.match(rf"mkdocs.yml:\d+: {re.escape(told)}", capsys.readouterr().out)


def test_a_template_that_mkdocs_cannot_fill_in_is_a_problem(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = settings(icons="{{ page.meta.title }}")  # the page for what is not found is none
    assert front_door.build(root, root / "build") == 1
    assert capsys.readouterr().out.startswith("theme/partials/icons.html:1: cannot be filled in: ")


FAILING = {
    "a hook": ("def on_env(env, config, files):\n    return {}['x']\n", "", "hook.py:2: fails with KeyError: 'x'."),
    "a hook that cannot be called": (
        "\ndef on_env(env, config):\n    return env\n",
        "",
        "hook.py:2: fails with TypeError: ",
    ),
    "a hook that is no Python": ("def on_env(env", "", "hook.py:1: is no Python: '(' was never closed."),
    "a hook that ends all": (
        "def on_env(env, **more):\n    raise SystemExit(3)\n",
        "",
        "hook.py:2: fails with SystemExit: 3.",
    ),
    "what a hook runs": (
        "def on_env(env, config, files):\n    exec('\\n\\n1 / 0')\n",
        "",
        "hook.py:2: fails with ZeroDivisionError: division by zero.",
    ),
    "what a hook imports": ("\nimport missing_thing\n", "", "hook.py:2: fails with ModuleNotFoundError: "),
    "a template": ("", "\n{{ 1 + 'a' }}", "theme/partials/icons.html:2: fails with TypeError: "),
    "a template of what is not there": (
        "",
        "\n\n{{ nothing.more }}",
        "theme/partials/icons.html:3: cannot be filled in: 'nothing' is undefined.",
    ),
    "a template that ends too soon": (
        "",
        "\n{% if page %}",
        "theme/partials/icons.html:2: cannot be filled in: Unexpected end of template.",
    ),
}


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
@pytest.mark.parametrize(("hook", "template", "told"), FAILING.values(), ids=FAILING)
def test_what_fails_of_what_settings_bring_is_told_with_its_place(
    settings: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    hook: str,
    template: str,
    told: str,
) -> None:
    root = settings(hook=hook, icons=template)
    monkeypatch.chdir(root)  # as nearly everybody builds
    assert front_door.build(root, root / "build", engine=engine) == 1
    said = capsys.readouterr().out
    assert said.startswith(told), said
    assert said.endswith("\n    Mend it, or take it out.\n")


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
def test_what_lies_outside_the_toolkits_folder_is_told_of_too(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], tmp_path: Path, engine: str
) -> None:
    hook = tmp_path / "elsewhere" / "hook.py"
    hook.parent.mkdir()
    hook.write_text("def on_env(env, config, files):\n    return {}['x']\n", "utf-8")
    root = settings()
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("hooks: [hook.py]", f"hooks: [{hook}]"), "utf-8")
    assert front_door.build(root, root / "build", engine=engine) == 1
    assert capsys.readouterr().out.startswith(f"{hook}:2: fails with KeyError: 'x'.\n")


def test_a_template_that_fails_elsewhere_is_told_in_a_sentence(copy: Path) -> None:
    try:
        raise TemplateNotFound("gone.html")  # as of a theme that has another version
    except TemplateNotFound as error:
        told = failed(copy, error)
    assert told
    assert (told.file, told.what) == ("mkdocs.yml", "brings in a template that MkDocs cannot fill in: gone.html.")


def test_what_fails_of_the_toolkit_is_not_said_to_be_another_s(
    settings: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def macros(*_: object) -> None:
        exec("raise KeyError('a mistake of ours')")

    monkeypatch.setattr(languages, "macros", macros)
    root = settings(hook="def on_env(env, config, files):\n    return env\n")
    monkeypatch.chdir(root)
    with pytest.raises(KeyError, match="a mistake of ours"):
        front_door.build(root, root / "build", engine="mkdocs")


def test_of_two_failures_the_first_is_told(settings: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    ending = "\ndef on_shutdown():\n    raise ValueError('second')\n"
    root = settings(hook=f"def on_env(env, config, files):\n    return {{}}['x']\n{ending}")
    assert front_door.build(root, root / "build") == 1
    assert capsys.readouterr().out.startswith("hook.py:2: fails with KeyError: 'x'.\n")


PLUGIN = """from mkdocs.plugins import BasePlugin

class Failing(BasePlugin):
    def on_env(self, env, config, files):
        raise RuntimeError("Nothing is set up.")
"""


EXTENSION = """from markdown import Extension
from markdown.preprocessors import Preprocessor

class Nothing(Preprocessor):
    def run(self, lines):
        return None

class Odd(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Nothing(), "odd", 1)
"""


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
@pytest.mark.parametrize(
    ("plugin", "told"),
    [
        (PLUGIN, "RuntimeError: Nothing is set up"),
        ("\n" * 4 + 'raise RuntimeError("Nothing is set up.")\n', "RuntimeError: Nothing is set up"),
        (PLUGIN.replace("raise", "import markdown; markdown.markdown(5) #"), "AttributeError: .*"),
    ],
    ids=["at work", "at first", "in Markdown"],
)
def test_a_plugin_that_fails_is_told(settings: Callable[..., Path], engine: str, plugin: str, told: str) -> None:
    root = settings("plugins: [failing]\n")
    said = built_with(root, engine, {"failing": plugin})
    assert re.match(
        rf"mkdocs.yml: plugins: brings in a plugin that fails with {told} \(\S+/failing.py, line 5\)\.\n", said
    )


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
def test_an_extension_after_which_markdown_fails_is_told(copy: Path, engine: str) -> None:
    config = copy / "mkdocs.yml"
    more = "markdown_extensions: [attr_list, md_in_html, 'odd:Odd']\n"
    config.write_text(f"{config.read_text('utf-8')}\n{more}", "utf-8")
    told = "mkdocs.yml: markdown_extensions: bring in one after which Python-Markdown fails with TypeError: "
    assert built_with(copy, engine, {"odd": EXTENSION}).startswith(told)


def built_with(root: Path, engine: str, modules: dict[str, str]) -> str:
    """What a build says that fails, while these are installed, each as a plugin, too."""
    installed = root / "site-packages"
    for name, text in modules.items():
        about = installed / f"{name}.dist-info"
        about.mkdir(parents=True)
        (installed / f"{name}.py").write_text(text, "utf-8")
        (about / "METADATA").write_text(f"Name: {name}\nVersion: 1\n", "utf-8")
        (about / "entry_points.txt").write_text(f"[mkdocs.plugins]\n{name} = {name}:Failing\n", "utf-8")
    command = [sys.executable, str(ROOT / "build_toolkit.py"), "build", "--root", str(root), "--engine", engine]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    return done.stdout


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
def test_an_extension_that_fails_is_told(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    root = settings("markdown_extensions: [attr_list, md_in_html, pymdownx.snippets: {check_paths: true}]\n")
    page = root / "docs" / "about.md"
    page.write_text(f'{page.read_text("utf-8")}\n--8<-- "gone.md"\n', "utf-8")
    assert front_door.build(root, root / "build", engine=engine) == 1
    why = "pymdownx.snippets.SnippetMissingError: Snippet at path 'gone.md' could not be found"
    told = rf"mkdocs.yml: markdown_extensions: brings in an extension that fails with {why} "
    assert re.match(told + r"\(\S+/pymdownx/snippets.py, line \d+\)\.\n", capsys.readouterr().out)


GIVEN = {
    "files": ("files", "Files"),
    "nav": ("nav", "Navigation"),
    "env": ("env", "Environment"),
    "page_markdown": ("markdown", "str"),
    "page_content": ("html", "str"),
    "post_page": ("output", "str"),
}


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
@pytest.mark.parametrize("event", GIVEN)
def test_a_hook_that_gives_mkdocs_something_else_than_it_was_given_is_told(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], engine: str, event: str
) -> None:
    given, kind = GIVEN[event]
    root = settings(hook=f"\ndef on_{event}({given}, **more):\n    return 5\n")
    assert front_door.build(root, root / "build", engine=engine) == 1
    assert capsys.readouterr().out.startswith(f"hook.py:2: gives MkDocs a value of the kind `int`, not `{kind}`.\n")


def test_a_full_disk_is_not_said_to_be_a_hook_s(settings: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("mkdocs.commands.build.utils.write_file", full)
    root = settings(hook="def on_env(env, config, files):\n    return env\n")
    with pytest.raises(OSError, match="No space left"):
        front_door.build(root, root / "build", engine="mkdocs")


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
def test_a_template_of_ones_own_that_is_never_used_is_told(
    settings: Callable[..., Path], capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    root = settings(header="<header>Ours</header>")
    (root / "theme" / "main.html").write_text("{% extends 'base.html' %}", "utf-8")
    (root / "theme" / "partials" / "mark.svg").write_text("<svg/>", "utf-8")
    (root / "theme" / "README.md").write_text("Ours.", "utf-8")
    (root / "theme" / "fonts").mkdir()
    (root / "theme" / "fonts" / "fonts.css").write_text("b { color: red }", "utf-8")
    assert front_door.build(root, root / "build", engine=engine) == 1
    never = "is never used, for the toolkit has a template of that name.\n    Take it out, and change"
    assert capsys.readouterr().out == (
        f"theme/main.html: {never} `toolkit/theme/main.html` instead.\n"
        f"theme/partials/header.html: {never} `toolkit/theme/frame/partials/header.html` instead.\n"
        f"theme/partials/mark.svg: {never} `toolkit/theme/frame/partials/mark.svg` instead.\n"
    )


BEGINNING = """from pathlib import Path

begun = ""

def on_startup(command, dirty):
    global begun
    begun = command

def on_page_context(context, page, config, nav):
    context["seen"] = begun

def on_shutdown():
    Path(__file__).with_name("ended.txt").write_text(begun, "utf-8")
"""


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
def test_hooks_and_plugins_are_told_of_the_beginning_and_the_end(settings: Callable[..., Path], engine: str) -> None:
    root = settings(hook=BEGINNING, icons=SEEN)
    assert front_door.build(root, root / "build", engine=engine) == 0
    assert 'name="seen" content="build"' in (root / "build" / "site" / "about.html").read_text("utf-8")
    assert (root / "ended.txt").read_text("utf-8") == "build"


def test_a_page_is_to_be_edited_at_no_address_of_mkdocs_by_either_engine(settings: Callable[..., Path]) -> None:
    more = "repo_url: https://elsewhere.example/a/b\nedit_uri: edit/main/docs/\n"
    root = settings(more, icons='<meta name="edit" content="{{ page.edit_url if page }}">')
    assert front_door.build(root, root / "fast") == 0
    assert front_door.build(root, root / "reference", engine="mkdocs") == 0
    assert first_difference(root / "fast" / "site", root / "reference" / "site") is None
    assert 'name="edit" content="None"' in (root / "fast" / "site" / "about.html").read_text("utf-8")


@pytest.mark.parametrize("engine", ["toolkit", "mkdocs"])
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("theme: {name: nope}\n", "`nope` is not the theme"),
        ("plugins: [nope]\n", '"nope" plugin'),
    ],
    ids=["theme", "plugin"],
)
def test_what_mkdocs_says_of_a_wrong_setting_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str], engine: str, more: str, said: str
) -> None:
    config = copy / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}\n{more}", "utf-8")
    assert front_door.build(copy, copy / "build", engine=engine) == 1
    assert said in capsys.readouterr().out


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
