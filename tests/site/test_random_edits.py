"""After any sequence of edits, an incremental build gives the same site as a clean build."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.builds import build, clean_build, differing, files, with_damaged_byte
from tests.documents import pdf
from toolkit.cli import DONE

SEQUENCES = int(os.environ.get("TOOLKIT_SEQUENCES", "12"))
"""Random sequences of edits to try."""
Edit = Callable[[Path, Random], None]
TEXT = re.compile(r"^(?: *- |[a-z_]+: |  [a-z]+: )(?=[A-Z][a-z]+\d? )")
"""The beginning of a line of a record that holds a text."""
LANGUAGES = {
    "es": "      - {locale: es, name: Español, site_name: Guía de muestra}\n",
    "ar": "      - {locale: ar, name: العربية, site_name: دليل نموذجي}\n",
}
"""Lines of the sample's mkdocs.yml."""


def pick(root: Path, chance: Random, *patterns: str) -> Path | None:
    paths = sorted(root.glob(chance.choice(patterns)))
    return chance.choice(paths) if paths else None


def add_record(root: Path, chance: Random) -> None:
    record = root / "practices" / "practice" / "tea-with-officers.yml"
    if record.is_file():
        number = chance.randrange(5)
        text = record.read_text("utf-8").replace("title: ", f"title: Again {number} ")
        record.with_name(f"tea-{number}.yml").write_text(text, "utf-8")


def edit_text(root: Path, chance: Random) -> None:
    path = pick(root, chance, "*/*/[!.]*[a-z0-9].yml", "agencies/*.yml")
    if path:
        lines = path.read_text("utf-8").splitlines()
        texts = [i for i, line in enumerate(lines) if TEXT.match(line)]
        if texts:
            i = chance.choice(texts)
            lines[i] = TEXT.sub(rf"\g<0>Word{chance.randrange(9)} ", lines[i])
            path.write_text("\n".join(lines) + "\n", "utf-8")


def rewrite_text(root: Path, chance: Random) -> None:
    """Another title, so unlike the last that its translations no longer fit."""
    path = pick(root, chance, "practices/*/[!.]*[a-z0-9].yml")
    if path and not re.search(r"\.[a-z]{2}\.yml$", path.name):
        title = "".join(chance.choices("bdfgklmprstvwz", k=30)).capitalize()
        path.write_text(
            re.sub(r"^title: .*$", f"title: {title}", path.read_text("utf-8"), flags=re.M), "utf-8"
        )


def change_facets(root: Path, chance: Random) -> None:
    path = pick(root, chance, "practices/practice/tea-*.yml")
    if path:
        text = re.sub(r"\neffort: .*", "", path.read_text("utf-8"))
        text = re.sub(r"topics: \[.*\]", f"topics: [{chance.choice(['youth', 'hiring'])}]", text)
        path.write_text(
            f"{text.rstrip()}\neffort: {chance.choice(['part-time', 'unit'])}\n", "utf-8"
        )


def rename_record(root: Path, chance: Random) -> None:
    path = pick(root, chance, "practices/practice/tea-*.yml")
    if path and path.stem != "tea-with-officers":
        if chance.random() < 0.5:
            path.write_text(
                path.read_text("utf-8").replace("was:", "was: []\n#") + f"was: [{path.stem}]\n",
                "utf-8",
            )
        path.rename(path.with_name(f"{path.stem}-moved.yml"))


def delete_record(root: Path, chance: Random) -> None:
    path = pick(root, chance, "practices/practice/tea-*.yml")
    if path:
        path.unlink()


def edit_agency(root: Path, chance: Random) -> None:
    path = (
        root
        / "agencies"
        / f"{chance.choice(['lakeside-county-sheriff', 'rivertown-police-department'])}.yml"
    )
    lines = path.read_text("utf-8").splitlines()
    field = chance.choice(["title", "place", "state", "communities"])
    values = {"state": ["ia", "mn", "ma"], "communities": ["[somali]", "[hmong, somali]"]}
    value = chance.choice(values.get(field, [f"Sample {number}" for number in range(5)]))
    lines = [f"{field}: {value}" if line.startswith(f"{field}:") else line for line in lines]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def edit_translation(root: Path, chance: Random) -> None:
    path = pick(root, chance, "practices/*/*.es.yml", "agencies/*.es.yml")
    if path:
        lines = path.read_text("utf-8").splitlines()
        texts = [i for i, line in enumerate(lines) if line.strip().startswith("text: ")]
        if texts:
            i = chance.choice(texts)
            lines[i] = lines[i].replace("text: ", f"text: Palabra{chance.randrange(9)} ")
            path.write_text("\n".join(lines) + "\n", "utf-8")


