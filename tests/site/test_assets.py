"""The browser's files: each is named by its content, so that browsers may keep it forever."""

import re
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.builds import ROOT, Files, files, replace_text, run
from toolkit.build.offline import FONT_SHEETS
from toolkit.cli import DONE
from toolkit.export.start_here import FORMER_NAME, NAME

ASSETS = (".css", ".js", ".svg", ".png", ".woff2")
REFERENCES = {
    ".html": re.compile(r'[" ]([\w./-]+\.(?:css|js|svg|png|woff2))(?=[" ])'),
    ".css": re.compile(r"url\('([^']+)'\)"),
    ".js": re.compile(r'"(web/[^"]+)"'),
}
"""How each type of file names assets."""
HASHED = re.compile(r"\.[0-9a-f]{8}\.\w+$")
"""The end of a file name that has a hash of the content."""
SITE_PATH = "/toolkit/"
"""Where the sample's address says that the site is: 404.html names all assets from there."""


def test_the_name_of_every_asset_has_the_hash_of_its_content(sample: Path) -> None:
    without_hash = []
    for name, content in files(sample / "site").items():
        hashed = HASHED.search(name)
        # Files to hand out, texts of the shortlist, law and the edition: browsers ask for them anew, as for pages.
        if not name.endswith(ASSETS) or name.startswith(
            ("files/", "shortlist/", "law/", "edition.")
        ):
            assert not hashed, name
        elif hashed:
            assert hashed[0].split(".")[1] == sha256(content).hexdigest()[:8], name
        else:
            without_hash.append(name)
    assert len(without_hash) == 1
    assert re.fullmatch(r"search/manifest-[0-9a-f]{8}\.js", without_hash[0])


def test_every_asset_that_a_page_a_style_sheet_or_a_script_names_is_there(sample: Path) -> None:
    site = sample / "site"
    for path in [
        *site.rglob("*.html"),
        *(site / "web").rglob("*.css"),
        *(site / "web").glob("*.js"),
    ]:
        is_lost = path.name == "404.html"  # which looks for one script in every folder above it
        base = site if path.suffix == ".js" or is_lost else path.parent
        for address in REFERENCES[path.suffix].findall(path.read_text("utf-8")):
            name = address.replace("../", "") if is_lost else address
            # A document keeps its name, as do the texts of the shortlist, law and the edition.
            assert (
                HASHED.search(name)
                or "/files/" in name
                or "shortlist/" in name
                or "law/" in name
                or "edition.js" in name
            ), (
                path,
                name,
            )
            assert (base / name.removeprefix(SITE_PATH)).is_file(), (path, name)


def test_fonts_that_a_page_preloads_are_those_of_the_style_sheet(sample: Path) -> None:
    sheet = next((sample / "site").glob(FONT_SHEETS)).read_text("utf-8")
    preloaded = re.search(
        r'data-fonts="([^"]+)"', (sample / "site" / "index.html").read_text("utf-8")
    )
    assert preloaded
    assert [font for font in preloaded[1].split() if f"url('{Path(font).name}')" not in sheet] == []


def test_the_search_manifest_is_small_and_names_the_hash_of_every_file(sample: Path) -> None:
    search = sample / "site" / "search"
    manifest = next(search.glob("manifest-*.js")).read_text("utf-8")
    names = {path.relative_to(search).as_posix() for path in search.rglob("*.js")}
    listed = dict(re.findall(r'"([\w-]+)":"(\w+)"', manifest))
    indexes = [name.split(".") for name in names if not name.startswith("manifest-")]
    in_names = {(language, content_hash) for language, content_hash, _ in indexes}
    assert in_names == set(listed.items())
    assert len(manifest) < 500


def pages_of(site: Files) -> Files:
    """The pages of a site: all that is HTML but START-HERE.html and the files to hand out."""
    others = ("files/", NAME, FORMER_NAME)
    return {
        name: text
        for name, text in site.items()
        if name.endswith(".html") and not name.startswith(others)
    }


@pytest.fixture
def build_with(program: Path, built_copy: Path) -> Callable[[str, str], Files]:
    """Builds the sample with a program of which a file has more at its end."""

    def build(name: str, more: str) -> Files:
        path = program / "web" / name
        path.write_text(path.read_text("utf-8") + more, "utf-8")
        done = run("build", "--root", built_copy, program=program)
        assert done.returncode == DONE, done.stdout + done.stderr
        return files(built_copy / "build" / "site")

    return build


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("toolkit.css", ".more { color: red; }\n"),
        ("page.js", "void 0;\n"),
        ("search/rank.js", "void 0;\n"),
        ("favicon.svg", "<!-- more -->\n"),
    ],
)
def test_a_changed_asset_has_another_name_on_every_page(
    sample: Path, build_with: Callable[[str, str], Files], name: str, more: str
) -> None:
    before, after = files(sample / "site"), build_with(name, more)
    assert [page for page in pages_of(before) if before[page] == after[page]] == []
    index = {
        file
        for file in before
        if file.startswith("search/") and not file.startswith("search/manifest-")
    }
    assert {file: before[file] for file in index} == {file: after.get(file) for file in index}


def test_a_changed_shell_reaches_every_page(sample: Path, program: Path, built_copy: Path) -> None:
    footer = program / "toolkit" / "theme" / "frame" / "partials" / "footer.html"
    replace_text(footer, 'class="site-footer"', 'class="site-footer more"')
    assert run("build", "--root", built_copy, program=program).returncode == DONE
    pages = pages_of(files(built_copy / "build" / "site"))
    assert pages.keys() == pages_of(files(sample / "site")).keys()
    assert [name for name, text in pages.items() if b'class="site-footer more"' not in text] == []


def test_every_license_of_what_others_made_is_on_the_site_and_in_its_notice(sample: Path) -> None:
    vendor = sample / "site" / "web" / "vendor"
    notice = (vendor / "NOTICE.txt").read_text("utf-8")
    licenses = {path.relative_to(vendor).as_posix() for path in vendor.glob("*/*.txt")}
    assert licenses == {word for word in notice.split() if word.endswith(".txt")}
    folders = {path.name for path in (ROOT / "web" / "vendor").iterdir() if path.is_dir()}
    assert {name.partition("/")[0] for name in licenses} == folders - {
        "print"
    }  # not published, made from fonts/


def test_the_license_of_material_is_that_of_the_installed_package() -> None:
    installed = distribution("mkdocs-material").read_text("licenses/LICENSE")
    assert (ROOT / "web" / "vendor" / "material" / "LICENSE.txt").read_text("utf-8") == installed
