"""A new record from answers in plain words, and its file."""

import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from toolkit.diagnostics import suggest
from toolkit.linking import as_id
from toolkit.paths import SCHEMAS
from toolkit.schema import KINDS, Kind, Part, Vocabularies
from toolkit.schema.fields import Choice, Cited, Ref, Translatable
from toolkit.schema.introspect import FieldSpec, fields
from toolkit.schema.markup import CITED
from toolkit.schema.parts import Source
from toolkit.schema.rules import ID
from toolkit.sources.field_errors import describe
from toolkit.translate.sidecar import RecordDumper

UNTITLED_ID = "new-record"
"""The id of a record without a title."""
MAX_ID_WORDS = 5
SMALL_WORDS = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
ALSO_ASKED = ("sources.date", "sources.url")
"""Optional fields that are worth a question."""
ADDED_BY_US = ("key", "sources")
"""Required fields that nobody is asked for."""
LINE_WIDTH = 110
"""Characters of a line in a record's file."""


class Interview(NamedTuple):
    """Answers from the arguments; without any, from the person at the terminal."""

    root: Path
    vocabularies: Vocabularies
    answers: Mapping[str, str]

    @property
    def has_person(self) -> bool:
        """Whether a person at the terminal is asked."""
        return not self.answers and sys.stdin.isatty()

    def record(self, kind: Kind) -> dict[str, Any]:
        """The values of a new record, the source first: the other texts cite it. They are in the order declared."""
        source = self.values(Source, prefix="sources.")
        key = self.answers.get("sources.key") or source_key(source)
        values = {
            "checked": date.today().isoformat(),
            **self.values(kind.model, key=key),
            "sources": [{"key": key, **source}],
        }
        return {name: values[name] for name in fields(kind.model) if name in values}

    def values(self, model: type[Part], prefix: str = "", key: str = "") -> dict[str, Any]:
        """The values that a model needs, as far as there are answers."""
        values: dict[str, Any] = {}
        for name, spec in fields(model).items():
            is_asked = spec.is_required or prefix + name in (*ALSO_ASKED, *self.answers)
            if name in ADDED_BY_US or not is_asked:
                continue
            value: Any
            if spec.part:
                part = self.values(spec.part, prefix=f"{name}.", key=key)
                value = [part] if spec.is_list and part else part
            else:
                value = self.right_value(name, spec, model=model, prefix=prefix, key=key)
            if value:
                values[name] = value
        return values

    def right_value(
        self, name: str, spec: FieldSpec, *, model: type[Part], prefix: str, key: str
    ) -> Any:
        """The value of a field. A person is asked again while `check` would not take it."""
        while True:
            value = self.value(prefix + name, spec, key)
            if not value or not self.has_person:
                return value
            problem = self.problem(model, name, value)
            if not problem:
                return value
            print(f"    {' '.join(problem)}")

    def value(self, name: str, spec: FieldSpec, key: str) -> Any:
        """The value of a field, from its answer; a text that must name its source cites this key."""
        answer = self.ask(name, spec) if self.has_person else self.answers.get(name, "")
        values = [self.entry(text, spec, key) for text in entries(answer, spec)]
        if spec.is_list:
            return values
        return values[0] if values else ""

    def entry(self, text: str, spec: FieldSpec, key: str) -> int | str:
        """An entry of an answer, as a record has it."""
        choice = spec.mark(Choice)
        if choice:
            text = id_of(text, self.vocabularies[choice.vocabulary])
        ref = spec.mark(Ref)
        if ref and ref.kind and not ID.fullmatch(text):  # people name an agency, not its file
            text = as_id(text)
        if spec.mark(Cited):
            text = with_citation(text, key)
        if spec.base is int:
            return as_number(text)
        return text

    def ask(self, name: str, spec: FieldSpec) -> str:
        """What somebody types, who sees what the field means and what can be chosen."""
        print(f"\n{name}: {spec.doc}")
        choice = spec.mark(Choice)
        if choice:
            for id, label in self.vocabularies[choice.vocabulary].items():
                print(f"    {id}: {label}")
        ref = spec.mark(Ref)
        if ref and ref.kind:
            ids = [path.stem for path in (self.root / KINDS[ref.kind].folder).glob("*.yml")]
            print(f"    {', '.join(id for id in sorted(ids) if '.' not in id)}")
        prompt = "several, with commas between > " if spec.is_list else "> "
        return input(prompt).strip()

    def problem(self, model: type[Part], name: str, value: Any) -> tuple[str, ...]:
        """What `check` would say of the value of a field; empty if nothing."""
        try:
            model.model_validate({name: value}, context={"vocabularies": self.vocabularies})
        except ValidationError as problems:
            for error in problems.errors(include_url=False):
                if error["loc"][0] == name:
                    return describe(error, error["loc"], model)
        return ()


