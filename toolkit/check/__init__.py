"""Sources to records: every field known, of its type, from its list, and every statement cited."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from toolkit.check.plain import KeptTranslation, KeptUnit, PlainTranslations, kept_translation
from toolkit.gather import Attachment, Sheet
from toolkit.gather.glossary import Term, breaches
from toolkit.gather.yaml_text import MAX_PROBLEMS, Tree
from toolkit.problems import Problem, dotted, nearest, short
from toolkit.records import KINDS, Document, Record
from toolkit.records.declared import Part, Path, Spec, citations, fields, linkless, links, marked, uncited
from toolkit.records.plain import Lists, plainly
from toolkit.records.text import Choice, Cites, Mistake, Ref, Translatable, in_line
from toolkit.records.translation import Translation, Unit

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

P = TypeVar("P", bound=Part)


class Entry(NamedTuple):
    """A record with the name it is known by and the sheet it was written on."""

    kind: str
    id: str
    record: Record
    sheet: Sheet


def check(
    sheets: list[Sheet], attachments: Mapping[tuple[str, str], Attachment], lists: Lists
) -> tuple[list[Entry], list[Problem]]:
    """The records that are fit, and what is wrong with the rest; all of it, in file and line order."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for sheet in sheets:
        kind = KINDS[sheet.kind]
        record = _read(kind.of, sheet, lists)
        if isinstance(record, list):
            problems += record
            continue
        found = [
            *_repeated(record, sheet),
            *_citation_problems(record, sheet),
            *_file_problems(record, sheet, attachments),
        ][:MAX_PROBLEMS]
        problems += found
        if not found:
            entries.append(Entry(sheet.kind, sheet.id, record, sheet.kept()))
    return entries, sorted(problems)


def unit_of(kept: KeptUnit) -> Unit:
    """The unit as it is declared."""
    at, english, text, status = kept
    return Unit(at=at, en=english, text=text, status=status)


def translation_of(kept: KeptTranslation) -> Translation:
    """The translation as it is declared."""
    status, by, date, units = kept
    return Translation(status=status, by=by, date=date, texts=list(map(unit_of, units)))


class TranslationEntry(NamedTuple):
    """A translation with the sheet it was written on, which says of what and into which language."""

    values: KeptTranslation
    sheet: Sheet
    is_turned: bool = False
    """Whether some text cites its sources in another order than its English."""


def check_translations(
    sheets: list[Sheet], lists: Lists, terms: Mapping[str, Sequence[Term]]
) -> tuple[list[TranslationEntry], list[Problem]]:
    """The translations that are fit, and what is wrong with the rest. `terms` are each language's glossary."""
    entries: list[TranslationEntry] = []
    problems: list[Problem] = []
    plain = PlainTranslations(lists, terms)
    for sheet in sheets:
        kept, is_turned = plain.kept(sheet), False
        if not kept:
            translation = _read(Translation, sheet, lists)
            if isinstance(translation, list):
                problems += translation
                continue
            found = list(unit_problems(translation, sheet, terms.get(sheet.language, ())))[:MAX_PROBLEMS]
            problems += found
            kept = None if found else kept_translation(translation)
            is_turned = any(unit.text and citations(unit.text) != citations(unit.en) for unit in translation.texts)
        if kept:
            entries.append(TranslationEntry(kept, sheet.kept(text=""), is_turned))
    return entries, sorted(problems)


def unit_problem(english: str, text: str) -> tuple[str, str] | None:
    """What a translation lacks or adds beside its English: the same citations and links, in any order."""
    for name, found in (("citations", citations), ("links", links)):
        wanted, given = sorted(found(english)), sorted(found(text))
        if wanted != given:
            told = ", ".join(f"`{short(one)}`" for one in wanted) or "none"
            return f"has other {name} than the English text.", f"It needs {told}."
    return None


def unit_problems(translation: Translation, sheet: Sheet, terms: Sequence[Term]) -> Iterator[Problem]:
    """What is wrong with the texts of a translation beside their English."""
    seen: dict[tuple[str, str], int] = {}
    for i, unit in enumerate(translation.texts):
        if unit.text:
            if told := unit_problem(unit.en, unit.text):
                yield _problem(sheet, ("texts", i, "text"), *told)
            if unit.at in linkless(KINDS[sheet.kind].of):
                try:
                    in_line(unit.text)
                except Mistake as mistake:
                    yield _problem(sheet, ("texts", i, "text"), mistake.what, mistake.fix)
            for broken in breaches(terms, uncited(unit.en), uncited(unit.text)):
                yield _problem(sheet, ("texts", i, "text"), *broken)
        first = seen.setdefault((unit.at, unit.en), i)
        if first != i:
            what = f"translates the same English as line {sheet.line(('texts', first))}."
            yield _problem(sheet, ("texts", i), what, "Keep one of the two.")


