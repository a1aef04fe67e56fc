"""The page on evidence: a picture of what is known, what studies say, and the practices, strongest first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from toolkit.listing import Listing
from toolkit.pages.charts import dots, table
from toolkit.pages.context import PageContext
from toolkit.schema import Record
from toolkit.schema.documents import Publication

EVIDENCE = "evidence"
ENFORCEMENT = "immigration-enforcement"
"""A topic. Its studies are counted apart: what they find is no result of what police do with residents."""
NOT_TRIED = {"research", "surveys", "crime-reporting", "domestic-violence"}
"""Topics that say what a study is about, not what was tried."""
UNMEASURED = "open"
"""The effect of a finding that is a description."""
YEARS = 5
"""The picture counts in periods of so many years."""
RANGE = "\u2066{}–{}\u2069"
"""In Unicode isolates (UAX #9), so that the first year comes first on a page from right to left, too."""


def studies(page: PageContext, records: Sequence[Record]) -> dict[str, list[Publication]]:
    """The publications with findings by their design, the strongest first; of a design the newest first."""
    with_findings = [
        record for record in records if isinstance(record, Publication) and record.findings
    ]
    with_findings.sort(key=lambda record: record.date or "", reverse=True)
    by_design = {
        id: [record for record in with_findings if record.design == id]
        for id in page.vocabularies["design"]
    }
    return {id: publications for id, publications in by_design.items() if publications}


class Measured(NamedTuple):
    """What a study found about an outcome."""

    effect: str
    study: Publication


class OutcomeRow(NamedTuple):
    """What studies found about what was tried, a topic."""

    topic: str
    cells: list[list[Measured]]
    """By outcome, in the order of the columns; empty where nobody measured it."""


class OutcomeMap(NamedTuple):
    """What was tried, what was measured, and what was found."""

    outcomes: list[str]
    rows: list[OutcomeRow]
    unstudied: list[str]
    """Topics of practices without a study."""


def outcome_map(
    page: PageContext, by_design: Mapping[str, Sequence[Publication]]
) -> OutcomeMap | None:
    """The studies by topic and outcome, those of the strongest designs first; none if no finding has an outcome."""
    cells = _cells(by_design)
    if not cells:
        return None
    measured_outcomes = {outcome for _, outcome in cells}
    outcomes = [id for id in page.vocabularies["outcome"] if id in measured_outcomes]
    studied = {topic for topic, _ in cells}
    topics = list(page.vocabularies["topics"])
    rows = []
    for topic in topics:
        if topic in studied:
            row = [cells.get((topic, outcome), []) for outcome in outcomes]
            rows.append(OutcomeRow(topic, row))
    practiced = {id for practice in page.of_kind("practice") for id in practice.facets["topics"]}
    unstudied = practiced - studied - NOT_TRIED
    return OutcomeMap(outcomes, rows, [topic for topic in topics if topic in unstudied])


def _cells(
    by_design: Mapping[str, Sequence[Publication]],
) -> dict[tuple[str, str], list[Measured]]:
    """What was measured, by topic and outcome: each effect that a study found once."""
    cells: dict[tuple[str, str], list[Measured]] = {}
    for publications in by_design.values():
        for study in publications:
            topic = _tried(study)
            for finding in study.findings:
                if not topic or not finding.outcome or finding.effect == UNMEASURED:
                    continue
                cell = cells.setdefault((topic, finding.outcome), [])
                measured = Measured(finding.effect, study)
                if measured not in cell:
                    cell.append(measured)
    return cells


def _tried(study: Publication) -> str:
    """The topic that says what was tried; empty if none does."""
    return next((topic for topic in study.topics if topic not in NOT_TRIED), "")


def known(
    page: PageContext,
    values: Mapping[str, Sequence[Listing]],
    by_design: Mapping[str, Sequence[Publication]],
) -> str:
    """In a few sentences: how many practices were evaluated, how many studies there are, and what they found."""
    found: list[Publication] = []
    for publications in by_design.values():
        found += [study for study in publications if ENFORCEMENT not in study.topics]
    counts = Counter(finding.effect for study in found for finding in study.findings)
    effects = [
        page.t("evidence.effect", label=page.label("effect", id), n=page.number(counts[id]))
        for id in reversed(list(page.vocabularies["effect"]))
        if counts[id]
    ]
    strongest, *_, weakest = page.vocabularies[EVIDENCE]
    counted = page.t(
        "evidence.known",
        total=page.number(sum(map(len, values.values()))),
        studies=page.number(len(found)),
        findings=page.number(counts.total()),
        **{id: page.number(len(values.get(id, ()))) for id in (strongest, weakest)},
    )
    sentences = [counted, page.t("search.sentence", text=page.comma_list(effects))]
    apart = sum(map(len, by_design.values())) - len(found)
    if apart:
        sentences.append(page.t("evidence.apart", n=page.number(apart)))
    return " ".join(sentences)


def pictures(
    page: PageContext,
    values: Mapping[str, Sequence[Listing]],
    by_design: Mapping[str, Sequence[Publication]],
) -> dict[str, Any]:
    """Practices by evidence and year as dots and as a table, and the studies' findings as a table."""
    periods = _periods(values)
    numbers = {id: Counter(map(_period, listings)) for id, listings in values.items()}
    dot_rows = {}
    for id, counts in numbers.items():
        dot_rows[page.label(EVIDENCE, id)] = [counts[period] for period in periods]
    undated = page.label("period", "not-stated")
    dot_columns = [str(year or undated) for year in periods]
    return {
        "dots": dots(dot_columns, dot_rows, page.catalog.direction),
        "by_year": _table_by_year(page, periods, numbers),
        "effects": _table_of_effects(page, by_design),
    }


def _periods(values: Mapping[str, Sequence[Listing]]) -> list[int]:
    """The first years of all periods from the oldest to the newest; 0, for practices without a date, last."""
    starts = {_period(listing) for listings in values.values() for listing in listings}
    dated = sorted(starts - {0})
    periods = list(range(dated[0], dated[-1] + 1, YEARS)) if dated else []
    if 0 in starts:
        periods.append(0)
    return periods


def _table_by_year(
    page: PageContext, periods: Sequence[int], numbers: Mapping[str, Counter[int]]
) -> dict[str, Any]:
    rows = []
    for year in periods:
        label = RANGE.format(year, year + YEARS - 1) if year else page.label("period", "not-stated")
        rows.append(({"text": label}, [counts[year] for counts in numbers.values()]))
    columns = ["facets.period", *(f"lists.{EVIDENCE}.{id}" for id in numbers)]
    return table(page, "weigh.by_year", columns, rows)


def _table_of_effects(
    page: PageContext, by_design: Mapping[str, Sequence[Publication]]
) -> dict[str, Any]:
    """How many findings there are of each effect: of police work with residents, and of immigration enforcement."""
    findings: Counter[tuple[str, bool]] = Counter()
    for publications in by_design.values():
        for study in publications:
            is_enforcement = ENFORCEMENT in study.topics
            findings.update((finding.effect, is_enforcement) for finding in study.findings)
    rows = []
    for id in page.vocabularies["effect"]:
        numbers = [findings[id, False], findings[id, True]]
        if any(numbers):
            rows.append(({"text": page.label("effect", id)}, numbers))
    columns = ["publication.findings", "studied.police", "studied.enforcement"]
    return table(page, "weigh.effects", columns, rows)


def _period(listing: Listing) -> int:
    """The first year of the period of a record's newest source; 0 if no source has a date."""
    return int(listing.year or 0) // YEARS * YEARS
