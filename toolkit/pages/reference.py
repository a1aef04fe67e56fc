"""The contributor's reference: every field of a kind, and a whole real record with its fields explained."""

import re
from collections.abc import Iterator
from typing import Any

from toolkit.pages.context import PageContext
from toolkit.pages.generated import titled_page
from toolkit.pages.page import Page
from toolkit.pages.templates import render
from toolkit.schema import Kind, Part
from toolkit.schema.fields import Choice, Ref
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.sources.messages import SOURCE_LANGUAGE

TOP_LEVEL_FIELD = re.compile(r"^([a-z_]+):", re.M)


def reference_page(page: PageContext, kind: Kind, example: str) -> Page:
    """The reference of a kind. `example` is the text of a record's file; empty if there is none yet."""
    annotated = _annotated(example, kind)
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
    notices = [{"text": page.t("reference.in_english")}] if page.language != SOURCE_LANGUAGE else []
    return titled_page(page, page.t("reference.description"), body, notices=notices)


def _rows(model: type[Part], prefix: str = "") -> Iterator[dict[str, Any]]:
    """A row for each field; the fields of a part follow it."""
    for spec in fields(model).values():
        name = f"{prefix}{spec.name}"
        yield {"name": name, "spec": spec, "shape": _shape(spec), "choice": spec.mark(Choice), "ref": spec.mark(Ref)}
        if spec.part:
            yield from _rows(spec.part, f"{name}.")


def _shape(spec: FieldSpec) -> str:
    """The type of a field, as its message key has it: `text`, `number`, `yes`, `group`, `texts`, `groups`."""
    single = "group" if spec.part else {int: "number", bool: "yes"}.get(spec.base, "text")
    return f"{single}s" if spec.is_list else single


def _annotated(example: str, kind: Kind) -> str:
    """The record as written, with each field's meaning as a comment above it."""
    docs = {name: f"# {spec.doc}\n" for name, spec in fields(kind.model).items()}
    text = "\n".join(example.splitlines())
    return TOP_LEVEL_FIELD.sub(lambda field: docs.get(field[1], "") + field[0], text)
