"""What contributors get from the declarations: the reference of every field, and the form that shares a practice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotated_types import Ge, Le

from toolkit.pages.context import PageContext
from toolkit.pages.generated import titled_page
from toolkit.pages.markdown import plain
from toolkit.pages.page import Page
from toolkit.pages.templates import render
from toolkit.schema import KINDS, UNSTATED, Kind, Part
from toolkit.schema.fields import Choice, Cited, CitesSources, Dated, Ref, Translatable
from toolkit.schema.introspect import FieldSpec, fields, marked_fields
from toolkit.schema.markup import LINK
from toolkit.schema.parts import OWN_WORD, Source
from toolkit.schema.rules import ADDRESS, DATE, NAMED, YEAR
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

TOP_LEVEL_FIELD = re.compile(r"^([a-z_]+):", re.M)
SOURCE_FIELDS = ("title", "publisher", "date", "url", "seen")
AGENCY_FIELDS = ("title", "type", "place", "state", "summary")
"""What the form asks of an agency that has no record yet."""
SHARED = ("practice", "policy", "curriculum", "outreach", "publication")
"""The kinds of which the form makes records."""
NOT_ASKED = (
    "was",
    "news",
    "checked",
    "sources",
    "agencies",
    "practices",
    "file",
    "unknown",
    "limited_by_law",
    "confirmed",
)
"""Fields that the form fills in itself, or that are for maintainers."""
PARTS = {
    "practice.steps": ("problem", "first_step", "steps"),
    "practice.takes": ("run_by", "staffing", "hours", "spending", "resources", "partners"),
    "practice.results": ("results", "lessons", "legal_limits", "quotes", "since"),
    "document.contents": ("contents", "objectives", "modules", "findings", "reach"),
}
"""What the form asks in parts that open, each by its heading's message; the rest is in `REST`."""
REST = "theme.at_a_glance"


def reference_page(page: PageContext, kind: Kind, example: str) -> Page:
    """The reference of a kind. `example` is a record's file, to be shown with notes; empty if there is none yet."""
    annotated = _with_meanings(example, kind)
    rows = list(_rows(kind.model))
    body = render(
        "reference",
        page,
        kind=kind,
        rows=rows,
        vocabularies=dict.fromkeys(row["choice"].vocabulary for row in rows if row["choice"]),
        example=annotated,
        # Longer than any fence in the record: comments are not checked, and must not end the block.
        fence=max(["``", *re.findall("`+", annotated)], key=len) + "`",
    )
    notices = []
    if page.language != SOURCE_LANGUAGE:
        notices.append({"text": page.t("reference.in_english")})
    return titled_page(page, page.t("reference.description"), body, notices=notices)


def _with_meanings(example: str, kind: Kind) -> str:
    """A record's file with what each of its fields means, as a comment above it."""
    specs = fields(kind.model)

    def with_meaning(field: re.Match[str]) -> str:
        if field[1] not in specs:
            return field[0]
        return f"# {specs[field[1]].doc}\n{field[0]}"

    text = "\n".join(example.splitlines())
    return TOP_LEVEL_FIELD.sub(with_meaning, text)


def _rows(model: type[Part], prefix: str = "") -> Iterator[dict[str, Any]]:
    """A row for each field; the fields of a part follow it."""
    for spec in fields(model).values():
        name = f"{prefix}{spec.name}"
        yield {
            "name": name,
            "spec": spec,
            "shape": _shape(spec),
            "choice": spec.mark(Choice),
            "ref": spec.mark(Ref),
        }
        if spec.part:
            yield from _rows(spec.part, f"{name}.")


def _shape(spec: FieldSpec) -> str:
    """The type of a field, as its message key has it: `text`, `number`, `yes`, `group`, `texts`, `groups`."""
    single = "group" if spec.part else {int: "number", bool: "yes"}.get(spec.base, "text")
    if spec.is_list:
        return f"{single}s"
    return single


def share_form(page: PageContext, _: Sequence[DocPage]) -> dict[str, Any]:
    """What the form shows."""
    return {
        "source": list(_controls(page, Source, SOURCE_FIELDS)),
        "records": [_record_form(page, KINDS[kind]) for kind in SHARED],
        "agency": list(_controls(page, KINDS["agency"].model, AGENCY_FIELDS)),
        "agencies": sorted((plain(entry.title), entry.id) for entry in page.of_kind("agency")),
        "patterns": {"date": DATE.pattern, "url": ADDRESS.pattern, "identifiers": NAMED.pattern},
        "link": LINK.pattern,
        "year": YEAR.pattern,
        "help_language": SOURCE_LANGUAGE if page.language != SOURCE_LANGUAGE else "",
    }


def _record_form(page: PageContext, kind: Kind) -> dict[str, Any]:
    """The fields that a record of a kind must have, and the others by the parts of the form."""
    required = []
    by_part: dict[str, list[dict[str, Any]]] = {part: [] for part in (*PARTS, REST)}
    for control in _controls(page, kind.model, fields(kind.model)):
        if control["is_required"]:
            required.append(control)
        else:
            by_part[_part_of(control["name"])].append(control)
    return {
        "kind": kind.id,
        "folder": kind.folder,
        "required": required,
        "parts": {page.t(part): controls for part, controls in by_part.items() if controls},
    }


def _part_of(name: str) -> str:
    """The part of the form that asks for a field."""
    for part, names in PARTS.items():
        if name in names:
            return part
    return REST


def _controls(
    page: PageContext, model: type[Part], names: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """What the form shows for each of these fields; it has no groups that name other records."""
    for name in names:
        spec = fields(model)[name]
        if name in NOT_ASKED or (spec.part and marked_fields(spec.part, Ref)):
            continue
        text = spec.mark(Translatable)
        yield {
            "name": name,
            "label": page.t(spec.label or f"share.{name}"),
            "help": _help(spec),
            "is_required": spec.is_required,
            "is_list": spec.is_list,
            "is_long": bool(text and not text.is_line),
            "is_cited": bool(spec.mark(Cited)),
            "is_dated": bool(spec.mark(Dated)),
            "is_key": bool(spec.mark(CitesSources)),
            "fields": list(_controls(page, spec.part, fields(spec.part))) if spec.part else [],
            "range": _range(spec) if spec.base is int else {},
            "choices": _choices(page, spec),
        }


def _help(spec: FieldSpec) -> str:
    """What a field means, without what is said of a choice that the form does not offer."""
    sentences = re.split(r"(?<=[.?]) ", spec.doc)
    return " ".join(each for each in sentences if f"`{OWN_WORD}`" not in each).replace("`", "")


def _choices(page: PageContext, spec: FieldSpec) -> list[tuple[str, str]]:
    """The ids and labels that can be chosen; none if a field is written."""
    choice = spec.mark(Choice)
    if not choice:
        return []
    ids = [id for id in page.vocabularies[choice.vocabulary] if id not in (UNSTATED, OWN_WORD)]
    return [(id, page.label(choice.vocabulary, id)) for id in ids]


def _range(spec: FieldSpec) -> dict[str, object]:
    """The least and the greatest value of a number, as the attributes of a control."""
    attributes: dict[str, object] = {"type": "number"}
    lower_bound = spec.mark(Ge)
    if lower_bound:
        attributes["min"] = lower_bound.ge
    upper_bound = spec.mark(Le)
    if upper_bound:
        attributes["max"] = upper_bound.le
    return attributes
