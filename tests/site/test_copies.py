"""Copies to take along: of the whole site, or an edition in some languages."""

import base64
import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.builds import SAMPLE, build, clean_build, files, pack, replace_text
from tests.documents import pdf
from tests.site.reading import Html, html_pages
from tests.unit.test_signing import OTHER, PUBLIC, SECRET
from toolkit.build.signing import check, read_public_key
from toolkit.cli import CANNOT, DONE, KEY_VARIABLE, MISTAKES, main
from toolkit.export.start_here import NAME
from toolkit.project import load_project

NEWEST_CHECK = "2024-05-06"
Captured = pytest.CaptureFixture[str]


def packed(out: Path, *languages: str, root: Path = SAMPLE) -> Path:
    """An edition of a toolkit in these languages, as a folder."""
    arguments = ["pack", "--root", str(root), "--out", str(out), "--languages", *languages]
    assert main(arguments) == DONE
    return next(path for path in (out / "offline").iterdir() if path.is_dir())


@pytest.fixture(scope="module", params=[("en", "es"), ("es", "ar"), ("ar",)], ids="-".join)
def edition(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[str]]:
    return packed(tmp_path_factory.mktemp("edition"), *request.param), list(request.param)


# ------------------------------------------------------------------ editions


def test_an_edition_has_pages_and_menus_in_its_languages_only(
    edition: tuple[Path, list[str]],
) -> None:
    folder, languages = edition
    assert folder.name == "toolkit-" + "-".join(languages)
    for page in html_pages(folder):
        first = page.name.partition("/")[0]
        assert page.root.get("lang") == (first if first in languages else languages[0]), page.name
        header = next(page.root.iter("header"))
        menu = [link.get("hreflang") for link in header.iter("a") if link.get("hreflang")]
        alternates = {
            link.get("hreflang") for link in page.root.iter("link") if link.get("hreflang")
        }
        assert menu == (languages if len(languages) > 1 else []), page.name
        assert alternates <= {*languages, "x-default"}, page.name


def test_an_edition_has_what_is_handed_out_in_every_language_and_its_page_offers_it(
    edition: tuple[Path, list[str]],
) -> None:
    folder, _ = edition
    page = (folder / "models" / "sample-flyer.html").read_text("utf-8")
    for language in ("en", "es", "ar"):
        name = f"files/model/sample-flyer.{language}.docx"
        assert (folder / name).is_file() and f'href="../{name}" download' in page, language


def test_no_link_of_an_edition_is_broken(edition: tuple[Path, list[str]]) -> None:
    folder, _ = edition
    pages = [*html_pages(folder), Html(folder, folder / NAME)]
    targets = [
        (page.name, address, page.target(address))
        for page in pages
        for _, address in page.addresses()
    ]
    assert [
        (name, address) for name, address, target in targets if target and not target[0].is_file()
    ] == []


def test_an_edition_is_what_a_site_in_these_languages_would_be(copy: Path, tmp_path: Path) -> None:
    edition = packed(tmp_path / "edition", "es", "en", root=copy)
    replace_text(
        copy / "mkdocs.yml", "site_name: دليل نموذجي}", "site_name: دليل نموذجي, build: false}"
    )
    whole = pack(copy, tmp_path / "whole") / "offline" / "toolkit"
    assert files(edition) == files(whole)


def test_an_edition_made_by_mkdocs_alone_has_the_same_files(copy: Path, tmp_path: Path) -> None:
    quick = packed(tmp_path / "quick", "es", "ar", root=copy)
    with (copy / "mkdocs.yml").open("a") as settings:
        settings.write("markdown_extensions: [attr_list, md_in_html, tables, toc, footnotes]\n")
    slow = packed(tmp_path / "slow", "es", "ar", root=copy)
    assert {name for name in files(slow) if name.endswith(".html")} == {
        name for name in files(quick) if name.endswith(".html")
    }


