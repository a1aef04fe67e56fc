"""The command line. It parses arguments and answers "Nothing changed" before anything heavy is loaded."""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from toolkit.build.freshness import is_fresh
from toolkit.build.output import build_lock
from toolkit.console import (
    CANNOT,
    DONE,
    INTERRUPTED,
    MISTAKES,
    NO_READER,
    cannot,
    path_here,
    print_status,
)
from toolkit.options import Options
from toolkit.paths import SETTINGS

__all__ = ["CANNOT", "DONE", "INTERRUPTED", "MISTAKES", "NO_READER", "main"]

FAILED = """the program failed. This is a mistake in the program: whatever is in your files, it must never stop so.
Please report it, with the lines above. Until it is mended, taking back what you last changed may help."""
KEY_VARIABLE = "TOOLKIT_SIGNING_KEY"
"""The environment variable that names the file of the publisher's secret key."""
TAKE_OVERLAY = ("new", "check", "build", "pack", "serve", "pages")
"""The commands that can lay a folder over the toolkit."""
TAKE_LANGUAGES = ("build", "pack", "serve")
"""The commands that can leave languages out."""
MAKE_SITES = ("build", "pack")
"""The commands that write what others read."""
READABLE_BY_ALL = 0o022
"""The mask of permissions with which only the owner can write."""
TASKS = {
    "new": "begin a record",
    "pages": "write the pages",
    "changes": "compare",
    "schema": "write the schemas",
}
"""What the commands do whose names are no verbs, as in "Cannot begin a record"."""
HELP = {
    "check": "look for mistakes only; takes a few seconds",
    "new": "create a record by answering questions",
    "build": "check, then build the site in build/site",
    "pack": "build, then copy the site for a USB stick to build/offline",
    "verify": "name each file of a packed copy that was changed, is missing or is extra",
    "serve": "build, show the site on this machine, and follow edits",
    "pages": "write all pages as Markdown files into a folder",
    "changes": "summarize what changed since another version, for reviewers",
    "test": "run the tests; installs what they need, or says what is missing",
    "translate": "show what to translate next; export texts and import translations",
    "ask": "print letters that ask agencies whether their pages are right",
    "schema": "write the JSON Schema files that editors complete and check records with",
}
"""The commands, and what each does."""


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    """Run the command in these arguments (by default, the process's). Returns the exit code.

    `root` is the toolkit's folder unless an argument names another; without either it is the current folder.
    """
    arguments = _with_command(sys.argv[1:] if arguments is None else arguments)
    if arguments[0] not in (*HELP, "-h", "--help"):
        return _no_such_command(arguments[0])
    options = _read_options(arguments, root or Path())
    if not (options.root / SETTINGS).is_file() and options.kind != "site":
        reason = f"there is no {SETTINGS} in {options.root}. Is it a toolkit's folder?"
        return cannot(_task(options), reason)
    if options.overlay and not options.overlay.is_dir():
        return cannot(_task(options), f"there is no folder {path_here(options.overlay)}.")
    if options.command in MAKE_SITES:  # which a web server must be able to read, whatever the umask
        os.umask(os.umask(0) & READABLE_BY_ALL)
    try:
        return _attempt(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return NO_READER


def _with_command(arguments: list[str]) -> list[str]:
    """The arguments with the command first. Without one: build."""
    if arguments and (arguments[0] in ("-h", "--help") or not arguments[0].startswith("-")):
        return arguments
    return ["build", *arguments]


def _no_such_command(name: str) -> int:
    from toolkit.diagnostics import misspelt, quoted  # noqa: PLC0415 - it loads YAML, for 15 ms

    nearest = misspelt(name, HELP)
    hint = f"Did you mean `{nearest}`?" if nearest else f"The commands are {quoted(HELP)}."
    return cannot("run", f"there is no command `{name}`. {hint}")


def _task(options: Options) -> str:
    """What a command does: `build`, `write the pages`."""
    return TASKS.get(options.command, options.command)


def _attempt(options: Options) -> int:
    """Carry out the command, or print why it cannot be done. Returns the exit code."""
    try:
        return _carry_out(options)
    except BrokenPipeError:
        raise
    except FileNotFoundError as error:
        return cannot(_task(options), f"there is no `{error.filename}` here.")
    except OSError as error:  # a full disk, a folder that cannot be written, a file that vanished
        return cannot(_task(options), error)
    except Exception:
        traceback.print_exc()
        return cannot(_task(options), FAILED)


def _carry_out(options: Options) -> int:
    if options.command in ("build", "pack"):
        return _take_turns(options)
    if options.overlay and options.command != "serve":  # whose builds lay it over each time
        return _with_overlay(options, _run)
    return _run(options)


def _take_turns(options: Options) -> int:
    """Build, or pack, while no other process builds into the same folder."""
    waiting = "Waiting for another build of the same site to end …"
    with build_lock(options.out / ".cache", lambda: print(waiting, file=sys.stderr, flush=True)):
        if options.overlay:
            return _with_overlay(options, _bring_up_to_date)
        return _bring_up_to_date(options)


def _bring_up_to_date(options: Options) -> int:
    if options.command == "build" and is_fresh(options.root, options.out, options.languages):
        if options.format == "json":
            print("[]")
        index = path_here(options.out / "site" / "index.html")
        print_status(options, f"Nothing changed. Open {index}")
        return DONE
    return _run(options)


def _with_overlay(options: Options, command: Callable[[Options], int]) -> int:
    """Run a command on the toolkit with the overlay laid over it."""
    from toolkit.commands import with_overlay  # noqa: PLC0415 - see `_run`

    return with_overlay(options, command)


def _run(options: Options) -> int:
    """Run a command. The commands are loaded only now: they take half a second, "Nothing changed" a tenth."""
    from toolkit import (  # noqa: PLC0415
        ask_command,
        changes_command,
        commands,
        new_command,
        serve,
        translate_command,
    )

    functions: dict[str, Callable[[Options], int]] = {
        "check": commands.check,
        "new": new_command.new,
        "build": commands.build,
        "pack": commands.pack,
        "verify": commands.verify,
        "serve": serve.serve,
        "pages": commands.pages,
        "changes": changes_command.changes,
        "test": commands.test,
        "translate": translate_command.translate,
        "ask": ask_command.ask,
        "schema": commands.schema,
    }
    return functions[options.command](options)


def _read_options(arguments: list[str], root: Path) -> Options:
    """The options in these arguments. Ends the program with a usage message if they are not understood."""
    values = vars(_parser(root).parse_args(arguments))
    values["root"] = values["root"].resolve()
    if values["overlay"]:
        values["overlay"] = values["overlay"].resolve()
    if not values["out"]:
        folder = _site_folder(values["command"], values["overlay"], values["languages"])
        values["out"] = values["root"] / "build" / folder
    return Options(**values)


def _site_folder(command: str, overlay: Path | None, languages: Sequence[str]) -> str:
    """The folder in `build` of a site that is not the toolkit's own, which must not replace that: `en-es`."""
    parts = ["local"] if overlay else []
    if command != "pack":  # which deletes what it builds for an edition
        parts += languages
    return "-".join(parts)


def _parser(root: Path) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=root, metavar="DIR", help="the folder of another toolkit"
    )
    common.add_argument(
        "--out", type=Path, metavar="DIR", help="write the result elsewhere than ROOT/build"
    )
    common.set_defaults(overlay=None, languages=[])
    common.add_argument(
        "--format", choices=("text", "github", "json"), default="text", help="how to print mistakes"
    )
    parser = argparse.ArgumentParser(
        prog="build_toolkit.py",
        description="Build the toolkit's site from its records. Without a command: build.",
        epilog="`wheels DIR` gathers what a computer without a network needs; `--wheels DIR` installs from there.",
    )
    # Without `prog` it would look up how wide the terminal is, and load much for it.
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="command", prog=parser.prog
    )
    for name, text in HELP.items():
        command = commands.add_parser(name, parents=[common], help=text, description=text)
        if name in TAKE_OVERLAY:
            command.add_argument(
                "--overlay", type=Path, metavar="DIR", help="lay a folder with overlay.yml over it"
            )
        if name in TAKE_LANGUAGES:
            command.add_argument(
                "--languages", nargs="+", metavar="TAG", help="only these: --languages en es"
            )
        if name in OPTIONS:
            OPTIONS[name](command)
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help="apply the suggested corrections")
    parser.add_argument(
        "--links", action="store_true", help="also check external links; takes minutes"
    )
    parser.add_argument(
        "--next",
        type=int,
        nargs="?",
        default=0,
        const=4,
        metavar="HOURS",
        help="also list what to read against its sources in so many hours (4, those of a month)",
    )


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        metavar="KIND",
        help="practice, agency, policy, ...; `site`: another toolkit, in DIR",
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("site"), metavar="DIR", help="an empty folder"
    )
    parser.add_argument(
        "--from",
        type=Path,
        metavar="FILE",
        dest="table",
        help="a record for each row of a CSV file",
    )
    parser.add_argument("--id", default="", help="the name of its file, without the ending")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        dest="answers",
        help="set a field instead of asking for it",
    )


