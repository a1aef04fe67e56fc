"""All that was given, from files to the joined toolkit."""

from dataclasses import dataclass
from pathlib import Path

from toolkit.check import check, check_translations
from toolkit.gather import Gathered, gather
from toolkit.gather.glossary import Term, glossaries
from toolkit.gather.hand import HandPage, hand_pages
from toolkit.gather.synonyms import Synonyms, synonyms
from toolkit.gather.words import Settings, Strings, settings, strings
from toolkit.join import Toolkit, join
from toolkit.problems import Problem


@dataclass(frozen=True)
class Read:
    """All that was given, checked and joined."""

    root: Path
    settings: Settings
    gathered: Gathered
    strings: Strings
    toolkit: Toolkit
    hand: list[HandPage]
    synonyms: dict[str, Synonyms]
    terms: dict[str, list[Term]]
    """Each language's glossary."""
    problems: list[Problem]


def read(root: Path) -> Read:
    """Everything up to the joined toolkit. `join` runs only when every record is fit."""
    site = settings(root)
    said = strings(site.languages)
    hand, problems = hand_pages(root, site.languages)
    gathered = gather(root, site.languages)
    entries, mistakes = check(gathered.sheets, gathered.attachments, said.lists)
    meant, unsaid = synonyms(site.languages)
    terms, unclear = glossaries(site.languages)
    translations, mistranslated = check_translations(gathered.translations, said.lists, terms)
    problems = [*said.problems, *unsaid, *problems, *gathered.problems, *mistakes, *unclear, *mistranslated]
    toolkit, dead = join(entries, gathered.attachments, translations)
    return Read(root, site, gathered, said, toolkit, hand, meant, terms, sorted(problems or dead))
