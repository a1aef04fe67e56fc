"""What somebody asked for on the command line. It does not change while a command runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # reads YAML, which "Nothing changed" does without
    from toolkit.diagnostics import Diagnostic


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options of all commands. Those that a command does not take have their defaults."""

    command: str
    root: Path
    """The toolkit's folder; with an overlay, the folder that has the files of both."""
    out: Path
    format: str
    """How mistakes are printed: `text`, `github` or `json`."""
    overlay: Path | None = None
    """The folder that is laid over the toolkit."""
    misfits: tuple["Diagnostic", ...] = ()
    """What in the overlay does not fit the toolkit, or no longer."""

    fix: bool = False
    """check: apply the suggested corrections."""
    links: bool = False
    """check: ask the addresses that are linked."""
    next: int = 0
    """check: list what to read against its sources in the next so many hours."""

    kind: str = ""
    """new: the kind of record, or `site`."""
    folder: Path = Path()
    """new site, pages: the folder to write into."""
    table: Path | None = None
    """new: the CSV file with a record in each row."""
    id: str = ""
    """new: the name of the record's file, without the ending."""
    answers: Sequence[str] = ()
    """new: `FIELD=VALUE`."""

    languages: Sequence[str] = ()
    """build, pack, serve: only these languages of the site; empty for all."""
    secret_key: Path | None = None
    """pack: the file of the key to sign with."""
    book: Sequence[str] | None = None
    """pack: the languages of the books to write; empty for those that practices are in, None for no book."""

    copy: Path = Path()
    """verify: the copy, a folder or a zip."""
    public_key: str = ""
    """verify: the publisher's public key, or its file."""

    records: Sequence[str] = ()
    """ask: `KIND/ID` of each record to ask about."""

    port: int = 0
    """serve: where the site is shown."""
    before: Path = Path()
    """changes: the folder of the version before."""
    all: bool = False
    """test: the tests of the real toolkit, too."""

    language: str | None = None
    """translate: the language; None for a table of all."""
    start: Sequence[str] = ()
    """translate: the records to create files for."""
    keep: Sequence[str] = ()
    """translate: the files whose English changed only a little."""
    export: Sequence[str] = ()
    """translate: the PO file to write, then records."""
    import_: str = ""
    """translate: the file to take texts from."""
    waiting: bool = False
    """translate: export only what is missing or outdated."""
    by: str = ""
    """translate: who translates."""
    status: str = ""
    """translate: how far to trust it."""
