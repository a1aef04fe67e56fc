"""What `bench` measures."""

from pathlib import Path

from bench.generated import generate
from toolkit.cli import DONE, main


def test_made_up_toolkit_has_no_mistakes_in_any_language(tmp_path: Path) -> None:
    generate(tmp_path, 24)
    assert main(["check", "--root", str(tmp_path)]) == DONE
