"""The stages in order. `build_toolkit.py` calls it once everything that it needs is installed."""

import sys
from argparse import Namespace
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from toolkit.cache import Cache, Inputs, alone, digest, inputs, program, unpacked
from toolkit.problems import FORMATS, NOTES, Problem, either
from toolkit.processes import Awaited, apart
from toolkit.tree import Tree

if TYPE_CHECKING:
    from toolkit.gather.hand import HandPage
    from toolkit.join import Name
    from toolkit.read import Read

PROGRAM = Path(__file__).parent.parent / "build_toolkit.py"
NEEDED = (
    *("dataclasses", "toolkit.records", "toolkit.gather", "toolkit.check", "toolkit.join", "toolkit.read", "jinja2"),
    *("toolkit.pages", "toolkit.publish", "toolkit.attached", "toolkit.site", "toolkit.site.templates"),
    "toolkit.site.searching",
)
"""The modules that a build needs where something changed, in steps."""
OFFLINE_NAME = "toolkit"
DONE, PROBLEMS, CANNOT = 0, 1, 2
UNREAD = 141
"""Nobody reads what is printed, as shells say it (128 and the number of the signal, `SIGPIPE`)."""


def run(asked: Namespace) -> int:
    """Do one word, print what there is to say, and give the exit code."""
    asked.root = asked.root.resolve()
    if not (asked.root / "mkdocs.yml").is_file():
        print(f"Cannot build: there is no mkdocs.yml in {asked.root}. Is it a toolkit's folder?", file=sys.stderr)
        return CANNOT
    try:
        return DO[asked.word](asked)
    except BrokenPipeError:  # nobody reads on, as after `| head`
        return UNREAD
    except OSError as error:
        return _cannot(error)


def validate(root: Path, out: Path, format: str = "text") -> int:
    """Problems only."""
    from toolkit.attached import with_attached
    from toolkit.read import read
    from toolkit.readability import HARDEST, hard_texts

    found = with_attached(read(root), Cache(out / ".cache"))
    if found.problems:
        return _tell(found.problems, format)
    print(f"{len(found.toolkit.entries)} records, no problems." if format == "text" else FORMATS[format]([]))
    _note(found.notes, format)
    if format == "text" and (hard := hard_texts(found.toolkit)):
        print(f"Texts above grade {HARDEST}: {len(hard)}. `build_toolkit.py readability` lists them.")
    return DONE


def readability(asked: Namespace) -> int:
    """The texts that are hard to read. They stop nothing: a long sentence is better than no record."""
    from toolkit.read import read
    from toolkit.readability import HARDEST, hard_texts

    found = read(asked.root)
    if found.problems:
        return _tell(found.problems, asked.format)
    hard = hard_texts(found.toolkit)
    easy = f"Every summary and all steps read at grade {HARDEST} or below."
    print(FORMATS[asked.format](hard) if hard or asked.format != "text" else easy)
    return DONE


def build(root: Path, out: Path, format: str = "text", engine: str = "toolkit") -> int:
    """The site, with what did not change left as it is."""
    with alone(out / ".cache", _waits):
        return _built(root, out, format, engine)


def _built(root: Path, out: Path, format: str, engine: str) -> int:
    if _holds_something_else(out / "site"):
        where = f"{_shown(out / 'site')} is there already and is no site of a toolkit"
        print(f"Cannot build: {where}. Move it away, or name another folder with --out.", file=sys.stderr)
        return CANNOT
    cache = Cache(out / ".cache")
    with apart(partial(inputs, root)) as looked:
        own = program()  # before it is loaded: a module that is saved meanwhile is one of another program
        tree = Tree(out / "site", cache.folder)
        _load_until(looked)
        seen = looked()
    key, given = (own, seen.beside, engine), digest(seen.given)
    built = cache.get("inputs", key)
    if built == given and tree.published:
        print(f"Nothing changed. {_where(out)}")
        return DONE
    from toolkit.read import being_read

    cache.forget("inputs")  # they are not those of what is published next, and what fails now is not tried again
    # Where only something that was given differs, most pages stay.
    with tree.being_filled() if built else nullcontext():
        with _step("Reading the records"), being_read(root, cache, unpacked(seen.given)) as all_read:
            from toolkit.attached import with_attached  # and all that the pages need, while others read
            from toolkit.site import make, reference
            from toolkit.site.templates import compile_changed, templates

            found = with_attached(all_read(), cache)
        if found.problems:
            return _tell(found.problems, format)
        compile_changed(templates(cache))
        with _step(f"Writing the pages in {len(found.strings.words)} languages"):
            files, problems = make(found, cache, tree) if engine == "toolkit" else reference(found, out / "pages", tree)
        if problems:
            return _tell(problems, format)
        tree.publish(files)
    cache.put("inputs", key, given)
    _note(found.notes, format)
    print(f"Built {len(found.toolkit.entries)} records. {_where(out)}")
    return DONE


