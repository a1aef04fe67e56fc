"""What a field may hold: kinds of text, each with its rule and what to say when it is broken, and marks."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from toolkit.problems import instead, short

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CITED = re.compile(r"\[(@[^\]\s;]+(?:\s*;\s*@[^\]\s;]+)*)\]")
CITATION = re.compile(rf"\s*{CITED.pattern}")
"""`[@key]` or `[@one; @two]`, as Pandoc writes citations (User's Guide, "Citation syntax")."""
LINK = re.compile(r"\[([^\[\]]*)\]\(((?:https://|mailto:|tel:)[^()\s<>\\]+)\)")
TARGET = re.compile(r"\]\(([^)]*)")
"""What is written as a link; one that `LINK` does not take would be printed as it stands, brackets and all."""
ADDRESS = re.compile(r"https?://\w[\w.-]*(?::\d+)?(?:[/?#][^\s<>\"'`\\]*)?")
"""An address on the web: no name of a user before its host, which could pass for another host."""
HTML = re.compile(r"<[a-zA-Z/!?][^<>]*>?")

# ------------------------------------------------------------------ marks: what a field is, beside its type
# Plain classes: nobody compares two marks, and each dataclass takes half a millisecond to load.


class Ref:
    """Marks an id that must lead to a record of one of these kinds."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        self.kinds = kinds


class Filter:
    """Marks a field that readers narrow the records by."""


class Translatable:
    """Marks words that a translator puts into another language."""

    def __init__(self, is_line: bool = False) -> None:
        self.is_line = is_line
        """Whether they stand where no link can."""


class Cites:
    """Marks keys of the `sources` that say so."""


class Choice:
    """Marks an id from a closed list, `lists.NAME` in toolkit/strings/en.yml."""

    __match_args__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def check(self, value: str, choices: Mapping[str, str]) -> str:
        """The id, if it is on the list. Else a Mistake."""
        if value not in choices:
            raise Mistake(f"`{short(value)}` is not on the list.", instead(value, choices))
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import with_info_after_validator_function

        def check(value: str, info: Any) -> str:
            return self.check(value, info.context["lists"][self.name])

        return with_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> Any:
        return handler(core) | {"x-list": self.name}


# ------------------------------------------------------------------ marks: what a field must keep to


class Mistake(ValueError):
    """What is wrong with a text, and how to mend it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


class Rule:
    """Marks a text that must pass a check, which gives it as it is kept, or a Mistake."""

    __match_args__ = ("check",)

    def __init__(self, check: Callable[[str], str], is_of_signs: bool = False) -> None:
        self.check = check
        self.is_of_signs = is_of_signs
        """Whether each text that `is_plain` passes it, as it is."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_after_validator_function

        return no_info_after_validator_function(self.check, handler(source))


class OneOrMore:
    """Marks a list of which a single entry can be written bare."""

    @staticmethod
    def listed(value: object) -> object:
        """A list in any case."""
        return [value] if isinstance(value, str) else value

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(self.listed, handler(source))

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> Any:
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}


class AtLeast:
    """Marks a number, or a list by its length, that must not be less."""

    __match_args__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class AtMost:
    """Marks a number, or a text by its length, that must not be more."""

    __match_args__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class Format:
    """Marks a text whose form has a name of its own in JSON Schema."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> Any:
        return {"type": "string", "format": self.name}


# ------------------------------------------------------------------ kinds of text


UNSEEN = "[\\x00-\\x1f\\x7f-\\x9f\\u202a\\u202b\\u202d\\u202e\\ue000-\\uf8ff]"
"""Control characters, those that turn the direction of the words after them (Unicode 15, 23.2), and private ones."""


def is_plain(text: str) -> bool:
    """Whether it is one line of signs that can be seen, none of which might be HTML, a link or a picture, and which
    begins with what it says.
    """
    return (
        text.isprintable()  # so the only space is U+0020
        and "  " not in text
        and text[:1] != " " != text[-1:] != ""
        and not ("<" in text or "](" in text or "![" in text or text.startswith("[@"))
    )


def _one_line(value: str) -> str:
    text = " ".join(value.split())
    if not text:
        raise Mistake("is empty.", "Write its value after the colon, or leave the line out.")
    if bad := re.search(UNSEEN, text):
        what = f"holds a sign that nobody can see (U+{ord(bad[0]):04X})."
        raise Mistake(what, "Delete it and type the words again.")
    return text


def _plain(value: str) -> str:
    found = HTML.search(value)
    if found:
        raise Mistake(f"holds HTML, `{short(found[0])}`, which is not shown.", "Write it in plain words.")
    if value.startswith("[@") and not CITATION.sub("", value).strip():
        raise Mistake("gives a source and does not say for what.", "Write before it what the source says.")
    return value


def in_line(value: str) -> str:
    """A text that stands where no link can; else a Mistake."""
    if found := LINK.search(value):
        what = f"holds a link, `{short(found[0])}`, where only words can stand."
        raise Mistake(what, "Write the words alone. Give the link in a longer text, or as the `url` of a source.")
    return _plain(value)


def _prose(value: str) -> str:
    if "![" in value:
        raise Mistake(
            "holds a picture.", "Describe it in words; a picture file goes into an outreach record as its `file`."
        )
    if "](" in value and (bad := TARGET.search(LINK.sub("", value))):
        fix = (
            "A link in a text starts with `https://`, `mailto:` or `tel:`, "
            "and has no spaces, brackets or backslashes in it."
        )
        raise Mistake(f"links to `{short(bad[1])}`.", fix)
    return _plain(value)


def _cited(value: str) -> str:
    if not CITED.search(value):
        raise Mistake(
            "gives no source.", "End the statement with `[@key]`, where `key` is one of the record's `sources`."
        )
    return value


def _id(value: str) -> str:
    if not ID.fullmatch(value):
        raise Mistake(
            f"`{short(value)}` is not an id.", "An id has small letters, digits and single hyphens: `id-night`."
        )
    return value


def _url(value: str) -> str:
    if not ADDRESS.fullmatch(value):
        raise Mistake(f"`{short(value)}` is not a web address.", "Copy the whole address; it starts with `https://`.")
    return value


DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _date(value: str) -> str:
    found = re.fullmatch(r"(1[89]\d\d|20\d\d)(?:-(\d\d)(?:-(\d\d))?)?", value)
    if found:
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if 1 <= month <= 12 and 1 <= day <= DAYS[month - 1] and (leap or (month, day) != (2, 29)):
            return value
    raise Mistake(
        f"`{short(value)}` is not a date.", "Write the year, month and day as `2012-10-15`, or `2012-10`, or `2012`."
    )


def _file(value: str) -> str:
    if "/" in value or "\\" in value:
        raise Mistake(
            f"`{short(value)}` is not a file name.", "Put the file beside the record and write its name only."
        )
    return value


def _time(value: str) -> str:
    if not re.fullmatch(r"(\d+:)?[0-5]?\d:[0-5]\d", value):
        raise Mistake(f"`{short(value)}` is not a time in the recording.", "Write minutes and seconds, `1:25`.")
    return value


Text = Annotated[str, Rule(_one_line, is_of_signs=True), AtMost(2000)]
Line = Annotated[Text, Rule(in_line, is_of_signs=True), AtMost(220)]
"""A name or a few words, without a source of its own."""
Words = Annotated[Line, Translatable(is_line=True)]
"""A line that a translator puts into another language."""
Note = Annotated[Text, Rule(_prose, is_of_signs=True), Translatable()]
"""A sentence of our own about the record; `[@key]` where it rests on a source."""
Prose = Annotated[Note, Rule(_cited)]
"""A paragraph of statements, each ending in its source, `[@key]`. `*stress*` and `[links](https://…)` work."""
Id = Annotated[Text, Rule(_id)]
Url = Annotated[Text, Rule(_url)]
Date = Annotated[Text, Rule(_date), Format("toolkit-date")]
"""A year, a month or a day, as exact as the source: `2012`, `2012-10`, `2012-10-15`."""
Time = Annotated[Text, Rule(_time)]
File = Annotated[Line, Rule(_file)]
"""The name of a file beside the record."""
Year = Annotated[int, AtLeast(1800), AtMost(2100)]
Keys = Annotated[list[Id], OneOrMore(), AtLeast(1), Cites()]
"""The `sources` that say so: one key, or a list of keys."""

AgencyId = Annotated[Id, Ref(("agency",))]
PracticeId = Annotated[Id, Ref(("practice",))]
PrincipleId = Annotated[Id, Ref(("principle",))]
StrategyId = Annotated[Id, Ref(("strategy",))]
Communities = Annotated[list[Annotated[Text, Choice("communities")]], Filter()]
Languages = Annotated[list[Annotated[Text, Choice("languages")]], Filter()]
Topics = Annotated[list[Annotated[Text, Choice("topics")]], Filter()]
Audiences = Annotated[list[Annotated[Text, Choice("audience")]], Filter()]
