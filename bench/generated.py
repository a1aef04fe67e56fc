"""A made-up toolkit, the same every time: `python3 -m bench.generated FOLDER 1000`.

Its words are those of the real records, as frequent as they are there, and its texts are as long. Every record is
translated into every language of `mkdocs.yml`, with the letters of each word reversed.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
KINDS = (
    "agency",
    "practice",
    "practice",
    "practice",
    "outreach",
    "publication",
    "practice",
    "policy",
)
"""Of every eight records."""
FOLDERS = {"agency": "agencies"}
TOPICS = (
    "interpreting",
    "liaisons",
    "hiring",
    "youth",
    "media",
    "u-visas",
    "tips",
    "workers",
    "surveys",
    "dialogue",
)
COMMUNITIES = ("somali", "hispanic", "hmong", "lao", "mexican", "refugees", "vietnamese", "haitian")
STATES = ("ia", "mn", "ma", "tn", "ok", "fl", "ca", "co", "nd", "wa", "nv", "nc", "tx", "oh")
EFFORTS = ("not-stated", "not-stated", "two-hours-a-week", "part-time", "one-post", "unit")
TRANSLATED = {
    "title",
    "summary",
    "context",
    "place",
    "problem",
    "steps",
    "run_by",
    "staffing",
    "resources",
    "results",
}
TRANSLATED |= {"lessons", "contents", "unknown"}
"""The fields whose texts a translation has."""
WORD = re.compile(r"(?<![@\w])[A-Za-z']+")


class Writer:
    """Random sentences out of the real records' words, without those of the glossaries, which `check` looks for."""

    def __init__(self) -> None:
        glossaries = map(read, (ROOT / "toolkit" / "glossary").glob("*.yml"))
        last_words: set[str] = set()
        for glossary in glossaries:
            last_words.update(term["en"].lower().split()[-1] for term in glossary["terms"])
        terms = tuple(last_words)
        counts: Counter[str] = Counter()
        for path in records(ROOT):
            for _, english in texts(read(path)):
                words = WORD.findall(english.lower())
                counts.update(word for word in words if not word.startswith(terms))
        self.words = list(counts)
        self.weights = list(counts.values())
        self.random = random.Random(1)

    def line(self, number: int) -> str:
        """That many words."""
        return " ".join(self.random.choices(self.words, self.weights, k=number)).capitalize()

    def text(self, sentences: int) -> str:
        """Sentences, each with its source."""
        number = self.random.randint
        return " ".join(f"{self.line(number(8, 18))}.[@s{number(1, 3)}]" for _ in range(sentences))

    def several(self, max_number: int, sentences: int = 1) -> list[str]:
        """Up to that many texts."""
        number = self.random.randint(1, max_number)
        return [self.text(sentences) for _ in range(number)]


def records(root: Path) -> list[Path]:
    """The records of a toolkit, without their translations."""
    paths = [*root.glob("agencies/*.yml"), *root.glob("practices/*/*.yml")]
    return sorted(path for path in paths if "." not in path.stem)


def texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a record that is translated, with its field."""
    if isinstance(value, dict):
        for name, inside in value.items():
            if name in TRANSLATED:
                yield from texts(inside, name)
    elif isinstance(value, list):
        for inside in value:
            yield from texts(inside, field)
    elif isinstance(value, str):
        yield field, value


def record(kind: str, number: int, writer: Writer, agencies: list[str]) -> dict[str, Any]:
    """The fields of one record."""
    choice = writer.random.choice
    fields: dict[str, Any] = {
        "title": f"{writer.line(7)} {number}",
        "summary": f"{writer.text(1)} {writer.line(9)}.[@s1; @s2; @s3]",
    }
    if kind == "agency":
        fields |= {
            "type": "municipal",
            "place": writer.line(1),
            "state": choice(STATES),
            "context": writer.several(3, 2),
        }
    else:
        fields |= {
            "agencies": [choice(agencies)],
            "topics": sorted({choice(TOPICS), choice(TOPICS)}),
        }
    if kind == "practice":
        fields |= {"problem": writer.text(2), "steps": writer.several(8), "run_by": writer.text(1)}
        fields |= {
            "staffing": writer.text(1),
            "resources": writer.several(3),
            "results": writer.several(3, 2),
        }
        fields |= {
            "lessons": writer.several(2),
            "effort": choice(EFFORTS),
            "communities": [choice(COMMUNITIES)],
        }
    elif kind == "outreach":
        fields |= {
            "medium": "leaflet",
            "contents": writer.several(4),
            "date": f"20{number % 16 + 10}-05",
        }
    elif kind == "publication":
        fields |= {"publisher": writer.line(3), "genre": "report", "contents": writer.several(4)}
        fields |= {"date": f"20{number % 16 + 10}"}
    elif kind == "policy":
        fields |= {"contents": writer.several(5)}
    fields["unknown"] = [writer.line(9) for _ in range(3)]
    fields["sources"] = [
        {
            "key": f"s{i}",
            "title": writer.line(8),
            "publisher": writer.line(2),
            "date": "2019-03",
            "seen": "opening",
        }
        | {"url": f"https://example.org/{number}/{i}"}
        for i in (1, 2, 3)
    ]
    return fields


def translation(fields: dict[str, Any]) -> dict[str, Any]:
    """A translation of every text: its words with their letters reversed, its citations as they are."""
    units = [
        {"at": field, "en": english, "text": WORD.sub(lambda word: word[0][::-1], english)}
        for field, english in dict.fromkeys(texts(fields))
    ]
    return {"status": "draft", "by": "Made up", "date": "2026-01-01", "texts": units}


def generate(folder: Path, number: int, only: Collection[str] = ()) -> None:
    """Write a toolkit of that many records in every language, or in some."""
    writer = Writer()
    settings = read(ROOT / "mkdocs.yml") | {
        "site_name": "Made up",
        "site_url": "https://made-up.example/",
    }
    i18n = settings["plugins"]["i18n"]
    i18n["languages"] = [
        entry for entry in i18n["languages"] if not only or entry["locale"] in only
    ]
    languages = [entry["locale"] for entry in i18n["languages"]]
    kinds = [KINDS[i % len(KINDS)] for i in range(number)]
    agencies = [f"agency-{i}" for i, kind in enumerate(kinds) if kind == "agency"]
    for i, kind in enumerate(kinds):
        home = folder / FOLDERS.get(kind, f"practices/{kind}")
        home.mkdir(parents=True, exist_ok=True)
        fields = record(kind, i, writer, agencies)
        write(home / f"{kind}-{i}.yml", fields)
        for language in languages[1:]:
            write(home / f"{kind}-{i}.{language}.yml", translation(fields))
    (folder / "docs").mkdir(exist_ok=True)
    for name, front in (("index", "show: start\n"), ("about", "")):
        page = f"---\ntitle: {name.title()}\n{front}---\n\n{writer.line(40)}.\n"
        (folder / "docs" / f"{name}.md").write_text(page, "utf-8")
    write(folder / "mkdocs.yml", settings)


def read(path: Path) -> Any:
    """What a YAML file says."""
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def write(path: Path, value: object) -> None:
    """A YAML file."""
    path.write_text(
        yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110),
        "utf-8",
    )


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