def _load_until(found: Awaited[Inputs]) -> None:
    """Load what builds need, for as long as another process has not found out whether there is something to build."""
    for module in NEEDED:
        if found.is_there():
            return
        import_module(module)


def pack(root: Path, out: Path, format: str = "text", engine: str = "toolkit") -> int:
    """The site and its copy for a USB stick."""
    with alone(out / ".cache", _waits):
        done = _built(root, out, format, engine)
        if done == DONE:
            from toolkit.publish import offline

            with _step("Packing the copy for a USB stick"):
                archive = offline(out / "site", out / "offline", OFFLINE_NAME)
            print(f"Packed {_shown(archive)}")
    return done


def serve(asked: Namespace) -> int:
    """The site on this machine, made anew after each edit."""
    import subprocess

    from toolkit.preview import Preview
    from toolkit.serve import serve

    out = _out(asked)
    cache = Cache(out / ".cache")
    preview = Preview(asked.root, cache)
    is_former = False

    def made(is_other: bool) -> int:
        """In a process of its own once the program has changed, for this one stays the former program."""
        nonlocal is_former
        is_former = is_former or is_other
        preview.forget()
        if is_former:
            return subprocess.call(
                [sys.executable, str(PROGRAM), "build", "--root", str(asked.root), "--out", str(out)]
            )
        try:
            done = build(asked.root, out, asked.format)
        except OSError as error:
            return _cannot(error)
        if done == DONE:
            with suppress(OSError), alone(cache.folder):  # without it, pages are shown once they are built
                preview.refresh()
        return done

    def pages(saved: Collection[Path]) -> Mapping[str, bytes]:
        try:
            return preview.pages(saved)
        except OSError:  # it is gone again: some editors save in several steps
            return {}

    return serve(made, pages, asked.root, out / "site", asked.port)


def test(asked: Namespace) -> int:
    """Every check and test of the project."""
    from tests.run import run_tests

    return run_tests()


def schema(asked: Namespace) -> int:
    """The schema files, from the declarations and the closed lists."""
    from toolkit.gather.settings import settings
    from toolkit.gather.words import strings
    from toolkit.records.schema import write_schemas

    print(f"Wrote {write_schemas(strings(settings(asked.root).languages).lists)} files in toolkit/schemas/.")
    return DONE


def translate(asked: Namespace) -> int:
    """What a translator asks for."""
    from toolkit.gather.words import SOURCE_LANGUAGE
    from toolkit.read import read
    from toolkit.translate import ENDINGS, NEXT, Desk
    from toolkit.translate.sidecar import Credit

    found = read(asked.root)
    if found.problems:
        return _tell(found.problems, asked.format)
    others = [tag for tag in found.strings.words if tag != SOURCE_LANGUAGE]
    desks = {tag: Desk(asked.root, found.toolkit, tag, found.settings.name, found.terms.get(tag, ())) for tag in others}
    if not asked.language:
        for tag, desk in desks.items():
            print(f"{tag}: " + ", ".join(f"{number} {state}" for state, number in desk.counts().items()))
        return DONE
    if asked.language not in desks:
        print(
            f"`{asked.language}` is not a language that the site is translated into: {', '.join(others)}.",
            file=sys.stderr,
        )
        return CANNOT
    desk = desks[asked.language]
    credit = Credit(asked.status, asked.by or "not named", date.today().isoformat())
    file = asked.export or asked.import_
    if file and file.suffix not in ENDINGS:
        print(f"`{file.name}` does not end in {either(ENDINGS)}.", file=sys.stderr)
        return CANNOT
    if asked.import_ and not asked.import_.is_file():
        print(f"There is no file {asked.import_}.", file=sys.stderr)
        return CANNOT
    if asked.export:
        asked.export.write_bytes(desk.take_away(asked.export.name))
        print(f"Wrote {asked.export}. Bring it back with --import.")
        return DONE
    if asked.import_:
        written, problems = desk.bring_back(asked.import_.read_bytes(), asked.import_.name, credit)
        return _tell(problems, asked.format) if problems else _wrote(written)
    pages = _hand_named(found, asked.language, asked.keep or [])
    if pages:
        return _wrote([file for page, english in pages for file in desk.keep_page(page, english)])
    if asked.start or asked.keep:
        names = [_named(found, record) for record in asked.start or asked.keep]
        if None in names:
            record = (asked.start or asked.keep)[names.index(None)]
            print(
                f"There is no record {record}. Name its file, such as practices/practice/id-night.yml.", file=sys.stderr
            )
            return CANNOT
        own = [name for name in names if name]
        return _wrote(desk.start(own, credit) if asked.start else [f for name in own for f in desk.keep(name, credit)])
    said = found.strings.words[asked.language]
    waiting = [(f"toolkit/strings/{said.language}.yml: {key} (missing)", said.english[key]) for key in said.missing]
    waiting += [(f"{file}: {state.at} ({state.state})", state.english) for file, state in desk.waiting()]
    for place, english in waiting[:NEXT]:
        print(f"{place}\n    {english}")
    print(f"{len(waiting)} texts wait." if waiting else "Nothing waits.")
    return DONE


