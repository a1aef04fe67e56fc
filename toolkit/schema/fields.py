"""The types of fields with their rules, and marks that say how a field behaves elsewhere.

A rule raises `FieldError`: what is so, then what to do. Other packages read the marks.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Any

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic import WithJsonSchema as JsonSchema
from pydantic_core import CoreSchema
from pydantic_core.core_schema import with_info_after_validator_function

from toolkit.diagnostics import NO_FIX, Fix, shorten, suggestion, worded
from toolkit.schema.markup import ALMOST_CITED, BLANK, CITATION, CITED, HTML, KEY, LINK, TARGET
from toolkit.texts import read_texts

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ADDRESS = re.compile(r"""https?://\w[\w.\-]*(?::\d+)?(?:[\/?#][^\s<>"'`\\]*)?""")
"""A web address. No user name before the host: it could pass for another host. Browsers read the pattern, too."""
INVISIBLE = re.compile(
    r"[\0-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u202a\u202b\u202d\u202e\u2060\u3164\ufeff\uffa0\ue000-\uf8ff]"
    r"|[\U000e0000-\U000e007f]|(?<![^\0-~])\u200b"
)
"""Control, bidirectional (Unicode 15, 23.2) and private-use characters; U+200B, except between words such as Lao."""
DATE = re.compile(
    r"(1[89]\d\d|20\d\d)(?:-(?!02-3|(?:0[469]|11)-31)(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?"
)
"""A year, month or day. Browsers read the pattern, too."""
FORMER_ID = re.compile(rf"(?:[a-z]+/)?{ID.pattern}")
DOCUMENT_KINDS = ("model", "policy", "curriculum", "outreach", "publication")
"""The kinds that a reader takes away."""
DOCUMENT = re.compile(rf"(?:{'|'.join(DOCUMENT_KINDS)})/{ID.pattern}")
COLOR = re.compile(r"#[0-9a-f]{6}", re.I)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
NAMED = re.compile(r"(?!https?:)[A-Za-z].*")
NO_PATH = re.compile(r"[^/\\]*")
DATE_FORMS = (
    "%m %d %Y",
    "%m %d %y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%Y %m %d",
    "%B %Y",
    "%b %Y",
    "%Y %m",
)
"""How people in the United States write dates, with spaces for what stands between."""
FIRST_TIME_ZONE = timezone(timedelta(hours=14))
"""Where each day begins first: a day that has begun anywhere is not in the future."""
TIME = re.compile(r"(\d+:)?[0-5]?\d:[0-5]\d")
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\bno (?:year|date)\b|\bwhich year\b|\bundated\b")
PHONE = re.compile(r"[2-8]11|[+(]?\d[\d ()./-]{6,}(?: ext\. \d+)?")
PUBLIC = re.compile(rf"{PHONE.pattern}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|{ADDRESS.pattern}")
"""A phone number (a city's `311`, too), a mail address or a web address."""
FREE_MAIL = re.compile(
    r"(?:gmail|yahoo|hotmail|outlook|live|msn|aol|icloud|proton(?:mail)?|gmx)\.[a-z.]+"
)
ROLES = re.compile(
    "police|sheriff|info|contact|office|unit|outreach|community|records|victim|liaison|public"
    "|media|city"
)

Key = tuple[str, str]
"""What identifies a record: its kind and its id."""
FieldPath = tuple[str | int, ...]
"""The path of a value in a record: `("points", 2, "text")`."""
Vocabularies = Mapping[str, Mapping[str, str]]
"""The closed lists: name → id → English label."""


def _ids_by_word(relation: str) -> dict[str, dict[str, str]]:
    """What people write for the entries of vocabularies, by vocabulary: word → id."""
    vocabularies: dict[str, dict[str, str]] = {}
    for name, words_by_id in read_texts("schema/meant.yml")[relation].items():
        ids = vocabularies.setdefault(name, {})
        for id, words in words_by_id.items():
            ids |= dict.fromkeys(words, id)
    return vocabularies


SAME = _ids_by_word("same")
"""Words that mean the same as an entry: `SAME["communities"]["latino"]` is `hispanic`."""
WIDER = _ids_by_word("wider")
"""Words for a part of what an entry means."""


