"""What was just saved, records and pages by hand, shown before the whole site is built again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from toolkit.cache import Cache
from toolkit.check import Entry, TranslationEntry, check, check_translations
from toolkit.gather import SIDECAR, Unread, sheet_of
from toolkit.gather.glossary import glossaries
from toolkit.gather.hand import hand_pages
from toolkit.join import Lazily, Name, references, target_of
from toolkit.pages import lister, writer
from toolkit.publish import Finisher
from toolkit.publish.assets import assets
from toolkit.publish.chrome import Chrome
from toolkit.read import Read, read
from toolkit.records import KINDS
from toolkit.site.chrome import NotAlone, chrome_of, rendered_by_hand

Key = TypeVar("Key")
Value = TypeVar("Value")
FOLDERS = {kind.folder: kind.id for kind in KINDS.values()}


class Preview:
    """A toolkit held in memory, one save ahead of the built site."""

    def __init__(self, root: Path, cache: Cache) -> None:
        self.root, self.cache = root, cache
        self.forget()

    def forget(self) -> None:
        """Show nothing until the next refresh."""
        self.found: Read | None = None
        self.chrome: Chrome | None = None

    def refresh(self) -> None:
        """Read what the last build was made from, and the theme around its pages."""
        found = read(self.root, self.cache)
        if not found.problems:
            with chrome_of(found, self.cache, assets().names) as rendered:
                chrome, problems = rendered()
            if not problems:
                self.found, self.chrome = found, chrome

    def pages(self, saved: Collection[Path]) -> dict[str, bytes]:
        """The saved pages in every language, by name in the site; none of what is new or not fit.

        What shows them elsewhere, lists and neighbors and the index, waits for the build. So does what stands around
        them, whether links lead somewhere, and a page by hand if settings bring plugins, hooks or templates.
        """
        return {**self._of_records(saved), **self._by_hand(saved)}

    def _of_records(self, saved: Iterable[Path]) -> dict[str, bytes]:
        changed = {name for path in saved for name in self._taken(path)}
        found, chrome = self.found, self.chrome
        if not found or not chrome or not changed:
            return {}
        words, first = found.strings.words, found.settings.languages[0]
        made = {}
        for language, own in words.items():
            written = writer(found.toolkit, words, language, found.strings.lists, found.sizes)
            finisher = Finisher(chrome, own, language == first)
            for name in changed:
                page = written.record(written.toolkit.entries[name])
                made[finisher.name(page)] = finisher.html(page)
        return made

    def _by_hand(self, saved: Iterable[Path]) -> dict[str, bytes]:
        found, chrome = self.found, self.chrome
        if not found or not chrome or not any(path.is_relative_to(self.root / "docs") for path in saved):
            return {}
        words, first = found.strings.words, found.settings.languages[0]
        hand, mistakes = hand_pages(self.root, words)
        before = {page.file: page for page in found.hand}
        changed = {page.path for page in hand if page.file in before and page != before[page.file]}
        if mistakes or not changed:
            return {}
        found = replace(found, hand=hand)
        try:
            rendered, problems = rendered_by_hand(found, changed, assets().names)
        except NotAlone:
            return {}
        if problems:
            return {}
        chrome = replace(chrome, written={**chrome.written, **rendered})
        self.found, self.chrome = found, chrome
        made = {}
        for language, own in words.items():
            written = lister(found.toolkit, words, language, found.strings.lists, found.sizes)
            finisher = Finisher(chrome, own, language == first)
            for page in written.hand(hand):
                if page.path in changed:
                    made[finisher.name(page)] = finisher.html(page)
        return made

    def _taken(self, path: Path) -> Iterable[Name]:
        """The name of the record in a saved file, once it has been put in the place of the former one."""
        found = self.found
        file = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""
        kind = FOLDERS.get(file.rpartition("/")[0])
        if not found or not kind or path.suffix != ".yml" or not path.is_file():
            return []
        sidecar = SIDECAR.fullmatch(path.name)
        id, language = (sidecar[1], sidecar[2]) if sidecar else (path.stem, "")
        name = kind, id
        sheet, problems = sheet_of(Unread(path, file, kind, id, language))
        if not sheet or problems or name not in found.toolkit.entries:
            return []
        fit: list[Entry] | list[TranslationEntry]
        if language:
            terms, _ = glossaries([language])
            fit, _ = check_translations([sheet], found.strings.lists, terms)
            known, kept = found.toolkit, [one.values for one in fit]
            translations, faces = (_with(one, (language, name), kept) for one in (known.translations, known.faces))
            self.found = replace(found, toolkit=replace(known, translations=translations, faces=faces))
        else:
            entries = found.toolkit.entries
            fit, _ = check([sheet], found.attachments, found.strings.lists)
            fit = [e for e in fit if all(target_of(id, kinds, entries) for _, id, kinds in references(e.record))]
            entries = _with(entries, name, fit)
            self.found = replace(found, toolkit=replace(found.toolkit, entries=entries))
        return [name] if fit else []


def _with(known: Mapping[Key, Value], name: Key, fit: Sequence[Value]) -> Mapping[Key, Value]:
    """The same values, but for one in the place of the former of its name, if it is fit."""
    new = dict(zip([name], fit, strict=False))
    return Lazily(dict.fromkeys([*known, *new]), lambda key: new[key] if key in new else known[key])
