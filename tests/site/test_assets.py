"""What browsers may keep for ever: files named by their content, and pages that name them."""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import front_door
from toolkit.cache import BY_CONTENT, TEMPLATES, TICK, WEB, Cache, digest
from toolkit.pages import TEMPLATES as PAGES
from toolkit.publish import FONTS
from toolkit.publish.assets import assets
from toolkit.publish.chrome import GAPS, Frame, exchanged
from toolkit.read import read
from toolkit.site.chrome import chrome_of
from toolkit.site.parts import Made
from toolkit.site.writing import Pages

ASSETS = (".css", ".js", ".svg", ".woff2")
NAMED = {
    ".html": re.compile(r'[" ]([\w./-]+\.(?:css|js|svg|woff2))(?=[" ])'),
    ".css": re.compile(r"url\('([^']+)'\)"),
    ".js": re.compile(r'"(web/[^"]+)"'),
}
"""How assets are named, by what names them."""
HOSTED = "/toolkit/"
"""Where the sample's address says that the site is: the page for what is not found names all from there."""
Files = dict[str, bytes]


def files(site: Path) -> Files:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


# ------------------------------------------------------------------ names


def test_every_asset_has_the_hash_of_its_content_in_its_name_and_only_the_manifest_has_none(sample: Path) -> None:
    plain = []
    for name, content in files(sample / "site").items():
        if not name.endswith(ASSETS):
            assert not BY_CONTENT.search(name), name
        elif found := BY_CONTENT.search(name):
            assert found[0].split(".")[1] == digest(content).hex()[:8], name
        else:
            plain.append(name)
    assert len(plain) == 1 and re.fullmatch(r"search/manifest-[0-9a-f]{8}\.js", plain[0])


def test_pages_and_assets_name_assets_by_their_content(sample: Path) -> None:
    site = sample / "site"
    for path in [*site.rglob("*.html"), *(site / "web").rglob("*.css"), *(site / "web").glob("*.js")]:
        base = site if path.suffix == ".js" or path.name == "404.html" else path.parent
        for name in NAMED[path.suffix].findall(path.read_text("utf-8")):
            assert BY_CONTENT.search(name), (path, name)
            assert (base / name.removeprefix(HOSTED)).is_file(), (path, name)


def test_the_fonts_of_the_first_lines_are_asked_for_by_the_names_that_the_style_sheet_has(sample: Path) -> None:
    sheet = next((sample / "site").glob(FONTS)).read_text("utf-8")
    faces = re.search(r'data-faces="([^"]+)"', (sample / "site" / "index.html").read_text("utf-8"))
    assert faces
    assert [face for face in faces[1].split() if f"url('{Path(face).name}')" not in sheet] == []


def test_the_manifest_is_small_and_names_every_file_that_no_head_does(sample: Path) -> None:
    search = sample / "site" / "search"
    manifest = next(search.glob("manifest-*.js")).read_text("utf-8")
    found = {path.relative_to(search).as_posix() for path in search.rglob("*.js")}
    others = {name for name in found if not re.match(r"[^/]+/[tpx]/|manifest-", name)}
    assert {f"{key}.{own}.js" for key, own in re.findall(r'"([^"]+)":"(\w+)"', manifest)} == others
    assert len(manifest) < 2_000


# ------------------------------------------------------------------ frames


TEXTS = st.text("ab<", max_size=3)
OWN = st.fixed_dictionaries(dict.fromkeys(GAPS, TEXTS.map(str.encode)))
GAP = st.sampled_from(sorted(GAPS))


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    pieces = [draw(TEXTS)]
    for gap in draw(st.lists(GAP, max_size=6)):
        pieces += [gap, draw(TEXTS)]
    return Frame(tuple(pieces))


@given(frames(), frames(), OWN)
def test_a_page_whose_frame_is_exchanged_is_as_if_made_for_it(old: Frame, new: Frame, texts: dict[str, bytes]) -> None:
    assert exchanged(old.around(texts), old, new, texts["name"].decode()) in (None, new.around(texts))


@given(frames(), frames(), OWN)
def test_a_frame_is_exchanged_if_its_pieces_are_like_no_text(old: Frame, new: Frame, texts: dict[str, bytes]) -> None:
    old = Frame(tuple(piece if i % 2 else f"{{{i}}}" for i, piece in enumerate(old.pieces)))
    if {*new.pieces[1::2]} <= {"name", *old.pieces[1::2]}:
        assert exchanged(old.around(texts), old, new, texts["name"].decode()) == new.around(texts)


def test_english_in_a_title_is_not_moved_to_where_it_would_be_marked_otherwise() -> None:
    old, new = Frame(("<title>", "title", "</title>")), Frame(("<b>", "title", "</b>"))
    assert exchanged("<title>A \u2066word\u2069</title>".encode(), old, new, "") is None