class Part(BaseModel):
    """A closed, immutable piece of a record."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True
    )


class FieldError(ValueError):
    """What is wrong with a value, and what to do."""

    def __init__(self, message: str, hint: str, fix: Fix = NO_FIX) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fix = fix


@dataclass(frozen=True)
class Choice:
    """The value is an id from the vocabulary `lists.NAME` of toolkit/messages/en.yml, from the validation context."""

    vocabulary: str
    is_scale: bool = False
    """Whether the order of its entries means something: pages show them in that order, not by label."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def check(value: str, info: ValidationInfo) -> str:
            choices = info.context["vocabularies"][self.vocabulary]  # type: ignore[index]
            if value in choices:
                return value
            same = SAME.get(self.vocabulary, {})
            wider = WIDER.get(self.vocabulary, {})
            hint, fix = suggestion(value, choices, same, wider)
            raise FieldError(f"`{shorten(value)}` is not on the list.", hint, fix)

        return with_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core) | {"x-vocabulary": self.vocabulary}


@dataclass(frozen=True)
class Ref:
    """The value is the id of a record of this kind; without one, the kind stands before it: `model/id-night`."""

    kind: str = ""

    def key(self, value: str) -> Key:
        """The record that a value names."""
        kind, _, id = value.rpartition("/")
        return (self.kind, value) if self.kind else (kind, id)


class Filter:
    """Readers filter records by it, on browse pages and the find page."""


class Panel:
    """The panel "At a glance" shows it; its label is the message `glance.NAME`."""


@dataclass(frozen=True)
class Section:
    """It is searched as part of a section of the page, with this message as the heading and this anchor."""

    heading: str
    anchor: str


class Keyword:
    """It is searched, but is not part of a section."""


@dataclass(frozen=True)
class Counted:
    """The overview counts the records that have it; its label is this message, or else that of its panel or section."""

    heading: str = ""


@dataclass(frozen=True)
class Translatable:
    """It is translated. A line must have no links."""

    is_line: bool = False


class Cited:
    """Each statement of the value ends in its source, `[@key]`."""


class Dated:
    """A sum in it has its year."""


class CitesSources:
    """The value is the key of a source of the record."""


class HasBlanks:
    """Its words may have `{blanks}` that the record declares."""


class Web:
    """The value is a web address."""


def single_line(value: str) -> str:
    """A text on a single line, without invisible characters."""
    text = " ".join(value.split())
    if not text:
        raise FieldError(*worded("empty"))
    if bad := INVISIBLE.search(text):
        raise FieldError(*worded("invisible", number=f"U+{ord(bad[0]):04X}"))
    return text


def _no_html(value: str) -> str:
    """A text in plain words that says something."""
    if tag := HTML.search(value):
        raise FieldError(
            f"contains HTML, `{shorten(tag[0])}`, which is not shown.", "Write it in plain words."
        )
    if value.startswith("[@") and not CITATION.sub("", value).strip():
        raise FieldError(
            "cites a source but says nothing.", "Write before it what the source says."
        )
    return value


def _address(value: str) -> str:
    """One web address."""
    if ADDRESS.fullmatch(value):
        return value
    problem = "no-address"
    if value.lower().startswith("file:"):
        problem = "address-of-file"
    elif len(re.findall("https?://", value)) > 1:
        problem = "two-addresses"
    elif re.search(r"\s", value):
        problem = "address-with-space"
    raise FieldError(*worded(problem, value=shorten(value), better=re.sub(r"\s", "%20", value)))


def no_links(value: str) -> str:
    """A text without links, for places that cannot have them."""
    if link := LINK.search(value):
        raise FieldError(*worded("link-in-line", link=shorten(link[0])))
    return _no_html(value)


def _safe_links(value: str) -> str:
    """A text with no pictures, and no links but to safe addresses."""
    if "![" in value:
        raise FieldError(*worded("picture"))
    if "](" in value and (bad := TARGET.search(LINK.sub("", value))):
        raise FieldError(*worded("bad-link", target=shorten(bad[1])))
    return _no_html(value)


def _cited(value: str) -> str:
    """A text that cites a source, and nothing that was only meant as a citation."""
    uncited = CITATION.sub("", value)
    is_cited = uncited != value
    almost = ALMOST_CITED.search(uncited)
    if almost and ("@" in almost[0] or not is_cited):
        keys = "; ".join(f"@{key}" for key in KEY.findall(almost[0]))
        message, hint = worded("almost-cited", text=shorten(almost[0]), keys=keys)
        raise FieldError(message, hint, _citation_fix(almost[0], f"[{keys}]"))
    if not is_cited:
        raise FieldError(*worded("uncited"))
    return value


