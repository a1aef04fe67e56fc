"""The stages in order. `build_toolkit.py` calls it once everything that it needs is installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from toolkit.check import check
from toolkit.gather import Gathered, gather
from toolkit.gather.hand import HandPage, hand_pages
from toolkit.gather.synonyms import Synonyms, synonyms
from toolkit.gather.words import Strings, site_languages, strings
from toolkit.index import index
from toolkit.join import Toolkit, join
from toolkit.pages import pages
from toolkit.pages.page import Page
from toolkit.problems import FORMATS, Problem
from toolkit.stage import clashes, stage

OFFLINE_NAME = "toolkit"
DONE, PROBLEMS, CANNOT = 0, 1, 2


@dataclass(frozen=True)
class Read:
    """All that was given, checked and joined."""

    gathered: Gathered
    strings: Strings
    toolkit: Toolkit
    hand: list[HandPage]
    synonyms: dict[str, Synonyms]
    problems: list[Problem]


def run(word: str, root: Path, out: Path | None, format: str, port: int) -> int:
    """Do one word, print what there is to say, and give the exit code."""
    if not (root / "mkdocs.yml").is_file():
        print(f"Cannot build: there is no mkdocs.yml in {root}. Is it a toolkit's folder?", file=sys.stderr)
        return CANNOT
    out = out or root / "build"
    if word == "serve":
        from toolkit.serve import serve

        return serve(lambda: build(root, out, format), root, out / "site", port)
    if word == "test":
        from tests.run import run_tests

        return run_tests()
    if word == "schema":
        from toolkit.records.schema import write_schemas

        print(f"Wrote {write_schemas(strings(site_languages(root)).lists)} files in toolkit/schemas/.")
        return DONE
    return (validate if word == "check" else build)(root, out, format)


def read(root: Path) -> Read:
    """Everything up to the joined toolkit. `join` runs only when every record is fit."""
    languages = site_languages(root)
    said = strings(languages)
    hand, problems = hand_pages(root, languages)
    meant, unclear = synonyms(languages)
    gathered = gather(root)
    entries, mistakes = check(gathered.sheets, gathered.attachments, said.lists)
    problems = [*said.problems, *unclear, *problems, *gathered.problems, *mistakes]
    toolkit, dead = join(entries, gathered.attachments)
    return Read(gathered, said, toolkit, hand, meant, sorted(problems or dead))


def validate(root: Path, out: Path, format: str) -> int:
    """Problems only."""
    found = read(root)
    if found.problems:
        return _tell(found.problems, format)
    if format == "text":
        print(f"{len(found.toolkit.entries)} records, no problems.")
    else:
        print(FORMATS[format]([]))
    return DONE


def build(root: Path, out: Path, format: str = "text") -> int:
    """The site and its offline copy."""
    from toolkit.publish import offline, publish

    with _step("Reading the records"):
        found = read(root)
    if found.problems:
        return _tell(found.problems, format)
    words = found.strings.words
    default = next(iter(words))
    with _step("Writing the pages"):
        sizes = {name: attachment.size for name, attachment in found.gathered.attachments.items()}
        made: list[Page] = pages(found.toolkit, words, found.strings.lists, sizes, found.hand)
        problems = clashes(made, default)
        if problems:
            return _tell(problems, format)
        searched = index(found.toolkit, words, found.strings.lists, found.hand, found.synonyms)
        stage(made, found.gathered.attachments.values(), out / "pages", default, searched)
    with _step(f"Building the site, {len(made)} pages in {len(words)} languages"):
        problems = publish(root, out / "pages", out / "site", words)
    if problems:
        return _tell(problems, format)
    with _step("Packing the offline copy"):
        offline(out / "site", out / "offline", OFFLINE_NAME)
    print(f"Built {len(found.toolkit.entries)} records. Open {_shown(out / 'site' / 'index.html')}")
    return DONE


def _tell(problems: list[Problem], format: str) -> int:
    print(FORMATS[format](sorted(problems)))
    if format == "text":
        many = f"{len(problems)} problems" if len(problems) > 1 else "One problem"
        print(f"\n{many}. Nothing was published; the last good site is as it was.", file=sys.stderr)
    return PROBLEMS


@contextmanager
def _step(name: str) -> Iterator[None]:
    """Say what is going on: rewritten in place where a person watches, a plain line elsewhere."""
    watched = sys.stderr.isatty()
    if watched:
        print(f"  {name} …", end="", file=sys.stderr, flush=True)
    start = perf_counter()
    yield
    print(f"{chr(13) if watched else ''}  {name}: {perf_counter() - start:.1f} s", file=sys.stderr, flush=True)


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
