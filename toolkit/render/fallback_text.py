"""Marks English texts that stand in for missing messages, so that browsers know their language.

`Catalog.t` puts two private-use characters around such a text, because it does not know where the text will appear. In
the finished page they become an element with a `lang`; in attributes and titles, which cannot contain elements, they
become Unicode isolates (UAX #9).
"""

import re

from toolkit.sources.messages import AS_ISOLATES, FALLBACK_END, FALLBACK_START, SOURCE_LANGUAGE

TAG = re.compile(r"(<[^>]*>)")
LANGUAGE = f' lang="{SOURCE_LANGUAGE}" dir="ltr"'
AS_NOTHING = str.maketrans({FALLBACK_START: "", FALLBACK_END: ""})


def mark_fallbacks(html: str) -> str:
    """The page with its English fallback texts marked for browsers and screen readers."""
    if FALLBACK_START not in html:
        return html
    parts = TAG.split(html)
    for i in range(0, len(parts), 2):
        tag = parts[i - 1] if i else ""
        if tag.startswith("<title"):
            parts[i] = parts[i].translate(AS_ISOLATES)
        elif tag.startswith("<option") and FALLBACK_START in parts[i]:
            parts[i - 1], parts[i] = f"{tag[:-1]}{LANGUAGE}>", parts[i].translate(AS_NOTHING)
        else:
            parts[i] = parts[i].replace(FALLBACK_START, f"<span{LANGUAGE}>").replace(FALLBACK_END, "</span>")
    parts[1::2] = [tag.translate(AS_ISOLATES) for tag in parts[1::2]]
    return "".join(parts)
