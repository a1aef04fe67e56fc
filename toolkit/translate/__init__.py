"""What a translator does: see what comes next, take it away, bring it back.

Reads and writes only sidecars, the files `id.es.yml` beside the records.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.check import translation_of
from toolkit.gather.glossary import Term
from toolkit.gather.hand import HandPage
from toolkit.join import Name, Toolkit
from toolkit.join.translations import STATES, TextState
from toolkit.problems import Problem
from toolkit.records.translation import Translation, Unit
from toolkit.translate import po, xliff
from toolkit.translate.exchange import Going, Head, Read, decoded, going, head, taken
from toolkit.translate.sidecar import Credit, sidecar_file, updated, write

ENDINGS: dict[str, tuple[Callable[[Iterable[Going], Head], bytes], Callable[[str, str], Read]]] = {
    ".po": (po.write, po.read),
    ".xlf": (xliff.write, xliff.read),
}
"""By the ending of a file's name, how it is written and read."""
OF = re.compile(r"\nof:.*")
NEXT = 20
"""How many texts to show at once: an hour's work."""
FIRST = ("strategy", "principle", "practice", "agency", "policy", "curriculum", "outreach", "podcast", "publication")
"""Kinds in the order that visitors meet them from the start page."""


@dataclass(frozen=True)
class Desk:
    """One language's work: every record with the state of its texts."""

    root: Path
    toolkit: Toolkit
    language: str
    project: str
    terms: Sequence[Term] = ()
    """The language's glossary."""

    @property
    def states(self) -> Mapping[Name, list[TextState]]:
        """Every record's texts."""
        return self.toolkit.text_states(self.language)

    def counts(self) -> dict[str, int]:
        """How many texts are in each state."""
        count = Counter(state.state for texts in self.states.values() for state in texts)
        return {state: count[state] for state in STATES}

    def waiting(self) -> Iterator[tuple[str, TextState]]:
        """Texts that wait for a translator, with their file: outdated before missing, and what is read most first.

        Read most: the kinds nearest the start page, then the records that most others lead to.
        """
        ranked = sorted(
            self.states.items(),
            key=lambda row: (FIRST.index(row[0][0]), -len(self.toolkit.pointers.get(row[0], ())), row[0]),
        )
        for wanted in ("outdated", "missing"):
            for name, texts in ranked:
                yield from ((sidecar_file(name, self.language), state) for state in texts if state.state == wanted)

    def start(self, names: Iterable[Name], credit: Credit) -> list[str]:
        """Make or complete the sidecars of records, with a place for every text. Gives the files written."""
        return self._write({name: {} for name in names}, credit)

    def keep(self, name: Name, credit: Credit) -> list[str]:
        """Say that a record's outdated translations still fit: the change in English was minor."""
        fitting = {
            (state.at, state.english): state.unit.but(en=state.english)
            for state in self.states[name]
            if state.state == "outdated" and state.unit
        }
        return self._write({name: fitting}, credit)

    def keep_page(self, page: HandPage, english: HandPage) -> list[str]:
        """Say that a page written by hand is a translation of the English page as it is now."""
        path = self.root / page.file
        text = path.read_text("utf-8")
        front, end, body = text.partition("\n---\n")
        stamped = f"{OF.sub('', front)}\nof: {english.hash}{end}{body}"
        if stamped == text:
            return []
        path.write_text(stamped, "utf-8", newline="\n")
        return [page.file]

    def take_away(self, file: str) -> bytes:
        """Everything as a file for a translator's tool, in the format of its name."""
        states = self.states
        write, _ = ENDINGS[Path(file).suffix]
        return write(going(states, self.terms), head(states, self.language, self.project))

    def bring_back(self, content: bytes, file: str, credit: Credit) -> tuple[list[str], list[Problem]]:
        """Take the changes of such a file, all or none. Gives the files written, or why it is refused."""
        text = decoded(content, file)
        if isinstance(text, Problem):
            return [], [text]
        states = self.states
        _, read = ENDINGS[Path(file).suffix]
        wanted = head(states, self.language, self.project)
        imported = taken(read(text, file), file, states, wanted, self.terms)
        if imported.problems:
            return [], imported.problems
        changed: dict[Name, dict[tuple[str, str], Unit]] = {}
        for name, units in imported.changed.items():
            known = self._known(name)
            own = credit.status if known and credit.status != known.status else None
            changed[name] = {key: unit.but(status=own) for key, unit in units.items()}
        return self._write(changed, credit), []

    def _write(self, changed: dict[Name, dict[tuple[str, str], Unit]], credit: Credit) -> list[str]:
        written = []
        states = self.states
        for name, units in changed.items():
            file = sidecar_file(name, self.language)
            if write(self.root, file, updated(self._known(name), states[name], units, credit)):
                written.append(file)
        return written

    def _known(self, name: Name) -> Translation | None:
        found = self.toolkit.translations.get((self.language, name))
        return translation_of(found) if found else None
