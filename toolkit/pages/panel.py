"""What the page of a record shows around its text: the panel "At a glance", and the agencies above the title."""

from collections.abc import Collection
from typing import Any, get_args

from toolkit.listing import Listing
from toolkit.pages.context import PageContext, host
from toolkit.pages.generated import found_by
from toolkit.pages.page import ThemeLink
from toolkit.schema import UNSTATED, Record
from toolkit.schema.fields import Choice, Date, Filter, Panel, Web
from toolkit.schema.introspect import FieldSpec, marked_fields
from toolkit.schema.parts import Started


def panel(page: PageContext, record: Record, without: Collection[str] = ()) -> list[dict[str, Any]]:
    """The rows of the panel: for each field marked `Panel()` its label and values, some of them links.

    Fields that no source states share the last row. The fields `without` are left out.
    """
    rows = []
    unstated: list[ThemeLink] = []
    for spec in marked_fields(type(record), Panel).values():
        value = getattr(record, spec.name)
        if not value or spec.name in without:
            continue
        label = page.t(f"glance.{spec.name}")
        if value == UNSTATED:
            unstated.append({"text": label, "muted": True})
            continue
        entries = value if spec.is_list else [value]
        values = [_value(page, spec, entry) for entry in entries]
        if spec.name == "stage":
            values[0]["text"] = page.status(page.listings[record.key])
        rows.append({"label": label, "values": values})
    if unstated:
        rows.append({"label": page.t("overview.untold"), "values": unstated})
    return rows


def _value(page: PageContext, spec: FieldSpec, value: Any) -> ThemeLink:
    choice = spec.mark(Choice)
    if choice:
        label = page.label(choice.vocabulary, value)
        if not spec.mark(Filter):
            return {"text": label}
        return page.theme_link(label, found_by(choice.vocabulary, value))
    if spec.part is Started:
        return {"text": page.t(f"glance.started_{value.basis}", year=value.year)}
    if set(get_args(Date)[1:]) <= set(spec.marks):
        return {"text": page.date(value)}
    if spec.mark(Web):
        return {"text": host(value), "href": value}
    if spec.base is int:
        return {"text": page.number(value)}
    return {"text": page.meta(value)}


def agency_link(page: PageContext, agency: Listing) -> ThemeLink:
    """A link to an agency, with its state, and what kind of place and how large a department it is."""
    facts: list[str] = []
    for facet in ("setting", "size"):
        ids = agency.facets.get(facet, ())
        facts += [page.label(facet, id) for id in ids if id != UNSTATED]
    state = page.label("states", agency.state)
    return page.record_link(agency) | {"state": state, "facts": facts}
