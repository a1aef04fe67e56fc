"""What goes out to a translator's tool and comes back, whatever the format of the file.

Each text goes with its context, `practice/id-night#steps`: where it stands. The file's head names the project, the
language and a base: a hash of all English texts and translations at the time. An import with another base could
overwrite newer work, so it is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256

from toolkit.check import unit_problem
from toolkit.gather.glossary import Term, breaches
from toolkit.join import Name
from toolkit.join.translations import TextState
from toolkit.problems import Problem, short
from toolkit.records import KINDS
from toolkit.records.declared import Spec, uncited
from toolkit.records.declared import fields as declared
from toolkit.records.plain import kept
from toolkit.records.text import Mistake, Note
from toolkit.records.translation import Unit

ANEW = "Export the file again, or save it anew in the translator's tool."
REFUSED = {
    "project": ("is for another project, `{}`.", "Import a file that was exported from `{}`."),
    "language": ("is in another language, `{}`.", "Import a file that is in `{}`."),
    "base": (
        "is for another edition: the English or its translations have changed since it was exported.",
        "Export the file again and bring the new translations over.",
    ),
}
"""What is wrong with a head, quoting what it says, and what to do, quoting what it should say."""

States = Mapping[Name, list[TextState]]


@dataclass(frozen=True)
class Head:
    """What a file is for."""

    project: str
    language: str
    base: str


@dataclass(frozen=True)
class Going:
    """A text on its way out."""

    context: str
    english: str
    text: str
    """Its translation; empty if there is none."""
    state: str
    made_from: str
    """The English that an outdated translation was made from; else empty."""
    notes: tuple[str, ...]
    """What the field means, and the words of the glossary."""


@dataclass(frozen=True)
class Coming:
    """A translation on its way in."""

    context: str
    english: str
    text: str
    line: int
    is_waiting: bool
    """Whether the file still says that somebody must look at it."""


@dataclass(frozen=True)
class Read:
    """What a file says: of each field of its head the value, with its line and the name that the format gives it."""

    head: Mapping[str, tuple[str, int, str]] = field(default_factory=dict)
    texts: Sequence[Coming] = ()
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class Imported:
    """What a file changes: units by record, each under its field and English."""

    changed: dict[Name, dict[tuple[str, str], Unit]]
    problems: list[Problem]


def head(states: States, language: str, project: str) -> Head:
    """The head of a file that is exported now."""
    told = "\n".join(
        f"{kind}/{id}\t{state.at}\t{state.english}\t{state.unit.text if state.unit else ''}"
        for (kind, id), texts in sorted(states.items())
        for state in texts
    )
    return Head(project, language, sha256(told.encode()).hexdigest()[:16])


def going(states: States, terms: Sequence[Term]) -> Iterator[Going]:
    """Every text once, in the order of the records."""
    for (kind, id), texts in states.items():
        once: dict[tuple[str, str], TextState] = {}
        for state in texts:
            once.setdefault((state.at, state.english), state)
        for state in once.values():
            found = [term for term in terms if term.pattern.search(state.english)]
            said = [f"glossary: {term.english} = {' / '.join(f'{word}…' for word in term.use)}" for term in found]
            yield Going(
                f"{kind}/{id}#{state.at}",
                state.english,
                (state.unit.text or "") if state.unit else "",
                state.state,
                state.unit.en if state.unit and state.state == "outdated" else "",
                (_meaning(kind, state.at), *said),
            )


def decoded(content: bytes, file: str) -> str | Problem:
    """The text of a file."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = "holds a letter that is not written in UTF-8."
        return Problem(file, line, "", what, "Save the file again with the encoding UTF-8.")


def broken_off(file: str, line: int) -> Problem:
    """A file that ends too early, or has something in it that is not of its format."""
    return Problem(file, line, "", "cannot be read from here on, as if a part of it were missing.", ANEW)


def taken(read: Read, file: str, states: States, wanted: Head, terms: Sequence[Term]) -> Imported:
    """What a file would change, or why it is refused: nothing is taken from a file with any problem."""
    problem = _head_problem(read, file, wanted)
    problems = [problem] if problem else list(read.problems)
    changed: dict[Name, dict[tuple[str, str], Unit]] = {}
    for coming in () if problems else read.texts:
        found = _unit(coming, file, states, terms)
        if isinstance(found, Problem):
            problems.append(found)
        elif found:
            name, unit = found
            changed.setdefault(name, {})[unit.at, unit.en] = unit
    return Imported({} if problems else changed, sorted(problems))


def _head_problem(read: Read, file: str, wanted: Head) -> Problem | None:
    for one in fields(wanted) if read.head or not read.problems else ():
        right = getattr(wanted, one.name)
        value, line, called = read.head.get(one.name, ("", 1, one.name))
        if value != right:
            what, fix = REFUSED[one.name]
            return Problem(file, line, called, what.format(short(value)), fix.format(right))
    return None


def _unit(coming: Coming, file: str, states: States, terms: Sequence[Term]) -> tuple[Name, Unit] | Problem | None:
    """The unit that a translation changes, or nothing if it says what is there already."""
    record, _, at = coming.context.partition("#")
    kind, _, id = record.partition("/")
    state = next((s for s in states.get((kind, id), []) if s.at == at and s.english == coming.english), None)

    def refused(what: str, fix: str) -> Problem:
        return Problem(file, coming.line, short(coming.context), what, fix)

    if not state:
        return refused("has a text that this toolkit does not have.", "Export the file again.")
    text = " ".join(coming.text.split())
    if state.unit and state.unit.text == text and (state.unit.en == state.english or coming.is_waiting):
        return None
    try:
        kept(Note, text, {})
    except Mistake as mistake:
        return refused(mistake.what, mistake.fix)
    broken = unit_problem(state.english, text) or next(breaches(terms, uncited(state.english), uncited(text)), None)
    return refused(*broken) if broken else ((kind, id), Unit(at=at, en=state.english, text=text))


def _meaning(kind: str, at: str) -> str:
    """What the declarations say of a field, for the translator."""
    part = KINDS[kind].of
    doc = ""
    for step in at.split("."):
        spec: Spec = declared(part)[step]
        doc = spec.doc
        part = (spec.item or spec).base
    return doc
