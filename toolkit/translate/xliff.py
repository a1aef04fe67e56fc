"""XLIFF 2.1 files (OASIS, 2018), for the tools of translation agencies.

A text is a unit whose name is its context. Citations and the addresses of links are codes, which a tool keeps
translators from changing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from toolkit.diagnostics import Diagnostic, shorten
from toolkit.pages.templates import render_file
from toolkit.schema.markup import CITED, LINK
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.translate.exchange import SAVE_AGAIN, ExportUnit, Header, HeaderField, ImportUnit, ParsedFile, truncated

CORE = "urn:oasis:names:tc:xliff:document:2.0"
META = "urn:oasis:names:tc:xliff:metadata:2.0"
STATES = {"missing": "initial", "outdated": "initial", "reviewed": "reviewed"}
"""The XLIFF state of each status; all others are `translated`."""
CODE = re.compile(f"(?:{CITED.pattern})|(?:{LINK.pattern})")
DECLARATION = re.compile(r"<!(?!--|\[CDATA\[)")
"""The start of a document type, which can declare entities that expand without end or read other files."""
SEGMENT_TAGS = ("segment", "ignorable", "source", "target", "ph", "pc", "sc", "ec", "mrk", "sm", "em")
"""Elements that may stand in a segment (XLIFF 2.1, 4.2)."""
LINE = "line"
"""The attribute with an element's line in the file."""


class Code(NamedTuple):
    """A part of a text that must not change: a citation, or the markup around a link's words."""

    id: str
    start: str
    end: str = ""


def write(units: Iterable[ExportUnit], header: Header) -> bytes:
    """An XLIFF file with these texts."""
    rows = [(unit, STATES.get(unit.status, "translated"), _codes(unit.english)) for unit in units]
    values = {"header": header, "units": rows, "pieces": _pieces, "source_language": SOURCE_LANGUAGE}
    return render_file("xliff.xml", **values) + b"\n"


def _codes(text: str) -> list[Code]:
    """The codes in a text, numbered."""
    return [
        Code(f"c{number}", "[", f"]({match[3]})") if match[3] else Code(f"c{number}", match[0])
        for number, match in enumerate(CODE.finditer(text), 1)
    ]


def _pieces(text: str, codes: Iterable[Code]) -> Iterator[tuple[str, Code | None]]:
    """A text cut at its codes: words, and codes with the words of a link.

    For a translation, `codes` are from its English: the same code has the same id in both.
    """
    unused, end = list(codes), 0
    for match, written in zip(CODE.finditer(text), _codes(text), strict=True):
        if same := [code for code in unused if code[1:] == written[1:]]:
            unused.remove(same[0])
            yield text[end : match.start()], None
            yield match[2] or "", same[0]
            end = match.end()
    yield text[end:], None


def parse(text: str, file: str) -> ParsedFile:
    """The content of an XLIFF file."""
    if declaration := DECLARATION.search(text):
        line = text.count("\n", 0, declaration.start()) + 1
        message = "declares a document type, with `<!`, which XLIFF does not have."
        return ParsedFile(diagnostics=[Diagnostic(file, line, "", message, SAVE_AGAIN)])
    try:
        root = _parse_xml(text)
    except ExpatError as error:
        return ParsedFile(diagnostics=[truncated(file, error.lineno)])
    if root.tag != "xliff":
        hint = "Save it as XLIFF 2.0 or newer."
        return ParsedFile(diagnostics=[Diagnostic(file, _line(root), "", "is not XLIFF 2.", hint)])
    units = [_import_unit(unit, file) for unit in root.iter("unit")]
    return ParsedFile(
        _header(root),
        [unit for unit in units if isinstance(unit, ImportUnit)],
        [unit for unit in units if isinstance(unit, Diagnostic)],
    )


def _parse_xml(text: str) -> Element:
    """The root element. Each element has its line as an attribute; names are without XLIFF's namespace."""
    parser, tree = ParserCreate(namespace_separator=" "), TreeBuilder()

    def start(name: str, attributes: dict[str, str]) -> None:
        tree.start(name.removeprefix(f"{CORE} "), attributes | {LINE: str(parser.CurrentLineNumber)})

    parser.StartElementHandler, parser.EndElementHandler = start, tree.end
    parser.CharacterDataHandler = tree.data
    parser.Parse(text, True)
    return tree.close()


def _line(element: Element) -> int:
    return int(element.attrib[LINE])


def _header(root: Element) -> dict[str, HeaderField]:
    header = {"language": HeaderField(root.get("trgLang", ""), _line(root), "trgLang")}
    for file in root.iter("file"):
        header["project"] = HeaderField(file.get("original", ""), _line(file), "original")
    for meta in root.iter(f"{META} meta"):
        if meta.get("type") == "base":
            header["base"] = HeaderField(meta.text or "", _line(meta), "base")
    return header


def _import_unit(unit: Element, file: str) -> ImportUnit | Diagnostic | None:
    """A unit's translation; None if it has none."""
    context = unit.get("name", "")
    data = {entry.get("id", ""): entry.text or "" for entry in unit.iter("data")}
    english = text = ""
    line = 0
    is_unconfirmed = is_partial = False
    for segment in [element for element in unit.iter() if element.tag in ("segment", "ignorable")]:
        if foreign := [element for element in segment.iter() if element.tag not in SEGMENT_TAGS]:
            message = f"contains markup, `<{shorten(foreign[0].tag)}>`, which is not XLIFF's."
            return Diagnostic(file, _line(foreign[0]), shorten(context), message, "Write the words without it.")
        source, target = segment.find("source"), segment.find("target")
        original = _text(source, data)
        english += original
        if target is not None:
            text += _text(target, data)
            line = line or _line(target)
            is_unconfirmed = is_unconfirmed or segment.get("state", "initial") == "initial"
        elif segment.tag == "segment":
            is_partial = True
        else:
            text += original
    if not line or not text.strip():
        return None
    if is_partial:
        hint = "Translate all its segments, or none."
        return Diagnostic(file, line, shorten(context), "is translated only in part.", hint)
    return ImportUnit(context, " ".join(english.split()), text, line, is_unconfirmed)


def _text(side: Element | None, data: Mapping[str, str]) -> str:
    """The text of a source or target, with its codes written out."""
    if side is None:
        return ""
    for code in side.iter():
        code.text = data.get(code.get("dataRef", code.get("dataRefStart", "")), "") + (code.text or "")
        code.tail = data.get(code.get("dataRefEnd", ""), "") + (code.tail or "")
    return "".join(side.itertext())
