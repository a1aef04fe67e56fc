"""Notes for whoever reviews a contribution. They stop nothing: a program can only guess here."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from unicodedata import digit
from urllib.parse import urlsplit

from toolkit.diagnostics import SIMILAR, Diagnostic, Problem, dotted, quoted, shorten, worded
from toolkit.library import Library
from toolkit.linking import Locate, diagnostic_at, record_file
from toolkit.readability import grade, sentences
from toolkit.rereading import PACES, Task
from toolkit.schema import KINDS, FieldPath, Key, Record
from toolkit.schema.documents import Model
from toolkit.schema.fields import Translatable, Web
from toolkit.schema.introspect import marked_values
from toolkit.schema.markup import CITED, LINK
from toolkit.sources.attachments import Attachments
from toolkit.sources.doc_files import is_site_wide
from toolkit.sources.doc_pages import DocPage
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.overlay import FILE as OVERLAY
from toolkit.sources.overlay import Overlay
from toolkit.texts import read_texts
from toolkit.translation import english_texts


class Pattern(NamedTuple):
    """What to look for, and what to say where it stands."""

    pattern: re.Pattern[str]
    message: str
    hint: str


def _patterns(name: str) -> list[Pattern]:
    """The patterns of a list in `review.yml`."""
    entries = read_texts("review.yml")[name]
    return [
        Pattern(re.compile(entry["pattern"]), entry["message"], entry["hint"]) for entry in entries
    ]


IN_TEXTS = _patterns("texts")
IN_ADDRESSES = _patterns("addresses")
IN_PAGES = _patterns("pages")
IN_FILES = _patterns("files")
HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+(?:com|edu|gov|mil|net|org|us|info))\b(?!@)", re.I)
"""A host as people write it in a text."""
CODE = re.compile(r"^ {4,}.*|`[^`\n]*`", re.M)
"""Examples in a page."""
NUMBER = re.compile(r"\d(?:[.,\s\u066c]?\d)+")
"""Two digits or more, with what stands between thousands."""
STEP = re.compile(r"^## .*(?:\n(?!## ).*)*", re.M)
"""A step of a route: a heading and what is under it."""
START_OR_END = re.compile(r"^https?://(www\.)?|/$")
"""What two addresses of one page may differ in."""
HARDEST_GRADE = 9
"""A text above this grade is too hard to read."""
MEASURED = ("summary", "steps")
"""The fields whose grade is measured: a summary alone, all steps of a record together."""


def record_notes(records: Iterable[Record], locate: Locate) -> Iterator[Diagnostic]:
    """What to look at in each record: its texts, its addresses, and what it says of its evidence and its age."""
    for record in records:
        for path, problem in _texts_and_addresses(record):
            yield diagnostic_at(record, path, problem, locate)
        is_compared = getattr(record, "evidence", "") in ("evaluated", "compared")
        if is_compared and not getattr(record, "studies", ()):
            yield diagnostic_at(record, ("evidence",), worded("no-study"), locate)
        if not record.checked:
            yield diagnostic_at(record, ("checked",), worded("never-checked"), locate)
            continue
        dates = [source.date for source in record.sources if source.date]
        later_dates = [day for day in dates if _is_later(day, record.checked)]
        if later_dates:
            problem = worded("checked-early", day=later_dates[0])
            yield diagnostic_at(record, ("checked",), problem, locate)


def _is_later(day: str, other: str) -> bool:
    """Whether a year, month or day is after another, as far as both are told."""
    return day[: len(other)] > other[: len(day)]


def double_notes(records: Iterable[Record], locate: Locate) -> Iterator[Diagnostic]:
    """Records that may be there twice: with the same address, or with the same sources and mostly the same topics."""
    earlier: dict[tuple[str, frozenset[str]], list[Record]] = defaultdict(list)
    for record in records:
        other = _double(record, earlier)
        if other:
            problem = worded("double", file=record_file(other.key))
            yield diagnostic_at(record, ("title",), problem, locate)


def source_notes(records: Iterable[Record], locate: Locate) -> Iterator[Diagnostic]:
    """Sources whose title or date differs from that of an earlier source with the same address."""
    earlier: dict[str, tuple[Record, int]] = {}
    for record in records:
        for i, source in enumerate(record.sources):
            if not source.url:
                continue
            other, j = earlier.setdefault(source.url, (record, i))
            for field in ("title", "date"):
                if getattr(source, field) == getattr(other.sources[j], field):
                    continue
                line = locate(other, ("sources", j, field))
                problem = worded("source-differs", place=f"{record_file(other.key)}:{line}")
                yield diagnostic_at(record, ("sources", i, field), problem, locate)


def translation_notes(
    library: Library, line_in: Callable[[Key, str, FieldPath], int]
) -> Iterator[Diagnostic]:
    """Translations of English that their record does not have: a note a file, with what the record says there."""
    english_of = {key: english_texts(record) for key, record in library.records.items()}
    for (language, key), translation in library.translations.items():
        if key not in library.records:  # it has mistakes, or is not there
            continue
        english = english_of[key]
        present = {(text.field, text.english) for text in english}
        places = [
            i for i, unit in enumerate(translation.texts) if (unit.at, unit.en) not in present
        ]
        if not places:
            continue
        path = ("texts", places[0], "en")
        unit = translation.texts[places[0]]
        said = [text.english for text in english if text.field == unit.at]
        similar = get_close_matches(unit.en, said, 1, SIMILAR)
        problem = "other-english" if similar else "english-gone"
        more = f" ({len(places) - 1} more do, too)" if len(places) > 1 else ""
        values = {"place": record_file(key), "said": shorten(similar[0]) if similar else ""}
        wording = worded(problem, more=more, **values)
        line = line_in(key, language, path)
        yield Diagnostic(record_file(key, language), line, dotted(path), *wording)


def number_notes(
    library: Library, line_in: Callable[[Key, str, FieldPath], int]
) -> Iterator[Diagnostic]:
    """Translations with a number that their English does not have, in place of one that it has."""
    for (language, key), translation in library.translations.items():
        for i, unit in enumerate(translation.texts):
            english = _numbers(unit.en)
            own = _numbers(unit.text or unit.en)
            other = [number for digits, number in own.items() if digits not in english]
            missing = [number for digits, number in english.items() if digits not in own]
            if other and missing:
                path = ("texts", i, "text")
                line = line_in(key, language, path)
                wording = worded("other-number", other=quoted(other), english=quoted(missing))
                yield Diagnostic(record_file(key, language), line, dotted(path), *wording)


def _numbers(text: str) -> dict[str, str]:
    """The numbers of a text with two digits or more, as written, by their digits; none of citations and links.

    The digits are without zeros at their end: where English has `12,000`, Portuguese may have `12 mil`.
    """
    prose = LINK.sub(lambda link: link[1], CITED.sub("", text))
    numbers = {}
    for number in NUMBER.findall(prose):
        digits = [str(digit(sign)) for sign in number if sign.isdigit()]
        numbers["".join(digits).rstrip("0")] = number
    return numbers


def age_notes(tasks: Iterable[Task], line_of: Callable[[Task], int]) -> Iterator[Diagnostic]:
    """What is due longest to be read again, if anything is, and how much else is due, too."""
    today = date.today().isoformat()
    due = sorted(task for task in tasks if task.due < today)
    if not due:
        return
    first = due[0]
    problem = "open-law-checked-long-ago" if first.topic == "open-law" else "checked-long-ago"
    others_due = f" {len(due) - 1} more are due, too." if len(due) > 1 else ""
    age = PACES[first.topic].words
    wording = worded(problem, day=first.checked, age=age, more=others_due)
    yield Diagnostic(first.file, line_of(first), "checked", *wording)


def hard_texts(records: Iterable[Record], locate: Locate) -> list[Diagnostic]:
    """Each summary, and each record's steps, above the grade, with the longest sentence: the first to shorten."""
    notes: list[Diagnostic] = []
    for record in records:
        for field in MEASURED:
            value = getattr(record, field, "")
            texts = [value] if isinstance(value, str) else value
            score = round(grade(*texts), 1)
            if score > HARDEST_GRADE:
                message = f"reads at grade {score}; {HARDEST_GRADE} is the most."
                longest = shorten(_longest_sentence(texts))
                hint = f"Use shorter sentences and words. The longest: “{longest}”"
                notes.append(diagnostic_at(record, (field,), (message, hint), locate))
    return sorted(notes)