def test_an_edition_lies_beside_the_whole_copy_and_leaves_the_site_alone(built_copy: Path) -> None:
    out = built_copy / "build"
    before = files(out / "site"), files(out / "offline" / "toolkit")
    assert main(["pack", "--root", str(built_copy), "--languages", "es"]) == DONE
    assert (files(out / "site"), files(out / "offline" / "toolkit")) == before
    names = sorted(path.name for path in (out / "offline").iterdir())
    assert names == [
        "SHA256SUMS",
        "index.html",
        "toolkit",
        "toolkit-es",
        "toolkit-es.zip",
        "toolkit.zip",
    ]
    assert sorted(path.name for path in out.iterdir()) == [".cache", "offline", "site"]


def test_the_packed_copies_are_offered_on_a_page_with_languages_edition_size_and_checksum(
    built_copy: Path,
) -> None:
    offline = built_copy / "build" / "offline"
    (offline / "other.zip").write_text("Mine.")
    assert main(["pack", "--root", str(built_copy), "--languages", "es"]) == DONE
    page = Html(offline, offline / "index.html")
    assert page.errors == []
    names = ["toolkit-es.zip", "toolkit.zip"]
    code = json.loads((built_copy / "build" / "site" / "edition.json").read_text())["digest"]
    assert [link.get("href") for link in page.root.iter("a")] == names
    sections = ["".join(section.itertext()) for section in page.root.iter("section")]
    for name, section, languages in zip(
        names, sections, ("Español", "English, Español, العربية"), strict=True
    ):
        content = (offline / name).read_bytes()
        lines = [line.strip() for line in section.splitlines() if line.strip()]
        size = f"{len(content) / 1e6:.1f} MB"
        checksum = hashlib.sha256(content).hexdigest()
        assert lines == [
            name,
            languages,
            f"Edition of May 6, 2024 · {code} · {size}",
            f"SHA-256: {checksum}",
        ]
        assert f"{checksum}  {name}\n" in (offline / "SHA256SUMS").read_text()


def test_copies_of_another_edition_are_neither_offered_nor_signed(
    built_copy: Path, capsys: Captured
) -> None:
    offline, secret = built_copy / "build" / "offline", built_copy / "secret.key"
    secret.write_text(SECRET)
    replace_text(
        built_copy / "practices" / "practice" / "id-night.yml",
        "Forty made-up people",
        "Fifty made-up people",
    )
    assert (
        main(["pack", "--root", str(built_copy), "--languages", "es", "--key", str(secret)]) == DONE
    )
    assert (
        f"Not listed: {offline / 'toolkit.zip'} is not of this edition." in capsys.readouterr().err
    )
    assert [link.get("href") for link in Html(offline, offline / "index.html").root.iter("a")] == [
        "toolkit-es.zip"
    ]
    assert "  toolkit.zip" not in (offline / "SHA256SUMS").read_text()


def test_a_language_that_the_site_does_not_have_cannot_be_packed(
    copy: Path, capsys: Captured
) -> None:
    assert main(["pack", "--root", str(copy), "--languages", "es", "so"]) == CANNOT
    assert (
        "Cannot pack: `so` is not a language of the site. It has en, es, ar."
        in capsys.readouterr().err
    )
    assert not (copy / "build" / "offline").exists()


# ------------------------------------------------------------------ where to start


def test_a_copy_says_where_to_start_in_each_of_its_languages(
    edition: tuple[Path, list[str]],
) -> None:
    folder, languages = edition
    page = Html(folder, folder / NAME)
    sections = list(page.root.iter("section"))
    assert page.errors == []
    assert [section.get("lang") for section in sections] == languages
    links = [part for part in page.root.iter("p") if part.get("class") == "open"]
    assert [link.get("lang") for link in links] == languages
    starts = [page.target(next(link.iter("a")).get("href")) for link in links]
    roots = [folder, *(folder / language for language in languages[1:])]
    assert starts == [(root / "index.html", "") for root in roots]


def test_the_security_policy_of_the_first_page_allows_its_style(
    edition: tuple[Path, list[str]],
) -> None:
    folder, _ = edition
    page = Html(folder, folder / NAME)
    style = base64.b64encode(
        hashlib.sha256(page.root.findtext("head/style").encode()).digest()
    ).decode()
    policy = next(e.get("content") for e in page.root.iter("meta") if e.get("http-equiv"))
    assert f"style-src 'sha256-{style}'" in policy