def _add_pack(parser: argparse.ArgumentParser) -> None:
    key_file = os.environ.get(KEY_VARIABLE)
    parser.add_argument(
        "--key",
        type=Path,
        default=Path(key_file) if key_file else None,
        metavar="FILE",
        dest="secret_key",
        help=f"sign with this secret key of minisign; by default the file that {KEY_VARIABLE} names",
    )
    parser.add_argument(
        "--book", nargs="*", metavar="TAG", help="also write a book to print: --book en es"
    )


def _add_verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("copy", type=Path, metavar="FOLDER|ZIP", help="the copy")
    parser.add_argument(
        "--key",
        default="",
        metavar="KEY",
        dest="public_key",
        help="the publisher's public key, or its file; by default minisign.pub beside the copy",
    )


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, help="where to show the site")


def _add_pages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="DIR", help="an empty folder, or one that this command wrote"
    )


def _add_changes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="DIR", help="the folder of the version before")


def _add_test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--all", action="store_true", help="also those of the real toolkit, which take minutes"
    )


def _add_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "records",
        nargs="*",
        metavar="KIND/ID",
        help="practice/id-night; without it: all that nobody has confirmed",
    )


def _add_translate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "language", nargs="?", help="a language of the site; without it: how far each language is"
    )
    task = parser.add_mutually_exclusive_group()
    task.add_argument(
        "--start",
        nargs="+",
        default=[],
        metavar="RECORD",
        help="create the files to translate records in",
    )
    task.add_argument(
        "--keep",
        nargs="+",
        default=[],
        metavar="FILE",
        help="the English changed only a little: translations fit",
    )
    task.add_argument(
        "--export",
        nargs="+",
        default=[],
        metavar=("FILE", "RECORD"),
        help="write every text, or those of these records, to a PO file",
    )
    task.add_argument(
        "--import",
        default="",
        metavar="FILE",
        dest="import_",
        help="take the texts of such a file over",
    )
    parser.add_argument(
        "--waiting", action="store_true", help="export only what is missing or outdated"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who translates")
    parser.add_argument(
        "--status",
        choices=("reviewed", "draft", "machine"),
        default="draft",
        help="how far to trust it",
    )


OPTIONS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "check": _add_check,
    "new": _add_new,
    "pack": _add_pack,
    "verify": _add_verify,
    "serve": _add_serve,
    "pages": _add_pages,
    "changes": _add_changes,
    "test": _add_test,
    "translate": _add_translate,
    "ask": _add_ask,
}
"""What adds the options that a command has besides those of all."""


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < int(text) < 1 << 16:
        return int(text)
    message = f"`{text}` is not a port; ports are numbers from 1 to 65535."
    raise argparse.ArgumentTypeError(message)
