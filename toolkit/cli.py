"""The command line. It parses arguments and answers "Nothing changed" before anything heavy is loaded.

Exit code 0: done. 1: mistakes to fix; nothing is published, and the last good site is unchanged. 2: cannot run, or a
mistake in the program.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path

from toolkit.build.freshness import is_fresh
from toolkit.build.output import build_lock

SETTINGS = "mkdocs.yml"
DONE, MISTAKES, CANNOT = 0, 1, 2
NO_READER = 141
"""Nobody reads the output, as after `| head`: 128 and the number of SIGPIPE, as shells write it."""
INTERRUPTED = 130
"""Control-C: 128 and the number of SIGINT."""
FAILED = """the program failed. This is a mistake in the program: whatever is in your files, it must never stop so.
Please report it, with the lines above. Until it is mended, taking back what you last changed may help."""
Arguments = argparse.Namespace
KEY_VARIABLE = "TOOLKIT_SIGNING_KEY"
"""The environment variable that names the file of the publisher's secret key."""
CHECKS = "the publisher's public key, or its file; by default minisign.pub beside the copy"


def main(arguments: list[str] | None = None, root: Path | None = None) -> int:
    """Run the command in these arguments (by default, the process's). Returns the exit code.

    `root` is the toolkit's folder unless an argument names another; without either it is the current folder.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    parser, commands = _parser(root or Path())
    if arguments and arguments[0] not in commands and not arguments[0].startswith("-"):
        diagnostics = import_module("toolkit.diagnostics")
        near = diagnostics.misspelt(arguments[0], commands)
        hint = (
            f"Did you mean `{near}`?"
            if near
            else f"The commands are {diagnostics.quoted(commands)}."
        )
        return cannot("run", f"there is no command `{arguments[0]}`. {hint}")
    if not arguments or arguments[0] not in (*commands, "-h", "--help"):
        arguments = ["build", *arguments]
    args = parser.parse_args(arguments)
    args.root = args.root.resolve()
    args.overlay = args.overlay and args.overlay.resolve()
    args.out = args.out or args.root / "build" / ("local" if args.overlay else "")
    if not (args.root / SETTINGS).is_file() and getattr(args, "kind", "") != "site":
        return cannot(
            args.command, f"there is no {SETTINGS} in {args.root}. Is it a toolkit's folder?"
        )
    try:
        return attempt(args.command, lambda: _carry_out(args))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return NO_READER


def attempt(what: str, work: Callable[[], int]) -> int:
    """Do the work, or print why it cannot be done. Returns the exit code."""
    try:
        return work()
    except BrokenPipeError:
        raise
    except (
        OSError
    ) as error:  # a full disk, a folder that cannot be written, a file that vanished meanwhile
        return cannot(what, error)
    except Exception:
        traceback.print_exc()
        return cannot(what, FAILED)


def _carry_out(args: Arguments) -> int:
    if args.command in ("build", "pack"):
        return build_folder(args)
    return (args.overlay and _run("lay_over", args)) or _run(args.command, args)


def cannot(what: str, reason: object) -> int:
    """Print what cannot be done, and why."""
    print(f"Cannot {what}: {reason}", file=sys.stderr)
    return CANNOT


def status(args: Arguments, text: str) -> None:
    """Print what was done: on standard error if standard output is for programs."""
    print(text, file=sys.stdout if args.format == "text" else sys.stderr)


def shown(path: Path) -> str:
    """A path as a person would type it here."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def build_folder(args: Arguments) -> int:
    """Build, or pack, while no other process builds into the same folder."""
    waiting = "Waiting for another build of the same site to end …"
    with build_lock(args.out / ".cache", lambda: print(waiting, file=sys.stderr, flush=True)):
        if args.overlay and (code := _run("lay_over", args)):
            return code
        if args.command != "pack" and is_fresh(args.root, args.out):
            if args.format == "json":
                print("[]")
            status(args, f"Nothing changed. Open {shown(args.out / 'site' / 'index.html')}")
            return DONE
        return _run("pack" if args.command == "pack" else "build", args)


def _run(name: str, args: Arguments) -> int:
    """Run a command. Its module is loaded only now, because it loads everything that a build needs."""
    modules = {
        "serve": "serve",
        "translate": "translate_command",
        "new": "new_command",
        "changes": "changes_command",
    }
    command: Callable[[Arguments], int] = getattr(
        import_module(f"toolkit.{modules.get(name, 'commands')}"), name
    )
    return command(args)


