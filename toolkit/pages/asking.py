"""The letter that asks those who do something whether its page is right, and what the page leaves open."""

from typing import NamedTuple

from toolkit.listing import address, counted_fields
from toolkit.schema import KINDS, UNSTATED
from toolkit.schema.records import Agency, Practice
from toolkit.sources.config import Settings
from toolkit.sources.messages import SOURCE_LANGUAGE, Catalog

MAX_QUESTIONS = 8
"""Of what we looked for and did not find. More would not be answered, and a mail's address would be too long."""


class Letter(NamedTuple):
    """A mail or an issue."""

    subject: str
    text: str


def letter(catalog: Catalog, record: Agency | Practice, settings: Settings) -> Letter:
    """The letter about a record, in a language. It leads to the English page."""
    page = settings.page_file(address(*record.key), SOURCE_LANGUAGE)
    lines = [catalog.t("asking.intro", address=f"{settings.url}{page}"), ""]
    questions = [catalog.t("asking.right")]
    if isinstance(record, Practice):
        questions.append(catalog.t("asking.running"))
    questions += record.unknown[:MAX_QUESTIONS]
    lines += [f"{number}. {question}" for number, question in enumerate(questions, 1)]
    missing = _missing(catalog, record)
    if missing:
        lines += ["", catalog.t("asking.missing", what="; ".join(missing))]
    lines += ["", catalog.t("asking.answer")]
    return Letter(catalog.t("asking.subject", title=record.title), "\n".join(lines))


def _missing(catalog: Catalog, record: Agency | Practice) -> list[str]:
    """The labels of what no source reports, of the fields that the overview counts."""
    labels = counted_fields(KINDS[record.kind].model)
    missing = []
    for name, label in labels.items():
        value = getattr(record, name)
        if not value or value == UNSTATED:
            missing.append(catalog.t(label))
    return missing
