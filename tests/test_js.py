"""The engine's own tests, which Node runs."""

import subprocess

from tests.search_index import ROOT


def test_the_engine_keeps_its_promises() -> None:
    files = [str(path) for path in sorted((ROOT / "tests" / "js").glob("*.test.js"))]
    done = subprocess.run(["node", "--test", *files], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout
