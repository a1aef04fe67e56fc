"""Whatever is damaged in a record or a translation, `check` names it with its line, or every word is still there.

FUZZ_CASES=40000 in the environment tries so many files. Case N is the same in each run.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import yaml

from toolkit.diagnostics import Diagnostic
from toolkit.linking import link_records
from toolkit.project import load_project
from toolkit.schema import KINDS, Key, Record
from toolkit.schema.translation import Translation
from toolkit.sources.messages import read_catalogs
from toolkit.sources.model_reader import readable
from toolkit.sources.scan import SourcePath, read_source, scan
from toolkit.sources.yaml_reader import SourceFile
from toolkit.validate import validate_record, validate_translation

CASES = int(os.environ.get("FUZZ_CASES", "700"))
SAMPLE = Path(__file__).parents[1] / "sample"
FOUND = scan(SAMPLE, ["en", "es"])
FILES = [(source, source.path.read_text("utf-8")) for source in FOUND.files]
VOCABULARIES = read_catalogs(["en"]).vocabularies
SOUND = load_project(SAMPLE).library.records
LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
YES_OR_NO = {"true", "false", "yes", "no", "on", "off", "t", "f", "y", "n"}
OTHER_VALUES = [
    "",
    "about 35",
    "1,200",
    "7",
    "x",
    "[]",
    "[x]",
    "{}",
    "{chief}",
    "{text: x}",
    "[[x]]",
    "[{x: y}]",
]
FRAGMENTS = [
    ": ",
    ":",
    "- ",
    "\n",
    "\n  ",
    "\t",
    " ",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    "#",
    " #",
    "|",
    ">-\n",
    "&a ",
]
FRAGMENTS += [
    "*a",
    "@",
    "`",
    ",",
    "\\",
    "\r",
    "\u2028",
    "\ufeff",
    "\0",
    "é",
    "---\n",
    "? ",
    "%",
    "!!x ",
    "<<: ",
    "1,200",
]


def damaged_fields(text: str, random: Random) -> str:
    """A file of which some fields or entries are dropped, misspelt, of another type, nested or there twice."""
    root = composed(text)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        places = [(group, i) for group in groups(root) for i in range(len(group.value))]
        if places:
            damage(*random.choice(places), random)
    return str(yaml.serialize(root, Dumper=yaml.CBaseDumper, allow_unicode=True))


def composed(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.CBaseLoader)


def groups(node: yaml.Node) -> Iterator[Any]:
    """Every group of fields and every list in a file."""
    if isinstance(node, yaml.CollectionNode):
        yield node
        for entry in node.value:
            yield from groups(entry[1] if isinstance(entry, tuple) else entry)


def damage(group: Any, i: int, random: Random) -> None:
    entry = group.value[i]
    name, value = entry if isinstance(entry, tuple) else (None, entry)
    match random.choice(("drop", "misspell", "retype", "retype", "nest", "duplicate")):
        case "drop":
            del group.value[i]
            return
        case "duplicate":
            group.value.insert(i, deepcopy(entry))
            return
        case "misspell":
            wrong = name or value
            if isinstance(wrong, yaml.ScalarNode) and wrong.value:
                at = random.randrange(len(wrong.value))
                wrong.value = (
                    wrong.value[:at]
                    + wrong.value[at + 1 : at + 2]
                    + wrong.value[at]
                    + wrong.value[at + 2 :]
                )
        case "retype":
            value = composed(f"x: {random.choice(OTHER_VALUES)}").value[0][1]
        case "nest" if name and random.random() < 0.5:
            value = yaml.MappingNode(group.tag, [(deepcopy(name), value)])
        case "nest":
            value = yaml.SequenceNode("tag:yaml.org,2002:seq", [value])
    group.value[i] = (name, value) if name else value


def damaged_text(text: str, random: Random) -> str:
    """A file as a slip of the hand leaves it: letters and lines that are gone, moved, added or there twice."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        rows = text.split("\n")
        at, row = random.randrange(len(text) + 1), random.randrange(len(rows))
        match random.randrange(9):
            case 0:
                text = text[:at] + text[at + random.choice((1, 1, 1, 5, 40)) :]
            case 1 | 2 | 3:
                text = text[:at] + random.choice(FRAGMENTS) + text[at:]
            case 4:
                text = "\n".join([*rows[:row], *rows[row + 1 :]])
            case 5:
                text = "\n".join([*rows[:row], rows[row], *rows[row:]])
            case 6:
                text = "\n".join(
                    [*rows[:row], " " * random.randrange(6) + rows[row].lstrip(), *rows[row + 1 :]]
                )
            case 7:
                text = "\n".join([*rows[:row], *reversed(rows[row : row + 2]), *rows[row + 2 :]])
            case 8:
                text = text[:at]
    return text


def checked(
    source: SourcePath,
) -> tuple[SourceFile | None, Record | Translation | None, list[Diagnostic]]:
    """What `check` makes of a file: its values, the record or translation, and what is wrong."""
    file, problems = read_source(source)
    if source.language:
        translation, found = validate_translation(file, VOCABULARIES, ()) if file else (None, [])
        return file, translation, [*problems, *found]
    record, found = validate_record(file, FOUND.attachments, VOCABULARIES) if file else (None, [])
    broken: dict[Key, Record] = {}
    if problems := [*problems, *found]:
        broken[source.kind, source.id] = readable(
            KINDS[source.kind].model, file and file.values, source.id
        )
    others = [other for key, other in SOUND.items() if key != (source.kind, source.id)]
    records = [*others, *([] if problems or not record else [record])]
    _, dead = link_records(
        records, FOUND.attachments, {}, lambda record, path: file.line(path) if file else 0, broken
    )
    return file, record, [*problems, *dead]


def words(value: Any) -> Counter[str]:
    """The words in a value and the names of its fields. Numbers, yes and no may be written in several ways."""
    if isinstance(value, dict):
        return sum(map(words, value.values()), words(" ".join(value)))
    if isinstance(value, list):
        return sum(map(words, value), Counter())
    found = re.findall(r"[^\W\d_]+", value) if isinstance(value, str) else []
    return Counter(word for word in found if word.lower() not in YES_OR_NO)


def try_files(damage: Callable[[str, Random], str], folder: Path) -> None:
    """Damage one file after the other."""
    for case in range(CASES):
        source, text = FILES[case % len(FILES)]
        text = damage(text, Random(case))
        path = folder / source.path.name
        path.write_text(text, "utf-8", newline="")
        try:
            file, value, problems = checked(source._replace(path=path))
        except Exception as error:
            error.add_note(f"Case {case}, {source.file}:\n{text}")
            raise
        report = f"case {case}, {source.file}:\n{problems}\n{text}"
        rows = LINE_BREAK.split(text.removeprefix("\ufeff"))
        if not problems:
            written = "\n".join(row for row in rows if not row.lstrip().startswith("#"))
            assert file and value, report
            assert words(written) <= words(file.values), report
            assert words(file.values) == words(value.model_dump(exclude_unset=True)), report
        for problem in problems:
            assert problem.message and problem.hint, report
            assert problem.line <= len(rows) or problem.file != source.file, report


def test_every_damaged_field_is_a_problem_or_harmless(tmp_path: Path) -> None:
    try_files(damaged_fields, tmp_path)


def test_no_slip_of_the_hand_loses_a_word_unseen(tmp_path: Path) -> None:
    try_files(damaged_text, tmp_path)
