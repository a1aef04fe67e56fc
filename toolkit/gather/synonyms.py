"""What people say for what records say, per language, from toolkit/synonyms. Reviewed like translations."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from toolkit.gather.yaml_text import Tree, are_texts, parse
from toolkit.problems import Problem, nearest
from toolkit.records.declared import Path as FieldPath

SYNONYMS = Path(__file__).parent.parent / "synonyms"
KNOWN = ("called", "alike", "endings", "little")
LONGEST = 4
"""Words in the longest phrase that is looked up."""


class Synonyms(NamedTuple):
    """The street words of one language."""

    called: Mapping[str, list[str]] = {}
    """What records say → what people type for it: `immigration enforcement` → `la migra`."""
    endings: Mapping[str, list[str]] = {}
    """What a word may end in → what stood there before: `ies` → `y`."""
    little: Sequence[str] = ()
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
    called: dict[str, list[str]] = {}
    alike: list[list[str]] = tree.get("alike", [])  # type: ignore[assignment]
    for group in alike:
        for meant in group:
            called.setdefault(meant, []).extend(other for other in group if other != meant)
    told: dict[str, list[str]] = tree.get("called", {})  # type: ignore[assignment]
    for meant, said in told.items():
        called.setdefault(meant, []).extend(said)
    return Synonyms(called, tree.get("endings", {}), tree.get("little", []))  # type: ignore[arg-type]


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
        elif key in ("called", "endings"):
            if not isinstance(value, dict):
                example = "police: [cops]" if key == "called" else "ies: [y]"
                yield Problem(file, line, key, "does not say what stands for what.", f"Write `{example}`.")
                continue
            for name, texts in value.items():
                place = lines.get((key, name), line)
                if key == "called":
                    yield from _said(name, texts, place, f"{key}.{name}", file)
                elif not are_texts(texts):
                    yield Problem(file, place, f"{key}.{name}", "is not a list.", "Write `ies: [y]`.")
        elif not isinstance(value, list) or (key == "little" and not are_texts(value)):
            yield Problem(file, line, key, "is not a list.", "Write `[one, two]`.")
        elif key == "alike":
            for number, group in enumerate(value):
                yield from _said("", group, lines.get((key, number), line), f"{key}.{number + 1}", file)


def _said(meant: str, said: Tree | None, line: int, field: str, file: str) -> Iterator[Problem]:
    texts = [text for text in said if isinstance(text, str) and text.strip()] if isinstance(said, list) else []
    if not texts or texts != said:
        yield Problem(file, line, field, "does not say what people call it.", "Write one or more texts: `[cops]`.")
        return
    if meant.casefold() in [text.casefold() for text in texts]:
        yield Problem(file, line, field, f"`{meant}` is called itself.", "Delete it from its list.")
    for text in (meant, *texts):
        if len(text.split()) > LONGEST:
            yield Problem(file, line, field, f"`{text}` is too long to be looked up.", f"Use at most {LONGEST} words.")