def source_key(source: Mapping[str, Any]) -> str:
    """A key for a source, from who published it and when: `gazette-2024`."""
    year = str(source.get("date", ""))[:4]
    publisher = source.get("publisher") or source.get("title", "")
    return slug(f"{publisher} {year}") or "source"


def slug(title: str) -> str:
    """An id from a title: its first words without small words."""
    ascii_title = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_title.replace("'", ""))
    long_words = [word for word in words if word not in SMALL_WORDS]
    return "-".join(long_words[:MAX_ID_WORDS])


def entries(answer: str, spec: FieldSpec) -> list[str]:
    """The values in an answer. Only ids may stand between commas, and only short texts between semicolons."""
    if not spec.is_list:
        parts = [answer]
    elif spec.mark(Choice) or spec.mark(Ref):
        parts = re.split("[,;\n]", answer)
    elif spec.mark(Translatable):
        parts = answer.split("\n")
    else:
        parts = re.split("[;\n]", answer)
    lines = [" ".join(part.split()) for part in parts]
    return [line for line in lines if line]


def id_of(text: str, choices: Mapping[str, str]) -> str:
    """The id that a text means if it is one in capitals, such as `IA`, or a label, such as `Iowa`; else the text."""
    word = text.lower()
    meant = [id for id, label in choices.items() if word in (id.lower(), label.lower())]
    if len(meant) != 1:
        return text
    return meant[0]


def with_citation(text: str, key: str) -> str:
    """A text that cites this source, unless it cites one already."""
    if CITED.search(text):
        return text
    return f"{text}[@{key}]"


def as_number(text: str) -> int | str:
    """The number that a text is, or the text."""
    return int(text) if text.isascii() and text.isdecimal() else text


def file_text(
    kind: Kind, record: Mapping[str, Any], folder: Path, vocabularies: Vocabularies
) -> str:
    """The file of a record: what is known, each with its meaning, then the fields that can be added, as comments."""
    specs = fields(kind.model)
    schema = Path(os.path.relpath(SCHEMAS / f"{kind.id}.json", folder)).as_posix()
    lines = [f"# yaml-language-server: $schema={schema}"]
    for name, value in record.items():
        lines.append(f"# {specs[name].doc}")
        lines.append(_as_yaml(name, value))
    lines.append("")
    lines.append(
        "# You can add the fields below: take away the number sign, and write the value after the colon."
    )
    for name, spec in specs.items():
        if name in record:
            continue
        meaning = spec.doc
        choice = spec.mark(Choice)
        if choice:
            meaning += f" {suggest('', vocabularies[choice.vocabulary])}"
        lines += ["#", f"# {meaning}", f"# {name}:"]
    return "\n".join(lines) + "\n"


def _as_yaml(name: str, value: Any) -> str:
    text = yaml.dump(
        {name: value}, Dumper=RecordDumper, allow_unicode=True, sort_keys=False, width=LINE_WIDTH
    )
    return text.rstrip("\n")
