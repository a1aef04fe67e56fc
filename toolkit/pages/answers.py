"""What a page says first. Of a practice: what it takes, what came of it, whom to call, what to take away."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.listing import Listing
from toolkit.pages.context import PageContext, host
from toolkit.pages.markdown import plain
from toolkit.pages.page import ThemeLink, ThemeText
from toolkit.schema import UNSTATED, Record
from toolkit.schema.records import Agency, Practice

MAX_CHARACTERS = 180
"""The longest text in an answer: two or three lines on a phone."""
MAX_AGENCIES = 3
"""The most agencies whose telephone numbers stand in an answer."""
MAX_LINKS = 3
"""The most records that an answer leads to."""
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bSt)(?<!\bDr)(?<!\bNo)[.!?](?=\s+[^a-z])|[。።؟]")
"""Where a sentence ends; not after an initial or a short title."""
TAKEN_KINDS = ("model", "policy", "curriculum", "outreach")
"""Kinds of documents to take away; a publication is to be read."""
TAKEN = ("file", "link")
"""How such a document can be had, the nearest at hand first."""
COSTS = {"hours": "effort", "spending": "cost", "staffing": ""}
"""What a practice takes: its field, and the facet that says it in a word where no sentence does."""

NOT_REPORTED = "Not reported."
"""With this a record begins, in English, what it says of costs if it only tells what others paid."""

Answer = dict[str, Any]
"""The `label` of a question, the `lines` that answer it, and whether it is a warning: `is_warning`."""


def record_answers(
    page: PageContext,
    record: Record,
    backlinks: Mapping[str, Sequence[Listing]],
    is_own: bool = False,
) -> list[Answer]:
    """What the page of a record says first; `backlinks` are the records that name it, by kind.

    Nobody has looked for a number of an agency whose `own` record this is, in an overlay: without one it says nothing.
    """
    answers: list[Answer] = []
    if isinstance(record, Practice):
        answers = _practice_answers(page, record, backlinks)
    elif isinstance(record, Agency):
        answers = _agency_answers(page, record, backlinks)
    if is_own:
        nothing = _not_found(page)
        answers = [answer for answer in answers if nothing not in answer["lines"]]
    since = getattr(record, "since", [])
    if since:
        answer = _answer(page, "page.since", [{"text": brief(page, since[0]), "url": "#since"}])
        if getattr(record, "limited_by_law", False):
            return [answer | {"is_warning": True}, *answers]
        answers.append(answer)
    return answers


def answered_fields(record: Record) -> set[str]:
    """The fields of a practice that its answers give already; not those in whose place a sentence stands."""
    facets = {facet for field, facet in COSTS.items() if not getattr(record, field, None)}
    return {"evidence", *facets}


def _practice_answers(
    page: PageContext, practice: Practice, backlinks: Mapping[str, Sequence[Listing]]
) -> list[Answer]:
    return [
        _answer(page, "practice.takes", _what_it_takes(page, practice)),
        _answer(page, "practice.results", _what_came_of_it(page, practice)),
        _answer(page, "keep.call", _whom_to_call(page, page.agencies(practice.key))),
        _answer(page, "practice.take_away", _documents_of(page, practice, backlinks)),
    ]


def _agency_answers(
    page: PageContext, agency: Agency, backlinks: Mapping[str, Sequence[Listing]]
) -> list[Answer]:
    listing = page.listings[agency.key]
    answers = [_answer(page, "keep.call", _whom_to_call(page, [listing]))]
    if backlinks["practice"]:
        practices = [page.record_link(practice) for practice in backlinks["practice"]]
        answers.append(_answer(page, "agency.practices", practices[:MAX_LINKS]))
    documents = documents_to_take(backlinks)
    if documents:
        answers.append(_answer(page, "agency.documents", _links(page, documents)))
    return answers


def documents_to_take(backlinks: Mapping[str, Sequence[Listing]]) -> list[Listing]:
    """The documents that belong to a practice and can be had, those to fill in first."""
    documents: list[Listing] = []
    for kind in TAKEN_KINDS:
        documents += [document for document in backlinks[kind] if document.access in TAKEN]
    return documents


def brief(page: PageContext, text: str) -> ThemeText:
    """The first sentence of a text, cut after a word if it is long, for the theme."""
    whole = page.meta(text)
    if isinstance(whole, str):
        return _first_sentence(whole)
    return whole | {"text": _first_sentence(whole["text"])}


def _first_sentence(text: str) -> str:
    end = SENTENCE_END.search(text)
    sentence = text[: end.end()] if end else text
    if len(sentence) <= MAX_CHARACTERS:
        return sentence
    words = sentence[:MAX_CHARACTERS].rsplit(" ", 1)[0]
    return words.rstrip(" ,;:") + " …"


def _answer(page: PageContext, label: str, lines: list[ThemeLink]) -> Answer:
    return {"label": page.t(label), "lines": lines}


def _what_it_takes(page: PageContext, practice: Practice) -> list[ThemeLink]:
    """Hours, money and people, each as far as a source says."""
    lines: list[ThemeLink] = []
    unreported = []
    for field, facet in COSTS.items():
        label = page.t(f"practice.{field}")
        value = _cost(page, practice, field, facet)
        if value:
            lines.append({"label": label, "text": value})
        else:
            unreported.append(label)
    if unreported:
        text = page.comma_list(unreported)
        lines.append({"label": page.t("overview.untold"), "text": text, "is_muted": True})
    return lines


def _cost(page: PageContext, practice: Practice, field: str, facet: str) -> ThemeText:
    """What is reported of hours, money or people: a sentence, else the word of a facet; empty if nothing is."""
    reported = getattr(practice, field)
    if field == "staffing":
        reported = reported or practice.run_by
    first = reported[0] if isinstance(reported, list) and reported else reported
    if first and not str(getattr(first, "english", first)).startswith(NOT_REPORTED):
        return brief(page, first)
    choice = getattr(practice, facet) if facet else UNSTATED
    return page.label(facet, choice) if choice != UNSTATED else ""


def _what_came_of_it(page: PageContext, practice: Practice) -> list[ThemeLink]:
    """The first result, and how it is known."""
    evidence = page.label("evidence", practice.evidence)
    if practice.results:
        result = brief(page, practice.results[0])
    else:
        result = page.t("practice.no_results")
    return [{"label": evidence, "text": result, "url": "#results"}]


def _not_found(page: PageContext) -> ThemeLink:
    return {"text": page.t("law.not_found"), "is_muted": True}


def _whom_to_call(page: PageContext, agencies: Sequence[Listing]) -> list[ThemeLink]:
    """How to reach each agency of which that is known."""
    is_one = len(agencies) == 1
    lines = [
        _contact_line(page, agency, contact, is_one) for agency, contact in _contacts(agencies)
    ]
    return lines or [_not_found(page)]


def _contacts(agencies: Iterable[Listing]) -> list[tuple[Listing, tuple[str, str]]]:
    """The contacts of the first agencies that have any, each with its agency."""
    reachable = [agency for agency in agencies if agency.contacts]
    return [(agency, contact) for agency in reachable[:MAX_AGENCIES] for contact in agency.contacts]


def contact_texts(page: PageContext, agencies: Iterable[Listing]) -> list[ThemeText]:
    """The same as plain texts: the agency, its number or address, and what that is."""
    return [_contact_text(page, agency, contact) for agency, contact in _contacts(agencies)]


def _contact_text(page: PageContext, agency: Listing, contact: tuple[str, str]) -> ThemeText:
    what, address = contact
    return _in_language(page, what, f"{plain(agency.title)}: {address} · {plain(what)}")


def _in_language(page: PageContext, what: str, text: str) -> ThemeText:
    """A text that is in the language of what is said in it."""
    language = page.foreign_language(what)
    return {"text": text, "lang": language, "dir": "ltr"} if language else text


def _contact_line(
    page: PageContext, agency: Listing, contact: tuple[str, str], is_one: bool
) -> ThemeLink:
    """What the number or address is; and whose it is, unless there is only one agency."""
    what, address = contact
    label = page.meta(what)
    if not is_one:
        label = _in_language(page, what, f"{plain(agency.title)} · {plain(what)}")
    return {"label": label, **contact_link(address)}


def contact_link(address: str) -> ThemeLink:
    """A telephone number, a mail address or a web address as a link to use."""
    if "://" in address:
        return {"text": host(address), "href": address}
    if "@" in address:
        return {"text": address, "href": f"mailto:{address}"}
    return {"text": address, "href": f"tel:{address.replace(' ', '')}"}


def _documents_of(
    page: PageContext, practice: Practice, backlinks: Mapping[str, Sequence[Listing]]
) -> list[ThemeLink]:
    """The documents that its record names for it; else those that name the practice."""
    chosen = []
    for reference in practice.take_away:
        kind, _, id = reference.partition("/")
        chosen.append(page.listings[kind, id])
    return _links(page, chosen or documents_to_take(backlinks))


def _links(page: PageContext, listings: Sequence[Listing]) -> list[ThemeLink]:
    if not listings:
        return [{"text": page.t("weigh.take_none"), "is_muted": True}]
    return [page.record_link(listing) for listing in listings[:MAX_LINKS]]
