"""Splits text into searchable words. `web/search/text.js` does the same, and a test compares the two.

Both read the same table, `folding.json`:

- `letters`, `zeros`, `lookalikes`: what readers type alike becomes the same letter: `đ` is `d`, `ة` is `ه`, `٣` is `3`.
  Khmer's subscript *da* and *ta* look the same, so writers mix them.
- `variants`: traditional Chinese characters, each followed by its simplified form: those in this toolkit's Chinese
  texts, by OpenCC's table `TSCharacters`. They add 1.5 KB to the first search; all in common use would add 7.
- `scripts_with_marks`: scripts whose marks are vowels. Elsewhere marks are dropped, so accents and tone marks are
  optional; so are those of Thai and Lao, which are among the `letters`.
- `unspaced`: scripts without spaces between words. No dictionary that Python and every browser share cuts them
  alike, so a run becomes pairs of neighboring clusters, which find any piece of it. `alone`: each character is a
  cluster.
- `articles`: what Arabic writes joined to the front of a word.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

FOLDING = json.loads((Path(__file__).parent / "folding.json").read_text("utf-8"))
"""The table, which the browser loads too."""
LETTERS_AFTER_ARTICLE = 3
"""Letters that must be left of an Arabic word without its article: `ال` also begins short words."""

SCRIPT_WITH_MARKS = re.compile(f"[{FOLDING['scripts_with_marks']}]")
UNSPACED = re.compile(f"[{FOLDING['unspaced']}]")
VARIANTS = "".join(FOLDING["variants"])
LETTERS = str.maketrans(
    FOLDING["letters"]
    | dict(zip(VARIANTS[::2], VARIANTS[1::2], strict=True))
    | {chr(ord(zero) + digit): str(digit) for zero in FOLDING["zeros"] for digit in range(10)}
)


def _marks() -> Iterator[str]:
    """The marks of the scripts whose marks are vowels."""
    for first, last in re.findall("(.)-(.)", FOLDING["scripts_with_marks"]):
        for character in map(chr, range(ord(first), ord(last) + 1)):
            if unicodedata.category(character)[0] == "M":
                yield character


MARKS = "".join(_marks())
WORD = re.compile(f"{UNSPACED.pattern}+|(?:(?!{UNSPACED.pattern})[^\\W_]|[{MARKS}]|')+")
CLUSTER = re.compile(
    f"[{FOLDING['alone']}]|[^\\W_](?:{FOLDING['coeng']}[^\\W_]|[{MARKS}]|[{FOLDING['joined']}])*|.",
    re.S,
)
"""What a reader sees as a character."""


def fold(text: str) -> str:
    """The text without what readers leave out or write in several ways: `Đường` is `duong`."""
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text).lower()
    letters = "".join(
        [c for c in decomposed if unicodedata.category(c)[0] != "M" or SCRIPT_WITH_MARKS.match(c)]
    )
    folded = letters.translate(LETTERS)
    for written, lookalike in FOLDING["lookalikes"]:
        folded = folded.replace(written, lookalike)
    return folded


def bare_word(word: str) -> str:
    """A folded word without apostrophes, the English `'s` and the Arabic article."""
    word = word.strip("'").removesuffix("'s").replace("'", "")
    for article in FOLDING["articles"]:
        if word.startswith(article) and len(word) >= len(article) + LETTERS_AFTER_ARTICLE:
            return word.removeprefix(article)
    return word


def is_unspaced(word: str) -> bool:
    """Whether a folded word is a run of text in a script without spaces."""
    return bool(UNSPACED.match(word))


def words(text: str) -> list[str]:
    """The words of a text as a reader sees them: a run of unspaced text is a word."""
    # The usual case for a text that is already split at spaces.
    if text.isascii() and text.isalnum():
        return [text.lower()]
    found_words = []
    for match in WORD.findall(fold(text)):
        word = match if is_unspaced(match) else bare_word(match)
        if word:
            found_words.append(word)
    return found_words


@lru_cache(50_000)  # words repeat: this halves the time of an index
def tokens(text: str) -> list[str]:
    """What is indexed of a text: its words; of unspaced text the pairs of neighboring clusters, and the last."""
    tokens: list[str] = []
    for word in words(text):
        if is_unspaced(word):
            clusters = CLUSTER.findall(word)
            tokens += [cluster + following for cluster, following in pairwise(clusters)]
            tokens.append(clusters[-1])
        else:
            tokens.append(word)
    return tokens
