"""A toolkit of that many records, the same every time: `python -m bench.speed.generated FOLDER 1000 en,es,pt,vi,ar`.

The words are those of the real records, as often as they come there; so is the length of each text. Every record is
translated into every language, with the words turned round.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from toolkit.gather.glossary import glossaries
from toolkit.join.translations import translatable
from toolkit.read import read

ROOT = Path(__file__).parent.parent.parent
KINDS = ("agency", "practice", "practice", "practice", "outreach", "publication", "practice", "policy")
"""Of every eight records."""
FOLDERS = {"agency": "agencies"}
WORD = re.compile(r"[A-Za-z']+")
TOPICS = ("interpreting", "liaisons", "hiring", "youth", "media", "u-visas", "tips", "workers", "surveys", "dialogue")
COMMUNITIES = ("somali", "hispanic", "hmong", "lao", "mexican", "refugees", "vietnamese", "haitian")
STATES = ("ia", "mn", "ma", "tn", "ok", "fl", "ca", "co", "nd", "wa", "nv", "nc", "tx", "oh")
TRANSLATED = {"title", "summary", "context", "place", "problem", "steps", "run_by", "staffing", "resources", "results"}
TRANSLATED |= {"lessons", "contents", "unknown"}
EFFORTS = ("not-stated", "not-stated", "two-hours-a-week", "part-time", "one-post", "unit")


class Text:
    """Sentences by chance."""

    def __init__(self) -> None:
        terms = {word for term in glossaries(["en", "es"])[0]["es"] for word in term.english.split()}
        count: Counter[str] = Counter()
        for entry in read(ROOT).toolkit.entries.values():
            for _, _, said in translatable(entry):
                count.update(word for word in WORD.findall(said.lower()) if not word.startswith(tuple(terms)))
        self.words, self.weights = list(count), list(count.values())
        self.chance = random.Random(1)

    def some(self, number: int) -> str:
        """That many words."""
        return " ".join(self.chance.choices(self.words, self.weights, k=number)).capitalize()

    def said(self, sentences: int) -> str:
        """Sentences, each with its source."""
        chance = self.chance.randint
        return " ".join(f"{self.some(chance(8, 18))}.[@s{chance(1, 3)}]" for _ in range(sentences))

    def few(self, most: int, sentences: int = 1) -> list[str]:
        """Some texts."""
        return [self.said(sentences) for _ in range(self.chance.randint(1, most))]


def record(kind: str, number: int, text: Text, agencies: list[str]) -> dict[str, Any]:
    """One record's fields."""
    pick = text.chance.choice
    made: dict[str, Any] = {
        "title": f"{text.some(7)} {number}",
        "summary": f"{text.said(1)} {text.some(9)}.[@s1; @s2; @s3]",
    }
    if kind == "agency":
        made |= {"type": "municipal", "place": text.some(1), "state": pick(STATES), "context": text.few(3, 2)}
    else:
        made["agencies"] = [pick(agencies)]
        made["topics"] = sorted({pick(TOPICS), pick(TOPICS)})
    if kind == "practice":
        made |= {"problem": text.said(2), "steps": text.few(8), "run_by": text.said(1), "staffing": text.said(1)}
        made |= {"resources": text.few(3), "results": text.few(3, 2), "lessons": text.few(2), "effort": pick(EFFORTS)}
        made |= {"communities": [pick(COMMUNITIES)]}
    elif kind == "outreach":
        made |= {"medium": "leaflet", "contents": text.few(4), "date": f"20{number % 20 + 10}-05"}
    elif kind == "publication":
        made |= {"publisher": text.some(3), "genre": "report", "contents": text.few(4), "date": f"20{number % 20 + 10}"}
    elif kind == "policy":
        made |= {"contents": text.few(5)}
    made["unknown"] = [text.some(9) for _ in range(3)]
    made["sources"] = [
        {"key": f"s{i}", "title": text.some(8), "publisher": text.some(2), "date": "2019-03", "seen": "opening"}
        | {"url": f"https://example.org/{number}/{i}"}
        for i in (1, 2, 3)
    ]
    return made


def texts(value: Any, at: str = "") -> Iterator[dict[str, str]]:
    """Every text that can be translated, with its translation."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name in TRANSLATED:
                yield from texts(inside, name)
    elif isinstance(value, list):
        for inside in value:
            yield from texts(inside, at)
    else:
        yield {"at": at, "en": value, "text": turned(value)}


def turned(text: str) -> str:
    """A text in another language: its words in the other direction, its citations as they are."""
    return re.sub(r"(?<![@\w])[A-Za-z']+", lambda found: found[0][::-1], text)


def generate(folder: Path, number: int, languages: list[str]) -> None:
    """Write the toolkit."""
    text = Text()
    kinds = [KINDS[i % len(KINDS)] for i in range(number)]
    agencies = [f"agency-{i}" for i, kind in enumerate(kinds) if kind == "agency"]
    for i, kind in enumerate(kinds):
        home = folder / FOLDERS.get(kind, f"practices/{kind}")
        home.mkdir(parents=True, exist_ok=True)
        made = record(kind, i, text, agencies)
        (home / f"{kind}-{i}.yml").write_text(_yaml(made), "utf-8")
        units = list({(one["at"], one["en"]): one for one in texts(made)}.values())
        for language in languages[1:]:
            told = {"status": "draft", "by": "Made up", "date": "2026-01-01", "texts": units}
            (home / f"{kind}-{i}.{language}.yml").write_text(_yaml(told), "utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    for name, front in (("index", "show: start\n"), ("about", "")):
        (folder / "docs" / f"{name}.md").write_text(
            f"---\ntitle: {name.title()}\n{front}---\n\n{text.some(40)}.\n", "utf-8"
        )
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nsite_name: Made up\nextra:\n  languages: [{', '.join(languages)}]\n", "utf-8"
    )


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(","))
