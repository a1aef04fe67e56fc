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
    page: PageContext, values: Mapping[str, Sequence[Listing]], by_design: Mapping[str, Any]
) -> dict[str, Any]:
    """Practices by evidence and year as dots and as a table, and the studies' findings as a table."""
    starts = {_period(listing) for listings in values.values() for listing in listings}
    dated = sorted(starts - {0})
    periods = [*(range(dated[0], dated[-1] + 1, YEARS) if dated else ()), *(starts & {0})]
    undated = page.label("period", "not-stated")
    numbers = {id: Counter(map(_period, listings)) for id, listings in values.items()}
    rows = {
        page.label(EVIDENCE, id): [counts[period] for period in periods]
        for id, counts in numbers.items()
    }
    spans = {year: RANGE.format(year, year + YEARS - 1) if year else undated for year in periods}
    by_year = [
        ({"text": text}, [counts[year] for counts in numbers.values()])
        for year, text in spans.items()
    ]
    findings = Counter(
        (finding.effect, ENFORCEMENT in study.topics)
        for group in by_design.values()
        for study in group
        for finding in study.findings
    )
    effects = [
        ({"text": page.label("effect", id)}, [findings[id, about] for about in (False, True)])
        for id in page.vocabularies["effect"]
        if findings[id, False] or findings[id, True]
    ]
    columns = ["facets.period", *(f"lists.{EVIDENCE}.{id}" for id in numbers)]
    found_columns = ["publication.findings", "studied.police", "studied.enforcement"]
    return {
        "dots": dots([str(year or undated) for year in periods], rows, page.catalog.direction),
        "by_year": table(page, "weigh.by_year", columns, by_year),
        "effects": table(page, "weigh.effects", found_columns, effects),
    }


def _period(listing: Listing) -> int:
    """The first year of the period of a record's newest source; 0 if no source has a date."""
    return int(listing.year or 0) // YEARS * YEARS
