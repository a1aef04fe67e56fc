"""XLIFF 2.1 files (OASIS, 2018), for the tools of translation agencies.

A text is a unit whose name is its context. Citations and the addresses of links are codes, which a tool keeps
translators from changing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError, ParserCreate

from toolkit.problems import Problem, short
from toolkit.records.text import CITATION, LINK
from toolkit.translate.exchange import ANEW, Coming, Going, Head, Read, broken_off

CORE = "urn:oasis:names:tc:xliff:document:2.0"
META = "urn:oasis:names:tc:xliff:metadata:2.0"
SOURCE = "en"
STATES = {"missing": "initial", "outdated": "initial", "reviewed": "reviewed"}
"""What XLIFF calls a state; the others are `translated`."""
CODE = re.compile(f"(?:{CITATION.pattern})|(?:{LINK.pattern})")
DECLARATION = re.compile(r"<!(?!--|\[CDATA\[)")
"""Where a document type would begin, with entities that swell or lead to other files."""
INLINE = ("ph", "pc", "sc", "ec", "mrk", "sm", "em")
"""Elements that may stand in a text (XLIFF 2.1, 4.2.3)."""
DEEPEST = 40
"""Elements within elements; an honest file has eight."""


@dataclass(frozen=True)
class Code:
    """A piece of a text that stays as it is: a citation, or what stands around a link's words."""

    id: str
    start: str
    end: str = ""


# ------------------------------------------------------------------ out


def write(texts: Iterable[Going], head: Head) -> bytes:
    """The file to take away."""
    root = ElementTree.Element("xliff", version="2.1", srcLang=SOURCE, trgLang=head.language)
    root.attrib |= {"xmlns": CORE, "xmlns:mda": META}
    file = _add(root, "file", id="toolkit", original=head.project, canResegment="no")
    group = _add(_add(file, "mda:metadata"), "mda:metaGroup", category="toolkit")
    _add(group, "mda:meta", head.base, type="base")
    for number, one in enumerate(texts, 1):
        unit = _add(file, "unit", id=f"u{number}", name=one.context)
        notes = _add(unit, "notes")
        for note in (*one.notes, f"state: {one.state}", *([f"was: {one.made_from}"] if one.made_from else [])):
            _add(notes, "note", note)
        codes = [code for piece, code in _pieces(one.english) if code]
        if codes:
            data = _add(unit, "originalData")
        for code in codes:
            _add(data, "data", code.start, id=f"{code.id}s")
            if code.end:
                _add(data, "data", code.end, id=f"{code.id}e")
        segment = _add(unit, "segment", state=STATES.get(one.state, "translated"), subState=f"toolkit:{one.state}")
        _write(_add(segment, "source"), _pieces(one.english))
        if one.text:
            _write(_add(segment, "target"), _pieces(one.text, codes))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """An element on lines of its own."""
    parent.text = parent.text or "\n"
    made = ElementTree.SubElement(parent, tag, attributes)
    made.text, made.tail = text or None, "\n"
    return made


def _pieces(text: str, codes: Iterable[Code] | None = None) -> Iterator[tuple[str, Code | None]]:
    """A text cut at its codes; a link's words come with their code. `codes` are those of the English, if it is not."""
    left = None if codes is None else list(codes)
    end = 0
    for number, found in enumerate(CODE.finditer(text), 1):
        link = LINK.fullmatch(found[0])
        start = found.start() if link else found.end() - len(found[0].lstrip())
        words = link[1] if link else ""
        made = Code(f"c{number}", "[", f"]({link[2]})") if link else Code(f"c{number}", text[start : found.end()])
        if left is not None:
            same = next((code for code in left if (code.start, code.end) == (made.start, made.end)), None)
            if not same:
                continue
            left.remove(same)
            made = same
        yield text[end:start], None
        yield words, made
        end = found.end()
    yield text[end:], None


def _write(element: ElementTree.Element, pieces: Iterable[tuple[str, Code | None]]) -> None:
    for text, code in pieces:
        if code and code.end:
            around = {"dataRefStart": f"{code.id}s", "dataRefEnd": f"{code.id}e"}
            ElementTree.SubElement(element, "pc", {"id": code.id, "canDelete": "no", **around}).text = text
        elif code:
            ElementTree.SubElement(element, "ph", {"id": code.id, "canDelete": "no", "dataRef": f"{code.id}s"})
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text


