"""The command `translate`: shows what waits for a translator, and exports, imports and creates translations."""

from datetime import date
from pathlib import Path

from toolkit.console import DONE, cannot, print_status
from toolkit.linking import record_file
from toolkit.options import Options
from toolkit.pages.page import doc_pages_in
from toolkit.project import Project, load_project
from toolkit.reporting import report
from toolkit.schema.translation import Translation
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translate.sidecar import NOT_NAMED
from toolkit.translate.workspace import SHOWN_AT_ONCE, Workspace


def translate(args: Options) -> int:
    """Show what waits for a translator, or do the task in the arguments."""
    project = load_project(args.root)
    if project.diagnostics:
        return report(project.diagnostics, args)
    languages = [language for language in project.catalogs if language != SOURCE_LANGUAGE]
    if not args.language:
        for language in languages:
            counts = Workspace(project, language).counts()
            counts["messages missing"] = len(project.catalogs[language].missing)
            print(
                f"{language}: "
                + ", ".join(f"{number} {status}" for status, number in counts.items())
            )
        return DONE
    if args.language not in languages:
        known = ", ".join(languages)
        return cannot(
            "translate",
            f"`{args.language}` is not a language that the site is translated into: {known}.",
        )
    workspace = Workspace(project, args.language)
    today = date.today().isoformat()
    credit = Translation.model_construct(status=args.status, by=args.by or NOT_NAMED, date=today)
    if args.export or args.import_:
        return _exchange(args, workspace, credit)
    if args.start or args.keep:
        return _write_sidecars(args, project, workspace, credit)
    _print_waiting(project, workspace)
    return DONE


def _exchange(args: Options, workspace: Workspace, credit: Translation) -> int:
    name, *only = args.export or [args.import_]
    file = Path(name)
    if file.suffix != ".po":
        return cannot("translate", f"`{file.name}` does not end in `.po`.")
    if args.export:
        records = {record_file(key): key for key in workspace.project.library.records}
        files = [_from_root(name) for name in only]
        if unknown := [name for name in files if name not in records]:
            return _no_such_file("record", unknown[0])
        file.write_bytes(workspace.export([records[name] for name in files], args.waiting))
        print(f"Wrote {file}. Bring it back with --import.")
        return DONE
    if not file.is_file():
        return cannot("translate", f"there is no file {file}.")
    written, diagnostics = workspace.import_file(file.read_bytes(), file.name, credit)
    if not diagnostics:
        return _print_written(written)
    for path in written:
        print_status(args, f"Wrote {path}")
    return report(
        diagnostics, args, " Everything else was taken." if written else " Nothing was taken."
    )


def _write_sidecars(
    args: Options, project: Project, workspace: Workspace, credit: Translation
) -> int:
    """Start translations of records, or mark translations of records and authored pages as current."""
    files = [_from_root(name) for name in args.start or args.keep]
    records = {record_file(key): key for key in project.library.records}
    pairs = doc_pages_in(workspace.language, project.doc_pages) if args.keep else []
    doc_pages = {
        page.file: (page, english) for page, english in pairs if page.language == workspace.language
    }
    for file in files:
        if file not in records and file not in doc_pages:
            return _no_such_file("record or translated page" if args.keep else "record", file)
    if args.start:
        return _print_written(workspace.write({records[file]: {} for file in files}, credit))
    written = []
    for file in files:
        if file in records:
            written += workspace.mark_current(records[file], credit)
        else:
            written += workspace.mark_page_current(*doc_pages[file])
    return _print_written(written)


def _from_root(name: str) -> str:
    return Path(name).as_posix().removeprefix("./")


def _no_such_file(what: str, file: str) -> int:
    return cannot(
        "translate",
        f"there is no {what} {file}. Name its file, such as practices/practice/id-night.yml.",
    )


def _print_waiting(project: Project, workspace: Workspace) -> None:
    """Print what to translate next, and how much waits."""
    catalog = project.catalogs[workspace.language]
    file = f"toolkit/messages/{catalog.language}.yml"
    waiting = [(f"{file}: {key} (missing)", catalog.english[key]) for key in catalog.missing]
    waiting += [
        (f"{file}: {text.field} ({text.status})", text.english)
        for file, text in workspace.waiting()
    ]
    for place, english in waiting[:SHOWN_AT_ONCE]:
        print(f"{place}\n    {english}")
    print(f"{len(waiting)} texts wait." if waiting else "Nothing waits.")


def _print_written(files: list[str]) -> int:
    print("\n".join(f"Wrote {file}" for file in files) or "Nothing to change.")
    return DONE
