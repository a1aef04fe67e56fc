"""The page on evidence: a picture of what is known, what studies say, and the practices, strongest first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.listing import Listing
from toolkit.pages.charts import dots, table
from toolkit.pages.context import PageContext
from toolkit.schema import Record
from toolkit.schema.documents import Publication

EVIDENCE = "evidence"
ENFORCEMENT = "immigration-enforcement"
"""A topic. Its studies are counted apart: what they find is no result of what police do with residents."""
YEARS = 5
"""The picture counts in periods of so many years."""
RANGE = "\u2066{}–{}\u2069"
"""In Unicode isolates (UAX #9), so that the first year comes first on a page from right to left, too."""


def studies(page: PageContext, records: Sequence[Record]) -> dict[str, list[Publication]]:
    """The publications with findings by their design, the strongest first; of a design the newest first."""
    with_findings = [
        record for record in records if isinstance(record, Publication) and record.findings
    ]
    with_findings.sort(key=lambda record: page.listings[record.key].date, reverse=True)
    by_design = {
        id: [record for record in with_findings if record.design == id]
        for id in page.vocabularies["design"]
    }
    return {id: publications for id, publications in by_design.items() if publications}


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
