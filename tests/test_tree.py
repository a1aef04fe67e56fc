"""The next version of a folder, written by several processes."""

import sys
from functools import partial
from pathlib import Path

import pytest

from toolkit.processes import apart, side_by_side
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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two folders do not change places in one step")
def test_whoever_reads_while_new_versions_are_published_always_finds_one(tmp_path: Path) -> None:
    def published(number: int) -> Tree:
        tree = Tree(tmp_path / "site", tmp_path / "notes")
        tree.begin()
        tree.publish({"index.html": tree.put("index.html", b"%d" % number)})
        return tree

    def read() -> int:
        missed = 0
        while not (tmp_path / "done").exists():
            missed += not (tmp_path / "site" / "index.html").exists()
        return missed

    published(0)
    with apart(read) as all_read:
        for number in range(1, 300):
            published(number)
        (tmp_path / "done").touch()
        assert all_read() == 0
    assert (tmp_path / "site" / "index.html").read_bytes() == b"299"
