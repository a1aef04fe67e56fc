"""The rules for the values of fields. A rule returns the value, or raises `FieldError`: what is so, then what to do."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from urllib.parse import unquote

from pydantic import AfterValidator

from toolkit.diagnostics import NO_FIX, Fix, Problem, shorten, worded
from toolkit.schema.markup import ALMOST_CITED, BLANK, CITATION, CITED, HTML, KEY, LINK, TARGET

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MAIL_FILTER = re.compile(
    r"https?://([\w-]+\.safelinks\.protection\.outlook\.com|urldefense\.com|www\.google\.com/url|l\.facebook\.com)"
    r".*?(https?(?::|%3A)(?:/|%2F){2}[^&]+?)(?:__.*|&.*|$)"
)
"""An address that a mail program or a network wrapped around another one, with the name of who received it."""
NO_ADDRESS = ("-", "n/a", "na", "no", "none", "not online", "offline", "unknown")
"""What people write where there is no address."""
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
PHONE = re.compile(
    r"[2-8]11|(?:\+?1[ .-]?)?\(?\d{3}\)?[ ./-]{0,2}\d{3}[ .-]?\d{4}(?: ext\. \d+)?|\+[2-9][\d ()./-]{6,}"
)
"""A number of the United States and its neighbors, which has ten digits, or one of another country."""
PUBLIC = re.compile(rf"{PHONE.pattern}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|{ADDRESS.pattern}")
"""A phone number (a city's `311`, too), a mail address or a web address."""
FREE_MAIL = re.compile(
    r"(?:gmail|yahoo|hotmail|outlook|live|msn|aol|icloud|proton(?:mail)?|gmx)\.[a-z.]+"
)
ROLES = re.compile(
    "police|sheriff|info|contact|office|unit|outreach|community|records|victim|liaison|public"
    "|media|city"
)


class FieldError(ValueError):
    """What is wrong with a value, and what to do."""

    def __init__(self, message: str, hint: str, fix: Fix = NO_FIX) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fix = fix


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


def web_address(value: str) -> str:
    """One web address."""
    wrapped = MAIL_FILTER.match(value)
    if wrapped:
        raise FieldError(*worded("mail-filter", host=wrapped[1], better=unquote(wrapped[2])))
    if ADDRESS.fullmatch(value):
        return value
    problem = "no-address"
    if value.lower().rstrip(".") in NO_ADDRESS:
        problem = "no-address-given"
    elif value.lower().startswith("file:"):
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


def safe_links(value: str) -> str:
    """A text with no pictures, and no links but to safe addresses."""
    if "![" in value:
        raise FieldError(*worded("picture"))
    if "](" in value and (bad := TARGET.search(LINK.sub("", value))):
        raise FieldError(*worded("bad-link", target=shorten(bad[1])))
    return _no_html(value)


def cited_text(value: str) -> str:
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


def words_with_blanks(value: str) -> str:
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


def begun_date(value: str) -> str:
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


def begun_day(value: str) -> str:
    """A whole day that has begun."""
    if not DAY.fullmatch(value):
        raise FieldError(*_misdated("no-day", value, DAY))
    return begun_date(value)


def _misdated(problem: str, value: str, expected: re.Pattern[str]) -> Problem:
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


def public_contact(value: str) -> str:
    """A way to reach an agency, not a person: nobody's own mailbox."""
    name, at, host = value.lower().rpartition("@")
    if not at:
        return value
    is_persons_name = re.search("[a-z][._-]+[a-z]", name) and not ROLES.search(name)
    if is_persons_name or FREE_MAIL.fullmatch(host):
        raise FieldError(*worded("personal-address", value=shorten(value)))
    return value


def dated_sums(value: str) -> str:
    """A text that has a year if it names a sum."""
    if "$" in value and not YEAR.search(CITATION.sub("", value)):
        raise FieldError(
            "names a sum without its year.",
            "Write the year of the sum, or that its source has no year.",
        )
    return value


def matching(pattern: re.Pattern[str], noun: str, hint: str) -> AfterValidator:
    """The rule that a text matches a pattern; else it is reported not to be `noun`. `{id}` is the id nearest to it."""

    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            id = "-".join(re.findall("[a-z0-9]+", value.lower())) or "id-night"
            quoted_value = shorten(value)
            filled_hint = hint.format(id=shorten(id), value=quoted_value)
            raise FieldError(f"`{quoted_value}` is not {noun}.", filled_hint)
        return value

    return AfterValidator(check)
