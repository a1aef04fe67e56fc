"""The site's folder: its next version takes the place of the last in one step."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builds import ROOT
from toolkit.build.output import FileState, SiteFolder, build_lock, is_other_folder, scan
from toolkit.build.site import Output, read_manifest, write_manifest
from toolkit.fingerprint import code_fingerprint, read_cache, write_cache

NAMES = ["a", "a/b", "a/b/c", "a.x", "d/e", "d/f/g", "h"]
Version = Mapping[str, bytes]


def can_be_together(version: Version) -> bool:
    """Whether no file has the name of a folder."""
    return not any(other.startswith(f"{name}/") for name in version for other in version)


VERSIONS = st.lists(
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([b"1", b"2", b"long"])).filter(
        can_be_together
    ),
    max_size=8,
)


def publish(site: Path, version: Version, kept: Version | None = None) -> dict[str, FileState]:
    """Publish files, of which some are kept as they are. Gives the states of those that were written."""
    folder = SiteFolder(site)
    folder.begin()
    states = {name: folder.write(name, content) for name, content in version.items()}
    folder.keep(kept or {})
    folder.publish()
    return states


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in scan(folder)}


@settings(max_examples=60, deadline=None)
@given(VERSIONS)
def test_each_published_version_has_just_its_files(versions: list[Version]) -> None:
    with TemporaryDirectory() as place:
        site = Path(place, "site")
        published: dict[str, bytes] = {}
        for version in versions:
            kept = {
                name: content for name, content in version.items() if published.get(name) == content
            }
            publish(
                site, {name: content for name, content in version.items() if name not in kept}, kept
            )
            published = dict(version)
            assert contents(site) == published
            assert [path.name for path in Path(place).iterdir()] == ["site"]


def test_a_file_with_the_content_that_it_had_stays_the_same_file(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"page.html": b"same", "other.html": b"old"})
    before = (tmp_path / "site" / "page.html").stat()
    states = publish(tmp_path / "site", {"page.html": b"same", "other.html": b"new"})
    after = (tmp_path / "site" / "page.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert states["page.html"] == FileState(4, before.st_mtime_ns)


def test_the_published_version_stays_until_the_next_is_complete(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"page.html": b"old"})
    folder = SiteFolder(tmp_path / "site")
    folder.begin()
    folder.write("page.html", b"new")
    assert contents(tmp_path / "site") == {"page.html": b"old"}
    folder.discard()
    assert contents(tmp_path / "site") == {"page.html": b"old"}
    assert not folder.next.exists()


def test_a_build_killed_between_two_renames_is_recovered(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"page.html": b"old"})
    folder = SiteFolder(tmp_path / "site")
    folder.path.rename(folder.previous)
    folder.next.mkdir()
    folder.begin()
    assert contents(tmp_path / "site") == {"page.html": b"old"}


def test_without_hard_links_files_are_copied_with_their_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError(source)

    monkeypatch.setattr(os, "link", refuse)
    states = publish(tmp_path / "site", {"a/page.html": b"text"})
    publish(tmp_path / "site", {}, {"a/page.html": b"text"})
    assert scan(tmp_path / "site") == states


READER = """
import sys
from pathlib import Path
site, missed = Path(sys.argv[1]), 0
print("reading", flush=True)
while not (site / "last.html").exists():
    missed += not (site / "index.html").exists()
print(missed)
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere two folders do not swap places in one step"
)
def test_a_reader_finds_a_site_at_every_moment(tmp_path: Path) -> None:
    publish(tmp_path / "site", {"index.html": b"first"})
    with Popen(
        [sys.executable, "-c", READER, str(tmp_path / "site")], stdout=PIPE, text=True
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "reading\n"
        for number in range(200):
            publish(tmp_path / "site", {"index.html": b"%d" % number})
        publish(tmp_path / "site", {"index.html": b"", "last.html": b""})
        assert reader.stdout.readline() == "0\n"


def test_a_folder_of_other_files_is_not_a_site(tmp_path: Path) -> None:
    assert not is_other_folder(tmp_path / "nothing")
    (tmp_path / "site").mkdir()
    assert not is_other_folder(tmp_path / "site")
    (tmp_path / "site" / "letter.txt").write_text("Mine.")
    assert is_other_folder(tmp_path / "site")
    assert is_other_folder(tmp_path / "site" / "letter.txt")
    (tmp_path / "site" / "web").mkdir()
    (tmp_path / "site" / "web" / "page.0123abcd.js").write_text("")
    assert not is_other_folder(tmp_path / "site")
    (tmp_path / "link").symlink_to(tmp_path / "site")
    assert is_other_folder(tmp_path / "link")


def test_a_manifest_is_read_back_by_the_program_that_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "manifest.json"
    outputs = {"page": Output("fingerprint", {"a/b.html": FileState(4, 5)})}
    write_manifest(path, outputs)
    assert read_manifest(path) == outputs
    write_cache(path, read_cache(path, code_fingerprint()), "another")
    assert read_manifest(path) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "1",
        "[" * 100_000,
        '{"page": []}',
        '{"page": ["fingerprint", {"a": 1}]}',
        '{"page": ["fingerprint", {"a": [1, 2, 3]}]}',
    ],
)
def test_a_damaged_manifest_is_empty(tmp_path: Path, text: str) -> None:
    write_cache(tmp_path / "manifest.json", text, code_fingerprint())
    assert read_manifest(tmp_path / "manifest.json") == {}


WAITING = """
import sys
from pathlib import Path
from toolkit.fingerprint import write_cache
from toolkit.build.output import build_lock
with build_lock(Path(sys.argv[1]), lambda: print("waiting", flush=True)):
    print("building", flush=True)
"""


def test_a_second_build_of_a_folder_waits_for_the_first(tmp_path: Path) -> None:
    with build_lock(tmp_path / "cache", lambda: pytest.fail("nobody else builds")):
        second = Popen(
            [sys.executable, "-c", WAITING, str(tmp_path / "cache")],
            stdout=PIPE,
            text=True,
            cwd=ROOT,
        )
        assert second.stdout
        assert second.stdout.readline() == "waiting\n"
    with second:
        assert second.stdout.readline() == "building\n"
