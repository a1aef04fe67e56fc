"""Takes out the records and routes that an overlay hides, and what refers to what is not there."""

import re
from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from toolkit.diagnostics import Diagnostic, worded
from toolkit.library import Library
from toolkit.linking import link_records, record_file
from toolkit.listing import address
from toolkit.schema import Key, Part, Record
from toolkit.schema.fields import Ref
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.translation import Translation
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE

P = TypeVar("P", bound=Part)


def without_hidden(library: Library, hidden_files: Collection[str]) -> Library:
    """The library without the records that are hidden, and without references to them."""
    visible = visible_records(library.records.values(), hidden_files)
    translations: dict[tuple[str, Key], Translation] = {}
    for (language, key), translation in library.translations.items():
        if key in visible:
            translations[language, key] = translation
    # What is wrong with these records was found before, so nobody asks where it stands.
    linked, _ = link_records(
        visible.values(),
        attachments=(),
        translations=translations,
        locate=lambda record, path: 0,
    )
    return linked


def hidden_too(keys: Iterable[Key], hidden_files: Collection[str]) -> Iterator[Diagnostic]:
    """Notes on records that are hidden only because they need others that are."""
    for key in keys:
        file = record_file(key)
        if file not in hidden_files:
            yield Diagnostic(file, 0, "", *worded("hidden-too"))


def visible_records(records: Iterable[Record], hidden: Collection[str]) -> dict[Key, Record]:
    """The records without those whose files, as they are or were called, are `hidden`, and without what needs those."""
    visible: dict[Key, Record] = {}
    for record in records:
        files = [record_file(key) for key in (record.key, *record.former_keys)]
        if not any(file in hidden for file in files):
            visible[record.key] = record
    while True:
        remaining: dict[Key, Record] = {}
        for key, record in visible.items():
            reduced = _without_dead_references(record, visible)
            if reduced:
                remaining[key] = reduced
        if len(remaining) == len(visible):
            return remaining
        visible = remaining


def visible_pages(
    pages: Collection[DocPage], hidden: Collection[str], records: Iterable[Key]
) -> list[DocPage]:
    """The authored pages without those whose English file is `hidden`, and without links to those and to `records`.

    A translation is as true to its English as it was.
    """
    english = {page.path: page for page in pages if page.language == SOURCE_LANGUAGE}
    hidden_paths = {path for path, page in english.items() if page.file in hidden}
    targets = [*hidden_paths, *(address(*key) for key in records)]
    visible: list[DocPage] = []
    for page in pages:
        if page.path in hidden_paths:
            continue
        front = dict(page.front)
        original = english.get(page.path)
        if original and front.get("of") == original.digest:
            changed = replace(original, body=_without_links(original.body, targets))
            front["of"] = changed.digest
        visible.append(replace(page, front=front, body=_without_links(page.body, targets)))
    return visible


def _without_links(markdown: str, addresses: Iterable[str]) -> str:
    """Markdown in which links to the pages at these addresses are only their words."""
    for name in addresses:
        last = name.rpartition("/")[2]  # how a page of the same folder writes it
        link = rf"\[([^\[\]]*)\]\((?:(?:\.\./)*{re.escape(name)}|{re.escape(last)})\.md(?:#[^()\s]*)?\)"
        markdown = re.sub(link, r"\1", markdown)
    return markdown


def _without_dead_references(part: P, visible: Container[Key]) -> P | None:
    """The part without references to records that are not visible; None if it needs one."""
    changes: dict[str, Any] = {}
    for name, spec in fields(type(part)).items():
        value = getattr(part, name)
        if not value:
            continue
        entries = value if spec.is_list else [value]
        remaining = _remaining(entries, spec, visible)
        if not remaining and spec.is_required:
            return None
        if remaining == entries:
            continue
        if spec.is_list:
            changes[name] = remaining
        else:
            changes[name] = remaining[0] if remaining else None
    if not changes:
        return part
    return part.model_copy(update=changes)


def _remaining(entries: list[Any], spec: FieldSpec, visible: Container[Key]) -> list[Any]:
    """The entries of a field without references to records that are not visible, and without parts that need one."""
    ref = spec.mark(Ref)
    if ref:
        return [entry for entry in entries if ref.key(entry) in visible]
    if not spec.part:
        return entries
    parts = [_without_dead_references(entry, visible) for entry in entries]
    return [part for part in parts if part]
