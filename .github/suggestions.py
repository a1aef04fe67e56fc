"""Turns a difference without context (`git diff -U0`) into a review for GitHub, of suggestions that a click takes.

The lines are a stranger's. They are shown inside a fence that no line of theirs can close.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

MOST = 30
"""Suggestions on one pull request that a person still reads."""
FENCE = "`" * 8
SAYS = "The check can write this for you. Read it first: only you know what you meant."


def suggestions(diff: Iterable[str]) -> Iterator[dict[str, Any]]:
    """A comment for each line that has another text. A change of several lines into more or fewer is left out."""
    path, line, left = "", 0, 0
    for row in diff:
        if match := re.match(r"\+\+\+ b/(.+)", row):
            path = match[1]
        elif match := re.match(r"@@ -\d+(,\d+)? \+(\d+)(,\d+)? @@", row):
            line, left = int(match[2]), int((match[3] or ",1")[1:]) if match[1] == match[3] else 0
        elif row.startswith("+") and left and FENCE not in row:
            yield {
                "path": path,
                "line": line,
                "side": "RIGHT",
                "body": f"{FENCE}suggestion\n{row[1:]}\n{FENCE}",
            }
            line, left = line + 1, left - 1


if __name__ == "__main__":
    comments = list(suggestions(sys.stdin.read().splitlines()))[:MOST]
    if comments:
        print(json.dumps({"event": "COMMENT", "body": SAYS, "comments": comments}))