def _parser(root: Path) -> tuple[argparse.ArgumentParser, Collection[str]]:
    """The parser, and the names of all commands."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=root, metavar="DIR", help="the folder of another toolkit"
    )
    common.add_argument(
        "--out", type=Path, metavar="DIR", help="write the result elsewhere than ROOT/build"
    )
    common.set_defaults(overlay=None, toolkit=None, misfits=[])
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

    def command(name: str, help: str) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, parents=[common], help=help, description=help)
        if name in ("check", "build", "pack", "serve", "pages"):
            parser.add_argument(
                "--overlay", type=Path, metavar="DIR", help="lay a folder with overlay.yml over it"
            )
        return parser

    check = command("check", "look for mistakes only; takes a few seconds")
    check.add_argument(
        "--fix", action="store_true", help="write what a hint names in place of what is misspelt"
    )
    check.add_argument(
        "--links", action="store_true", help="also ask the addresses that are linked; takes minutes"
    )
    begin = command("new", "begin a record: asks what it needs, and writes its file")
    begin.add_argument(
        "kind",
        metavar="KIND",
        help="practice, agency, policy, ...; `site`: another toolkit, in DIR",
    )
    begin.add_argument(
        "folder", type=Path, nargs="?", default=Path("site"), metavar="DIR", help="an empty folder"
    )
    begin.add_argument(
        "--from",
        type=Path,
        metavar="FILE",
        dest="from_",
        help="a record for each row of a CSV file",
    )
    begin.add_argument("--id", default="", help="the name of its file, without the ending")
    begin.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="an answer; asks nothing"
    )
    command("build", "check, then build the site in build/site")
    pack = command("pack", "build, then copy the site for a USB stick to build/offline")
    pack.add_argument(
        "--languages",
        nargs="+",
        default=[],
        metavar="TAG",
        help="pack only these: --languages en es",
    )
    key = Path(named) if (named := os.environ.get(KEY_VARIABLE)) else None
    signs = f"sign with this secret key of minisign; by default the file that {KEY_VARIABLE} names"
    pack.add_argument("--key", type=Path, default=key, metavar="FILE", help=signs)
    pack.add_argument(
        "--book", nargs="*", metavar="TAG", help="also write a book to print: --book en es"
    )
    verify = command(
        "verify", "name each file of a packed copy that was changed, is missing or is extra"
    )
    verify.add_argument("copy", type=Path, metavar="FOLDER|ZIP", help="the copy")
    verify.add_argument("--key", default="", metavar="KEY", help=CHECKS)
    serve = command("serve", "build, show the site on this machine, and follow edits")
    serve.add_argument("--port", type=_port, default=8000, help="where to show the site")
    pages = command("pages", "write all pages as Markdown files into a folder")
    pages.add_argument(
        "folder", type=Path, metavar="DIR", help="an empty folder, or one that this command wrote"
    )
    changes = command(
        "changes", "say what is new, different and gone since another version, for who reviews it"
    )
    changes.add_argument(
        "before", type=Path, metavar="DIR", help="the folder of the version before"
    )
    test = command("test", "run the tests; installs what they need, or says what is missing")
    test.add_argument(
        "--all", action="store_true", help="also those of the real toolkit, which take minutes"
    )
    _add_translation(
        command("translate", "show what to translate next; export texts and import translations")
    )
    command("schema", "write the JSON Schema files that editors complete and check records with")
    return parser, commands.choices


def _add_translation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "language", nargs="?", help="a language of the site; without it: how far each language is"
    )
    task = parser.add_mutually_exclusive_group()
    task.add_argument(
        "--start", nargs="+", metavar="RECORD", help="create the files to translate records in"
    )
    task.add_argument(
        "--keep",
        nargs="+",
        metavar="FILE",
        help="the English changed only a little: translations fit",
    )
    exports = "write every text, or those of these records, to a PO file"
    task.add_argument("--export", nargs="+", metavar=("FILE", "RECORD"), help=exports)
    task.add_argument(
        "--import", metavar="FILE", dest="import_", help="take the texts of such a file over"
    )
    parser.add_argument(
        "--waiting", action="store_true", help="export only what is missing or outdated"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="who translates")
    trust = ("reviewed", "draft", "machine")
    parser.add_argument("--status", choices=trust, default="draft", help="how far to trust it")


def _port(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 0 < int(value) < 1 << 16):
        raise argparse.ArgumentTypeError(
            f"`{value}` is not a port; ports are numbers from 1 to 65535."
        )
    return int(value)