def _citation_fix(written: str, citation: str) -> Fix:
    """The fix of a citation in which only the marks around its keys are wrong: a page number would be lost."""
    has_same_words = re.findall(r"[\w-]+", written) == re.findall(r"[\w-]+", citation)
    return Fix(written, citation) if has_same_words else NO_FIX


def _handed_out(value: str) -> str:
    """Words without citations, in which each brace belongs to a blank."""
    if CITED.search(value):
        raise FieldError(
            "cites a source in words that are handed out.", "Write the key under `cite` instead."
        )
    without_blanks = BLANK.sub("", value)
    if "{" in without_blanks or "}" in without_blanks:
        raise FieldError(
            "has a brace that belongs to no blank.",
            "Write a blank as `{agency}`: small letters only.",
        )
    return value


def _date(value: str) -> str:
    """A year, month or day that has begun."""
    parts = DATE.fullmatch(value)
    if parts and value > datetime.now(FIRST_TIME_ZONE).date().isoformat():
        raise FieldError(f"`{value}` is in the future.", "Write a day or year that has begun.")
    if parts:
        with suppress(ValueError):  # February 29, in most years
            date(*(int(part or 1) for part in parts.groups()))
            return value
    if DAY.fullmatch(value):
        raise FieldError(*worded("no-such-day", value=value))
    raise FieldError(*_misdated("no-date", value, DATE))


def _day(value: str) -> str:
    """A whole day that has begun."""
    if not DAY.fullmatch(value):
        raise FieldError(*_misdated("no-day", value, DAY))
    return _date(value)


def _misdated(problem: str, value: str, expected: re.Pattern[str]) -> tuple[str, str]:
    """What is wrong with a date. If it is in words or with slashes, as people write it, the hint turns it around."""
    message, hint = worded(problem, value=shorten(value))
    better = _turned_around(value)
    return message, f"Write `{better}`." if expected.fullmatch(better) else hint


def _turned_around(value: str) -> str:
    """A date that people write in words or with slashes, as records have it: `2012-10-15`; empty if it is none."""
    spaced = re.sub("[-/., ]+", " ", value)
    for form in DATE_FORMS:
        with suppress(ValueError):
            day = datetime.strptime(spaced, form).replace(tzinfo=FIRST_TIME_ZONE)
            return f"{day:%Y-%m-%d}" if "%d" in form else f"{day:%Y-%m}"
    return ""


def _public(value: str) -> str:
    """A way to reach an agency, not a person: nobody's own mailbox."""
    name, at, host = value.lower().rpartition("@")
    if not at:
        return value
    is_persons_name = re.search("[a-z][._-]+[a-z]", name) and not ROLES.search(name)
    if is_persons_name or FREE_MAIL.fullmatch(host):
        raise FieldError(*worded("personal-address", value=shorten(value)))
    return value


def _dated(value: str) -> str:
    """A text that has a year if it names a sum."""
    if "$" in value and not YEAR.search(CITATION.sub("", value)):
        raise FieldError(
            "names a sum without its year.",
            "Write the year of the sum, or that its source has no year.",
        )
    return value


def _matches(pattern: re.Pattern[str], noun: str, hint: str) -> AfterValidator:
    """The rule that a text matches a pattern; else it is reported not to be `noun`. `{id}` is the id nearest to it."""

    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            id = "-".join(re.findall("[a-z0-9]+", value.lower())) or "id-night"
            quoted_value = shorten(value)
            filled_hint = hint.format(id=shorten(id), value=quoted_value)
            raise FieldError(f"`{quoted_value}` is not {noun}.", filled_hint)
        return value

    return AfterValidator(check)


KEY_OR_KEYS = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
}

