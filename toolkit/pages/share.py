"""The form with which a reader shares a practice or a document. Its fields come from the declarations."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotated_types import Ge, Le

from toolkit.pages.context import PageContext
from toolkit.pages.markdown import plain
from toolkit.schema import KINDS, UNSTATED, Part
from toolkit.schema.fields import ADDRESS, DATE, Choice, Cited
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.parts import Source
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

SOURCE_FIELDS = ("title", "publisher", "date", "url", "seen")
AGENCY_FIELDS = ("title", "type", "place", "state", "summary")
"""What the form asks of an agency that has no record yet."""
SHARED = ("practice", "policy", "curriculum", "outreach")
"""The kinds of which the form makes records."""
NOT_ASKED = ("was", "checked", "sources", "agencies", "practices", "file", "unknown")
"""Fields that the form fills in itself, or that are for maintainers."""


def share_form(page: PageContext, _: Sequence[DocPage]) -> dict[str, Any]:
    """What the form shows."""
    return {
        "source": list(_controls(page, Source, SOURCE_FIELDS)),
        "records": [
            {"kind": kind.id, "folder": kind.folder, "fields": list(_controls(page, kind.model, _asked(kind.model)))}
            for kind in map(KINDS.__getitem__, SHARED)
        ],
        "agency": list(_controls(page, KINDS["agency"].model, AGENCY_FIELDS)),
        "agencies": sorted((plain(entry.title), entry.id) for entry in page.of_kind("agency")),
        "patterns": {"date": DATE.pattern, "url": ADDRESS.pattern},
        "help_language": SOURCE_LANGUAGE if page.language != SOURCE_LANGUAGE else "",
    }


def _asked(model: type[Part]) -> list[str]:
    """The fields of a kind that the form asks for."""
    return [spec.name for spec in fields(model).values() if not spec.part and spec.name not in NOT_ASKED]


def _controls(page: PageContext, model: type[Part], names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What the form shows for each of these fields."""
    for name in names:
        spec = fields(model)[name]
        choice = spec.mark(Choice)
        ids = [id for id in page.vocabularies[choice.vocabulary] if id != UNSTATED] if choice else []
        yield {
            "name": name,
            "label": page.t(spec.label or f"share.{name}"),
            "help": spec.doc.replace("`", ""),
            "is_required": spec.is_required,
            "is_list": spec.is_list,
            "is_cited": bool(spec.mark(Cited)),
            "range": _range(spec) if spec.base is int else {},
            "choices": [(id, page.label(choice.vocabulary, id)) for id in ids] if choice else [],
        }


def _range(spec: FieldSpec) -> dict[str, object]:
    """The least and the greatest value of a number, as the attributes of a control."""
    least, most = spec.mark(Ge), spec.mark(Le)
    return {"type": "number"} | ({"min": least.ge} if least else {}) | ({"max": most.le} if most else {})