def page_notes(pages: Iterable[DocPage]) -> Iterator[Diagnostic]:
    """What to look at in authored pages, and steps of a route that link to no practice."""
    for page in pages:
        body = CODE.sub("`", page.body)
        for number, line in enumerate(body.split("\n"), page.first_line):
            for message, hint in _text_problems(line):
                yield Diagnostic(page.file, number, "", message, hint)
        for pattern, message, hint in IN_PAGES:
            for match in pattern.finditer(body):
                number = page.first_line + body.count("\n", 0, match.end())
                yield Diagnostic(page.file, number, "", message, hint)
        yield from _heading_notes(page)
        if page.front.get("show") == "route":
            for number in _bare_steps(page):
                yield Diagnostic(page.file, number, "", *worded("bare-step"))


def _heading_notes(page: DocPage) -> Iterator[Diagnostic]:
    """Headings of the title's level, and those that skip a level: who hears a page moves from heading to heading."""
    above = 1
    for line, level, _ in page.headings:
        if level == 1:
            yield Diagnostic(page.file, line, "", *worded("second-title"))
        elif level > above + 1:
            right = "#" * (above + 1)
            problem = worded("deep-heading", level=level, above=above, right=right)
            yield Diagnostic(page.file, line, "", *problem)
        above = level


def attachment_notes(attachments: Attachments) -> Iterator[Diagnostic]:
    """What is in files beside records that their readers do not see."""
    for (kind, name), attachment in attachments.items():
        for problem in _file_problems(attachment.path):
            yield Diagnostic(f"{KINDS[kind].folder}/{name}", 0, "", *problem)


