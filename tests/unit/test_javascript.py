"""The tests of the browser code, which Node runs: tests/js/*.test.js."""

import re
import subprocess

from tests.builds import ROOT

TOO_NEW = re.compile(
    r"\(\?<[=!]|\bstatic \{|\b(structuredClone|URLPattern|withResolvers|groupBy|findLast|findLastIndex"
    r"|toSorted|toReversed|toSpliced)\b"
)
"""What browsers do not know that the README says are supported. In a script, one of them stops the whole script."""


def test_javascript_tests_pass() -> None:
    tests = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    assert tests
    done = subprocess.run(["node", "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_script_has_what_a_supported_browser_does_not_know() -> None:
    scripts = [path for path in (ROOT / "web").rglob("*.js") if "vendor" not in path.parts]
    assert len(scripts) > 20
    assert [
        (path.name, found[0])
        for path in scripts
        if (found := TOO_NEW.search(path.read_text("utf-8")))
    ] == []
