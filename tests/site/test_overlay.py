"""An agency's overlay: what it changes on the site, what updates of the toolkit do to it, and that it leaks nothing."""

import json
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
import yaml

from tests.builds import (
    ROOT,
    SAMPLE,
    build,
    clean_build,
    command,
    differing,
    files,
    replace_text,
    run,
    wait_for_stable_times,
)
from tests.site.reading import Html, html_pages
from toolkit.build.compose import compose
from toolkit.build.output import build_lock
from toolkit.cli import CANNOT, DONE, MISTAKES, main
from toolkit.project import load_project
from toolkit.sources.config import read_settings

OVERLAY = ROOT / "tests" / "overlay"
NAME = "Cedar Falls Sheriff's Office (sample)"
ADDED, CHANGED = f"Added by {NAME}.", f"Changed by {NAME}."
HIDDEN = "lakeside-county-sheriff", "tea-with-officers", "sample-language-policy", "first-week"
Captured = pytest.CaptureFixture[str]


def lay(root: Path, overlay: Path, out: Path, command: str = "build") -> int:
    return main([command, "--root", str(root), "--out", str(out), "--overlay", str(overlay)])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with the overlay, packed."""
    folder = tmp_path_factory.mktemp("overlay")
    assert lay(SAMPLE, OVERLAY, folder, "pack") == DONE
    return folder


@pytest.fixture(scope="module")
def site(out: Path) -> Path:
    return out / "site"


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """The overlay, to edit."""
    folder = tmp_path / "our overlay"
    shutil.copytree(OVERLAY, folder)
    return folder


def notices(site: Path, page: str) -> str:
    """The notices on a page, without marks of direction."""
    texts = [
        "".join(e.itertext())
        for e in Html(site, site / page).root.iter("p")
        if "notice" in e.get("class", "").split()
    ]
    return " ".join(" ".join(texts).translate({0x2068: None, 0x2069: None}).split())


# ------------------------------------------------------------------ what it changes


def test_each_page_has_the_agencys_name_logo_color_notice_and_contact(site: Path) -> None:
    color = (site / "overlay.css").read_text()
    assert "oklch(from #7a1f1f min(l, 0.5) c h)" in color
    for page in html_pages(site):
        if "site-header" not in page.text:  # a redirect
            continue
        header = next(page.root.iter("header"))
        text = " ".join("".join(header.itertext()).split())
        is_neutral = page.path.name == "help.html"  # the page for residents
        assert ("Sample county guide" in text) is not is_neutral and NAME in text, page.name
        spanish = page.root.get("lang") == "es"
        assert ("La línea de muestra es" if spanish else "call any time.") in text, page.name
        assert page.target(next(header.iter("img")).get("src")) == (site / "logo.svg", ""), (
            page.name
        )
        assert any(page.target(sheet) == (site / "overlay.css", "") for sheet in page.loaded()), (
            page.name
        )
        assert "mailto:outreach@cedar.example" in page.text, page.name
        assert page.errors == [], page.name
    edition = json.loads((site / "edition.json").read_text())
    assert (edition["name"], edition["address"]) == (
        "Sample county guide",
        "https://cedar.example/guide/",
    )


def test_its_languages_come_in_its_order_and_the_first_is_at_the_root(
    site: Path, overlay: Path, tmp_path: Path
) -> None:
    assert Html(site, site / "index.html").root.get("lang") == "es"
    assert Html(site, site / "en" / "index.html").root.get("lang") == "en"
    replace_text(overlay / "overlay.yml", "[es, en, ar]", "[en]")
    assert lay(SAMPLE, overlay, tmp_path / "out") == DONE
    names = files(tmp_path / "out" / "site").keys()
    assert not [name for name in names if name.startswith(("es/", "ar/", "search/es"))]
    assert "index.html" in names


def test_pages_say_what_the_agency_added_or_changed_and_others_say_nothing(site: Path) -> None:
    assert ADDED in notices(site, "en/practices/bring-a-bookmobile.html")
    assert f"Agregado por {NAME}." in notices(site, "practices/bring-a-bookmobile.html")
    assert CHANGED in notices(site, "en/help.html")
    assert CHANGED in notices(site, "en/models/sample-flyer.html")
    assert NAME not in notices(site, "en/practices/id-night.html")
    assert NAME not in notices(site, "en/about.html")


def test_its_records_are_listed_and_found(site: Path) -> None:
    assert (
        "Bring a bookmobile to the farms" in (site / "en" / "practices" / "index.html").read_text()
    )
    assert "zebrafarm" in "".join(path.read_text() for path in (site / "search").glob("en*.js"))
    assert (site / "api" / "v1" / "en" / "practices" / "bring-a-bookmobile.json").is_file()


def test_what_it_hides_is_nowhere_and_no_link_leads_there(site: Path) -> None:
    assert [name for name in files(site) if any(hidden in name for hidden in HIDDEN)] == []
    for page in html_pages(site):
        assert not any(f"/{hidden}.html" in page.text for hidden in HIDDEN), page.name
        targets = [target for _, address in page.addresses() if (target := page.target(address))]
        assert [path for path, _ in targets if not path.is_file()] == [], page.name
    walk = (site / "en" / "practices" / "walk-along-the-lake.html").read_text()
    assert "Officers walked, too." in walk and "Deputies walked" not in walk


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("help.html", "Refugio de muestra"),
        ("ar/help.html", "Sample shelter"),
        ("en/help.html", "Sample shelter"),
    ],
)
def test_its_local_number_is_among_the_first_to_call_in_every_language(
    site: Path, page: str, name: str
) -> None:
    first, second, *_ = [
        link for link in Html(site, site / page).root.iter("a") if "tel:" in link.get("href", "")
    ]
    local = second if page != "en/help.html" else first  # the overlay's own page has no 911
    assert "".join(local.itertext()) == f"{name} 712-555-0188"
    assert NAME in notices(site, page)


def test_its_own_word_needs_no_other_source_and_is_shown_as_its_own(site: Path) -> None:
    page = Html(site, site / "en" / "agencies" / "cedar-falls-sheriff.html").root
    assert "It is the agency's own word." in "".join(page.itertext())


def test_no_record_of_the_toolkit_rests_on_an_agencys_own_word(
    copy: Path, capsys: Captured
) -> None:
    replace_text(copy / "practices/practice/id-night.yml", "seen: whole", "seen: own")
    assert main(["check", "--root", str(copy)]) == MISTAKES
    assert "is `own`, an agency's word about itself" in capsys.readouterr().out


def test_a_translation_is_as_true_as_before_to_a_page_that_lost_a_link(
    copy: Path, overlay: Path, tmp_path: Path
) -> None:
    (english,) = [
        page
        for page in load_project(copy).doc_pages
        if (page.path, page.language) == ("about", "en")
    ]
    replace_text(copy / "docs/about.es.md", "title:", f"of: {english.digest}\ntitle:")
    replace_text(overlay / "overlay.yml", "hide:", "hide:\n  - practices/practice/id-night.yml")
    root = tmp_path / "laid"
    assert compose(copy, overlay, root)[0] == []
    pages = {(page.path, page.language): page for page in load_project(root).doc_pages}
    assert "id-night.md" not in pages["about", "en"].body
    assert pages["about", "es"].status_beside(pages["about", "en"]) == "draft"


def test_documents_are_filled_in_and_say_whose_they_are(site: Path) -> None:
    folder = site / "files" / "model"
    texts = {
        name: " ".join(
            "".join(page.extract_text() for page in pypdf.PdfReader(folder / name).pages).split()
        )
        for name in ("sample-flyer.en.pdf", "sample-flyer.es-en.pdf", "our-flyer.en.pdf")
    }
    texts = {
        name: text.translate(dict.fromkeys(range(0x2066, 0x206A))) for name, text in texts.items()
    }
    for text in texts.values():
        assert (
            "Call 712-555-0177." in text
            and "Cedar Falls Sheriff's Office will be at the church" in text
        )
    assert (
        "Drafted by this toolkit" not in texts["sample-flyer.en.pdf"]
        and "Adapted by Cedar Falls Sheriff's Office" in texts["sample-flyer.en.pdf"]
    )
    assert (
        "Drafted by this toolkit" not in texts["our-flyer.en.pdf"]
        and "Added by" in texts["our-flyer.en.pdf"]
    )
    assert "Llame al 712-555-0177." in texts["sample-flyer.es-en.pdf"]
    page = Html(site, site / "en" / "models" / "sample-flyer.html")
    assert [
        field.get("name")
        for field in page.root.iter("input")
        if field.get("id", "").startswith("fill-") and field.get("type") != "file"
    ] == []
    own = (site / "en" / "models" / "our-flyer.html").read_text()
    assert "Drafted by this toolkit" not in own


def test_a_sentence_is_said_by_language_with_any_marks_and_is_in_no_other_language(
    site: Path,
) -> None:
    english, spanish = (
        Html(site, site / folder / "models" / "sample-flyer.html") for folder in ("en", "")
    )
    for page, sentence in (
        (english, 'We say: "No one is asked".'),
        (spanish, "Decimos: «No preguntamos»."),
    ):
        (paper,) = (element for element in page.root.iter("div") if element.get("class") == "paper")
        assert sentence in "".join(paper.itertext())
    sheet = (site / "files" / "model" / "sample-flyer.es-en.html").read_text()
    assert "<p><bdi>Decimos: «No preguntamos».</bdi></p><p" in sheet
    assert "><bdi>We say: &#34;No one is asked&#34;.</bdi></p></div>" in sheet


def test_mkdocs_makes_the_same_pages_of_it(
    overlay: Path, copy: Path, site: Path, tmp_path: Path
) -> None:
    with (copy / "mkdocs.yml").open("a") as settings:
        settings.write("markdown_extensions: [attr_list, md_in_html, tables, toc, footnotes]\n")
    assert lay(copy, overlay, tmp_path / "out") == DONE
    made = tmp_path / "out" / "site"
    assert {name for name in files(made) if name.endswith(".html")} == {
        n for n in files(site) if n.endswith(".html")
    }
    page = "en/practices/bring-a-bookmobile.html"
    assert notices(made, page) == notices(site, page)
    assert "Sample county guide" in (made / page).read_text()


def test_an_overlay_is_not_laid_while_another_build_reads_the_folder(
    overlay: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with build_lock(out / ".cache", lambda: None):
        arguments = command("build", "--root", SAMPLE, "--out", out, "--overlay", overlay)
        waiting = subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr and "Waiting for another build" in waiting.stderr.readline()
        assert not (out / ".cache" / "overlay").exists()
    assert (waiting.communicate(), waiting.returncode)[1] == DONE


def test_the_output_folder_may_be_on_another_drive_than_the_toolkit(
    overlay: Path, tmp_path: Path
) -> None:
    """As on Windows, where no relative path leads from one to the other."""
    assert lay(SAMPLE, overlay, tmp_path / "out", "check") == DONE
    settings = yaml.safe_load((tmp_path / "out" / ".cache" / "overlay" / "mkdocs.yml").read_text())
    assert Path(settings["INHERIT"]).is_absolute()
    assert read_settings(tmp_path / "out" / ".cache" / "overlay").files[1] == SAMPLE / "mkdocs.yml"


# ------------------------------------------------------------------ it leaks nothing


def test_a_build_without_it_is_as_if_there_had_never_been_one(copy: Path, overlay: Path) -> None:
    clean = clean_build(copy)
    assert main(["build", "--root", str(copy), "--overlay", str(overlay)]) == DONE
    assert not (copy / "build" / "site").exists()
    assert (
        copy / "build" / "local" / "site" / "en" / "practices" / "bring-a-bookmobile.html"
    ).is_file()
    assert build(copy) == DONE
    assert differing(files(copy / "build" / "site"), clean) == []
    assert (
        main(["build", "--root", str(copy), "--overlay", str(overlay)]) == DONE
    )  # and the other way round
    assert differing(files(copy / "build" / "site"), clean) == []


def test_not_even_into_the_same_output_folder(copy: Path, overlay: Path, tmp_path: Path) -> None:
    assert lay(copy, overlay, tmp_path / "out") == DONE
    assert build(copy, tmp_path / "out") == DONE
    assert differing(files(tmp_path / "out" / "site"), clean_build(copy)) == []


# ------------------------------------------------------------------ updates of the toolkit


def test_three_updates_of_the_toolkit_go_on_under_it_and_what_no_longer_fits_is_told(
    copy: Path, overlay: Path, tmp_path: Path, capsys: Captured
) -> None:
    out, practices = tmp_path / "out", copy / "practices" / "practice"

    def built() -> str:
        assert lay(copy, overlay, out) == DONE
        return capsys.readouterr().out

    assert "made_from" not in built()
    replace_text(copy / "docs" / "help.md", "This page is made up.", "This page is made up anew.")
    replace_text(practices / "id-night.yml", "Forty made-up people", "Fifty made-up people")
    told = built()
    assert f"{overlay}/docs/help.md: replaces the toolkit's file, which has changed since." in told
    assert (
        "Fifty made-up people" in (out / "site" / "en" / "practices" / "id-night.html").read_text()
    )
    assert "made up by the agency" in (out / "site" / "en" / "help.html").read_text()

    tea = practices / "tea-with-officers.yml"
    tea.rename(practices / "tea-and-cake.yml")
    replace_text(practices / "tea-and-cake.yml", "topics:", "was: [tea-with-officers]\ntopics:")
    with (copy / "docs" / "about.md").open(
        "a"
    ) as page:  # by its former name, which leads there on the toolkit's site
        page.write("\n[Tea](practices/tea-with-officers.md)\n")
    (copy / "practices" / "publication" / "sample-study.yml").unlink()
    replace_text(
        practices / "id-night.yml",
        "studies:\n  - publication: sample-study\n    nearness: general\n",
        "",
    )
    replace_text(
        practices / "id-night.yml",
        "    text: A made-up trial found no effect of evenings on trust. Nobody in it was an immigrant.\n",
        "",
    )
    told = built()
    assert (
        f"{overlay}/overlay.yml:12: hide.2: `practices/practice/tea-with-officers.yml` is not in the toolkit"
        in told
    )
    assert "practices/practice/tea-and-cake.yml: is hidden too" in told
    own = f"{overlay}/practices/practice/bring-a-bookmobile.yml"
    assert f"{own}:11: studies.1.publication: there is no publication `sample-study`." in told
    assert not (out / "site" / "en" / "practices" / "tea-and-cake.html").exists()

    shutil.copy(
        overlay / "practices" / "practice" / "bring-a-bookmobile.yml",
        practices / "a-bookmobile.yml",
    )
    replace_text(practices / "a-bookmobile.yml", "cedar-falls-sheriff, ", "")
    replace_text(
        practices / "a-bookmobile.yml",
        "  - agency: cedar-falls-sheriff\n    text: A deputy drove.[@cedar-2024]\n",
        "",
    )
    replace_text(
        practices / "a-bookmobile.yml",
        "studies:\n  - publication: sample-study\n    nearness: general\n    text: A made-up trial.\n",
        "",
    )
    shutil.copy(overlay / "agencies" / "cedar-falls-sheriff.yml", copy / "agencies")
    told = built()
    assert "is also the title of" in told
    assert f"{overlay}/agencies/cedar-falls-sheriff.yml: replaces the toolkit's file." in told
    assert CHANGED in notices(out / "site", "en/agencies/cedar-falls-sheriff.html")
    digest = told.split("`agencies/cedar-falls-sheriff.yml: ")[1].split("`")[0]
    replace_text(
        overlay / "overlay.yml",
        "made_from:\n",
        f"made_from:\n  agencies/cedar-falls-sheriff.yml: {digest}\n",
    )
    assert "cedar-falls-sheriff.yml: replaces" not in built()


def test_a_file_of_the_overlay_that_changes_is_noticed(
    copy: Path, overlay: Path, capsys: Captured
) -> None:
    arguments = ["build", "--root", str(copy), "--overlay", str(overlay)]
    assert main(arguments) == DONE
    wait_for_stable_times()
    assert main(arguments) == DONE
    wait_for_stable_times()
    capsys.readouterr()
    assert main(arguments) == DONE
    assert "Nothing changed." in capsys.readouterr().out
    replace_text(
        overlay / "practices" / "practice" / "bring-a-bookmobile.yml",
        "A deputy drove",
        "A clerk drove",
    )
    assert main(arguments) == DONE
    page = copy / "build" / "local" / "site" / "en" / "practices" / "bring-a-bookmobile.html"
    assert "A clerk drove" in page.read_text()
    (overlay / "practices" / "practice" / "bring-a-bookmobile.yml").unlink()
    replace_text(overlay / "overlay.yml", "712-555-0177", "712-555-0188")
    assert main(arguments) == DONE
    assert not page.exists()
    assert "712-555-0188" in (page.parents[1] / "index.html").read_text()


# ------------------------------------------------------------------ mistakes


def problems(overlay: Path, out: Path, capsys: Captured, code: int = MISTAKES) -> str:
    assert lay(SAMPLE, overlay, out, "check") == code
    return capsys.readouterr().out


def test_mistakes_name_the_overlays_files_and_lines(
    overlay: Path, tmp_path: Path, capsys: Captured
) -> None:
    replace_text(
        overlay / "practices" / "practice" / "bring-a-bookmobile.yml",
        "topics: [youth]",
        "topics: [yuth]",
    )
    told = problems(overlay, tmp_path / "out", capsys)
    assert told.startswith(
        f"{overlay}/practices/practice/bring-a-bookmobile.yml:14: topics.1: `yuth` is not on the list."
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("name: Cedar", "nmae: Cedar", ":1: nmae: is not a field of an overlay."),
        ('"#7a1f1f"', "maroon", ":4: color: `maroon` is not a color."),
        (
            "outreach@cedar.example",
            "Pat",
            "overlay.yml:8: contact: `Pat` is not a mail address.",
        ),
        (
            "[es, en, ar]",
            "[es, english]",
            "`english` is not a language that the toolkit has messages in.",
        ),
        (
            "phone: 712-555-0177",
            "phone: [712]",
            ":17: values.phone: is a list where fields belong.",
        ),
        ("name: Cedar", "name: [Cedar", ":1: begins with `[`"),
    ],
)
def test_a_mistake_in_its_settings_is_told_and_nothing_is_written(
    overlay: Path, tmp_path: Path, capsys: Captured, old: str, new: str, problem: str
) -> None:
    replace_text(overlay / "overlay.yml", old, new)
    told = problems(overlay, tmp_path / "out", capsys)
    assert f"{overlay}/overlay.yml" in told and problem in told
    assert not (tmp_path / "out" / "site").exists()


def test_names_that_the_toolkit_does_not_have_are_told_with_what_may_be_meant(
    overlay: Path, tmp_path: Path, capsys: Captured
) -> None:
    for old, new in (
        ("phone:", "fone:"),
        ("es: La", "ep: La"),
        ("tea-with-officers", "tea-with-oficers"),
    ):
        replace_text(overlay / "overlay.yml", old, new)
    told = problems(overlay, tmp_path / "out", capsys, DONE)
    assert "overlay.yml:17: values.fone: no model document has the blank `fone`." in told
    assert "overlay.yml:7: notice.ep: `ep` is not a language of the site." in told
    assert "Did you mean `practices/practice/tea-with-officers.yml`?" in told


def test_a_sentence_that_is_not_said_in_a_language_of_its_document_is_told(
    overlay: Path, tmp_path: Path, capsys: Captured
) -> None:
    replace_text(overlay / "overlay.yml", "    es: 'Decimos: «No preguntamos».'\n", "")
    told = problems(overlay, tmp_path / "out", capsys, DONE)
    assert "overlay.yml: values.status: `status` holds words, and is not said in: es." in told


def test_a_folder_that_is_no_overlay_and_a_link_in_one_are_refused(
    overlay: Path, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty", tmp_path / "out", capsys).startswith(
        f"{tmp_path / 'empty' / 'overlay.yml'}: is not there.\n"
    )
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (overlay / "docs" / "photo.png").symlink_to(secret)
    assert f"{overlay}/docs/photo.png: is a link, a pipe or a device." in problems(
        overlay, tmp_path / "out", capsys
    )
    shutil.rmtree(overlay / "docs")
    (overlay / "docs").symlink_to(tmp_path)
    assert f"{overlay}/docs: is a link, a pipe or a device." in problems(
        overlay, tmp_path / "out", capsys
    )
    assert not (tmp_path / "out" / ".cache" / "overlay").exists()


def test_a_planted_link_in_the_cache_deletes_nothing_elsewhere(
    overlay: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear all")
    (tmp_path / "out" / ".cache").mkdir(parents=True)
    (tmp_path / "out" / ".cache" / "overlay").symlink_to(tmp_path / "mine")
    lay(SAMPLE, overlay, tmp_path / "out", "check")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


# ------------------------------------------------------------------ other commands


def test_pages_are_written_with_it(tmp_path: Path) -> None:
    done = run(
        "pages",
        tmp_path / "pages",
        "--root",
        SAMPLE,
        "--out",
        tmp_path / "out",
        "--overlay",
        OVERLAY,
    )
    assert done.returncode == DONE, done.stderr
    assert (
        "A deputy drove"
        in (tmp_path / "pages" / "en" / "practices" / "bring-a-bookmobile.md").read_text()
    )


def test_a_command_for_the_toolkit_itself_takes_no_overlay(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["schema", "--overlay", str(OVERLAY)])
    assert stopped.value.code == CANNOT


def test_the_copy_to_take_along_has_it(out: Path) -> None:
    assert (out / "offline" / "toolkit" / "en" / "practices" / "bring-a-bookmobile.html").is_file()
    assert "Sample county guide" in (out / "offline" / "toolkit" / "START-HERE.html").read_text()
