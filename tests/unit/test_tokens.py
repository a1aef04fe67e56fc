"""Text to words: Python and the browser read the same."""

import json
import subprocess
import unicodedata

import pytest

from tests.search_index import ROOT, real_documents
from toolkit.search.tokens import tokens_by_position

TEXTS = json.loads((ROOT / "tests" / "relevance" / "scripts.json").read_text("utf-8"))
"""Real text in many scripts: by language, lines."""
IN_NODE = """
require(process.argv[1]);
const fs = require("node:fs");
const tokenizer = Toolkit.tokenizer(Toolkit.folding);
process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf8")).map(tokenizer.tokens)));
"""


def tokens(text: str) -> list[str]:
    return sorted(token for position in tokens_by_position(text) for token in position)


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
    texts = [
        f"{document.title} {document.keywords} {p.text}"
        for document in real_documents("en")
        for p in document.passages
    ]
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


def test_a_pair_of_clusters_has_the_position_of_its_first() -> None:
    assert tokens_by_position("ask 警察と") == [("ask",), ("警", "警察"), ("察", "察と"), ("と",)]