def _read(part: type[P], sheet: Sheet, lists: Lists) -> P | list[Problem]:
    """What a sheet says, or all that is wrong with it."""
    plain = plainly(part, sheet.all_values, lists)
    if plain is not None:
        return plain
    from toolkit.records.full import validated

    found = validated(part, sheet.all_values, lists)
    return list(_mistakes(found, sheet, part)) if isinstance(found, list) else found


def _mistakes(details: "list[ErrorDetails]", sheet: Sheet, kind: type[Part]) -> Iterator[Problem]:
    details = details[:MAX_PROBLEMS]
    misspelt = {
        (*detail["loc"][:-1], _nearest_field(detail["loc"], kind))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    for detail in details:
        path = _written(sheet, detail["loc"])
        if detail["type"] != "missing" or path not in misspelt:
            yield _problem(sheet, path, *_said(detail, path, kind))


def _said(detail: "ErrorDetails", path: Path, kind: type[Part]) -> tuple[str, str]:
    value, context, spec = detail["input"], detail.get("ctx", {}), _spec_at(kind, path)
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_field(path, kind)
        case "missing":
            return "is missing.", f"Add it: {spec.doc[:1].lower()}{spec.doc[1:]}" if spec else ""
        case _ if isinstance(value, str) and not value.strip():
            return "is empty.", _empty_fix(path, spec)
        case "value_error":
            mistake: Mistake = context["error"]
            return mistake.what, mistake.fix
        case "string_too_long" | "too_long":
            longest = context["max_length"]
            return f"is too long ({len(value)} signs; {longest} at most).", "Shorten it, or make two of it."
        case "too_short":
            return "has no entry.", LIST_FIX
        case "int_parsing" | "int_parsing_size" | "int_from_float":
            return f"`{short(value)}` is not a whole number.", NUMBER_FIX
        case "greater_than_equal":
            return f"`{short(value)}` is too small.", f"The least is {context['ge']}."
        case "less_than_equal":
            return f"`{short(value)}` is too big.", f"The most is {context['le']}."
        case "bool_parsing":
            return f"`{short(value)}` is neither yes nor no.", BOOL_FIX
        case "string_type":
            return f"is {_shape(value)} where a text belongs.", _text_fix(value)
        case "int_type":
            return f"is {_shape(value)} where a number belongs.", NUMBER_FIX
        case "bool_type":
            return f"is {_shape(value)} where `true` or `false` belongs.", BOOL_FIX
        case "list_type":
            return f"is {_shape(value)} where a list belongs.", LIST_FIX
        case _:
            return (
                f"is {_shape(value)} where {_fields_of(kind, path)} belong.",
                "Write one field a line, two spaces further in.",
            )


def _unknown_field(path: Path, kind: type[Part]) -> tuple[str, str]:
    holder = _part_at(kind, path[:-1])
    article = "an" if kind.__name__[0] in "AO" else "a"
    home = f"{article} {kind.__name__.lower()}" if len(path) == 1 else f"`{dotted(path[:-1])}`"
    near = _nearest_field(path, kind)
    known = ", ".join(f"`{field}`" for field in fields(holder)) if holder else ""
    return f"is not a field of {home}.", f"Did you mean `{near}`?" if near else f"Its fields are {known}."


def _nearest_field(path: Path, kind: type[Part]) -> str:
    holder = _part_at(kind, path[:-1])
    return nearest(str(path[-1]), fields(holder)) if holder else ""


def _repeated(record: Record, sheet: Sheet) -> Iterator[Problem]:
    """A choice or a record that a list names twice: it would be counted and shown twice."""
    seen: set[tuple[Path, str]] = set()
    for path, _, value in chain(marked(record, Choice), marked(record, Ref)):
        if isinstance(path[-1], int):
            if (path[:-1], value) in seen:
                yield _problem(sheet, path, f"`{value}` is in the list a second time.", "Delete it here.")
            seen.add((path[:-1], value))


def _citation_problems(record: Record, sheet: Sheet) -> Iterator[Problem]:
    known: dict[str, Path] = {}
    for i, source in enumerate(record.sources):
        path: Path = ("sources", i, "key")
        if source.key in known:
            first = sheet.line(known[source.key])
            what = f"`{source.key}` is also the key of the source in line {first}."
            yield _problem(sheet, path, what, "Give one of them another key.")
        known.setdefault(source.key, path)
    cited: dict[str, list[Path]] = {}
    for path, spec, value in marked(record, Translatable | Cites):
        for key in citations(value) if spec.mark(Translatable) else [value]:
            cited.setdefault(key, []).append(path)
    strange = [key for key in cited if key not in known][:MAX_PROBLEMS]  # the nearest of very many would take minutes
    unknown = {key: nearest(key, known) for key in strange}
    for key, near in unknown.items():
        others = [str(line) for line in dict.fromkeys(map(sheet.line, cited[key]))][1:]
        also = f" (so do the lines {', '.join(others)})" if others else ""
        fix = f"Did you mean `{near}`? Otherwise add it under `sources`." if near else "Add it under `sources`."
        yield _problem(sheet, cited[key][0], f"cites `{short(key)}`{also}, which is not among the sources.", fix)
    for key, path in known.items():
        if key not in cited and key not in unknown.values():
            fix = f"Write `[@{key}]` after what it says, or delete the source."
            yield _problem(sheet, path, f"`{key}` is never cited.", fix)


def _file_problems(
    record: Record, sheet: Sheet, attachments: Mapping[tuple[str, str], Attachment]
) -> Iterator[Problem]:
    if isinstance(record, Document) and record.file and (sheet.kind, record.file) not in attachments:
        folder = KINDS[sheet.kind].folder
        near = nearest(record.file, [name for kind, name in attachments if kind == sheet.kind])
        fix = f"Did you mean `{near}`?" if near else f"Put it into {folder}/, beside the record."
        yield _problem(sheet, ("file",), f"there is no file `{record.file}` in {folder}/.", fix)


# ------------------------------------------------------------------ saying it

LIST_FIX = "Write each entry on a line of its own that begins with `- `."
NUMBER_FIX = "Write digits only, such as `12000`."
BOOL_FIX = "Write `true` or `false`."


def _problem(sheet: Sheet, path: Path, what: str, fix: str) -> Problem:
    return Problem(sheet.file, sheet.line(path), dotted(_written(sheet, path)), what, fix)


def _written(sheet: Sheet, path: Path) -> Path:
    """The place as written: a single key under `cite` is read as a list of one, whose entry has no place."""
    return path[:-1] if path and isinstance(path[-1], int) and path not in sheet.places else path


def _spec_at(kind: type[Part], path: Path) -> Spec | None:
    part: type[Part] | None = kind
    spec: Spec | None = None
    for step in path:
        inside = fields(part).get(str(step)) if part else None
        spec = (spec.item if spec else None) if isinstance(step, int) else inside
        part = spec.base if spec and issubclass(spec.base, Part) else None
    return spec


def _part_at(kind: type[Part], path: Path) -> type[Part] | None:
    if not path:
        return kind
    spec = _spec_at(kind, path)
    return spec.base if spec and issubclass(spec.base, Part) else None


def _fields_of(kind: type[Part], path: Path) -> str:
    part = _part_at(kind, path)
    return "the fields " + ", ".join(f"`{name}`" for name in fields(part)) if part else "fields"


def _shape(value: Tree) -> str:
    if isinstance(value, list):
        return "a list"
    return "a group of fields" if isinstance(value, dict) else f"a text (`{short(value)}`)"


def _text_fix(value: Tree) -> str:
    if isinstance(value, list):
        return "Write one text in its place. A text that begins with `[` needs quotation marks around it."
    (key, rest), *more = value.items() if isinstance(value, dict) and value else [("", [])]
    if more or not isinstance(rest, str):
        return "Write one text in its place."
    text = short(f"{key}: {rest}".strip())
    return f'A text with a colon needs quotation marks around it: `"{text}"`.'


def _empty_fix(path: Path, spec: Spec | None) -> str:
    if path and isinstance(path[-1], int):
        return "Write it after the hyphen, or delete the line."
    if spec and spec.item:
        how = "Write its entries below it, each on a line that begins with `- `"
    elif spec and issubclass(spec.base, Part):
        how = "Write its fields below it, two spaces further in"
    else:
        how = "Write its value after the colon"
    return f"{how}." if spec and spec.is_required else f"{how}, or delete the line."
