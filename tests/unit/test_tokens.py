"""Text to words: Python and the browser read the same."""

import json
import subprocess
import unicodedata

import pytest

from tests.search_index import ROOT, real_documents
from toolkit.search.postings import weighted_texts
from toolkit.search.tokens import tokens as tokens_of

TEXTS = json.loads((ROOT / "tests" / "relevance" / "scripts.json").read_text("utf-8"))
"""Real text in many scripts: by language, lines."""
IN_NODE = """
require(process.argv[1]);
const fs = require("node:fs");
const tokenizer = Toolkit.tokenizer(Toolkit.folding);
process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf8")).map(tokenizer.tokens)));
"""


def tokens(text: str) -> list[str]:
    return sorted(tokens_of(text))


def tokens_in_node(texts: list[str]) -> list[list[str]]:
    done = subprocess.run(
        ["node", "-e", IN_NODE, str(ROOT / "tests" / "js" / "load.js")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return [sorted(found) for found in json.loads(done.stdout)]


@pytest.mark.parametrize("language", TEXTS)
def test_python_and_the_browser_read_the_same_tokens(language: str) -> None:
    lines = TEXTS[language]
    assert [tokens(line) for line in lines] == tokens_in_node(lines)


def test_python_and_the_browser_read_the_records_alike() -> None:
    texts = [text for document in real_documents("en") for _, text in weighted_texts(document)]
    assert [tokens(text) for text in texts] == tokens_in_node(texts)


def test_python_and_the_browser_agree_on_every_character() -> None:
    codes = (*range(0x20, 0xD800), *range(0x1F300, 0x1F600), *range(0x20000, 0x20100))
    # Characters that this Python's Unicode has not assigned yet may be letters to a newer browser.
    texts = [f"a{chr(code)}b" for code in codes if unicodedata.category(chr(code)) != "Cn"]
    assert len(texts) > 50_000
    differing = [
        text
        for text, browser in zip(texts, tokens_in_node(texts), strict=True)
        if tokens(text) != browser
    ]
    assert not differing, [f"U+{ord(text[1]):04X}" for text in differing]


def test_unspaced_text_is_indexed_as_pairs() -> None:
    assert tokens_of("ask 警察と") == ["ask", "警察", "察と", "と"]
