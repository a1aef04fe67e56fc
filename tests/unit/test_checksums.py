"""Verifying a copy, above all one that a stranger made."""

import hashlib
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from tests.builds import run, with_damaged_byte
from toolkit.build.checksums import NAME, as_lines, opened
from toolkit.diagnostics import Diagnostic, as_text

FILES = {"index.html": b"Home", "es/index.html": b"Inicio", "web/a b\u00f1.js": b"1" * 5000}
SUMS = as_lines({name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()})
WHOLE = {**FILES, NAME: SUMS}


def folder_with(place: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def zip_with(place: Path, files: Mapping[str, bytes], top: str = "toolkit/") -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{top}{name}", content)
    return place


def verify(path: Path) -> tuple[int, list[Diagnostic]]:
    """How many files a copy should have, and its problems."""
    with opened(path) as copy:
        return len(copy.checksums), copy.problems()


def problems(copy: Path) -> list[str]:
    return [f"{problem.file} {problem.message}" for problem in verify(copy)[1]]


def test_a_copy_as_it_was_packed_has_no_problems(tmp_path: Path) -> None:
    assert verify(folder_with(tmp_path / "copy", WHOLE)) == (3, [])
    assert verify(zip_with(tmp_path / "copy.zip", WHOLE)) == (3, [])
    assert verify(zip_with(tmp_path / "bare.zip", WHOLE, top="")) == (3, [])


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="it is a program of Linux")
def test_sha256sum_reads_the_list_too(tmp_path: Path) -> None:
    copy = folder_with(tmp_path, WHOLE)
    assert (
        subprocess.run(["sha256sum", "--check", "--strict", NAME], cwd=copy, check=False).returncode
        == 0
    )
    (copy / "index.html").write_bytes(b"home")
    assert subprocess.run(["sha256sum", "--check", NAME], cwd=copy, check=False).returncode == 1


def test_each_file_that_was_changed_is_missing_or_extra_is_named(tmp_path: Path) -> None:
    altered = {**WHOLE, "index.html": b"Hame", "more.html": b""}
    del altered["es/index.html"]
    expected = [
        "es/index.html is missing.",
        "index.html was changed.",
        "more.html is extra: it does not belong to the copy.",
    ]
    assert problems(folder_with(tmp_path / "copy", altered)) == expected
    assert problems(zip_with(tmp_path / "copy.zip", altered)) == expected


def test_any_flipped_byte_is_named(tmp_path: Path) -> None:
    chance = random.Random(3)
    copy = folder_with(tmp_path, WHOLE)
    for name, content in FILES.items():
        for _ in range(10):
            (copy / name).write_bytes(with_damaged_byte(content, chance.randrange(len(content))))
            assert problems(copy) == [f"{name} was changed."]
        (copy / name).write_bytes(b"")
        assert problems(copy) == [f"{name} was changed."]
        (copy / name).write_bytes(content)


@pytest.mark.parametrize(
    "copy", ["nothing.zip", "text.zip", "empty", "no-list.zip", "bad-list.zip", "empty-list.zip"]
)
def test_without_anything_to_compare_the_reason_is_given(tmp_path: Path, copy: str) -> None:
    (tmp_path / "text.zip").write_text("not a zip")
    (tmp_path / "empty").mkdir()
    zip_with(tmp_path / "no-list.zip", FILES)
    zip_with(tmp_path / "bad-list.zip", {**FILES, NAME: b"\xff\x00"})
    zip_with(tmp_path / "empty-list.zip", {**FILES, NAME: b""})
    with pytest.raises((ValueError, FileNotFoundError)):
        verify(tmp_path / copy)


# ------------------------------------------------------------------ hostile copies


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, SUMS)
        for number in range(11):
            with archive.open(f"{number}", "w") as file:
                for _ in range(100):
                    file.write(bytes(1_000_000))
    with pytest.raises(ValueError, match="more than"):
        verify(tmp_path / "bomb.zip")


def test_a_zip_that_understates_a_size_is_read_no_further(tmp_path: Path) -> None:
    bomb = zip_with(tmp_path / "bomb.zip", {**WHOLE, "index.html": bytes(30_000_000)})
    size = (30_000_000).to_bytes(4, "little")
    bomb.write_bytes(bomb.read_bytes().replace(size, (4).to_bytes(4, "little")))
    assert problems(bomb) == ["index.html was changed."]


def test_a_zip_whose_directory_was_damaged_anywhere_is_refused_or_read(tmp_path: Path) -> None:
    damaged = zip_with(tmp_path / "copy.zip", WHOLE)
    content = damaged.read_bytes()
    for place in range(content.index(b"PK\1\2"), len(content)):
        for change in (0x41, 0x80):  # such as a version that needs a newer program
            damaged.write_bytes(
                content[:place] + bytes([content[place] ^ change]) + content[place + 1 :]
            )
            with suppress(ValueError):
                verify(damaged)