def delete_translation(root: Path, chance: Random) -> None:
    path = pick(root, chance, "practices/*/*.es.yml", "agencies/*.es.yml", "docs/*.es.md")
    if path:
        path.unlink()


def replace_document(root: Path, chance: Random) -> None:
    """Another document of the same length in place of the attachment."""
    path = root / "practices" / "policy" / "sample-language-policy.pdf"
    path.write_bytes(pdf(f"Word{chance.randrange(9)} on a page", "and on the next."))


def edit_doc_page(root: Path, chance: Random) -> None:
    path = pick(root, chance, "docs/*.md", "docs/routes/*.md")
    if path:
        path.write_text(path.read_text("utf-8") + f"\nMore {chance.randrange(9)}.\n", "utf-8")


def add_docs_file(root: Path, chance: Random) -> None:
    path = root / "docs" / chance.choice(["CNAME", "robots.txt", "pictures/plan.txt"])
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"Content {chance.randrange(9)}", "utf-8")


def change_languages(root: Path, chance: Random) -> None:
    config = root / "mkdocs.yml"
    only_english = re.sub(r"      - \{locale: (?!en).*\n", "", config.read_text("utf-8"))
    hmong = "      - {locale: hmn, name: Hmoob}\n"
    more = chance.choice(
        ["".join(LANGUAGES.values()), "".join(LANGUAGES.values()) + hmong, LANGUAGES["es"]]
    )
    english = "default: true}\n"
    config.write_text(only_english.replace(english, english + more), "utf-8")


def change_settings(root: Path, chance: Random) -> None:
    """Another menu, name, address, or way to read authored pages."""
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8").partition("# chosen\n")[0]
    settings = [
        "",
        "markdown_extensions: [attr_list, md_in_html, {toc: {permalink: true}}]\n",
        "nav: [index.md, {More: [about.md, practices/id-night.md]}]\n",
        "repo_url: https://git.example/toolkit\n",
        "site_description: Another description\n",
    ]
    config.write_text(f"{text}# chosen\n{chance.choice(settings)}", "utf-8")


def damage_cache(root: Path, chance: Random) -> None:
    """Files of the cache that have another byte, are cut off, of another shape, or not there."""
    for path in (root / "build" / ".cache").glob("*.json"):
        content = path.read_bytes()
        place = chance.randrange(len(content) + 1)
        changed = with_damaged_byte(content, place) if place < len(content) else content
        choice = chance.choice(
            [content, changed, changed, content[:place], b"", b"null", b"[]", b"{}", b"\xff", None]
        )
        if choice is None:
            path.unlink()
        else:
            path.write_bytes(choice)


def restore_old_cache(root: Path, chance: Random) -> None:
    """The cache as it was before, as from a backup."""
    cache, backup = root / "build" / ".cache", root / "backup"
    if not backup.exists():
        shutil.copytree(cache, backup)
    else:
        shutil.copytree(backup, cache, dirs_exist_ok=True)


def change_published_file(root: Path, chance: Random) -> None:
    """Somebody's edit or deletion of a file that the build wrote."""
    path = chance.choice(
        sorted(path for path in (root / "build" / "site").rglob("*") if path.is_file())
    )
    if chance.random() < 0.5:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x")


EDITS: list[Edit] = [
    *[add_record] * 2,
    *[edit_text] * 3,
    rewrite_text,
    change_facets,
    rename_record,
    delete_record,
    *[edit_agency] * 2,
    edit_translation,
    delete_translation,
    replace_document,
    edit_doc_page,
    add_docs_file,
    change_languages,
    change_settings,
    damage_cache,
    restore_old_cache,
    change_published_file,
]


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_incremental_build_equals_clean_build_after_random_edits(
    built_copy: Path, seed: int
) -> None:
    chance, site = Random(seed), built_copy / "build" / "site"
    edits: list[str] = []
    for _ in range(chance.randint(1, 5)):
        edit, before = chance.choice(EDITS), files(site)
        edits.append(edit.__name__)
        edit(built_copy, chance)
        spoiled = files(site)
        is_built = build(built_copy) == DONE
        assert is_built or spoiled == files(site), f"A failed build changed the site after {edits}"
        assert differing(files(site), clean_build(built_copy) if is_built else spoiled) == [], edits
        if not is_built and spoiled != before:
            break  # it stays as somebody left it until the mistake is mended