Text = Annotated[str, AfterValidator(single_line), MaxLen(2000)]
Line = Annotated[Text, AfterValidator(no_links), MaxLen(220)]
"""A name or a few words, without a source."""
Words = Annotated[Line, Translatable(is_line=True)]
"""A line that translators put into another language."""
Note = Annotated[Text, AfterValidator(_safe_links), Translatable()]
"""A sentence of our own about the record; `[@key]` where it rests on a source."""
CITING = {"type": "string", "maxLength": 2000, "pattern": r"\[@[a-z0-9]"}
"""For editors: a text that cites a source."""
Prose = Annotated[Note, AfterValidator(_cited), JsonSchema(CITING), Cited()]
"""A paragraph of statements, each ending in its source, `[@key]`. `*stress*` and `[links](https://…)` work."""
HandedOut = Annotated[
    Text,
    AfterValidator(no_links),
    AfterValidator(_handed_out),
    HasBlanks(),
    Translatable(is_line=True),
]
"""Words of a document that is handed out, with blanks such as `{agency}` and without citations."""
Id = Annotated[
    Text,
    _matches(ID, "an id", "Write small letters, digits and single hyphens: `{id}`."),
    JsonSchema({"type": "string", "maxLength": 2000, "pattern": f"^{ID.pattern}$"}),
]
FormerId = Annotated[
    Text,
    _matches(FORMER_ID, "an id", "Write `old-id`; if its kind changed too, `old-kind/old-id`."),
]
Url = Annotated[
    Text,
    AfterValidator(_address),
    Web(),
]
Color = Annotated[
    Text, _matches(COLOR, "a color", 'Write it as `"#14405c"`, with the quotation marks.')
]
Date = Annotated[Text, AfterValidator(_date), JsonSchema({"type": ["string", "integer"]})]
"""A year, a month or a day, as exact as the source. Editors take a year, `2012`, for a number; here it is a text."""
Day = Annotated[
    Text,
    AfterValidator(_day),
    JsonSchema({"type": "string", "format": "date"}),
]
"""A whole day that has come: `2026-11-27`."""
Mailbox = Annotated[Text, AfterValidator(_public)]
"""A public mail address of an office."""
Contact = Annotated[
    Line,
    _matches(
        PUBLIC, "a phone number, mail address or web address", "Write it alone: `712-555-0100`."
    ),
    AfterValidator(_public),
]
Phone = Annotated[Text, _matches(PHONE, "a phone number", "Write digits: `712-555-0100`.")]
Money = Annotated[Prose, AfterValidator(_dated), Dated()]
"""A paragraph on money; sums have a year."""
Time = Annotated[
    Text, _matches(TIME, "a time in the recording", "Write minutes and seconds, `1:25`.")
]
Identifier = Annotated[
    Line, _matches(NAMED, "a number with its name", "Write `doi {value}`, or `ISBN` or `NCJ` …")
]
FileName = Annotated[
    Line,
    _matches(NO_PATH, "a file name", "Put the file beside the record and write its name only."),
]
"""The name of a file beside the record."""
Year = Annotated[int, Ge(1800), Le(2100), AfterValidator(lambda year: int(_date(str(year))))]
AS_LIST_IF_TEXT = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
Keys = Annotated[list[Id], AS_LIST_IF_TEXT, JsonSchema(KEY_OR_KEYS), MinLen(1), CitesSources()]
"""The `sources` that say so: a key, or a list of keys."""

REFERENCE = JsonSchema({"type": "string", "maxLength": 2000, "pattern": f"^{ID.pattern}$"})
"""For editors: the id of another record."""
AgencyId = Annotated[Text, REFERENCE, Ref("agency")]
PracticeId = Annotated[Text, REFERENCE, Ref("practice")]
PublicationId = Annotated[Text, REFERENCE, Ref("publication")]
PrincipleId = Annotated[Text, Ref("principle")]
StrategyId = Annotated[Text, Ref("strategy")]
DocumentKey = Annotated[
    Text,
    _matches(
        DOCUMENT,
        "a document's kind and id",
        f"Write its kind, a slash and its id, as in `model/id-night`. Kinds: {', '.join(DOCUMENT_KINDS)}.",
    ),
    Ref(),
]
"""A document of any kind: `model/id-night`."""
Communities = Annotated[list[Annotated[Text, Choice("communities")]], Filter(), Panel()]
Languages = Annotated[list[Annotated[Text, Choice("languages")]], Filter(), Panel()]
Topics = Annotated[list[Annotated[Text, Choice("topics")]], Filter(), Panel()]
Audiences = Annotated[list[Annotated[Text, Choice("audience")]], Filter(), Panel()]
