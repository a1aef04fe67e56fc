"""gettext PO files out and in, for the tools that translators use.

A message's context says where the text stands, `practice/id-night#steps`; its comments say what the field means, what
it is a translation of, and in what state. The header names the project and a base: a hash of all English texts and
translations at the time. An import with another base could overwrite newer work, so it is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po
from pydantic import TypeAdapter, ValidationError

from toolkit.check import unit_problem
from toolkit.join import Name
from toolkit.join.translations import TextState
from toolkit.problems import Problem, short
from toolkit.records import KINDS
from toolkit.records.declared import Spec, fields
from toolkit.records.text import Note
from toolkit.records.translation import Unit

PROJECT = "Project-Id-Version"
BASE = "X-Toolkit-Base"
LANGUAGE = "Language"
EDITION = "is for another edition: the English or its translations have changed since it was exported."
NOTE: TypeAdapter[str] = TypeAdapter(Note)

States = Mapping[Name, list[TextState]]


@dataclass(frozen=True)
class Imported:
    """What a PO file changes: units by record, each under its field and English."""

    changed: dict[Name, dict[tuple[str, str], Unit]]
    problems: list[Problem]


def base(states: States) -> str:
    """A hash of every English text and its translation: another base is another edition."""
    told = "\n".join(
        f"{kind}/{id}\t{state.at}\t{state.english}\t{state.unit.text if state.unit else ''}"
        for (kind, id), texts in sorted(states.items())
        for state in texts
    )
    return sha256(told.encode()).hexdigest()[:16]


def export(states: States, language: str, project: str) -> bytes:
    """A PO file with every text; outdated ones are fuzzy and carry the English they were made from."""
    catalog = Catalog(fuzzy=False)
    for name, texts in states.items():
        seen = set()
        for state in texts:
            if (state.at, state.english) in seen:
                continue
            seen.add((state.at, state.english))
            outdated = state.state == "outdated"
            told = [_meaning(name[0], state.at), f"state: {state.state}"]
            told += [f"was: {state.unit.en}"] if outdated and state.unit else []
            catalog.add(
                state.english,
                (state.unit.text or "") if state.unit else "",
                context=f"{name[0]}/{name[1]}#{state.at}",
                auto_comments=told,
                flags=["fuzzy"] if outdated else [],
            )
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True)
    head = {
        PROJECT: project,
        LANGUAGE: language,
        BASE: base(states),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    rows = "".join(f'"{key}: {value}\\n"\n' for key, value in head.items())
    return f'msgid ""\nmsgstr ""\n{rows}\n'.encode() + out.getvalue()


def read(content: bytes, file: str, states: States, language: str, project: str) -> Imported:
    """What a PO file would change, or why it is refused: nothing is taken from a file with any problem."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = "holds a letter that is not written in UTF-8."
        return _refused(Problem(file, line, "", what, "Save the file again with the encoding UTF-8."))
    try:
        catalog = read_po(BytesIO(text.encode()), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        what = "cannot be read from here on, as if a part of it were missing."
        return _refused(
            Problem(file, line + 1, "", what, "Export the file again, or save it anew in the translator's tool.")
        )
    problem = _head_problem(_header(text), file, states, language, project)
    if problem:
        return _refused(problem)
    changed: dict[Name, dict[tuple[str, str], Unit]] = {}
    problems: list[Problem] = []
    for message in catalog:
        if not message.id or not message.string:
            continue
        found = _unit(message, file, states)
        if isinstance(found, Problem):
            problems.append(found)
        elif found:
            name, unit = found
            changed.setdefault(name, {})[unit.at, unit.en] = unit
    return Imported({} if problems else changed, sorted(problems))


def _unit(message: Message, file: str, states: States) -> tuple[Name, Unit] | Problem | None:
    """The unit that a message changes, or nothing if it says what is there already."""
    context, english, given = message.context or "", str(message.id), str(message.string)
    line = message.lineno or 1
    record, _, at = context.partition("#")
    kind, _, id = record.partition("/")
    state = next((s for s in states.get((kind, id), []) if s.at == at and s.english == english), None)
    if not state:
        return Problem(
            file, line, short(context), "has a text that this toolkit does not have.", "Export the file again."
        )
    if state.unit and state.unit.en == english and state.unit.text == given:
        return None
    if state.state == "outdated" and state.unit and state.unit.text == given and "fuzzy" in message.flags:
        return None
    try:
        NOTE.validate_python(given)
    except ValidationError as error:
        told = error.errors()[0].get("ctx", {})
        return Problem(file, line, short(context), str(told.get("what", "cannot be taken.")), str(told.get("fix", "")))
    told_of = unit_problem(english, given)
    if told_of:
        return Problem(file, line, short(context), *told_of)
    return (kind, id), Unit(at=at, en=english, text=given)


def _head_problem(
    head: Mapping[str, tuple[str, int]], file: str, states: States, language: str, project: str
) -> Problem | None:
    wanted = (
        (PROJECT, project, "is for another project, `{}`.", f"Import a file that was exported from `{project}`."),
        (LANGUAGE, language, "is in another language, `{}`.", f"Import it as that language, not as `{language}`."),
        (BASE, base(states), EDITION, "Export the file again and bring the new translations over."),
    )
    for key, right, what, fix in wanted:
        value, line = head.get(key.lower(), ("", 1))
        if value != right:
            return Problem(file, line, key, what.format(short(value)), fix)
    return None


def _refused(problem: Problem) -> Imported:
    return Imported({}, [problem])


def _header(text: str) -> dict[str, tuple[str, int]]:
    """The header's fields with their lines, read here because Babel keeps only those it knows."""
    found: dict[str, tuple[str, int]] = {}
    for line, row in enumerate(text.splitlines(), 1):
        if row.startswith('"') and ": " in row:
            key, _, value = row.strip('"').partition(": ")
            found[key.lower()] = value.removesuffix("\\n"), line
        elif found and not row.startswith('"'):
            break
    return found


def _meaning(kind: str, at: str) -> str:
    """What the declarations say of a field, for the translator."""
    part = KINDS[kind].of
    doc = ""
    for step in at.split("."):
        spec: Spec = fields(part)[step]
        doc = spec.doc
        part = (spec.item or spec).base
    return doc
