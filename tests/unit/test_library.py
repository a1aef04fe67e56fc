"""What the library works out of linked records: what is related, and what lists show of them in each language."""

from tests.builds import SAMPLE
from toolkit.library import MAX_RELATED, Subject, related_records
from toolkit.project import load_project

YOUTH: Subject = ("topics", "youth")
TRUST: Subject = ("topics", "trust")
HMONG: Subject = ("communities", "hmong")


def related(**subjects: list[Subject]) -> dict[str, list[str]]:
    """The ids of the related practices of each practice, by its subjects."""
    by_key = {("practice", id): listed for id, listed in subjects.items()}
    ids: dict[str, list[str]] = {}
    for (_, id), entries in related_records(by_key).items():
        ids[id] = [other for (_, other), _ in entries]
    return ids


def test_a_record_that_shares_a_rare_subject_is_the_most_related() -> None:
    practices = related(
        asked=[TRUST, HMONG],
        a_common=[TRUST],
        b_common=[TRUST],
        z_rare=[HMONG],
        elsewhere=[YOUTH],
    )
    assert practices["asked"] == ["z_rare", "a_common", "b_common"]


def test_a_rare_subject_outweighs_two_common_ones() -> None:
    common = {f"filler_{number}": [TRUST, YOUTH] for number in range(6)}
    practices = related(asked=[TRUST, YOUTH, HMONG], z_rare=[HMONG], other=[], **common)
    assert practices["asked"][0] == "z_rare"
    assert len(practices["asked"]) == MAX_RELATED


def test_the_subjects_that_two_records_share_are_told_rarest_first() -> None:
    by_key = {
        ("practice", "asked"): [TRUST, HMONG],
        ("practice", "both"): [TRUST, HMONG],
        ("practice", "common"): [TRUST],
    }
    shared = dict(related_records(by_key)["practice", "asked"])
    assert shared["practice", "both"] == (HMONG, TRUST)


def test_a_language_without_translations_lists_the_english_and_asking_adds_nothing() -> None:
    listings = load_project(SAMPLE).library.listings
    languages = set(listings)
    assert listings["tlh"] == listings["en"]
    assert set(listings) == languages
