"""What the index promises: nothing left out, anchors that are there, the same bytes, the same tokens as the browser."""

import json
import re
import subprocess
import unicodedata
from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.search.generated import cards
from tests.conftest import SAMPLE
from tests.plain_reading import PlainReading, Question, differences
from tests.search_index import LANGUAGES, ROOT, all_cards, ask, found, own_index, write_cards
from toolkit.cache import WEB
from toolkit.gather.hand import HandPage
from toolkit.gather.settings import settings as settings_of
from toolkit.gather.synonyms import Synonyms, synonyms
from toolkit.gather.words import strings
from toolkit.index import postings
from toolkit.index.by_hand import hand_card
from toolkit.index.card import HAND, NOTHING, Card, Passage
from toolkit.index.cards import CardForms, RecordCards, Values
from toolkit.index.encode import LARGEST, facet_column, numbers, sign, signs
from toolkit.index.files import index, indexed
from toolkit.index.lanes import written
from toolkit.index.language import LanguageIndex
from toolkit.index.scripts import COMMENT, PARTS, scripts
from toolkit.index.tokens import tokens
from toolkit.pages import pages
from toolkit.pages.markdown import plain
from toolkit.pages.page import address
from toolkit.pages.views import filters
from toolkit.read import read
from toolkit.records import KINDS
from toolkit.records.declared import walk
from toolkit.records.text import Translatable

TEXTS = json.loads((Path(__file__).parent / "relevance" / "scripts.json").read_text("utf-8"))
"""Real text in many scripts: by language, lines."""
NOT_SEARCHED = ("sources", "unknown", "personnel", "residents", "started")