# ------------------------------------------------------------------ in


@dataclass
class _Element:
    """An element of a file that may be of any making."""

    name: str
    """Without the namespace, if it is XLIFF's own."""
    attributes: Mapping[str, str]
    line: int
    depth: int
    inside: list["str | _Element"] = field(default_factory=list)

    def all(self, *names: str) -> Iterator["_Element"]:
        """The elements in it, however deep, in order; of these names if there are any."""
        left = [self]
        while left:
            one = left.pop()
            if one is not self and (not names or one.name in names):
                yield one
            left += [piece for piece in reversed(one.inside) if isinstance(piece, _Element)]


def read(text: str, file: str) -> Read:
    """What a file says that was brought back."""
    declared = DECLARATION.search(text)
    if declared:
        line = text.count("\n", 0, declared.start()) + 1
        return Read(problems=[Problem(file, line, "", "declares what XLIFF does not have, with `<!`.", ANEW)])
    try:
        root = _tree(text)
    except ExpatError as error:
        return Read(problems=[broken_off(file, error.lineno)])
    if root.name != "xliff":
        return Read(problems=[Problem(file, root.line, "", "is not XLIFF 2.", "Save it as XLIFF 2.0 or newer.")])
    deep = next((one for one in root.all() if one.depth > DEEPEST), None)
    if deep:
        return Read(problems=[Problem(file, deep.line, "", "holds elements within elements without end.", ANEW)])
    units = [_coming(unit, file) for unit in root.all("unit")]
    return Read(
        _head(root),
        [unit for unit in units if isinstance(unit, Coming)],
        [unit for unit in units if isinstance(unit, Problem)],
    )


def _tree(text: str) -> _Element:
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    top = _Element("", {}, 0, 0)
    open_ = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        made = _Element(name.removeprefix(f"{CORE} "), attributes, parser.CurrentLineNumber, len(open_))
        open_[-1].inside.append(made)
        open_.append(made)

    def end(_: str) -> None:
        open_.pop()

    def say(words: str) -> None:
        open_[-1].inside.append(words)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, say
    parser.Parse(text, True)
    return next(top.all())


def _head(root: _Element) -> dict[str, tuple[str, int, str]]:
    found = {"language": (root.attributes.get("trgLang", ""), root.line, "trgLang")}
    for one in root.all("file"):
        found["project"] = one.attributes.get("original", ""), one.line, "original"
    for one in root.all(f"{META} meta"):
        if one.attributes.get("type") == "base":
            found["base"] = "".join(_flat(one, {})), one.line, "base"
    return found


def _coming(unit: _Element, file: str) -> Coming | Problem | None:
    """A unit's translation, or nothing if it has none."""
    context = unit.attributes.get("name", "")
    data = {one.attributes.get("id", ""): "".join(_flat(one, {})) for one in unit.all("data")}
    english = text = ""
    line = 0
    is_waiting = is_partial = False
    for segment in unit.all("segment", "ignorable"):
        source, target = (next(segment.all(name), None) for name in ("source", "target"))
        strange = next((one for side in (source, target) if side for one in side.all() if one.name not in INLINE), None)
        if strange:
            what = f"holds markup, `<{short(strange.name)}>`, which is not XLIFF's."
            return Problem(file, strange.line, short(context), what, "Write the words without it.")
        english += "".join(_flat(source, data)) if source else ""
        if target:
            text += "".join(_flat(target, data))
            line = line or target.line
            is_waiting = is_waiting or segment.attributes.get("state", "initial") == "initial"
        elif segment.name == "segment":
            is_partial = True
        else:
            text += "".join(_flat(source, data)) if source else ""
    if not line or not text.strip():
        return None
    if is_partial:
        return Problem(
            file, line, short(context), "is translated only in part.", "Translate all its segments, or none."
        )
    return Coming(context, " ".join(english.split()), text, line, is_waiting)


def _flat(element: _Element, data: Mapping[str, str]) -> Iterator[str]:
    """An element's text with its codes."""
    for piece in element.inside:
        if isinstance(piece, str):
            yield piece
        else:
            of = piece.attributes
            yield data.get(of.get("dataRef", of.get("dataRefStart", "")), "")
            yield from _flat(piece, data)
            yield data.get(of.get("dataRefEnd", ""), "")
