"""Text to the words that are searched. `web/search/text.js` does the same, and a test holds the two equal.

Both read one table, `folding.json`:

- `letters`, `zeros`, `looks`: what is typed alike is one letter: `đ` is `d`, `ة` is `ه`, `٣` is `3`. Khmer's
  subscript *da* and *ta* look the same, so writers mix them.
- `variants`: traditional Chinese signs, each with its simplified one: those in the toolkit's own Chinese texts, by
  OpenCC's table `TSCharacters`. They add 1.5 KB to the first search, all that are in common use would add 7.
- `kept`: scripts whose marks are vowels. Everywhere else marks go, so accents and tone marks are optional; so are those
  of Thai and Lao, which are among the `letters`.
- `unspaced`: scripts without spaces between words. No dictionary that Python and every browser share cuts them
  alike, so a run becomes pairs of neighboring clusters, which find any piece of it. `alone`: each sign is a cluster.
- `articles`: what Arabic writes joined to the front of a word.
"""

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from string import punctuation

FOLDING = json.loads((Path(__file__).parent / "folding.json").read_text("utf-8"))
"""The table, as the browser gets it too."""
ARTICLE_LEAVES = 3
"""Letters that must be left of an Arabic word without its article: `ال` also begins short words of their own."""

KEPT = re.compile(f"[{FOLDING['kept']}]")
UNSPACED = re.compile(f"[{FOLDING['unspaced']}]")
VARIANTS = "".join(FOLDING["variants"])
LETTERS = str.maketrans(
    FOLDING["letters"]
    | dict(zip(VARIANTS[::2], VARIANTS[1::2], strict=True))
    | {chr(ord(zero) + digit): str(digit) for zero in FOLDING["zeros"] for digit in range(10)}
)
MARKS = "".join(
    sign
    for first, last in re.findall("(.)-(.)", FOLDING["kept"])
    for sign in map(chr, range(ord(first), ord(last) + 1))
    if unicodedata.category(sign)[0] == "M"
)
WORD = re.compile(f"{UNSPACED.pattern}+|(?:(?!{UNSPACED.pattern})[^\\W_]|[{MARKS}]|')+")
CLUSTER = re.compile(
    f"[{FOLDING['alone']}]|[^\\W_](?:{FOLDING['coeng']}[^\\W_]|[{MARKS}]|[{FOLDING['joined']}])*|.",
    re.S,
)


def fold(text: str) -> str:
    """The text with all that readers leave out or write in several ways made one: `Đường` is `duong`."""
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(sign for sign in decomposed if not (unicodedata.category(sign)[0] == "M" and not KEPT.match(sign)))
    folded = bare.translate(LETTERS)
    for written, shown in FOLDING["looks"]:
        folded = folded.replace(written, shown)
    return folded


def bare_word(word: str) -> str:
    """A folded word without apostrophes, the English `'s` and the Arabic article."""
    word = word.strip("'")
    word = word.removesuffix("'s").replace("'", "")
    for article in FOLDING["articles"]:
        if word.startswith(article) and len(word) >= len(article) + ARTICLE_LEAVES:
            return word.removeprefix(article)
    return word


def clusters(run: str) -> list[str]:
    """A run of unspaced text cut where a reader sees one sign end."""
    return CLUSTER.findall(run)


def pairs(signs: list[str]) -> list[str]:
    """Neighboring clusters, which find any piece of a run."""
    return [sign + following for sign, following in pairwise(signs)]


def words(text: str) -> list[str]:
    """The words of a text as a reader sees them: a run of unspaced text is one."""
    if text.isascii() and (bare := text.strip(punctuation)).isalnum():
        return [bare.lower()]
    found = [word if UNSPACED.match(word) else bare_word(word) for word in WORD.findall(fold(text))]
    return [word for word in found if word]


def tokens(text: str) -> list[str]:
    """All that is looked up of a text: its words; of a run its pairs, and each cluster for one-sign searches."""
    found: list[str] = []
    for word in words(text):
        if UNSPACED.match(word):
            signs = clusters(word)
            found += [*pairs(signs), *signs]
        else:
            found.append(word)
    return found
