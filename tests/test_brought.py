"""What settings bring in, told without a parser of YAML."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.brought import brought, environment

ODD = ["custom_dir: ", "hooks:\n", "- ", "a.py", "/", "..", ".", "!ENV ", "[", "{", "'", "\0", "é" * 300]


def brought_by(text: str, files: tuple[str, ...] = ()) -> list[str]:
    with TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "toolkit"
        root.mkdir()
        (root / "mkdocs.yml").write_text(text, "utf-8")
        for file in files:
            (root / file).parent.mkdir(exist_ok=True)
            (root / file).write_text("", "utf-8")
        environment(root)
        return [path.relative_to(root).as_posix() for path in brought(root)]


@given(st.lists(st.sampled_from(ODD) | st.text(max_size=5), max_size=12).map("".join))
def test_settings_however_odd_bring_in_nothing_that_is_not_there(text: str) -> None:
    if "INHERIT" not in text:
        assert brought_by(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hooks: [a.py]  # and b c.py", ["a.py", "b c.py", "hooks/a.py"]),
        ("hooks:\n  - hooks/a.py\n", ["hooks", "hooks/a.py"]),
        ("x: {y: 'hooks/note.txt'}", ["hooks/note.txt"]),
        ("hooks:\n- b c.py", ["a.py", "b c.py", "hooks/a.py"]),
    ],
    ids=["in the root", "in a folder", "no program", "with a space"],
)
def test_settings_bring_in_the_files_that_they_name_and_what_a_hook_may_load(text: str, found: list[str]) -> None:
    assert brought_by(text, ("a.py", "b c.py", "hooks/a.py", "hooks/note.txt")) == found
