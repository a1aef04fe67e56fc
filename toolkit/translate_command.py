"""The command `translate`: shows what waits for a translator, and exports, imports and creates translations."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from toolkit.console import DONE, cannot, print_status
from toolkit.linking import record_file
from toolkit.options import Options
from toolkit.pages.page import doc_pages_in
from toolkit.project import Project, load_project
from toolkit.reporting import report
from toolkit.schema import Key
from toolkit.schema.translation import Translation
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translate.sidecar import NOT_NAMED
from toolkit.translate.workspace import SHOWN_AT_ONCE, Changes, Workspace


def translate(args: Options) -> int:
    """Show what waits for a translator, or do the task in the arguments."""
    project = load_project(args.root)
    if project.diagnostics:
        return report(project.diagnostics, args)
    languages = [language for language in project.catalogs if language != SOURCE_LANGUAGE]
    if not args.language:
        _print_counts(project, languages)
        return DONE
    if args.language not in languages:
        return cannot(
            "translate",
            f"`{args.language}` is not a language that the site is translated into: "
            f"{', '.join(languages)}.",
        )
    workspace = Workspace(project, args.language)
    credit = Translation.model_construct(
        status=args.status,
        by=args.by or NOT_NAMED,
        date=date.today().isoformat(),
    )
    if args.export:
        return _export(args, workspace)
    if args.import_:
        return _import(args, workspace, credit)
    if args.start:
        return _start(args.start, workspace, credit)
    if args.keep:
        return _keep(args.keep, workspace, credit)
    _print_waiting(workspace)
    return DONE


def _print_counts(project: Project, languages: Sequence[str]) -> None:
    """Print how many texts have each status, in each language."""
    for language in languages:
        counts = Workspace(project, language).counts()
        counts["messages missing"] = len(project.catalogs[language].missing)
        line = ", ".join(f"{number} {status}" for status, number in counts.items())
        print(f"{language}: {line}")


def _export(args: Options, workspace: Workspace) -> int:
    """Write a PO file with all texts, or those of the records that are named after it."""
    name, *names_of_records = args.export
    file = Path(name)
    if file.suffix != ".po":
        return _not_a_po_file(file)
    records = _records_by_file(workspace.project)
    only: list[Key] = []
    for name_of_record in names_of_records:
        record = _from_root(name_of_record)
        if record not in records:
            return _no_such_file("record", record)
        only.append(records[record])
    file.write_bytes(workspace.export(only, args.waiting))
    print(f"Wrote {file}. Bring it back with --import.")
    return DONE


def _import(args: Options, workspace: Workspace, credit: Translation) -> int:
    """Take what a translator wrote into a PO file."""
    file = Path(args.import_)
    if file.suffix != ".po":
        return _not_a_po_file(file)
    if not file.is_file():
        return cannot("translate", f"there is no file {file}.")
    written, diagnostics = workspace.import_file(file.read_bytes(), file.name, credit)
    if not diagnostics:
        return _print_written(written)
    for path in written:
        print_status(args, f"Wrote {path}")
    taken = " Everything else was taken." if written else " Nothing was taken."
    return report(diagnostics, args, taken)


def _start(names: Sequence[str], workspace: Workspace, credit: Translation) -> int:
    """Begin translations of records."""
    records = _records_by_file(workspace.project)
    changes: Changes = {}
    for file in map(_from_root, names):
        if file not in records:
            return _no_such_file("record", file)
        changes[records[file]] = {}
    return _print_written(workspace.write(changes, credit))


def _keep(names: Sequence[str], workspace: Workspace, credit: Translation) -> int:
    """Mark translations of records and authored pages as current."""
    records = _records_by_file(workspace.project)
    pages: dict[str, tuple[DocPage, DocPage]] = {}
    for page, english in doc_pages_in(workspace.language, workspace.project.doc_pages):
        if page.language == workspace.language:
            pages[page.file] = (page, english)
    files = [_from_root(name) for name in names]
    for file in files:
        if file not in records and file not in pages:
            return _no_such_file("record or translated page", file)
    written: list[str] = []
    for file in files:
        if file in records:
            written += workspace.mark_current(records[file], credit)
        else:
            page, english = pages[file]
            written += workspace.mark_page_current(page, english)
    return _print_written(written)


def _records_by_file(project: Project) -> dict[str, Key]:
    return {record_file(key): key for key in project.library.records}


def _from_root(name: str) -> str:
    return Path(name).as_posix().removeprefix("./")


def _not_a_po_file(file: Path) -> int:
    return cannot("translate", f"`{file.name}` does not end in `.po`.")


def _no_such_file(what: str, file: str) -> int:
    return cannot(
        "translate",
        f"there is no {what} {file}. Name its file, such as practices/practice/id-night.yml.",
    )


def _print_waiting(workspace: Workspace) -> None:
    """Print what to translate next, and how much waits."""
    catalog = workspace.project.catalogs[workspace.language]
    messages = f"toolkit/messages/{catalog.language}.yml"
    waiting = [(f"{messages}: {key} (missing)", catalog.english[key]) for key in catalog.missing]
    for file, text in workspace.waiting():
        waiting.append((f"{file}: {text.field} ({text.status})", text.english))
    for label, english in waiting[:SHOWN_AT_ONCE]:
        print(f"{label}\n    {english}")
    print(f"{len(waiting)} texts wait." if waiting else "Nothing waits.")


def _print_written(files: list[str]) -> int:
    print("\n".join(f"Wrote {file}" for file in files) or "Nothing to change.")
    return DONE