def test_names_that_lead_elsewhere_are_only_named(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("Home")
    hostile = {"../outside": b"", "/etc/passwd": b"", "C:\\x": b"", "a\x1b[31m": b""}
    found = as_text(verify(zip_with(tmp_path / "copy.zip", WHOLE | hostile))[1]).splitlines()
    assert len(found) == 4
    assert all(problem.isprintable() and "is extra" in problem for problem in found)
    sums = SUMS + as_lines({"../outside": hashlib.sha256(b"Home").hexdigest()})
    assert problems(folder_with(tmp_path / "copy", {**FILES, NAME: sums})) == [
        "../outside is missing."
    ]


def test_what_lies_beside_the_copy_in_a_zip_is_extra(tmp_path: Path) -> None:
    beside = {f"toolkit/{name}": content for name, content in WHOLE.items()} | {"run-me.exe": b""}
    found = problems(zip_with(tmp_path / "copy.zip", beside, top=""))
    assert found == ["../run-me.exe is extra: it does not belong to the copy."]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_file_of_the_same_name_is_extra(tmp_path: Path) -> None:
    with zipfile.ZipFile(zip_with(tmp_path / "copy.zip", WHOLE), "a") as archive:
        archive.writestr("toolkit/index.html", b"Home")
        archive.writestr(f"toolkit/{NAME}", SUMS)
    expected = [
        f"{name} is extra: it does not belong to the copy." for name in (NAME, "index.html")
    ]
    assert problems(tmp_path / "copy.zip") == expected


def test_a_link_is_a_change_and_is_not_followed(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("toolkit/index.html")
    entry.external_attr = 0o120777 << 16
    zip_with(
        tmp_path / "copy.zip",
        {name: content for name, content in WHOLE.items() if name != "index.html"},
    )
    with zipfile.ZipFile(tmp_path / "copy.zip", "a") as archive:
        archive.writestr(entry, b"Home")
    assert problems(tmp_path / "copy.zip") == ["index.html was changed."]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_and_pipes_in_a_folder_are_not_read(tmp_path: Path) -> None:
    copy = folder_with(tmp_path / "copy", WHOLE)
    (copy / "index.html").rename(tmp_path / "elsewhere.html")
    (copy / "index.html").symlink_to(tmp_path / "elsewhere.html")
    (copy / "more").symlink_to(tmp_path)
    (copy / "es" / "index.html").unlink()
    os.mkfifo(copy / "es" / "index.html")
    expected = [
        "es/index.html was changed.",
        "index.html was changed.",
        "more is extra: it does not belong to the copy.",
    ]
    assert problems(copy) == expected


APPLE = b"\0\5\x16\7\0\2\0\0Mac OS X        \0\2\0\0\0\x09\0\0\x0e\xb0 0081;65c2;Safari;"
LEFT = {
    ".DS_Store": b"\0\0\0\1Bud1",
    "._index.html": APPLE,
    "es/._index.html": APPLE,
    ".apdisk": b'<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN">',
    ".Spotlight-V100/VolumeConfiguration.plist": b'<?xml version="1.0"?>\n<!DOCTYPE plist>',
    ".Spotlight-V100/Store-V2/9F/store.db": b"8tsd<\0",
    ".fseventsd/fseventsd-uuid": b"9F2C",
    ".Trashes/501/.DS_Store": b"",
    ".TemporaryItems/folders.501/x": b"x",
    "System Volume Information/WPSettings.dat": b"\x0c\0\0\0",
    "$RECYCLE.BIN/desktop.ini": b"[.ShellClassInfo]",
    "es/Thumbs.db": b"\xd0\xcf\x11\xe0",
    "web/desktop.ini": b"\xff\xfe[\0",
}
"""What a stick has after a Mac and Windows have looked at it."""


def test_what_a_mac_or_windows_leaves_in_a_copy_is_named_and_does_no_harm(tmp_path: Path) -> None:
    copy = folder_with(tmp_path / "copy", WHOLE | LEFT)
    assert verify(copy) == (3, [])
    with opened(copy) as opened_copy:
        assert opened_copy.left_by_systems() == sorted(LEFT)
    (copy / "es" / "extra.js").write_bytes(b"x")
    assert problems(copy) == ["es/extra.js is extra: it does not belong to the copy."]


def test_a_zip_made_anew_on_a_mac_is_as_it_was_packed(tmp_path: Path) -> None:
    beside = {f"toolkit/{name}": content for name, content in WHOLE.items()}
    beside["__MACOSX/toolkit/._index.html"] = APPLE
    assert verify(zip_with(tmp_path / "copy.zip", beside, top="")) == (3, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("._page.html", APPLE + b"<script src=x.js></script>"),
        ("._page.pdf", APPLE + b"%PDF-1.7"),
        ("._page.html", b"Call this number"),
        ("._page", b"Call this number"),
        (".Trashes/page.html", b"Call this number"),
        ("__MACOSX/page.SVG", b"Call this number"),
        (".fseventsd/x.js", b"x"),
        ("$RECYCLE.BIN/page", b"\xef\xbb\xbf\n <html>"),
        (".DS_Store", b"<html>"),
        (".Trashes/x.plist", b"<html>"),
    ],
)
def test_a_page_that_is_named_as_systems_name_theirs_is_extra(
    tmp_path: Path, name: str, content: bytes
) -> None:
    copy = folder_with(tmp_path / "copy", {**WHOLE, name: content})
    assert problems(copy) == [f"{name} is extra: it does not belong to the copy."]


def test_verify_says_what_to_do(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    copy = folder_with(stick / "toolkit", WHOLE)
    around = run("verify", stick)
    assert f"give `{copy}`." in around.stdout + around.stderr
    folder_with(copy, {"old.html": b"Old"})
    extra = run("verify", copy).stdout
    assert "No file was changed; these do not belong to it: delete them." in extra
    assert "delete the folder first, then unzip." in extra
    folder_with(copy, {"index.html": b"Hame"})
    changed = run("verify", copy).stdout
    assert "2 files differ. Get the copy again" in changed
    assert "No file was changed" not in changed
