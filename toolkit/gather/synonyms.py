"""What people say for what records say, per language, from toolkit/synonyms. Reviewed like translations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.gather.yaml_text import Tree, parse
from toolkit.problems import Problem, nearest
from toolkit.records.declared import Path as FieldPath

SYNONYMS = Path(__file__).parent.parent / "synonyms"
KNOWN = ("alike", "meanings", "endings", "little")
LONGEST = 4
"""Words in the longest phrase that is looked up."""


@dataclass(frozen=True)
class Synonyms:
    """The street words of one language."""

    meanings: Mapping[str, list[str]] = field(default_factory=dict)
    """What is typed → what is searched beside it: `la migra` → `immigration enforcement`."""
    endings: Mapping[str, list[str]] = field(default_factory=dict)
    """What a word may end in → what stood there before: `ies` → `y`."""
    little: list[str] = field(default_factory=list)
    """Words that a question need not find: `the`."""


def synonyms(
    languages: Iterator[str] | list[str], folder: Path = SYNONYMS
) -> tuple[dict[str, Synonyms], list[Problem]]:
    """The synonyms of these languages, and what is wrong with their files. A language may have none."""
    found: dict[str, Synonyms] = {}
    problems: list[Problem] = []
    for language in languages:
        path = folder / f"{language}.yml"
        if path.is_file():
            file = f"toolkit/synonyms/{path.name}"
            tree, lines, mistakes = parse(path.read_text("utf-8"), file)
            told = list(_mistakes(tree, lines, file))
            problems += mistakes + told
            if not mistakes and not told and isinstance(tree, dict):
                found[language] = _synonyms(tree)
    return found, sorted(problems)


def _synonyms(tree: dict[str, Tree]) -> Synonyms:
    meanings: dict[str, list[str]] = {}
    alike: list[list[str]] = tree.get("alike", [])  # type: ignore[assignment]
    for group in alike:
        for said in group:
            meanings.setdefault(said, []).extend(other for other in group if other != said)
    told: dict[str, list[str]] = tree.get("meanings", {})  # type: ignore[assignment]
    for said, meant in told.items():
        meanings.setdefault(said, []).extend(meant)
    return Synonyms(meanings, tree.get("endings", {}), tree.get("little", []))  # type: ignore[arg-type]


def _mistakes(tree: Tree | None, lines: Mapping[FieldPath, int], file: str) -> Iterator[Problem]:
    """What is not as `Synonyms` needs it."""
    if not isinstance(tree, dict):
        yield Problem(file, 1, "", "holds no synonyms.", f"Write {', '.join(KNOWN)}, as in en.yml.")
        return
    for key, value in tree.items():
        line = lines.get((key,), 1)
        if key not in KNOWN:
            near = nearest(key, KNOWN)
            yield Problem(
                file, line, key, "is not a part of a synonyms file.", f"Did you mean `{near}`?" if near else ""
            )
        elif key in ("meanings", "endings"):
            if not isinstance(value, dict):
                example = "cops: [police]" if key == "meanings" else "ies: [y]"
                yield Problem(file, line, key, "does not say what stands for what.", f"Write `{example}`.")
                continue
            for said, meant in value.items():
                place = lines.get((key, said), line)
                if key == "meanings":
                    yield from _said(said, meant, place, f"{key}.{said}", file)
                elif not _are_texts(meant):
                    yield Problem(file, place, f"{key}.{said}", "is not a list.", "Write `ies: [y]`.")
        elif not isinstance(value, list) or (key == "little" and not _are_texts(value)):
            yield Problem(file, line, key, "is not a list.", "Write `[one, two]`.")
        elif key == "alike":
            for number, group in enumerate(value):
                yield from _said("", group, lines.get((key, number), line), f"{key}.{number + 1}", file)


def _said(said: str, meant: Tree | None, line: int, field: str, file: str) -> Iterator[Problem]:
    texts = [text for text in meant if isinstance(text, str) and text.strip()] if isinstance(meant, list) else []
    if not texts or texts != meant:
        yield Problem(file, line, field, "does not say what it means.", "Write one or more texts: `[police]`.")
        return
    if said.casefold() in [text.casefold() for text in texts]:
        yield Problem(file, line, field, f"`{said}` means itself.", "Delete it from its meanings.")
    for text in (said, *texts):
        if len(text.split()) > LONGEST:
            yield Problem(file, line, field, f"`{text}` is too long to be looked up.", f"Use at most {LONGEST} words.")


def _are_texts(value: Tree | None) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