def test_a_copy_leads_to_where_a_newer_one_can_be_downloaded(copy: Path, tmp_path: Path) -> None:
    address = "https://sample.example/toolkit/offline/index.html"
    with (copy / "mkdocs.yml").open("a") as settings:
        settings.write(f"extra: {{downloads: '{address}'}}\n")
    folder = packed(tmp_path, "es", root=copy)
    assert address in (folder / NAME).read_text("utf-8")


# ------------------------------------------------------------------ which edition it is


def test_a_copy_says_which_edition_it_is(edition: tuple[Path, list[str]]) -> None:
    folder, languages = edition
    stated = json.loads((folder / "edition.json").read_text("utf-8"))
    assert stated["edition"] == NEWEST_CHECK
    assert list(stated["languages"]) == languages
    assert stated["address"] == "https://sample.example/toolkit/"
    assert stated["records"] == 16
    shown = (folder / NAME).read_text("utf-8")
    assert shown.count(stated["digest"]) == len(languages)
    if "es" in languages:
        assert "Edición del 6 de mayo de 2024" in shown
    assert stated["digest"] == load_project(SAMPLE).edition.digest, (
        "alike whatever languages a copy has"
    )


def edition_of(root: Path) -> dict[str, object]:
    assert build(root) == DONE
    stated: dict[str, object] = json.loads(
        (root / "build" / "site" / "edition.json").read_text("utf-8")
    )
    return stated


def test_the_edition_changes_with_any_content_on_the_same_day(built_copy: Path) -> None:
    practices = built_copy / "practices"
    seen = [edition_of(built_copy)]
    for edit in (
        lambda: replace_text(
            practices / "practice" / "id-night.yml", "Forty made-up people", "Fifty made-up people"
        ),
        lambda: replace_text(practices / "practice" / "id-night.es.yml", "text: ", "text: Ahora "),
        lambda: replace_text(built_copy / "docs" / "help.md", "Call", "Call, please,"),
        lambda: (practices / "policy" / "sample-language-policy.pdf").write_bytes(
            pdf("Another document")
        ),
    ):
        edit()
        seen.append(edition_of(built_copy))
    assert {stated["edition"] for stated in seen} == {NEWEST_CHECK}
    assert len({str(stated["digest"]) for stated in seen}) == len(seen)


def test_a_new_edition_changes_no_page_that_does_not_show_what_is_new(built_copy: Path) -> None:
    site, record = (
        built_copy / "build" / "site",
        built_copy / "practices" / "practice" / "id-night.yml",
    )
    before = {page.name: page.text for page in html_pages(site)}
    replace_text(record, f"checked: {NEWEST_CHECK}", "checked: 2024-09-30")
    assert edition_of(built_copy)["edition"] == "2024-09-30"
    changed = {page.name for page in html_pages(site) if page.text != before[page.name]}
    assert "practices/id-night.html" in changed
    assert not {
        name
        for name in changed
        if name.endswith(("help.html", "tea-with-officers.html", "about.html"))
    }
    assert files(site) == clean_build(built_copy)


# ------------------------------------------------------------------ whether it is whole


def test_a_packed_copy_is_verified_and_an_altered_file_is_named(
    sample: Path, tmp_path: Path, capsys: Captured
) -> None:
    for copy in ("toolkit", "toolkit.zip"):
        assert main(["verify", str(sample / "offline" / copy)]) == DONE
        assert "files are as they were packed." in capsys.readouterr().out
    altered = tmp_path / "a copy"
    shutil.copytree(sample / "offline" / "toolkit", altered)
    (altered / "index.html").write_bytes(b"")
    assert main(["verify", str(altered)]) == MISTAKES
    assert capsys.readouterr().out.startswith("index.html: was changed.\n")
    (altered / "SHA256SUMS").unlink()
    assert main(["verify", str(altered)]) == CANNOT
    assert "has no SHA256SUMS" in capsys.readouterr().err


# ------------------------------------------------------------------ who signed it


