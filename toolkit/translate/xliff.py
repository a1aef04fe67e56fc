"""XLIFF 2.1 files (OASIS, 2018), for the tools of translation agencies.

A text is a unit whose name is its context. Citations and the addresses of links are codes, which a tool keeps
translators from changing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, tostring
from xml.parsers.expat import ExpatError, ParserCreate

from toolkit.diagnostics import Diagnostic, shorten
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


# ------------------------------------------------------------------ export


def write(units: Iterable[ExportUnit], header: Header) -> bytes:
    """An XLIFF file with these texts."""
    root = Element("xliff", version="2.1", srcLang=SOURCE_LANGUAGE, trgLang=header.language)
    root.attrib |= {"xmlns": CORE, "xmlns:mda": META}
    file = _add(root, "file", id="toolkit", original=header.project, canResegment="no")
    group = _add(_add(file, "mda:metadata"), "mda:metaGroup", category="toolkit")
    _add(group, "mda:meta", header.base, type="base")
    for number, unit in enumerate(units, 1):
        _add_unit(_add(file, "unit", id=f"u{number}", name=unit.context), unit)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _add_unit(element: Element, unit: ExportUnit) -> None:
    notes = _add(element, "notes")
    for comment in unit.comments:
        _add(notes, "note", comment)
    state = STATES.get(unit.status, "translated")
    segment = Element("segment", state=state, subState=f"toolkit:{unit.status}")
    codes = _fill(_add(segment, "source"), unit.english)
    if unit.text:
        _fill(_add(segment, "target"), unit.text, codes)
    if codes:
        data = _add(element, "originalData")
        for code in codes:
            _add(data, "data", code.start, id=f"{code.id}s")
            if code.end:
                _add(data, "data", code.end, id=f"{code.id}e")
    segment.tail = "\n"
    element.append(segment)


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A child element, on separate lines."""
    parent.text = parent.text or "\n"
    element = SubElement(parent, tag, attributes)
    element.text, element.tail = text or None, "\n"
    return element


def _fill(element: Element, text: str, codes: Sequence[Code] | None = None) -> list[Code]:
    """Write a text into an element, its codes as child elements. Returns the codes.

    For a translation, `codes` are from its English: the same code has the same id in both.
    """
    written: list[Code] = []
    end = 0
    for number, match in enumerate(CODE.finditer(text), 1):
        _, words, address = match.groups()
        code = Code(f"c{number}", "[", f"]({address})") if address else Code(f"c{number}", match[0])
        if codes is not None:
            same = [other for other in codes if other not in written and other[1:] == code[1:]]
            if not same:
                continue
            code = same[0]
        _append(element, text[end : match.start()])
        attributes = {"id": code.id, "canDelete": "no"}
        if code.end:
            attributes |= {"dataRefStart": f"{code.id}s", "dataRefEnd": f"{code.id}e"}
            SubElement(element, "pc", attributes).text = words
        else:
            SubElement(element, "ph", attributes | {"dataRef": f"{code.id}s"})
        written.append(code)
        end = match.end()
    _append(element, text[end:])
    return written


def _append(element: Element, text: str) -> None:
    """Append a text to an element's content."""
    if len(element):
        element[-1].tail = text
    else:
        element.text = text


# ------------------------------------------------------------------ import


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
