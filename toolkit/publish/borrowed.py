"""English among a language's own words, where its strings file has a gap, marked in the finished page.

`Words.say` puts two signs around such a text, for it cannot know where it will stand. Here the place is known: in a
text the signs become an element with its language; in an attribute or title, where no element can be, the isolates
that Unicode has for it (UAX #9).
"""

import re

from toolkit.gather.words import BORROWED, RETURNED, SOURCE_LANGUAGE

TAG = re.compile(r"(<[^>]*>)")
LANGUAGE = f' lang="{SOURCE_LANGUAGE}" dir="ltr"'
ISOLATE = "\u2066"
ISOLATES = str.maketrans({BORROWED: ISOLATE, RETURNED: "\u2069"})
BARE = str.maketrans({BORROWED: "", RETURNED: ""})


def marked(html: str) -> str:
    """A page without the two signs."""
    if BORROWED not in html:
        return html
    parts = TAG.split(html)
    for i in range(0, len(parts), 2):
        before = parts[i - 1] if i else ""
        if before.startswith("<title"):
            parts[i] = parts[i].translate(ISOLATES)
        elif before.startswith("<option") and BORROWED in parts[i]:
            parts[i - 1], parts[i] = f"{before[:-1]}{LANGUAGE}>", parts[i].translate(BARE)
        else:
            parts[i] = parts[i].replace(BORROWED, f"<span{LANGUAGE}>").replace(RETURNED, "</span>")
    parts[1::2] = [tag.translate(ISOLATES) for tag in parts[1::2]]
    return "".join(parts)
