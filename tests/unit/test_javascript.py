"""The tests of the browser code, which Node runs: tests/js/*.test.js."""

import subprocess

from tests.builds import ROOT


def test_javascript_tests_pass() -> None:
    tests = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    assert tests
    done = subprocess.run(["node", "--test", *tests], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
