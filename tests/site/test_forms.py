"""Pages that forms and lists of HTML give are the pages that are written out for their language, byte for byte."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT, SAMPLE
from toolkit.cache import Cache
from toolkit.check import Entry, TranslationEntry, check, check_translations
from toolkit.gather import Sheet, gather
from toolkit.join import Name, join
from toolkit.pages import lister
from toolkit.pages.form import Unfit
from toolkit.publish.assets import assets
from toolkit.publish.chrome import Chrome
from toolkit.read import Read, read
from toolkit.site.chrome import chrome_of
from toolkit.site.writing import Pages
from toolkit.tree import Tree

NAME = "practice", "odd"
FRAGMENTS = [
    *("a", "b c", "é", "字", "שלום", " ", "  ", "*s*", "**t**", "*", "_", "`", "~~~", "- ", "1. ", "# ", "|", "\\"),
    *("<", ">", "&", "&amp;", '"', "'", "[", "]", "(", ")", "{", "}", "!", "{{ x }}", "{#y}", "---", "===", "\u200b"),
    *("[x](https://e.example/?a=1&b=_c_*d*)", "[@k]", "[@k; @l]", "[@l]"),
]
"""What means something to Markdown or HTML, or to those who write pages."""
texts = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8).map("".join)
statements = texts.map("{}[@k]".format)
records = st.fixed_dictionaries(
    {
        "title": texts,
        "summary": statements,
        "agencies": st.just(["rivertown-police-department"]),
        "steps": st.lists(statements, max_size=3),
        "unknown": st.lists(texts, max_size=2),
        "sources": st.just(
            [
                {"key": key, "title": "T", "publisher": f"P & 'q' \"{key}\"", "seen": "whole", "date": "2012-10"}
                for key in ("k", "l")
            ]
        ),
    }
)


def around(found: Read, folder: Path) -> Chrome:
    with chrome_of(found, Cache(folder), assets().names) as rendered:
        chrome, problems = rendered()
    assert not problems
    return chrome


def making(found: Read, folder: Path) -> Pages:
    return Pages(found, around(found, folder), Tree(folder / "site", folder))


def by_form(pages: Pages, language: str, name: Name) -> bytes:
    """The page, or an Unfit."""
    filler, form = pages.filler(language), pages.former.form(*pages.former.writer.form(name))
    page, body = filler.filled(form, filler.voice.standing(name))
    return pages.finisher(language).framed(page, "", body)


def written_out(pages: Pages, language: str, name: Name) -> bytes:
    writer = pages.writer(language)
    return pages.finisher(language).html(writer.record(writer.toolkit.entries[name]))


def unfit(pages: Pages) -> Iterator[tuple[str, Name]]:
    """The pages without a form, after all others were compared."""
    for language in pages.words:
        for name in pages.toolkit.entries:
            try:
                made = by_form(pages, language, name)
            except Unfit:
                yield language, name
            else:
                assert made == written_out(pages, language, name), (language, name)


def test_every_page_of_the_sample_by_its_form_is_the_page_written_out(tmp_path: Path) -> None:
    pages = making(read(SAMPLE), tmp_path)
    former = {name for name, entry in pages.toolkit.entries.items() if entry.record.was}
    with_file = {name for name, entry in pages.toolkit.entries.items() if getattr(entry.record, "file", None)}
    assert former
    assert with_file
    assert set(unfit(pages)) == {(language, name) for language in pages.words for name in former | with_file}


def test_nearly_every_real_page_has_a_form_and_by_it_is_the_page_written_out(tmp_path: Path) -> None:
    pages = making(read(ROOT), tmp_path)
    assert len(list(unfit(pages))) * 50 < len(pages.toolkit.entries) * len(pages.words)


def test_a_page_whose_theme_says_what_no_form_can_is_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unfit(*_: object) -> None:
        raise Unfit

    pages, name = making(read(SAMPLE), tmp_path), ("practice", "tea-with-officers")
    monkeypatch.setattr(pages.former, "form", unfit)
    pages.tree.next.mkdir()
    steps = pages.record(name)
    with pytest.raises(StopIteration) as end:
        while True:
            next(steps)
    for language, (made, _) in end.value.value.items():
        (file,) = made.files
        assert pages.tree.read(file) == written_out(pages, language, name)


@pytest.mark.parametrize("root", [SAMPLE, ROOT], ids=["sample", "real"])
def test_lists_are_the_same_though_only_what_they_show_is_laid_on(root: Path, tmp_path: Path) -> None:
    found = read(root)
    pages = making(found, tmp_path)
    for language in pages.words:
        little = lister(found.toolkit, pages.words, language, found.strings.lists, found.sizes)
        whole = pages.writer(language)
        assert [*little.hand(found.hand), *little.listed(found.hand), *little.reference()] == [
            *whole.hand(found.hand),
            *whole.listed(found.hand),
            *whole.reference(),
        ]


@pytest.mark.parametrize("root", [SAMPLE, ROOT], ids=["sample", "real"])
def test_lists_whose_cards_are_written_as_html_are_the_lists_written_out(root: Path, tmp_path: Path) -> None:
    found = read(root)
    pages = making(found, tmp_path)
    for language in pages.words:
        lister, whole = pages.listing(language), pages.writer(language)
        finisher = pages.finisher(language)
        made = [finisher.html(page, lister.with_cards) for page in lister.listed(found.hand)]
        assert made == [finisher.html(page) for page in whole.listed(found.hand)], language


@dataclass(frozen=True)
class Sample:
    found: Read = field(repr=False)
    translations: list[TranslationEntry] = field(repr=False)
    chrome: Chrome = field(repr=False)
    folder: Path


@pytest.fixture(scope="module")
def sample_read(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    found, folder = read(SAMPLE), tmp_path_factory.mktemp("forms")
    translations, _ = check_translations(
        gather(SAMPLE, list(found.strings.words)).translations, found.strings.lists, {}
    )
    return Sample(found, translations, around(found, folder), folder)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    values=records,
    said=st.lists(texts | statements | st.just("[@k]"), min_size=8, max_size=8),
    kept=st.integers(0, 255),
)
def test_whatever_texts_hold_forms_and_lists_say_them_as_the_pages_written_out(
    sample_read: Sample, values: dict[str, Any], said: list[str], kept: int
) -> None:
    found = sample_read.found
    entry = fit(found, values)
    assume(entry)
    assert entry
    record: Any = entry.record
    own = [("title", record.title), ("summary", record.summary)]
    own += [("steps", step) for step in record.steps]
    own += [("unknown", one) for one in record.unknown]
    units = [
        {"at": at, "en": english, "text": text}
        for i, ((at, english), text) in enumerate(zip(own, said, strict=False))
        if kept >> i & 1
    ]
    translation = told(found, units)
    others = [one for one in found.toolkit.entries.values() if (one.kind, one.id) != NAME]
    toolkit, problems = join(
        [*others, entry],
        found.attachments,
        [*sample_read.translations, *([translation] if translation else [])],
    )
    assert not problems
    pages = Pages(
        replace(found, toolkit=toolkit), sample_read.chrome, Tree(sample_read.folder / "site", sample_read.folder)
    )
    for language in ("en", "es"):
        lister, finisher = pages.listing(language), pages.finisher(language)
        listed = finisher.html(lister.kind("practice"), lister.with_cards)
        assert listed == finisher.html(pages.writer(language).kind("practice"))
        try:
            made = by_form(pages, language, NAME)
        except Unfit:
            continue
        assert made == written_out(pages, language, NAME)


def test_that_a_translation_cites_in_another_order_is_known_also_once_it_is_kept(copy: Path, tmp_path: Path) -> None:
    file = copy / "practices" / "practice" / "id-night.es.yml"
    written = file.read_text("utf-8")
    in_order, turned = "puertas.[@rivertown-2020; @rivertown-2021]", "puertas.[@rivertown-2021; @rivertown-2020]"
    for cited in (in_order, turned):
        file.write_text(written.replace(in_order, cited), "utf-8")
        for _ in ("read", "kept"):
            toolkit = read(copy, Cache(tmp_path / "kept")).toolkit
            assert toolkit.sidecars.is_turned("es", ("practice", "id-night")) == (cited == turned)


def fit(found: Read, values: dict[str, Any]) -> Entry | None:
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    sheet = Sheet("practice", "odd", "practices/practice/odd.yml", text, values, {(): 1})
    entries, _ = check([sheet], found.attachments, found.strings.lists)
    return entries[0] if entries else None


def told(found: Read, units: list[dict[str, str]]) -> TranslationEntry | None:
    values: dict[str, Any] = {"status": "draft", "by": "Pat Example", "date": "2026-01-15", "texts": units}
    sheet = Sheet("practice", "odd", "practices/practice/odd.es.yml", "", values, {(): 1}, "es")
    entries, _ = check_translations([sheet], found.strings.lists, {})
    return entries[0] if entries else None
