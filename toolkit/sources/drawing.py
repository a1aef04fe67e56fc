"""Checks an SVG picture. Opened by itself it is a page of the site, so it may have shapes and letters only."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

MARKUP = re.compile(r"<!(?!--)|<\?(?!xml )")
"""What may define entities, or name a style sheet."""
NAME = re.compile(r"(?:\{([^}]*)\})?(.*)")
SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
XLINK = "http://www.w3.org/1999/xlink"
ELEMENTS = re.compile(
    r"circle|clipPath|defs|desc|ellipse|g|line|linearGradient|mask|path|polygon|polyline|radialGradient|rect|stop|svg"
    r"|text|title|tspan"
)
ATTRIBUTES = re.compile(
    r"aria-(?:hidden|label|labelledby)|class|clip-path|clip-rule|clipPathUnits|color|cx|cy|d|direction|display|dx|dy"
    r"|fill(?:-opacity|-rule)?|font-(?:family|size|style|variant|weight)|focusable|fx|fy|gradient(?:Transform|Units)"
    r"|height|id|lang|letter-spacing|mask(?:ContentUnits|Units)?|offset|opacity|overflow|paint-order|pathLength|points"
    r"|preserveAspectRatio|r|role|rx|ry|shape-rendering|space|spreadMethod|stop-(?:color|opacity)"
    r"|stroke(?:-(?:dasharray|dashoffset|linecap|linejoin|miterlimit|opacity|width))?|style|text-(?:anchor|rendering)"
    r"|transform|vector-effect|version|viewBox|visibility|width|x|x1|x2|xml:space|y|y1|y2"
)
LEADS_AWAY = re.compile(r"url\(\s*(?!#)|[\\@]|//|script|data:|/\*", re.I)
"""In a value: an address that is not a part of the same picture, or what could hide one."""
PART = re.compile(r"#[\w.-]+")


def unsafe_parts(text: str) -> Iterator[str]:
    """What an SVG picture may not have, as it is written there; "what cannot be read" if it is not well formed."""
    if match := MARKUP.search(text):
        yield text[match.start() :].partition(">")[0] + ">"
        return
    try:
        root = fromstring(text)
    except (ParseError, ValueError):
        yield "text that is not XML"
        return
    if root.tag != f"{{{SVG}}}svg":
        yield f"<{_split(root.tag)[1]}>"
    for element in root.iter():
        yield from _unsafe(element)


def _unsafe(element: Element) -> Iterator[str]:
    """What is wrong with one element, not with those in it."""
    space, name = _split(element.tag)
    if space != SVG or not ELEMENTS.fullmatch(name):
        yield f"<{name}>"
    for attribute, value in element.items():
        attribute_space, attribute_name = _split(attribute)
        if not _is_safe(attribute_space, attribute_name, value):
            yield f'{attribute_name}="{value}"'


def _is_safe(space: str, name: str, value: str) -> bool:
    """Whether an attribute, by its namespace and name, leads nowhere outside of the picture."""
    if name == "href" and space in ("", XLINK):
        return PART.fullmatch(value) is not None
    is_listed = space in ("", XML) and ATTRIBUTES.fullmatch(name)
    return bool(is_listed) and not LEADS_AWAY.search(value)


def _split(name: str) -> tuple[str, str]:
    """The namespace and the local part of a name, as ElementTree writes it: `{http://www.w3.org/2000/svg}path`."""
    match = NAME.fullmatch(name)
    return (match[1] or "", match[2]) if match else ("", name)
