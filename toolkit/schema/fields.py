"""The types of fields, and marks that say how a field behaves elsewhere. Other packages read the marks."""

from collections.abc import Mapping
from dataclasses import dataclass
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

from toolkit.diagnostics import shorten, suggestion
from toolkit.schema.rules import (
    COLOR,
    DOCUMENT,
    DOCUMENT_KINDS,
    FORMER_ID,
    ID,
    NAMED,
    NO_PATH,
    PHONE,
    PUBLIC,
    TIME,
    FieldError,
    begun_date,
    begun_day,
    cited_text,
    dated_sums,
    matching,
    no_links,
    public_contact,
    safe_links,
    single_line,
    web_address,
    words_with_blanks,
)
from toolkit.texts import read_texts

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


KEY_OR_KEYS = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
}

Text = Annotated[str, AfterValidator(single_line), MaxLen(2000)]
Line = Annotated[Text, AfterValidator(no_links), MaxLen(220)]
"""A name or a few words, without a source."""
Words = Annotated[Line, Translatable(is_line=True)]
"""A line that translators put into another language."""
Note = Annotated[Text, AfterValidator(safe_links), Translatable()]
"""A sentence of our own about the record; `[@key]` where it rests on a source."""
CITING = {"type": "string", "maxLength": 2000, "pattern": r"\[@[a-z0-9]"}
"""For editors: a text that cites a source."""
Prose = Annotated[Note, AfterValidator(cited_text), JsonSchema(CITING), Cited()]
"""A paragraph of statements, each ending in its source, `[@key]`. `*stress*` and `[links](https://…)` work."""
HandedOut = Annotated[
    Text,
    AfterValidator(no_links),
    AfterValidator(words_with_blanks),
    HasBlanks(),
    Translatable(is_line=True),
]
"""Words of a document that is handed out, with blanks such as `{agency}` and without citations."""
Id = Annotated[
    Text,
    matching(ID, "an id", "Write small letters, digits and single hyphens: `{id}`."),
    JsonSchema({"type": "string", "maxLength": 2000, "pattern": f"^{ID.pattern}$"}),
]
FormerId = Annotated[
    Text,
    matching(FORMER_ID, "an id", "Write `old-id`; if its kind changed too, `old-kind/old-id`."),
]
Url = Annotated[
    Text,
    AfterValidator(web_address),
    Web(),
]
Color = Annotated[
    Text, matching(COLOR, "a color", 'Write it as `"#14405c"`, with the quotation marks.')
]
Date = Annotated[Text, AfterValidator(begun_date), JsonSchema({"type": ["string", "integer"]})]
"""A year, a month or a day, as exact as the source. Editors take a year, `2012`, for a number; here it is a text."""
Day = Annotated[
    Text,
    AfterValidator(begun_day),
    JsonSchema({"type": "string", "format": "date"}),
]
"""A whole day that has come: `2026-11-27`."""
Mailbox = Annotated[Text, AfterValidator(public_contact)]
"""A public mail address of an office."""
Contact = Annotated[
    Line,
    matching(
        PUBLIC, "a phone number, mail address or web address", "Write it alone: `712-555-0100`."
    ),
    AfterValidator(public_contact),
]
Phone = Annotated[Text, matching(PHONE, "a phone number", "Write digits: `712-555-0100`.")]
Money = Annotated[Prose, AfterValidator(dated_sums), Dated()]
"""A paragraph on money; sums have a year."""
Time = Annotated[
    Text, matching(TIME, "a time in the recording", "Write minutes and seconds, `1:25`.")
]
Identifier = Annotated[
    Line, matching(NAMED, "a number with its name", "Write `doi {value}`, or `ISBN` or `NCJ` …")
]
FileName = Annotated[
    Line,
    matching(NO_PATH, "a file name", "Put the file beside the record and write its name only."),
]
"""The name of a file beside the record."""
Year = Annotated[int, Ge(1800), Le(2100), AfterValidator(lambda year: int(begun_date(str(year))))]
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
    matching(
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
