"""The command that begins records: asks in plain words or reads a table, and writes files that `check` takes."""

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from toolkit.cli import DONE, MISTAKES, SETTINGS, Arguments, cannot, shown, status
from toolkit.commands import report
from toolkit.diagnostics import Diagnostic, either, nearest, suggest, worded
from toolkit.linking import link_records, record_file
from toolkit.paths import PACKAGE, SCHEMAS
from toolkit.project import load_project
from toolkit.schema import KINDS, Key, Kind, Part, Record, Vocabularies
from toolkit.schema.fields import ID, Choice, Cited, FieldError, Ref, Translatable
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.markup import CITED
from toolkit.schema.parts import Source
from toolkit.sources.config import read_settings
from toolkit.sources.messages import read_catalogs
from toolkit.sources.sheets import WINDOWS, read_sheet
from toolkit.sources.validation import describe, noun, readable
from toolkit.sources.yaml_reader import parse_yaml
from toolkit.translate.sidecar import RecordDumper
from toolkit.validate import validate_record

PYTHON = "py" if os.name == "nt" else "python3"
"""How Python is called here."""
SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
ALSO_ASKED = ("sources.date", "sources.url")
"""Optional fields that are worth a question."""


def new(args: Arguments) -> int:
    """Begin a record: write its file, or say why not."""
    if args.kind == "site":
        return new_site(args.folder)
    kind = KINDS.get(args.kind)
    if not kind:
        wording = worded(
            "no-such-kind", nearest(args.kind, KINDS), kind=args.kind, kinds=either(KINDS)
        )
        return cannot("begin a record", " ".join(wording))
    if args.from_:
        return new_from_table(args, kind)
    vocabularies = read_catalogs(read_settings(args.root).languages).vocabularies
    record = Interview(
        args.root, vocabularies, dict(answer.partition("=")[::2] for answer in args.set)
    ).record(kind)
    id = args.id or slug(record.get("title", "")) or "new-record"
    if not args.set and not args.id and sys.stdin.isatty():
        id = input(f"\nThe name of its file, without the ending [{id}] > ").strip() or id
    path = args.root / kind.folder / f"{id}.yml"
    if path.exists() or not ID.fullmatch(id):
        reason = (
            "is there already"
            if path.exists()
            else "is not a name for a record, such as `id-night`"
        )
        return cannot("begin a record", f"{shown(path)} {reason}. Name another with --id.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(file_text(kind, record, path.parent, vocabularies), "utf-8", newline="\n")
    print(f"Wrote {shown(path)}.")
    problems = [
        entry
        for entry in load_project(args.root).diagnostics
        if entry.file == f"{kind.folder}/{id}.yml"
    ]
    for problem in problems:
        print(f"  {problem.field}: {problem.message} {problem.hint}")
    print(
        f"Next: open it in an editor, add what your sources say, and run `{PYTHON} build_toolkit.py check`."
    )
    return MISTAKES if problems else DONE


def new_from_table(args: Arguments, kind: Kind) -> int:
    """Begin a record for each row of a table that `check` takes; say what is wrong in the cells of the others."""
    project = load_project(args.root)
    try:
        if project.diagnostics:
            raise FieldError("there are mistakes in this toolkit.", "`check` names them.")
        sheet = read_sheet(args.from_)
    except FieldError as error:
        return cannot(f"read {shown(args.from_)}", f"{error.message} {error.hint}")
    if sheet.encoding == WINDOWS:  # or another that cannot be told from it, such as an old Mac's
        status(
            args,
            "The table was not saved as UTF-8. Check that letters such as é and ñ came out right.",
        )
    (head, columns), *rows = sheet.rows.items()
    specs = fields(kind.model).items()
    known = {name for name, spec in specs if not spec.part}
    known |= {
        f"{name}.{it}"
        for name, spec in specs
        if spec.part and spec.is_required
        for it in fields(spec.part)
    }
    problems, mistakes = list[Diagnostic](), list[Diagnostic]()
    for i, name in enumerate(columns, 1):
        if name not in known or name in columns[: i - 1]:
            near = nearest(name, sorted(known - {*columns}))
            wording = worded("no-such-column", near, name=name, noun=noun(kind.model))
            problems.append(Diagnostic(f"{get_column_letter(i)}{head}", 0, "", *wording))
    records, wrong = list(project.library.records.values()), set[str]()
    taken = {key for record in records for key in (record.key, *record.former_keys)}
    begun, broken = dict[str, tuple[int, str]](), dict[Key, Record]()
    for number, cells in [] if problems else rows:
        answers = {name: text for name, text in zip(columns, cells, strict=True) if text}
        values = Interview(args.root, project.vocabularies, answers).record(kind)
        stem = slug(values.get("title", "")) or "new-record"
        id = next(
            id
            for copy in count(1)
            if (kind.id, id := f"{stem}-{copy}" if copy > 1 else stem) not in taken
        )
        taken.add((kind.id, id))
        text = file_text(kind, values, args.root / kind.folder, project.vocabularies)
        file = parse_yaml(text, record_file((kind.id, id)))._replace(kind=kind.id, id=id)
        record, found = validate_record(file, project.attachments, project.vocabularies)
        begun[file.file] = number, text
        records += [record] if record else []
        broken |= {} if record else {(kind.id, id): readable(kind.model, values, id)}
        mistakes += file.diagnostics or found
    mistakes += link_records(records, (), {}, lambda record, path: 0, broken)[1]
    for name, _, field, message, hint in mistakes:
        own = (
            name if name in begun else next(own for own in begun if own in message)
        )  # a title is in two records
        column, number = re.sub(r"\.\d+", "", field), begun[own][0]
        place = (
            f"{get_column_letter(columns.index(column) + 1)}{number}"
            if column in columns
            else f"row {number}"
        )
        problems.append(Diagnostic(place, 0, field, message.replace(own, name), hint))
        wrong.add(own)
    for name in [name for name in begun if name not in wrong]:
        path = args.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(begun[name][1], "utf-8", newline="\n")
        status(args, f"Wrote {shown(path)}.")
    return (
        report(problems, args, " Nothing was written of rows with mistakes.") if problems else DONE
    )


def new_site(folder: Path) -> int:
    """Begin another toolkit in an empty folder; the site has the folder's name."""
    if folder.exists() and any(folder.iterdir()):
        return cannot(f"begin a site in {shown(folder)}", "it is not an empty folder.")
    shutil.copytree(PACKAGE / "starter", folder, dirs_exist_ok=True)
    name = " ".join(re.findall(r"[^\W_]+", folder.resolve().name)).title()
    settings = (folder / SETTINGS).read_text("utf-8").replace("NAME", name)
    (folder / SETTINGS).write_text(settings, "utf-8", newline="\n")
    print(
        f"Wrote a toolkit with an agency and a practice, both examples to replace, into {shown(folder)}."
    )
    print(
        f"Next: read README.md there, and run `{PYTHON} build_toolkit.py serve --root {shown(folder)}`."
    )
    return DONE


def slug(title: str) -> str:
    """An id from a title: its first words without small words."""
    ascii_title = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words = [
        word
        for word in re.findall(r"[a-z0-9]+", ascii_title.replace("'", ""))
        if word not in SMALL_WORDS
    ]
    return "-".join(words[:5])


def id_of(text: str, choices: Mapping[str, str]) -> str:
    """The id that a text means if it is one in capitals, such as `IA`, or a label, such as `Iowa`; else the text."""
    meant = [id for id, label in choices.items() if text.lower() in (id.lower(), label.lower())]
    return meant[0] if len(meant) == 1 else text


def file_text(
    kind: Kind, record: Mapping[str, Any], folder: Path, vocabularies: Vocabularies
) -> str:
    """The file of a record: what is known, each with its meaning, then the fields that can be added, as comments."""
    rows = [
        f"# yaml-language-server: $schema={Path(os.path.relpath(SCHEMAS / f'{kind.id}.json', folder)).as_posix()}"
    ]
    for name, value in record.items():
        rows.append(f"# {fields(kind.model)[name].doc}")
        dumped = yaml.dump(
            {name: value}, Dumper=RecordDumper, allow_unicode=True, sort_keys=False, width=110
        )
        rows.append(dumped.rstrip("\n"))
    rows += [
        "",
        "# You can add the fields below: take away the number sign, and write the value after the colon.",
    ]
    for name, spec in fields(kind.model).items():
        if name not in record:
            choice = spec.mark(Choice)
            listed = f" {suggest('', vocabularies[choice.vocabulary])}" if choice else ""
            rows.append(f"#\n# {spec.doc}{listed}\n# {name}:")
    return "\n".join(rows) + "\n"


class Interview(NamedTuple):
    """Answers from the arguments; without any, from the person at the terminal."""

    root: Path
    vocabularies: Vocabularies
    answers: Mapping[str, str]

    def record(self, kind: Kind) -> dict[str, Any]:
        """The values of a new record, the source first: the other texts cite it. They are in the order declared."""
        source = self.values(Source, "sources.")
        year = str(source.get("date", ""))[:4]
        named = slug(f"{source.get('publisher') or source.get('title', '')} {year}")
        key = self.answers.get("sources.key", named or "source")
        values = {"checked": date.today().isoformat()} | self.values(kind.model, key=key)
        values["sources"] = [{"key": key, **source}]
        return {name: values[name] for name in fields(kind.model) if name in values}

    def values(self, model: type[Part], prefix: str = "", key: str = "") -> dict[str, Any]:
        """The values that a model needs, as far as there are answers."""
        values: dict[str, Any] = {}
        for name, spec in fields(model).items():
            if name in ("key", "sources") or not (
                spec.is_required or prefix + name in (*ALSO_ASKED, *self.answers)
            ):
                continue
            if spec.part:
                part = self.values(spec.part, f"{name}.", key)
                values[name] = [part] if spec.is_list and part else part
            while not spec.part:
                values[name] = self.value(prefix + name, spec, model, key)
                is_asked = sys.stdin.isatty() and not self.answers
                problem = (
                    self.problem(model, name, values[name]) if is_asked and values[name] else ()
                )
                if not problem:
                    break
                print(f"    {' '.join(problem)}")
        return {name: value for name, value in values.items() if value}

    def value(self, name: str, spec: FieldSpec, model: type[Part], key: str) -> Any:
        """The value of a field, from its answer; a text that must name its source cites this key."""
        answer = (
            self.answers.get(name, "")
            if self.answers or not sys.stdin.isatty()
            else self.ask(name, spec)
        )
        ids, words = spec.mark(Choice) or spec.mark(Ref), spec.mark(Translatable)
        entries = (
            re.split("[,;\n]" if ids else "\n" if words else "[;\n]", answer)
            if spec.is_list
            else [answer]
        )
        texts = [line for entry in entries if (line := " ".join(entry.split()))]
        if choice := spec.mark(Choice):
            texts = [id_of(text, self.vocabularies[choice.vocabulary]) for text in texts]
        if spec.mark(Cited):
            texts = [text if CITED.search(text) else f"{text}[@{key}]" for text in texts]
        values = [
            int(text) if spec.base is int and text.isascii() and text.isdecimal() else text
            for text in texts
        ]
        return values if spec.is_list else "".join(texts) and values[0]

    def ask(self, name: str, spec: FieldSpec) -> str:
        """What somebody types, who sees what the field means and what can be chosen."""
        print(f"\n{name}: {spec.doc}")
        if choice := spec.mark(Choice):
            print(
                "\n".join(
                    f"    {id}: {label}"
                    for id, label in self.vocabularies[choice.vocabulary].items()
                )
            )
        if (ref := spec.mark(Ref)) and ref.kind:
            ids = sorted(path.stem for path in (self.root / KINDS[ref.kind].folder).glob("*.yml"))
            print(f"    {', '.join(id for id in ids if '.' not in id)}")
        return input("several, with commas between > " if spec.is_list else "> ").strip()

    def problem(self, model: type[Part], name: str, value: Any) -> tuple[str, ...]:
        """What `check` would say of the value of a field; empty if nothing."""
        try:
            model.model_validate({name: value}, context={"vocabularies": self.vocabularies})
        except ValidationError as error:
            errors = (entry for entry in error.errors(include_url=False) if entry["loc"][0] == name)
            return next((describe(entry, entry["loc"], model) for entry in errors), ())
        return ()