def test_a_signed_copy_says_so_and_whose_key_is_not_good_is_told(
    copy: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.key").write_text(SECRET)
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "secret.key"))
    folder = packed(tmp_path / "out", "es", root=copy)
    beside, signature = folder.parent / "minisign.pub", folder / "SHA256SUMS.minisig"
    beside.write_text(f"untrusted comment: minisign public key\n{PUBLIC}\n")
    edition = load_project(copy).edition
    assert f"toolkit-es.zip, edition of {edition}, signed" in capsys.readouterr().out
    signed = f'Signed with the key FDDA964575111882: "toolkit-es, edition of {edition}".'

    def verified(*arguments: str) -> tuple[int, str]:
        code = main(["verify", *arguments])
        return code, "".join(capsys.readouterr()).splitlines()[0]

    for place in (str(folder), f"{folder}.zip"):
        for key in ([], ["--key", PUBLIC], ["--key", str(beside)]):
            code, said = verified(place, *key)
            assert (code, said.endswith(signed)) == (DONE, True), said
        assert verified(place, "--key", OTHER) == (
            MISTAKES,
            "SHA256SUMS.minisig: was made with key FDDA964575111882; the key you gave is 412E2DFC7F198699.",
        )
    assert verified(str(folder), "--key", str(tmp_path / "secret.key"))[0] == CANNOT
    beside.unlink()
    code, said = verified(str(folder))
    assert code == DONE
    assert said.endswith(
        "It has a signature, which nobody has checked: give the publisher's public key with --key."
    )
    signature.write_bytes(signature.read_bytes().replace(b"edition of 20", b"edition of 19"))
    assert verified(str(folder), "--key", PUBLIC) == (
        MISTAKES,
        "SHA256SUMS.minisig: does not fit: the list or the signature was changed after it was signed.",
    )
    signature.unlink()
    missing = "SHA256SUMS.minisig: is missing: nobody signed this copy."
    assert verified(str(folder), "--key", PUBLIC) == (MISTAKES, missing)


def test_the_list_of_downloads_is_signed_and_never_by_a_signature_of_another_list(
    copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.key").write_text(SECRET)
    pack = ["pack", "--root", str(copy), "--languages"]
    assert main([*pack, "es", "--key", str(tmp_path / "secret.key")]) == DONE
    offline = copy / "build" / "offline"
    signature = (offline / "SHA256SUMS.minisig").read_bytes()
    assert check((offline / "SHA256SUMS").read_bytes(), signature, read_public_key(PUBLIC)) == (
        f"edition of {load_project(copy).edition}: toolkit-es.zip"
    )
    assert main([*pack, "ar"]) == DONE
    assert not (offline / "SHA256SUMS.minisig").exists()


def test_nothing_is_packed_with_a_key_that_cannot_sign(
    copy: Path, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "secret.key").write_text(SECRET.replace("RWQAAEIy", "RWRTY0Iy"))
    assert main(["pack", "--root", str(copy), "--key", str(tmp_path / "secret.key")]) == CANNOT
    assert (
        "is encrypted, and no password is asked for: make a key with `minisign -G -W`"
        in capsys.readouterr().err
    )
    assert not (copy / "build" / "offline").exists()


# ------------------------------------------------------------------ what a disk altered


def altered_in_place(path: Path, content: bytes) -> None:
    """Change a file as a failing disk does: the time stays."""
    stat = path.stat()
    with path.open("r+b") as file:
        file.truncate(len(content))
        file.write(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_published_file_that_was_emptied_in_place_is_mended_by_the_next_build(
    built_copy: Path,
) -> None:
    site = built_copy / "build" / "site"
    before = files(site)
    altered_in_place(next((site / "search").glob("en*.js")), b"")
    assert files(site) != before
    assert build(built_copy) == DONE
    assert files(site) == before


def test_no_altered_file_is_packed_even_if_its_size_and_time_are_the_same(built_copy: Path) -> None:
    out = built_copy / "build"
    before = files(out)
    page = out / "site" / "practices" / "id-night.html"
    altered_in_place(page, page.read_bytes().replace(b"police", b"potato"))
    pack(built_copy, out)
    after = files(out)
    assert {name for name in before if before[name] != after[name]} <= {
        name for name in before if ".cache" in name
    }