DO: dict[str, Callable[[Namespace], int]] = {
    "check": lambda asked: validate(asked.root, _out(asked), asked.format),
    "build": lambda asked: build(asked.root, _out(asked), asked.format, asked.engine),
    "pack": lambda asked: pack(asked.root, _out(asked), asked.format, asked.engine),
    "serve": serve,
    "test": test,
    "readability": readability,
    "translate": translate,
    "schema": schema,
}


def _out(asked: Namespace) -> Path:
    return asked.out or asked.root / "build"  # type: ignore[no-any-return]


def _holds_something_else(site: Path) -> bool:
    """Whether something is there that no build has made: the next builds would take its place."""
    if site.is_symlink() or site.is_file():
        return True
    if not site.is_dir() or not any(site.iterdir()):
        return False
    web = site / "web"
    return not (web.is_dir() and any(path.name.startswith("page.") and path.suffix == ".js" for path in web.iterdir()))


def _wrote(files: list[str]) -> int:
    print("\n".join(f"Wrote {file}" for file in files) or "Nothing to change.")
    return DONE


def _hand_named(found: "Read", language: str, files: list[str]) -> "list[tuple[HandPage, HandPage]]":
    """The pages written by hand among these files, each with its English."""
    from toolkit.gather.words import SOURCE_LANGUAGE

    names = {Path(file).as_posix().removeprefix("./") for file in files}
    english = {page.path: page for page in found.hand if page.language == SOURCE_LANGUAGE}
    return [(page, english[page.path]) for page in found.hand if page.file in names and page.language == language]


def _named(found: "Read", record: str) -> "Name | None":
    file = Path(record).as_posix().removeprefix("./")
    return next(((e.kind, e.id) for e in found.toolkit.entries.values() if e.sheet.file == file), None)


def _cannot(error: OSError) -> int:
    """A full disk, a folder that cannot be written, a file that went away meanwhile."""
    print(f"Cannot build: {error}", file=sys.stderr)
    return CANNOT


def _waits() -> None:
    print("Waiting for another build of the same site to end …", file=sys.stderr, flush=True)


def _tell(problems: list[Problem], format: str) -> int:
    problems = sorted(set(problems))
    print(FORMATS[format](problems))
    if format == "text":
        many = f"{len(problems)} problems" if len(problems) > 1 else "One problem"
        print(f"\n{many}. Nothing was published; the last good site is as it was.", file=sys.stderr)
    return PROBLEMS


def _note(notes: list[Problem], format: str) -> None:
    if notes and format in NOTES:
        print(NOTES[format](notes))


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Say what is going on: rewritten in place where a person watches, a plain line elsewhere."""
    watched = sys.stderr.isatty()
    if watched:
        print(f"  {name} …", end="", file=sys.stderr, flush=True)
    start = perf_counter()
    yield
    print(f"{chr(13) if watched else ''}  {name}: {perf_counter() - start:.1f} s", file=sys.stderr, flush=True)


def _where(out: Path) -> str:
    return f"Open {_shown(out / 'site' / 'index.html')}"


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