def test_english_in_a_frame_that_a_page_is_moved_to_is_marked() -> None:
    old, new = Frame(("<p>", "body", "</p>")), Frame(("<p>", "body", "</p><p>\ue000More\ue001</p>"))
    told = b'<p>Texto</p><p><span lang="en" dir="ltr">More</span></p>'
    assert exchanged(b"<p>Texto</p>", old, new, "") == told


# ------------------------------------------------------------------ changes of what stands around pages


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The browser's files, to change."""
    place = tmp_path / "web"
    shutil.copytree(WEB, place)
    for module in ("cache", "index.scripts", "publish.assets", "site", "site.chrome"):
        monkeypatch.setattr(f"toolkit.{module}.WEB", place)
    return place


def not_made(*_: object) -> Made:
    raise AssertionError("A page is made anew.")


def rebuilt(root: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[], object]) -> tuple[Files, Files]:
    """The site before and after an edit that leaves what pages say as it is, the same as from nothing."""
    time.sleep(2 * TICK / 1e9)
    assert front_door.build(root, root / "build") == 0
    before = files(root / "build" / "site")
    edit()
    with monkeypatch.context() as watched:
        for name in ("record", "lists", "reference", "translations", "overview"):
            watched.setattr(Pages, name, not_made)
        assert front_door.build(root, root / "build") == 0
    after = files(root / "build" / "site")
    assert front_door.build(root, root / "from-nothing") == 0
    assert after == files(root / "from-nothing" / "site")
    return before, after


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("toolkit.css", ".from-us { color: red; }\n"),
        ("page.js", "void 0;\n"),
        ("search/rank.js", "void 0;\n"),
        ("favicon.svg", "<!-- ours -->\n"),
    ],
)
def test_a_changed_asset_has_another_name_on_every_page_and_no_page_is_made_anew(
    copy: Path, web: Path, monkeypatch: pytest.MonkeyPatch, name: str, more: str
) -> None:
    asset = web / name
    before, after = rebuilt(copy, monkeypatch, lambda: asset.write_text(asset.read_text("utf-8") + more, "utf-8"))
    pages = [page for page in before if page.endswith(".html")]
    assert [page for page in pages if page not in after or before[page] == after[page]] == []
    search = {file for file in before if file.startswith("search/") and not file.startswith("search/manifest-")}
    assert {file: before[file] for file in search} == {file: after.get(file) for file in search}


def test_a_changed_frame_reaches_every_page_and_no_page_is_made_anew(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme, config = copy / "theme", copy / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}\ntheme:\n  custom_dir: {theme}\n", "utf-8")
    (theme / "partials").mkdir(parents=True)
    icons = theme / "partials" / "icons.html"
    icons.write_text("<!-- one -->", "utf-8")
    before, after = rebuilt(copy, monkeypatch, lambda: icons.write_text('<meta name="two">', "utf-8"))
    pages = [page for page in before if page.endswith(".html")]
    assert [page for page in pages if b"<!-- one -->" not in before[page]] == []
    assert [page for page in pages if b'<meta name="two">' not in after[page] or b"one -->" in after[page]] == []


def test_frames_are_rendered_again_only_if_a_template_of_pages_names_another_class(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template, found, cache = tmp_path / "templates" / "practice.md.jinja", read(copy), Cache(tmp_path / "cache")
    shutil.copytree(PAGES, template.parent)
    monkeypatch.setattr("toolkit.site.templates.PAGES", template.parent)
    monkeypatch.setattr("toolkit.site.templates.TEMPLATES", (TEMPLATES[0], template.parent))

    def frames() -> int:
        with chrome_of(found, cache, assets().names) as rendered:
            assert not rendered()[1]
        return (cache.folder / "marked").stat().st_ino

    first, text = frames(), template.read_text("utf-8")
    template.write_text(f"{text}\nMore.\n", "utf-8")
    assert frames() == first
    template.write_text(f'{text}\n<p class="more">More.</p>\n', "utf-8")
    assert frames() != first


def test_another_language_at_the_root_gives_the_site_that_it_gives_from_nothing(copy: Path) -> None:
    config = copy / "mkdocs.yml"
    assert front_door.build(copy, copy / "build") == 0
    config.write_text(config.read_text("utf-8").replace("[en, es, ar]", "[es, en, ar]"), "utf-8")
    assert front_door.build(copy, copy / "build") == 0
    assert front_door.build(copy, copy / "from-nothing") == 0
    assert files(copy / "build" / "site") == files(copy / "from-nothing" / "site")


def test_a_site_of_an_older_program_is_known_as_one(copy: Path) -> None:
    (copy / "build" / "site" / "web").mkdir(parents=True)
    (copy / "build" / "site" / "web" / "page.js").write_text("", "utf-8")
    assert front_door.build(copy, copy / "build") == 0
    assert front_door.build(copy, copy / "build") == 0
