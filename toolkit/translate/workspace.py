"""A translator's tasks in a language."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from pydantic import TypeAdapter, ValidationError

from toolkit.diagnostics import Diagnostic, Problem, shorten, worded
from toolkit.linking import record_file
from toolkit.project import Project
from toolkit.schema import KINDS, Key
from toolkit.schema.fields import Note, Translatable
from toolkit.schema.introspect import marked_fields
from toolkit.schema.markup import uncited
from toolkit.schema.translation import Translation, Unit
from toolkit.sources.doc_pages import FRONT_MATTER, DocPage
from toolkit.sources.field_errors import describe
from toolkit.sources.word_lists import Term, breaches
from toolkit.sources.yaml_reader import decode
from toolkit.translate import po
from toolkit.translate.sidecar import NOT_NAMED, merge, sidecar_text
from toolkit.translation import STATUSES, WAITING, TextStatus
from toolkit.validate import markup_mismatch

DIGEST_LINE = re.compile(r"\nof:.*")
SHOWN_AT_ONCE = 20
"""How many texts to show a translator: an hour's work."""
KINDS_AS_MET = list(dict.fromkeys(["strategy", "principle", "practice", *KINDS]))
"""Kinds in the order in which visitors meet them from the start page."""

Changes = dict[Key, dict[tuple[str, str], Unit]]
"""New units by record, each under its field and English."""

_NOTE: TypeAdapter[str] = TypeAdapter(Note)


@dataclass(frozen=True)
class Workspace:
    """A language's work: every record with the status of its texts."""

    project: Project
    language: str

    @cached_property
    def statuses(self) -> Mapping[Key, Sequence[TextStatus]]:
        """The status of each record's texts."""
        library = self.project.library
        return {key: library.statuses(self.language, key) for key in library.records}

    def counts(self) -> dict[str, int]:
        """How many texts have each status."""
        counts = dict.fromkeys(STATUSES, 0)
        for texts in self.statuses.values():
            for text in texts:
                counts[text.status] += 1
        return counts

    def waiting(self) -> Iterator[tuple[str, TextStatus]]:
        """Texts that wait for a translator, with their file: outdated before missing, and most read first.

        Most read: the kinds nearest the start page, then the records that most others refer to.
        """

        by_rank = sorted(self.statuses, key=self._rank)
        for status in WAITING:
            for key in by_rank:
                file = record_file(key, self.language)
                for text in self.statuses[key]:
                    if text.status == status:
                        yield file, text

    def _rank(self, key: Key) -> tuple[int, int, Key]:
        """Where a record stands among those to translate."""
        references = len(self.project.library.backlinks.get(key, ()))
        return KINDS_AS_MET.index(key[0]), -references, key

    def mark_current(self, key: Key, credit: Translation) -> list[str]:
        """Declare that a record's outdated translations still fit: the change in English was minor."""
        fitting: dict[tuple[str, str], Unit] = {}
        for text in self.statuses[key]:
            if text.status == "outdated" and text.unit:
                unit = text.unit.model_copy(update={"en": text.english})
                fitting[text.field, text.english] = unit
        return self.write({key: fitting}, credit)

    def mark_page_current(self, page: DocPage, english: DocPage) -> list[str]:
        """Declare that an authored page is a translation of the English page as it is now."""
        path = self.project.root / page.file
        text = path.read_text("utf-8")
        front = FRONT_MATTER.match(text)
        if not front:
            return []
        fields = DIGEST_LINE.sub("", front[1])
        body = text[front.end(1) :]
        if _replaced(path, f"{fields}\nof: {english.digest}{body}"):
            return [page.file]
        return []

    def write(self, changes: Changes, credit: Translation, is_import: bool = False) -> list[str]:
        """Write these records' sidecars. `credit` signs new ones, on import unsigned ones. Returns files written."""
        written: list[str] = []
        for key, units in changes.items():
            file = record_file(key, self.language)
            before = self.project.library.translations.get((self.language, key))
            credited = _credited(before, credit, is_import)
            translation = merge(before, self.statuses[key], units, credited)
            if _replaced(self.project.root / file, sidecar_text(translation, file)):
                written.append(file)
        return written

    def export(self, only: Collection[Key] = (), is_waiting: bool = False) -> bytes:
        """Texts as a PO file, in the order of the records: all, those of `only` these records, or those that wait."""
        catalog = Catalog(fuzzy=False)
        for (context, english), (key, text) in self._texts.items():
            if only and key not in only:
                continue
            if is_waiting and text.status not in WAITING:
                continue
            catalog.add(
                english,
                _translated(text),
                context=context,
                auto_comments=list(self._comments(key, text)),
                flags=["fuzzy"] if _is_outdated(text) else [],
            )
        return po.write(catalog, self._header)

    def _comments(self, key: Key, text: TextStatus) -> Iterator[str]:
        """What a translator is told of a text: what its field means, the words to use, its status."""
        kind, _ = key
        yield marked_fields(KINDS[kind].model, Translatable)[text.field].doc
        for term in self._terms:
            if term.pattern.search(text.english):
                words = " / ".join([f"{word}…" for word in term.use])
                yield f"glossary: {term.en} = {words}"
        yield po.status_comment(text.status, _translated(text))
        if text.unit and _is_outdated(text):
            yield f"was: {text.unit.en}"

    def import_file(
        self, content: bytes, file: str, credit: Translation
    ) -> tuple[list[str], list[Diagnostic]]:
        """Take the translations of a PO file, text by text. Returns the files written, and why others were not taken.

        Nothing is taken of a file that is damaged, or for another project or language.
        """
        text = decode(content, file)
        if isinstance(text, Diagnostic):
            return [], [text]
        parsed = po.parse(text, file)
        diagnostics = self._header_mismatch(parsed, file) or list(parsed.diagnostics)
        if diagnostics:
            return [], sorted(diagnostics)
        changes, diagnostics = self._changes_in(parsed, file, credit.status)
        return self.write(changes, credit, is_import=True), sorted(diagnostics)

    @property
    def _terms(self) -> Sequence[Term]:
        """The glossary of the language."""
        return self.project.glossaries.get(self.language, ())

    @cached_property
    def _header(self) -> Mapping[str, str]:
        """The header of an exported file."""
        return {po.PROJECT: self.project.settings.name, po.LANGUAGE: self.language}

    @cached_property
    def _texts(self) -> dict[tuple[str, str], tuple[Key, TextStatus]]:
        """Texts with their record, by context and English: a text that a field has twice is a single text."""
        texts: dict[tuple[str, str], tuple[Key, TextStatus]] = {}
        for key, statuses in self.statuses.items():
            kind, id = key
            for status in statuses:
                context = f"{kind}/{id}#{status.field}"
                texts.setdefault((context, status.english), (key, status))
        return texts

    def _header_mismatch(self, parsed: po.ParsedFile, file: str) -> list[Diagnostic]:
        """A diagnostic for the first wrong field, unless the file is damaged before its header."""
        if parsed.diagnostics and not parsed.header:
            return []
        for name, expected in self._header.items():
            value, line = parsed.header.get(name, ("", 1))
            if value != expected:
                problem = worded(f"po-{name}", value=shorten(value), wanted=expected)
                return [Diagnostic(file, line, name, *problem)]
        return []

    def _changes_in(
        self, parsed: po.ParsedFile, file: str, new_status: str
    ) -> tuple[Changes, list[Diagnostic]]:
        """The changes that a translator made in a file, and why some of them cannot be taken."""
        changes: Changes = {}
        diagnostics: list[Diagnostic] = []
        for message in parsed.messages:
            context = message.context or ""
            english = str(message.id)
            text = " ".join(str(message.string).split())
            key, status = self._texts.get((context, english), (None, None))
            if not _is_changed(message, text, status):
                continue
            problem = _conflict(message, text, status) or _problem(english, text, self._terms)
            if problem:
                line = message.lineno or 1
                diagnostics.append(Diagnostic(file, line, shorten(context), *problem))
            elif key and status:
                unit = Unit.model_construct(
                    at=status.field, en=status.english, text=text, status=new_status
                )
                changes.setdefault(key, {})[unit.at, unit.en] = unit
        return changes, diagnostics


