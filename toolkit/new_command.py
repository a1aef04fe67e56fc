"""The command that begins a record: asks in plain words, offers the lists, and writes a file that `check` takes."""

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from toolkit.cli import CANNOT, DONE, MISTAKES, Arguments, shown
from toolkit.diagnostics import correction, either, suggest
from toolkit.paths import SCHEMAS
from toolkit.project import load_project
from toolkit.schema import KINDS, Kind, Part, Vocabularies
from toolkit.schema.fields import ID, Choice, Ref
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.sources.config import read_settings
from toolkit.sources.messages import read_catalogs
from toolkit.sources.wording import describe

PYTHON = "py" if os.name == "nt" else "python3"
"""How Python is called here."""
SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
ALSO_ASKED = ("sources.date", "sources.url")
"""Optional fields that are worth a question."""
Ask = Callable[[str, FieldSpec], str]
"""Gives the answer for a field, from its dotted name and its declaration."""


def new(args: Arguments) -> int:
    """Begin a record: write its file, or say why not."""
    kind = KINDS.get(args.kind)
    if not kind:
        print(
            f"There is no kind `{args.kind}`. {correction(args.kind, KINDS, f'Use {either(KINDS)}.')}", file=sys.stderr
        )
        return CANNOT
    vocabularies = read_catalogs(read_settings(args.root).languages).vocabularies
    answers = dict(answer.partition("=")[::2] for answer in args.set)
    record = _record(kind, _asking(answers, args.root, vocabularies), vocabularies)
    id = args.id or slug(record.get("title", "")) or "new-record"
    if not args.set and not args.id and sys.stdin.isatty():
        id = input(f"\nThe name of its file, without the ending [{id}] > ").strip() or id
    path = args.root / kind.folder / f"{id}.yml"
    if path.exists() or not ID.fullmatch(id):
        reason = "is there already" if path.exists() else "is not a name for a record, such as `id-night`"
        print(f"{shown(path)} {reason}. Name another with --id.", file=sys.stderr)
        return CANNOT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(file_text(kind, record, path.parent, vocabularies), "utf-8", newline="\n")
    print(f"Wrote {shown(path)}.")
    problems = [entry for entry in load_project(args.root).diagnostics if entry.file == f"{kind.folder}/{id}.yml"]
    for problem in problems:
        print(f"  {problem.field}: {problem.message} {problem.hint}")
    print(f"Next: open it in an editor, add what your sources say, and run `{PYTHON} build_toolkit.py check`.")
    return MISTAKES if problems else DONE


def slug(title: str) -> str:
    """An id from a title: its first words without small words."""
    ascii_title = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[a-z0-9]+", ascii_title.replace("'", "")) if word not in SMALL_WORDS]
    return "-".join(words[:5])


def file_text(kind: Kind, record: Mapping[str, Any], folder: Path, vocabularies: Vocabularies) -> str:
    """The file of a record: what is known, each with its meaning, then the fields that can be added, as comments."""
    rows = [f"# yaml-language-server: $schema={Path(os.path.relpath(SCHEMAS / f'{kind.id}.json', folder)).as_posix()}"]
    for name, value in record.items():
        rows.append(f"# {fields(kind.model)[name].doc}")
        dumped = yaml.dump({name: value}, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=110)
        rows.append(dumped.rstrip("\n"))
    rows += ["", "# You can add the fields below: take away the number sign, and write the value after the colon."]
    for name, spec in fields(kind.model).items():
        if name not in record:
            choice = spec.mark(Choice)
            listed = f" {suggest('', vocabularies[choice.vocabulary])}" if choice else ""
            rows.append(f"#\n# {spec.doc}{listed}\n# {name}:")
    return "\n".join(rows) + "\n"


class _Indented(yaml.SafeDumper):
    """Indents the entries of a list, as the records do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _asking(answers: Mapping[str, str], root: Path, vocabularies: Vocabularies) -> Ask:
    """Answers from the arguments; without any, from whoever sits at the terminal."""

    def ask(name: str, spec: FieldSpec) -> str:
        if answers or not sys.stdin.isatty():
            return answers.get(name, "")
        print(f"\n{name}: {spec.doc}")
        if choice := spec.mark(Choice):
            print("\n".join(f"    {id}: {label}" for id, label in vocabularies[choice.vocabulary].items()))
        if ref := spec.mark(Ref):
            ids = sorted(path.stem for path in (root / KINDS[ref.kind].folder).glob("*.yml") if "." not in path.stem)
            print(f"    {', '.join(ids)}")
        return input("several, with commas between > " if spec.is_list else "> ").strip()

    return ask


def _record(kind: Kind, ask: Ask, vocabularies: Vocabularies) -> dict[str, Any]:
    """The values of a new record, the source first: the other texts cite it. They are in the order declared."""
    source = _part(kind.model, "sources", ask, vocabularies)
    key = source.get("key", "")
    values = dict(_values(kind.model, "", ask, vocabularies, key))
    values |= {"checked": date.today().isoformat(), "sources": [source]}
    return {name: values[name] for name in fields(kind.model) if values.get(name)}


def _part(model: type[Part], name: str, ask: Ask, vocabularies: Vocabularies, key: str = "") -> dict[str, Any]:
    """The values of a part; a source's key follows from its publisher and date."""
    part = fields(model)[name].part or Part
    values = dict(_values(part, f"{name}.", ask, vocabularies, key))
    if "key" in fields(part):
        year = str(values.get("date", ""))[:4]
        values = {"key": slug(f"{values.get('publisher') or values.get('title', '')} {year}") or "source", **values}
    return {field: value for field, value in values.items() if value}


def _values(
    model: type[Part], prefix: str, ask: Ask, vocabularies: Vocabularies, key: str
) -> Iterator[tuple[str, Any]]:
    for name, spec in fields(model).items():
        if name in ("key", "sources") or not (spec.is_required or prefix + name in ALSO_ASKED):
            continue
        if spec.part:
            value: Any = _part(model, name, ask, vocabularies, key)
            yield name, [value] if spec.is_list and value else value
            continue
        while True:
            answer = ask(f"{prefix}{name}", spec)
            entries = answer.split(",") if spec.mark(Choice) or spec.mark(Ref) else [answer]
            value = [entry.strip() for entry in entries if entry.strip()] if spec.is_list else answer
            value = int(answer) if spec.base is int and answer.isdecimal() else value
            if key and _problem(model, name, answer, vocabularies)[:1] == ("gives no source.",):
                value = f"{answer}[@{key}]"
            message = _problem(model, name, value, vocabularies) if value else ()
            if not message or not sys.stdin.isatty():
                break
            print(f"    {' '.join(message)}")
        yield name, value


def _problem(model: type[Part], name: str, value: Any, vocabularies: Vocabularies) -> tuple[str, ...]:
    """What `check` would say of the value of a field; empty if nothing."""
    try:
        model.model_validate({name: value}, context={"vocabularies": vocabularies})
    except ValidationError as error:
        for entry in error.errors(include_url=False):
            if entry["loc"][0] == name:
                return describe(entry, entry["loc"], model)
    return ()
