"""Takes out the records that an overlay hides, and what refers to records that are not there."""

import re
from collections.abc import Collection, Container, Iterable
from typing import Any, TypeVar

from toolkit.linking import record_file
from toolkit.listing import address
from toolkit.schema import Key, Part, Record
from toolkit.schema.fields import Ref
from toolkit.schema.introspect import fields

P = TypeVar("P", bound=Part)


def shown_records(records: Iterable[Record], hidden: Collection[str]) -> dict[Key, Record]:
    """The records without those whose files, as they are or were called, are `hidden`, and without what needs those."""
    shown = {
        record.key: record
        for record in records
        if not any(record_file(key) in hidden for key in (record.key, *record.former_keys))
    }
    while True:
        parts = [
            left for record in shown.values() if (left := _without_dead_references(record, shown))
        ]
        before, shown = len(shown), {record.key: record for record in parts}
        if len(shown) == before:
            return shown


def without_links(markdown: str, records: Iterable[Key]) -> str:
    """Markdown in which links to the pages of these records are only their words."""
    for key in records:
        link = rf"\[([^\[\]]*)\]\((?:\.\./)*{address(*key)}\.md(?:#[^()\s]*)?\)"
        markdown = re.sub(link, r"\1", markdown)
    return markdown


def _without_dead_references(part: P, there: Container[Key]) -> P | None:
    """The part without references to records that are not there; None if it needs one."""
    changes: dict[str, Any] = {}
    for name, spec in fields(type(part)).items():
        ref, value = spec.mark(Ref), getattr(part, name)
        if value and (ref or spec.part):
            entries = value if spec.is_list else [value]
            if ref:
                left = [entry for entry in entries if ref.key(entry) in there]
            else:
                left = [
                    kept for entry in entries if (kept := _without_dead_references(entry, there))
                ]
            if not left and spec.is_required:
                return None
            if left != entries:
                changes[name] = left if spec.is_list else (left or [None])[0]
    return part.model_copy(update=changes) if changes else part
