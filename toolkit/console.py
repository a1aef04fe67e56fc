"""What every command prints, and the exit codes. It loads nothing heavy.

Exit code 0: done. 1: mistakes to fix; nothing is published, and the last good site is unchanged. 2: cannot run, or a
mistake in the program.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from toolkit.options import Options

DONE = 0
MISTAKES = 1
CANNOT = 2
NO_READER = 141
"""Nobody reads the output, as after `| head`: 128 and the number of SIGPIPE, as shells write it."""
INTERRUPTED = 130
"""Control-C: 128 and the number of SIGINT."""


def cannot(what: str, reason: object) -> int:
    """Print what cannot be done, and why."""
    print(f"Cannot {what}: {reason}", file=sys.stderr)
    return CANNOT


def print_status(options: Options, text: str) -> None:
    """Print what was done: on standard error if standard output is for programs."""
    stream = sys.stdout if options.format == "text" else sys.stderr
    print(text, file=stream)


def path_here(path: Path) -> str:
    """A path as a person would type it here."""
    here = Path.cwd()
    if path.is_relative_to(here):
        return str(path.relative_to(here))
    return str(path)


@contextmanager
def timed_step(name: str) -> Iterator[None]:
    """Show what is going on: rewritten in place where a person watches, a plain line elsewhere."""
    is_watched = sys.stderr.isatty()
    if is_watched:
        print(f"  {name} …", end="", file=sys.stderr, flush=True)
    start = perf_counter()
    yield
    line_start = "\r" if is_watched else ""
    seconds = perf_counter() - start
    print(f"{line_start}  {name}: {seconds:.1f} s", file=sys.stderr, flush=True)
