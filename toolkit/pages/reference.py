"""The contributor's reference: every field of every kind, and one whole real record with its fields explained."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from toolkit.check import Entry
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.pages.page import Here, Page
from toolkit.pages.translations import with_words_notice
from toolkit.records import KINDS, Kind
from toolkit.records.declared import Part, Spec, fields
from toolkit.records.text import Choice, Ref

FIELD_LINE = re.compile(r"^([a-z_]+):")


def reference(
    here_at: Callable[[str], Here], write: Callable[..., str], lists: Mapping[str, Mapping[str, str]]
) -> Iterator[Page]:
    """One page a kind."""
    for kind in KINDS.values():
        here = here_at(f"contribute/{kind.id}")
        entries = here.toolkit.source.of_kind(kind.id)
        shown = _annotated(example(entries), kind) if entries else ""
        view = {
            "kind": kind,
            "rows": list(_rows(kind.of)),
            "lists": {name: lists[name] for name in _lists_of(kind.of)},
            "example": shown,
            # Longer than any in the record, whose remarks nobody checks: none of it may end the block and be Markdown.
            "fence": max(["``", *re.findall("`+", shown)], key=len) + "`",
        }
        title = here.t("reference.title", kind=here.t(f"kinds.{kind.id}.one"))
        meta = {
            "title": title,
            "heading": title,
            "description": here.t("reference.description"),
            "template": "list.html",
            "notices": with_words_notice(
                here, [] if here.words.language == SOURCE_LANGUAGE else [{"text": here.t("reference.in_english")}]
            ),
        }
        yield Page(here.path, here.words.language, meta, write("reference", here=here, view=view))


def _rows(part: type[Part], inside: str = "") -> Iterator[dict[str, object]]:
    """A row a field; the fields of a piece follow it."""
    for name, spec in fields(part).items():
        piece = (spec.item or spec).base
        choice, ref = spec.mark(Choice), spec.mark(Ref)
        yield {
            "name": f"{inside}{name}",
            "doc": spec.doc,
            "shape": _shape(spec),
            "list": choice.name if choice else "",
            "kinds": ref.kinds if ref and not issubclass(piece, Part) else (),
            "is_required": spec.is_required,
        }
        if issubclass(piece, Part):
            yield from _rows(piece, f"{inside}{name}.")


def _shape(spec: Spec) -> str:
    """The key of the words for what a field holds: `text`, `number`, `yes`, `group`, `texts`, `groups`."""
    base = (spec.item or spec).base
    single = "group" if issubclass(base, Part) else {int: "number", bool: "yes"}.get(base, "text")
    return f"{single}s" if spec.item else single


def _lists_of(part: type[Part]) -> list[str]:
    found: list[str] = []
    for spec in fields(part).values():
        base = (spec.item or spec).base
        choice = spec.mark(Choice)
        found += [choice.name] if choice and not issubclass(base, Part) else []
        found += _lists_of(base) if issubclass(base, Part) else []
    return list(dict.fromkeys(found))


def example(entries: Iterable[Entry]) -> Entry:
    """The record with the most fields."""
    return max(entries, key=lambda entry: (len(entry.record.given), entry.id))


def _annotated(entry: Entry, kind: Kind) -> str:
    """The record as written, with each field's meaning as a comment above it."""
    known = fields(kind.of)
    rows: list[str] = []
    for row in entry.sheet.text.splitlines():
        found = FIELD_LINE.match(row)
        if found and found[1] in known:
            rows.append(f"# {known[found[1]].doc}")
        rows.append(row)
    return "\n".join(rows)
