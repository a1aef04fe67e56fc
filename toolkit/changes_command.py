"""The command `changes`: what a contribution changes, in plain text, for whoever reviews it.

Its texts are a stranger's. Nothing in them is markup: a forge shows the report as it is.
"""

from collections.abc import Iterator

from toolkit.cli import DONE, SETTINGS, Arguments, cannot
from toolkit.commands import report
from toolkit.diagnostics import printable
from toolkit.linking import record_file
from toolkit.pages.markdown import plain
from toolkit.project import Project, load_project
from toolkit.readability import hard_texts
from toolkit.schema import Key
from toolkit.schema.introspect import fields
from toolkit.search.facets import search_facets
from toolkit.search.messages import facet_values
from toolkit.sources.messages import SOURCE_LANGUAGE


def changes(args: Arguments) -> int:
    """Print what is new, different and gone since the version of the toolkit in another folder."""
    if not (args.before / SETTINGS).is_file():
        return cannot("compare", f"there is no {SETTINGS} in {args.before}.")
    before, after = load_project(args.before), load_project(args.root)
    if after.diagnostics:
        return report(after.diagnostics, args)
    print("\n\n".join("\n  ".join(map(printable, lines)) for lines in _blocks(before, after)) or "No record changed.")
    return DONE


def _blocks(before: Project, after: Project) -> Iterator[list[str]]:
    """The lines on each record that is gone, new or different."""
    old, new = before.library.records, after.library.records
    for key in sorted(old.keys() - new.keys()):
        yield [f"{record_file(key)}: gone"]
    filters = _filters(after)
    hard = {(note.file, f"{note.field} {note.message}") for note in hard_texts(after)}
    for key, record in new.items():
        file = record_file(key)
        names = [name for name in fields(type(record)) if getattr(record, name) != getattr(old.get(key), name, None)]
        translated = [[it.library.translations.get((of, key)) for of in after.catalogs] for it in (before, after)]
        if key in old and not names and translated[0] == translated[1]:
            continue
        yield [
            f"{file}: {', '.join(names) or 'translations' if key in old else 'new'}",
            f"Title: {plain(record.title)}",
            f"Summary: {plain(record.summary)}",
            *filters[key],
            *(f"Much like it: {record_file(other)}" for other, _ in after.library.neighbors(key).related[:2]),
            *(text for place, text in sorted(hard) if place == file),
            *_waiting(after, key),
        ]


def _filters(project: Project) -> dict[Key, list[str]]:
    """Under which choices of Search readers find each record, a line for each filter."""
    listings = project.library.listings[SOURCE_LANGUAGE]
    facets = search_facets(listings, project.doc_pages, project.vocabularies)
    values = facet_values(project.all_catalogs[SOURCE_LANGUAGE], facets, listings)
    lines: dict[Key, list[str]] = {key: [] for key in listings}
    for name, heading, ids, labels, *_ in values["facets"]:  # type: ignore[attr-defined]
        texts = dict(zip(ids, labels, strict=True))
        for key, listing in listings.items():
            if chosen := [texts[id] for id in listing.facets.get(name, ())]:
                lines[key].append(f"{heading}: {', '.join(chosen)}")
    return lines


def _waiting(project: Project, key: Key) -> Iterator[str]:
    """How many texts wait for a translator, in each language that the record is in."""
    for language in project.catalogs:
        statuses = [text.status for text in project.library.statuses(language, key)]
        number = statuses.count("outdated") + statuses.count("missing")
        if number and (language, key) in project.library.translations:
            yield f"Texts that wait for a translator into {language}: {number}"