@pytest.mark.parametrize("root", [SAMPLE, ROOT])
def test_a_card_filled_in_is_the_card_told_text_by_text(root: Path) -> None:
    made = read(root)
    forms = CardForms(Values(made.toolkit))
    assert root == SAMPLE or any(made.toolkit.fitting("es", name) for name in made.toolkit.entries)
    for words in indexed(made.strings.words).values():
        cards = RecordCards(words, forms)
        for name, card in cards.items():
            assert card == cards.told(name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_index(tmp_path_factory.mktemp("index"))


def test_every_text_of_every_record_is_searched() -> None:
    searched = {
        card.path: " ".join([card.title, card.labels, *(p.text for p in card.passages)]) for card in all_cards("en")
    }
    for entry in found().toolkit.entries.values():
        for path, spec, value in walk(entry.record):
            if spec.mark(Translatable) and path[0] not in NOT_SEARCHED:
                assert plain(value) in searched[address(entry)], (address(entry), path)


def test_every_anchor_is_on_its_page() -> None:
    read = found()
    made = pages(read.toolkit, {"en": read.strings.words["en"]}, read.strings.lists, {}, read.hand)
    bodies = {page.path: page.body for page in made}
    for card in all_cards("en"):
        if not card.path.startswith(tuple(kind.address for kind in KINDS.values())):
            continue
        for passage in card.passages[1:]:
            anchor = passage.anchor
            assert f"{{#{anchor}}}" in bodies[card.path] or f'id="{anchor}"' in bodies[card.path], (card.path, anchor)


def test_every_field_marked_as_a_filter_is_a_facet() -> None:
    names = {facet for kind in KINDS.values() for facet in filters(kind.of).values()}
    used = {name for card in all_cards("en") for name in card.values}
    declared_but_unused = names - used
    assert used == (names - declared_but_unused) | {"kind"}
    assert {"agencies", "states", "principles", "topics", "effort", "kind"} <= used


def test_a_record_may_have_more_values_than_one_sign_can_count() -> None:
    values = [f"town-{number}" for number in range(100)]
    signs, counts, _, many = facet_column([tuple(values[:99]), ("town-1",)], values)
    assert (signs, counts, many) == (2, "$+#$", 2)  # as tests/js/search.test.js reads it


def test_equal_input_gives_equal_bytes() -> None:
    said = strings(LANGUAGES)
    read, meant = found(), synonyms(LANGUAGES)[0]
    one, two = (dict(index(read.toolkit, said.words, said.lists, read.hand, meant)) for _ in range(2))
    assert one == two


def test_cards_stand_in_the_same_order_in_every_language() -> None:
    assert [card.path for card in all_cards("en")] == [card.path for card in all_cards("es")]


def test_the_synonyms_are_fit() -> None:
    _, problems = synonyms(sorted({*settings_of(ROOT).languages, *LANGUAGES}))
    assert not problems


def test_a_broken_synonyms_file_says_what_is_so(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("called:\n  police: cops\n  a b c d e: [x]\nlittel: [a]\n", "utf-8")
    _, problems = synonyms(["en"], tmp_path)
    assert [(p.line, p.field, p.what) for p in problems] == [
        (2, "called.police", "does not say what people call it."),
        (3, "called.a b c d e", "`a b c d e` is too long to be looked up."),
        (4, "littel", "is not a part of a synonyms file."),
    ]


# ------------------------------------------------------------------ the browser's twin


def _in_node(texts: list[str]) -> list[list[str]]:
    code = (
        "require(process.argv[1]); const fs = require('node:fs');"
        "const reader = Toolkit.reader(JSON.parse(fs.readFileSync(process.argv[2], 'utf8')));"
        "process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0, 'utf8')).map(reader.tokens)))"
    )
    table = ROOT / "toolkit" / "index" / "folding.json"
    done = subprocess.run(
        ["node", "-e", code, str(WEB / "search" / "text.js"), str(table)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    made: list[list[str]] = json.loads(done.stdout)
    return made


@pytest.mark.parametrize("language", TEXTS)
def test_python_and_the_browser_read_the_same_tokens(language: str) -> None:
    lines = TEXTS[language]
    assert [tokens(line) for line in lines] == _in_node(lines)


def test_python_and_the_browser_read_the_records_alike() -> None:
    texts = [f"{card.title} {card.labels} {p.text}" for card in all_cards("en") for p in card.passages]
    assert [tokens(text) for text in texts] == _in_node(texts)


def test_python_and_the_browser_agree_on_every_sign() -> None:
    codes = (*range(0x20, 0xD800), *range(0x1F300, 0x1F600), *range(0x20000, 0x20100))
    # Signs that this Python's Unicode has not assigned yet may be letters to a newer browser.
    signs = [f"a{chr(code)}b" for code in codes if unicodedata.category(chr(code)) != "Cn"]
    assert len(signs) > 50_000
    python = [tokens(sign) for sign in signs]
    differing = [sign for sign, one, two in zip(signs, python, _in_node(signs), strict=True) if one != two]
    assert not differing, [f"U+{ord(sign[1]):04X}" for sign in differing]


def test_what_visitors_get_has_no_comments_and_all_the_code() -> None:
    for name, content in scripts():
        text = content.decode()
        assert not any(COMMENT.match(line) for line in text.splitlines())
        done = subprocess.run(["node", "--check", "-"], input=text, capture_output=True, text=True, check=False)
        assert not done.returncode, (name, done.stderr)
    for name, parts in PARTS.items():
        assert {f"{part}.js" for part in parts} == {path.name for path in (WEB / name).glob("*.js")}


def test_engine_and_page_stay_within_their_budget() -> None:
    import gzip

    sizes = {name: len(gzip.compress(content, 9)) for name, content in scripts()}
    assert sum(sizes.values()) <= 12 * 1024, sizes


# ------------------------------------------------------------------ against a plain reading of the cards


def test_brute_force_agrees_on_every_id_and_every_count(folder: Path) -> None:
    reading = PlainReading(all_cards("en"), synonyms(["en"])[0]["en"])
    words = [Question(((word,),), {}) for word in reading.plain[::7]]
    questions = [*words, *reading.questions(300)]
    answers = ask(folder, "en", [question.asked for question in questions])
    assert not differences(reading, questions, answers)


def test_brute_force_agrees_on_generated_records(tmp_path: Path) -> None:
    meant = synonyms(["en"])[0]["en"]
    reading = PlainReading(list(cards(300)), meant)
    write_cards(reading.cards, meant, tmp_path)
    questions = list(reading.questions(300))
    answers = ask(tmp_path, "en", [question.asked for question in questions])
    assert not differences(reading, questions, answers)


# ------------------------------------------------------------------ cards that change


def files_of(made: list[Card]) -> tuple[LanguageIndex, dict[str, bytes]]:
    own = LanguageIndex("en")
    return own, dict(own.files(made, Synonyms()))


def changed_files(own: LanguageIndex, files: dict[str, bytes], made: list[Card], numbers: set[int]) -> dict[str, bytes]:
    """The files once cards have changed, those that stay taken from before."""
    found = dict(own.changed_files({number: made[number] for number in numbers}, files.__getitem__))
    return {name: content for name, content in (files | found).items() if content is not None}


PLAIN = next(cards(1))._replace(title="A card that stays")
TEXT = st.text("ab éดก ", max_size=9)
SECTIONS: list[Callable[[str], Passage]] = [
    lambda text: Passage("Steps", "steps", text, "page.steps"),
    lambda text: Passage("", "files/a.pdf#page=3", text, "document.file_page", "", "a.pdf", 3),
]


def _card(title: str, summary: str, labels: str, passages: list[Passage], kind: str = "kinds.practice.one") -> Card:
    return PLAIN._replace(kind=kind, title=title, passages=(Passage("", "", summary), *passages), labels=labels)


LABELS = st.sampled_from(["a b", "b", ""])
CARDS = st.one_of(
    st.builds(
        _card, TEXT, TEXT, LABELS, st.lists(st.builds(lambda at, text: at(text), st.sampled_from(SECTIONS), TEXT))
    ),
    st.builds(_card, TEXT, TEXT, LABELS, st.just([Passage("page.steps", "a", "b")]), st.just(HAND)),
    st.builds(lambda labels: PLAIN._replace(title="", language="es", passages=(NOTHING,), labels=labels), LABELS),
)


@pytest.mark.parametrize("shard", [(9_000, 16_000), (9, 14)])
@settings(deadline=None)
@given(st.lists(CARDS, min_size=1, max_size=20), st.data())
def test_an_index_that_took_in_changed_cards_is_one_made_anew(
    shard: tuple[int, int], made: list[Card], data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(postings, "SMALLEST", shard[0])
        patched.setattr(postings, "FULL", shard[1])
        patched.setattr(postings, "BORDER", 3)
        made = [*made, PLAIN]
        own, files = files_of(made)
        for _ in range(2):
            drawn = {i: data.draw(CARDS) for i in data.draw(st.sets(st.integers(0, len(made) - 2)))}
            changed = {i: card for i, card in drawn.items() if card.language == made[i].language}
            made = [changed.get(i, card) for i, card in enumerate(made)]
            files = changed_files(own, files, made, set(changed))
            assert files == files_of(made)[1]


PLACES = st.lists(st.integers(0, 400), min_size=1, max_size=4, unique=True).map(sorted)
POSTING = st.tuples(st.integers(0, 3), PLACES)


def _run(places: list[int]) -> str:
    first, *others = places
    return sign(first << 1) + "".join([sign(b - a << 1 | 1) for a, b in pairwise([first, *others])])


def _word_in(cards: dict[int, tuple[int, list[int]]]) -> postings.Listed:
    """A word in these cards, by number."""
    written, before = "", 0
    for number, (strength, _) in sorted(cards.items()):
        written += sign(number - before << 2 | strength)
        before = number + 1
    return postings.Listed("word", written, "".join([_run(places) for _, (_, places) in sorted(cards.items())]))


@given(
    st.dictionaries(st.integers(0, 30) | st.integers(0, 5_000), POSTING, max_size=20),
    st.dictionaries(st.integers(0, 30) | st.integers(0, 5_000), st.none() | POSTING, max_size=8),
)
def test_a_word_whose_cards_change_is_written_as_if_they_had_been_so(
    cards: dict[int, tuple[int, list[int]]], edits: dict[int, tuple[int, list[int]] | None]
) -> None:
    edit = {number: (one[0], _run(one[1])) if one else None for number, one in edits.items()}
    now = {number: one for number, one in {**cards, **edits}.items() if one}
    assert _word_in(cards).edited(edit) == _word_in(now)


TIMES = st.sampled_from([postings.TITLE, postings.SUMMARY, postings.TEXT, postings.ATTACHED])
IN_CARD = st.dictionaries(st.integers(0, 12) | st.integers(0, 40_000), TIMES, min_size=1).map(
    # What stands in the document beside a record comes last.
    lambda own: dict(zip(sorted(own), sorted(own.values(), reverse=True), strict=True))
)
IN_CARDS = st.dictionaries(st.integers(0, 9) | st.integers(0, 30_000), IN_CARD, min_size=1)
"""Where a word is: by card and place, how many times it counts there."""


@given(st.lists(IN_CARDS, max_size=5))
def test_words_written_at_one_go_are_as_if_written_place_by_place(found: list[dict[int, dict[int, int]]]) -> None:
    in_lanes = [
        array("Q", [card + 1 << 32 | place << 8 | times for card in sorted(own) for place, times in own[card].items()])
        for own in found
    ]
    in_turn = [
        _word_in({card: (max(0, min(8, sum(at.values())).bit_length() - 1), [*at]) for card, at in own.items()})
        for own in found
    ]
    assert written(in_lanes) == [(one.postings, one.places) for one in in_turn]


def test_what_nobody_sees_in_a_page_by_hand_stands_between_no_two_words() -> None:
    page = HandPage("about", "en", "about.md", {"title": "About"}, "red \0 tram")
    [passage] = hand_card(page, strings(["en"]).words["en"], is_outdated=False).passages
    assert passage.text == "red tram"


def test_a_number_too_large_for_a_sign_is_an_error_and_no_other_number() -> None:
    assert numbers(sign(LARGEST)) == [LARGEST]
    with pytest.raises(OverflowError):
        sign(LARGEST + 1)


@pytest.mark.parametrize("sign_after", ["zebra", "斑馬"])
def test_what_stands_very_far_on_in_a_page_is_not_found_and_breaks_nothing(sign_after: str) -> None:
    long = PLAIN._replace(title="a", passages=(Passage("", "", f"{'a ' * 600_000} {sign_after} end"),))
    found, _ = postings.read(long)
    assert "end" not in found
    assert max(numbers(found["a"][1])) < 1_000_000


@given(st.lists(st.integers(0, 70_000) | st.integers(0, 999_999)))
def test_each_number_has_a_sign_of_its_own_in_a_file(told: list[int]) -> None:
    text = signs(array("I", [number + 35 for number in told]))
    assert text == "".join(map(sign, told))
    assert numbers(text.encode().decode()) == told


def test_a_changed_word_rewrites_few_files_of_a_large_index() -> None:
    made = list(cards(2_000))
    own, files = files_of(made)
    made[7] = made[7]._replace(title=f"{made[7].title} zebra")
    now = changed_files(own, files, made, {7})
    assert now == files_of(made)[1]
    others = now.keys() - files.keys()
    words, texts = ([name for name in others if folder in name] for folder in ("/t/", "/x/"))
    assert len(words) == len(texts) == 1


def test_one_letter_typos_are_found(folder: Path) -> None:
    all_ = all_cards("en")
    titles = [(i, w) for i, c in enumerate(all_) for w in tokens(c.title) if len(w) > 4 and re.fullmatch("[a-z]+", w)]
    sample = titles[:: max(1, len(titles) // 200)]
    queries = []
    for n, (_, word) in enumerate(sample):
        place = 1 + (n * 7) % (len(word) - 2)
        queries.append(
            [
                word[:place] + word[place + 1 :],
                word[:place] + "q" + word[place:],
                word[:place] + "q" + word[place + 1 :],
                word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
            ][n % 4]
        )
    answers = ask(folder, "en", [{"query": query} for query in queries])
    hits = sum(card in answer["cards"] for (card, _), answer in zip(sample, answers, strict=True))
    print(f"\n{hits} of {len(sample)} misspelt words found")
    assert hits >= 0.95 * len(sample)
