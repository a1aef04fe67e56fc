"""What pages show of records beside their own: made once for all processes that make pages, and kept."""

from collections.abc import Mapping

from toolkit.cache import Cache, digest, program
from toolkit.join import Name
from toolkit.publish.form import Filler, Former

PLACE = "shown"
"""Its name in the cache."""


def know(former: Former, fillers: Mapping[str, Filler], faces: Mapping[Name, bytes], cache: Cache) -> None:
    """Let the cards of all records be made, and what they say in each language.

    `faces` are what each record's is made from. What is kept stays, but for those whose face differs.
    """
    key = program(), list(fillers), digest(repr(list(faces)).encode())
    kept = cache.get(PLACE, key)
    changed = list(faces)
    if kept:
        before, asks, as_markdown, as_html, gaps = kept
        changed = [name for name, face in faces.items() if before[name] != face]
        former.know(asks, as_markdown, as_html, changed)
        for language, filler in fillers.items():
            filler.in_gaps.update(gaps[language])
    if changed:
        former.make_cards(changed)
        asked = former.asked(changed)
        for filler in fillers.values():
            filler.know(asked)
        gaps = {language: dict(filler.in_gaps) for language, filler in fillers.items()}
        cache.put(PLACE, key, (dict(faces), former.writer.asks.order, former.writer.cards, former.cards, gaps))
