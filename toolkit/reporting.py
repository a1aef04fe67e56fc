"""Prints mistakes and notes in the format that somebody asked for."""

import sys
from collections.abc import Iterable

from toolkit.console import MISTAKES, path_here
from toolkit.diagnostics import FORMATS, NOTE_FORMATS, Diagnostic
from toolkit.options import Options
from toolkit.paths import SETTINGS
from toolkit.sources.overlay import FILE as OVERLAY


def report(diagnostics: Iterable[Diagnostic], options: Options, outcome: str = "") -> int:
    """Print mistakes, in file and line order, and what came of them."""
    mistakes = sorted({_with_overlay_path(entry, options) for entry in diagnostics})
    print(FORMATS[options.format](mistakes))
    if options.format == "text":
        number = f"{len(mistakes)} problems" if len(mistakes) > 1 else "One problem"
        print(f"\n{number}.{outcome}", file=sys.stderr)
    return MISTAKES


def print_notes(diagnostics: Iterable[Diagnostic], options: Options) -> None:
    """Print what stops nothing: what in the overlay does not fit, then these notes."""
    notes = [_with_overlay_path(entry, options) for entry in (*options.misfits, *diagnostics)]
    if notes and options.format in NOTE_FORMATS:
        print(NOTE_FORMATS[options.format](notes))


def _with_overlay_path(diagnostic: Diagnostic, options: Options) -> Diagnostic:
    """A diagnostic that names a file of the overlay by where it is. What is wrong with settings comes from there."""
    if not options.overlay:
        return diagnostic
    if diagnostic.file == SETTINGS:
        diagnostic = diagnostic._replace(file=OVERLAY, line=0)
    path = options.overlay / diagnostic.file
    if path.exists() or diagnostic.file == OVERLAY:
        return diagnostic._replace(file=path_here(path))
    return diagnostic
