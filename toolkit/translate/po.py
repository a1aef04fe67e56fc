"""gettext PO files, for the tools that most translators use.

A message's comments say what its field means and in what state it is; an outdated one is fuzzy and carries the
English that it was made from.
"""

from collections.abc import Iterable
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from toolkit.translate.exchange import Coming, Going, Head, Read, broken_off

FIELDS = {"project": "Project-Id-Version", "language": "Language", "base": "X-Toolkit-Base"}
"""What the header calls the fields of `Head`."""


def write(texts: Iterable[Going], head: Head) -> bytes:
    """The file to take away."""
    catalog = Catalog(fuzzy=False)
    for one in texts:
        catalog.add(
            one.english,
            one.text,
            context=one.context,
            auto_comments=[
                *one.notes,
                f"state: {one.state}",
                *([f"was: {one.made_from}"] if one.made_from else []),
            ],
            flags=["fuzzy"] if one.state == "outdated" else [],
        )
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True)
    rows = {called: getattr(head, name) for name, called in FIELDS.items()} | {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    header = "".join(f'"{key}: {value}\\n"\n' for key, value in rows.items())
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + out.getvalue()


def read(text: str, file: str) -> Read:
    """What a file says that was brought back."""
    try:
        catalog = read_po(StringIO(text), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        return Read(problems=[broken_off(file, (getattr(error, "lineno", None) or 0) + 1)])
    return Read(
        _header(text),
        [
            Coming(
                message.context or "",
                str(message.id),
                str(message.string),
                message.lineno or 1,
                "fuzzy" in message.flags,
            )
            for message in catalog
            if message.id and message.string
        ],
    )


def _header(text: str) -> dict[str, tuple[str, int, str]]:
    """The header's fields with their lines, read here because Babel keeps only those it knows."""
    names = {called.lower(): name for name, called in FIELDS.items()}
    found: dict[str, tuple[str, int, str]] = {}
    has_begun = False
    for line, row in enumerate(text.splitlines(), 1):
        is_row = row.startswith('"') and ": " in row
        if is_row:
            key, _, value = row.strip('"').partition(": ")
            if key.lower() in names:
                found[names[key.lower()]] = value.removesuffix("\\n"), line, key
        elif has_begun and not row.startswith('"'):
            break
        has_begun = has_begun or is_row
    return found