def doc_file_notes(
    files: Mapping[str, Path], named_in_settings: Collection[str], pages: Collection[DocPage]
) -> Iterator[Diagnostic]:
    """What to look at in the files in docs/ that are published as they are."""
    for name, path in files.items():
        file = f"docs/{name}"
        is_linked = any(path.name in page.body for page in pages)
        if is_site_wide(name):
            yield Diagnostic(file, 0, "", *worded("docs-site-wide"))
        elif name not in named_in_settings and not is_linked:
            yield Diagnostic(file, 0, "", *worded("docs-unlinked"))
        for problem in _file_problems(path):
            yield Diagnostic(file, 0, "", *problem)


def overlay_notes(
    library: Library, overlay: Overlay, languages: Iterable[str]
) -> Iterator[Diagnostic]:
    """Words that the overlay fills in, but not in every language that a model document is handed out in."""
    missing: dict[str, dict[str, None]] = defaultdict(dict)
    tags = list(languages)
    for record in library.of_kind(Model.kind):
        spoken = [tag for tag in tags if (tag, record.key) in library.translations]
        for blank in getattr(record, "blanks", ()):
            if not blank.translatable or blank.name not in overlay.values:
                continue
            for tag in (SOURCE_LANGUAGE, *spoken):
                if not overlay.value(blank, tag):
                    missing[blank.name][tag] = None
    for name, tags_missing in missing.items():
        if not overlay.values[name].keys() <= {SOURCE_LANGUAGE, *tags}:
            continue  # what is said in a language that there is not was meant for one of them
        problem = worded("said-in-some-languages", name=name, languages=", ".join(tags_missing))
        yield Diagnostic(OVERLAY, 0, f"values.{name}", *problem)


def _texts_and_addresses(record: Record) -> Iterator[tuple[FieldPath, Problem]]:
    """What to look at in the texts and addresses of a record, with the field."""
    for path, _, text in marked_values(record, Translatable):
        for problem in _text_problems(text):
            yield path, problem
    for path, _, address in marked_values(record, Web):
        for problem in _matches(IN_ADDRESSES, address):
            yield path, problem


def _text_problems(text: str) -> Iterator[Problem]:
    """What to look at in a text with links."""
    # A linked phone number is meant to be called.
    bare = LINK.sub(lambda link: "" if link[2].startswith("tel:") else link[1], text)
    yield from _matches(IN_TEXTS, bare)
    for label, address in LINK.findall(text):
        yield from _matches(IN_ADDRESSES, address)
        yield from _misleading_label(label, address)


def _matches(patterns: Iterable[Pattern], text: str) -> Iterator[Problem]:
    for pattern, message, hint in patterns:
        match = pattern.search(text)
        if match:
            without_other_letters = ascii(match[0])[1:-1]
            yield message.format(match[0].strip(), without_other_letters), hint


def _misleading_label(label: str, address: str) -> Iterator[Problem]:
    """A link whose text names another site than it leads to."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    match = HOST.search(label)
    if not match or not host:
        return
    named_host = match[1].lower().removeprefix("www.")
    if not _is_within(host, named_host) and not _is_within(named_host, host):
        yield (
            f"says `{named_host}`, but the link leads to `{host}`.",
            "Let both name the same site.",
        )


def _is_within(host: str, domain: str) -> bool:
    return f".{host}".endswith(f".{domain}")


def _file_problems(path: Path) -> Iterator[Problem]:
    """What is in a file that its readers do not see."""
    content = path.read_bytes().decode("latin-1")
    for pattern, message, hint in IN_FILES:
        if pattern.search(content):
            yield message, hint


def _bare_steps(page: DocPage) -> Iterator[int]:
    """The lines in which steps of a route begin that link to no practice."""
    for step in STEP.finditer(page.body):
        if "/practices/" not in step[0]:
            yield page.first_line + page.body.count("\n", 0, step.start())


def _double(
    record: Record, earlier: dict[tuple[str, frozenset[str]], list[Record]]
) -> Record | None:
    """The earlier record that this may be once more. If there is none, it is an earlier record from now on."""
    urls: dict[FieldPath, str] = {}
    for path, _, url in marked_values(record, Web):
        urls[path] = START_OR_END.sub("", url.lower())
    address = frozenset(url for path, url in urls.items() if path == ("url",))
    all_addresses = frozenset(urls.values())
    for addresses in dict.fromkeys((address, all_addresses)):
        if not addresses:
            continue
        earlier_records = earlier[record.kind, addresses]
        for other in earlier_records:
            if addresses == address or _share_topics(record, other):
                return other
        earlier_records.append(record)
    return None


def _share_topics(record: Record, other: Record) -> bool:
    """Whether most topics of the two are the same."""
    topics = set(getattr(record, "topics", ()))
    other_topics = set(getattr(other, "topics", ()))
    return 2 * len(topics & other_topics) > len(topics | other_topics)


def _longest_sentence(texts: Iterable[str]) -> str:
    all_sentences: list[str] = []
    for text in texts:
        all_sentences += sentences(text)
    return max(all_sentences, key=lambda sentence: len(sentence.split()))
