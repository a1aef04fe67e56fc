"""The next version of a folder, written by several processes."""

import sys
from contextlib import nullcontext
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import flipped
from toolkit.processes import apart, side_by_side
from toolkit.tree import Tree

MANY = 300
NAMES = ["a", "a/b", "a/b/c", "a.x", "d/e", "d/f/g", "h"]


def may_be_together(names: list[str]) -> bool:
    """Whether no file has the name of a folder."""
    return not any(other.startswith(f"{name}/") for name in names for other in names)


VERSIONS = st.lists(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([b"1", b"2", b"long"])).filter(
        lambda version: may_be_together([*version])
    ),
    max_size=8,
)


def put(tree: Tree, content: bytes) -> None:
    for number in range(MANY):
        tree.put(f"{number}/page.html", content)


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def published(folder: Path, content: bytes) -> Path:
    """The only file of a folder that is published, with that content."""
    tree = Tree(folder / "site", folder / "notes")
    tree.begin()
    tree.publish({"index.html": tree.put("index.html", content)})
    return folder / "site" / "index.html"


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    for names in (["a", "c"], ["a/b/d", "c"], ["a", "c"], ["a", "a.x", "c"], ["a/b", "a/e", "c"], ["a/b/d"], ["a/b"]):
        tree = Tree(tmp_path / "site", tmp_path / "notes")
        tree.begin()
        tree.publish({name: tree.put(name, name.encode()) for name in names})
        assert contents(tmp_path / "site") == {name: name.encode() for name in names}


@settings(max_examples=150, deadline=None)
@given(VERSIONS, st.sampled_from([0, 1, 1000]), st.booleans())
def test_whatever_is_published_one_after_the_other_is_there(
    versions: list[dict[str, bytes]], noted: int, is_filled: bool
) -> None:
    """Files that stay are kept, or put once more; many that differ are noted, or few, or none; and another process
    takes over what is published, or none does."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("toolkit.tree.LITTLE", noted)
        site, notes = Path(folder, "site"), Path(folder, "notes")
        for former, version in pairwise([{}, *versions]):
            tree, files = Tree(site, notes), {}
            with tree.being_filled() if is_filled else nullcontext():
                tree.begin()
                for number, (name, content) in enumerate(version.items()):
                    if former.get(name) == content and number % 2:
                        files[name] = tree.published[name]
                        tree.keep({name: files[name]})
                    else:
                        files[name] = tree.put(name, content)
                tree.publish(files)
            assert contents(site) == version
            again = Tree(site, notes)
            assert (again.published, again.noted.version) == (files, tree.coming)


def test_where_little_changes_nothing_is_asked_of_what_stays(tmp_path: Path) -> None:
    for number in range(4):
        published(tmp_path, b"%d" % number)
    published(tmp_path, b"3")  # which is there already
    tree = Tree(tmp_path / "site", tmp_path / "notes")
    tree.begin()
    assert tree.is_level
    assert (tree.next / "index.html").samefile(tree.place / "index.html")


def test_what_is_put_while_another_process_takes_over_the_published_files_comes_first(tmp_path: Path) -> None:
    first = Tree(tmp_path / "site", tmp_path / "notes")
    first.begin()
    first.publish({f"{number}/page.html": first.put(f"{number}/page.html", b"one") for number in range(MANY)})
    tree = Tree(tmp_path / "site", tmp_path / "notes")
    with tree.being_filled():
        tree.begin()
        new = {f"{number}/page.html": tree.put(f"{number}/page.html", b"other") for number in range(MANY - 1, -1, -2)}
        assert tree.read("0/page.html") == b"one"
        tree.publish(tree.published | new)
    assert contents(tmp_path / "site") == {f"{i}/page.html": b"other" if i % 2 else b"one" for i in range(MANY)}
    assert (tree.next / "0" / "page.html").samefile(tree.place / "0" / "page.html")


def test_a_file_that_comes_in_the_way_of_a_folder_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where another process takes over what is published."""
    tree = Tree(tmp_path / "site", tmp_path / "notes")
    tree.begin()
    late = ["a/b", "a"]
    made = Path.mkdir

    def mkdir(self: Path, *arguments: bool, **named: bool) -> None:
        if late and self == tree.next / late[-1]:
            (tree.next / late.pop()).write_bytes(b"old")
        made(self, *arguments, **named)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    tree.publish({"a/b/c": tree.put("a/b/c", b"new")})
    assert contents(tmp_path / "site") == {"a/b/c": b"new"}
    assert not late


def test_a_build_that_fails_while_the_published_files_are_taken_over_spoils_nothing(tmp_path: Path) -> None:
    for number in range(3):
        published(tmp_path, b"%d" % number)
        with Tree(tmp_path / "site", tmp_path / "notes").being_filled():
            pass
        assert contents(tmp_path / "site") == {"index.html": b"%d" % number}


@pytest.mark.parametrize("which", ["site", ".site.next"])
def test_a_note_that_is_damaged_anywhere_is_no_note(tmp_path: Path, which: str) -> None:
    for number in range(3):
        published(tmp_path, b"%d" % number)
    note = tmp_path / "notes" / f"{(tmp_path / which).stat().st_ino}.tree"
    whole = note.read_bytes()
    for at in range(len(whole)):
        note.write_bytes(flipped(whole, at))
        content = b"new %d" % at
        published(tmp_path, content)
        published(tmp_path, content)
        assert contents(tmp_path / "site") == {"index.html": content}
        note = tmp_path / "notes" / f"{(tmp_path / which).stat().st_ino}.tree"
        whole = note.read_bytes()
        if at >= len(whole) - 1:
            break


def test_two_processes_that_put_the_same_files_both_go_on(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "site", tmp_path / "notes")
    tree.begin()
    with side_by_side([partial(put, tree, content) for content in (b"one", b"other")]) as results:
        assert list(results) == [None, None]
    written = {(tree.next / f"{number}" / "page.html").read_bytes() for number in range(MANY)}
    assert written <= {b"one", b"other"}


def test_a_file_with_the_content_that_it_had_stays_the_same_file(tmp_path: Path) -> None:
    before = published(tmp_path, b"one").stat()
    after = published(tmp_path, b"one").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_that_another_hand_has_changed_is_put_right(tmp_path: Path) -> None:
    published(tmp_path, b"one").write_bytes(b"two")
    assert published(tmp_path, b"one").read_bytes() == b"one"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two folders do not change places in one step")
def test_whoever_reads_while_new_versions_are_published_always_finds_one(tmp_path: Path) -> None:
    def read() -> int:
        missed = 0
        while not (tmp_path / "done").exists():
            missed += not (tmp_path / "site" / "index.html").exists()
        return missed

    published(tmp_path, b"0")
    with apart(read) as all_read:
        for number in range(1, 300):
            published(tmp_path, b"%d" % number)
        (tmp_path / "done").touch()
        assert all_read() == 0
    assert (tmp_path / "site" / "index.html").read_bytes() == b"299"
