"""The next version of a folder, written by several processes."""

from functools import partial
from pathlib import Path

from toolkit.processes import side_by_side
from toolkit.tree import Tree

MANY = 300


def put(tree: Tree, content: bytes) -> None:
    for number in range(MANY):
        tree.put(f"{number}/page.html", content)


def test_two_processes_that_put_the_same_files_both_go_on(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "site", tmp_path / "notes")
    tree.begin()
    with side_by_side([partial(put, tree, content) for content in (b"one", b"other")]) as results:
        assert list(results) == [None, None]
    written = {(tree.next / f"{number}" / "page.html").read_bytes() for number in range(MANY)}
    assert written <= {b"one", b"other"}
