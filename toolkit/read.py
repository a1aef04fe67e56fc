"""All that was given, from files to the joined toolkit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from operator import itemgetter
from pathlib import Path

from toolkit.cache import Cache, Stamp, program
from toolkit.check import Entry, TranslationEntry, check, check_translations
from toolkit.gather import Attachment, Looked, Unread, look, sheets
from toolkit.gather.glossary import Term, glossaries
from toolkit.gather.hand import HandPage, hand_pages
from toolkit.gather.settings import Settings, settings
from toolkit.gather.synonyms import Synonyms, synonyms
from toolkit.gather.words import Strings, strings
from toolkit.join import Name, Toolkit, join
from toolkit.problems import Problem
from toolkit.processes import side_by_side
from toolkit.records.plain import Lists

Fit = Entry | TranslationEntry
MANY = 400
"""So many files are a share for one process: fewer are read sooner without another."""
SHARES = 16
"""Into how many shares they are dealt at most. The translations of a record, which say its English again, stand side
by side in one of them."""
SHARE = 10
"""All that is known is written anew once a tenth of it has changed."""


@dataclass(frozen=True)
class Read:
    """All that was given, checked and joined."""

    root: Path
    settings: Settings
    attachments: dict[Name, Attachment]
    """By kind and file name."""
    strings: Strings
    toolkit: Toolkit
    hand: list[HandPage]
    synonyms: dict[str, Synonyms]
    terms: dict[str, list[Term]]
    """Each language's glossary."""
    problems: list[Problem]
    notes: list[Problem] = field(default_factory=list)
    """What should be mended, but stops nothing."""

    @cached_property
    def sizes(self) -> dict[Name, int]:
        """Bytes of each attachment, by kind and file name."""
        return {name: attachment.size for name, attachment in self.attachments.items()}


def read(root: Path, cache: Cache | None = None) -> Read:
    """Everything up to the joined toolkit. `join` runs only when every record is fit.

    With a cache, a record that did not change since is neither read nor checked again.
    """
    site = settings(root)
    said = strings(site.languages)
    if site.problems:  # without the list of languages, much that is right would be called wrong
        return Read(root, site, {}, said, join([], [])[0], [], {}, {}, site.problems)
    hand, problems = hand_pages(root, site.languages)
    known = _Known(cache)
    looked = look(root, site.languages, known.stamps)
    meant, unsaid = synonyms(site.languages)
    terms, unclear = glossaries(site.languages)
    size = max(MANY, -(-len(looked.unread) // SHARES))
    shares = [looked.unread[i : i + size] for i in range(0, len(looked.unread), size)]
    checked = side_by_side([partial(_checked, share, looked.attachments, said.lists, terms) for share in shares])
    mistakes = [problem for _, told in checked for problem in told]
    problems = [*said.problems, *unsaid, *problems, *looked.problems, *mistakes, *unclear]
    fit = known.with_those(looked, [one for fresh, _ in checked for one in fresh])
    toolkit, dead = join(
        [one for one in fit if isinstance(one, Entry)],
        looked.attachments,
        [one for one in fit if isinstance(one, TranslationEntry)],
    )
    return Read(root, site, looked.attachments, said, toolkit, hand, meant, terms, sorted(problems or dead))


def _checked(
    unread: list[Unread], attachments: Mapping[Name, Attachment], lists: Lists, terms: Mapping[str, list[Term]]
) -> tuple[list[Fit], list[Problem]]:
    """What is fit of some files, and what is wrong with the others."""
    written, problems = sheets(unread)
    entries, mistakes = check([sheet for sheet in written if not sheet.language], attachments, lists)
    translations, others = check_translations([sheet for sheet in written if sheet.language], lists, terms)
    return [*entries, *translations], [*problems, *mistakes, *others]


class _Known:
    """The records and translations that were found fit before, by file, each with the stamp of the file.

    Kept in two parts: what was read at first, and what changed since. So a changed record costs no writing of all.
    """

    def __init__(self, cache: Cache | None) -> None:
        self.cache = cache
        self.first: dict[str, tuple[Stamp, Fit]] = (cache and cache.get("records", program())) or {}
        self.since: dict[str, tuple[Stamp, Fit]] = (cache and cache.get("records-since", program())) or {}
        self.all = self.first | self.since
        self.stamps = {file: stamp for file, (stamp, _) in self.all.items()}

    def with_those(self, looked: Looked, fresh: list[Fit]) -> list[Fit]:
        """What is fit now, in the order of the files; and kept for the next time."""
        new = {one.sheet.file: (looked.stamps[one.sheet.file], one) for one in fresh}
        now = {file: self.all[file] for file in looked.unchanged} | new
        if self.cache and new:
            self.since |= {file: kept for file, kept in new.items() if _lasts(kept[1])}
            if len(self.since) * SHARE < len(self.first):
                self.cache.put("records-since", program(), self.since)
            else:
                self.cache.put("records", program(), {f: kept for f, kept in now.items() if _lasts(kept[1])})
                self.cache.put("records-since", program(), {})
        return [one for _, (_, one) in sorted(now.items(), key=itemgetter(0))]


def _lasts(one: Fit) -> bool:
    """Whether it can be kept: a record with an attachment is checked against it each time."""
    return not (isinstance(one, Entry) and getattr(one.record, "file", None))