def _translated(text: TextStatus) -> str:
    """A text's translation, even an outdated one; empty if there is none."""
    return (text.unit and text.unit.text) or ""


def _is_outdated(text: TextStatus) -> bool:
    return text.status == "outdated" and text.unit is not None


def _credited(before: Translation | None, credit: Translation, is_import: bool) -> Translation:
    """Whose translation it is: `credit`'s if it is new or, on import, if nobody has signed it yet."""
    if not before:
        return credit
    if is_import and _is_unsigned(before, credit):
        return credit
    return before


def _is_unsigned(translation: Translation, credit: Translation) -> bool:
    """Whether `credit` may sign a translation: nobody is named, or nobody has translated anything yet."""
    if translation.by == NOT_NAMED:
        return True
    is_empty = not any(unit.text for unit in translation.texts)
    return is_empty and credit.by != NOT_NAMED


def _is_changed(message: Message, text: str, status: TextStatus | None) -> bool:
    """Whether a translator changed or confirmed a translation that is not in the records yet."""
    exported, digest = po.exported_as(message)
    if digest == po.digest(text) and (message.fuzzy or exported != "outdated"):
        return False
    unit = status and status.unit
    return not (unit and unit.text == text and (unit.en == message.id or message.fuzzy))


def _conflict(message: Message, text: str, status: TextStatus | None) -> Problem | None:
    """Why a translation has no place in the records as they are now."""
    if not status:
        return worded("po-unknown-text")
    unit = status.unit
    if not unit or not unit.text or unit.en != status.english:
        return None
    _, exported_digest = po.exported_as(message)
    if po.digest(unit.text) == exported_digest:
        return None
    return worded("po-changed-since", theirs=unit.text, yours=text)


def _replaced(path: Path, text: str) -> bool:
    """Write a file if its text differs. Returns whether it did."""
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8", newline="\n")
    return True


def _problem(english: str, text: str, terms: Sequence[Term]) -> Problem | None:
    """What is wrong with a translation, and what to do."""
    try:
        _NOTE.validate_python(text)
    except ValidationError as error:
        return describe(error.errors()[0])
    mismatch = markup_mismatch(english, text)
    if mismatch:
        return mismatch
    return next(breaches(terms, uncited(english), uncited(text)), None)
