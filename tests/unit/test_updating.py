"""Bringing a copy to a newer edition: wholly or not at all, whatever happens, and whoever made the package."""

import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import zstandard

from tests.builds import ROOT, with_damaged_byte
from tests.builds import files as files_in
from tests.unit.test_checksums import folder_with, zip_with
from tests.unit.test_signing import OTHER, PUBLIC, SECRET
from toolkit.build import updating
from toolkit.build.checksums import NAME, SIGNATURE, as_lines
from toolkit.build.output import SiteFolder
from toolkit.build.signing import read_public_key, read_secret_key, sign
from toolkit.cli import CANNOT, DONE, main

Files = dict[str, bytes]
CHANCE = Random(4)
LONG = "\n".join(f"Step {CHANCE.random()}" for _ in range(3000)).encode()
OLD = {
    "index.html": b"Home",
    "practices/a.html": LONG,
    "search/x.0123abcd.js": b"1" * 5000,
    "search/y.0123abcd.js": LONG[:40_000],
    "gone/for good.html": b"Gone",
    "web/page.00000000.js": b"",
    "empty.txt": b"",
}
NEW = {
    "index.html": b"Home, newer",
    "practices/a.html": LONG.replace(b"Step", b"Stage", 1),
    "search/x.4567cdef.js": b"1" * 5000,  # only its name is new
    "search/y.4567cdef.js": LONG[:40_000].replace(b"Step", b"Stage", 1),
    "practices/ñ.html": b"New" * 16384,
    "web/page.00000000.js": b"",
    "empty.txt": b"",
}


def edition(files: Mapping[str, bytes], secret: str = "") -> Files:
    """A copy's files, with their list, and its signature if there is a key."""
    listing = as_lines({name: sha256(content).hexdigest() for name, content in files.items()})
    signature = {SIGNATURE: sign(listing, read_secret_key(Path(secret)), "new")} if secret else {}
    return {**files, NAME: listing, **signature}


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for what other programs write."""
    monkeypatch.setattr(updating, "FLUSH", int)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return folder_with(tmp_path / "a copy" / "toolkit", edition(OLD))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return packed(tmp_path, edition(NEW))


def packed(place: Path, new: Files, old: Files | None = None) -> Path:
    updating.write_package(
        zip_with(place / "old.zip", old or edition(OLD)), zip_with(place / "new.zip", new), place / "update.zip"
    )
    return place / "update.zip"


def refusal(copy: Path, package: Path, key: str = "") -> str:
    """Why a package is refused. The copy is as it was, and nothing is beside it."""
    before = files_in(copy)
    with pytest.raises((ValueError, OSError)) as refused:
        updating.update(copy, package, read_public_key(key) if key else None)
    assert files_in(copy) == before
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    return str(refused.value)


# ------------------------------------------------------------------ from edition to edition


def test_a_copy_is_updated_and_the_update_is_undone_and_done_again(copy: Path, package: Path) -> None:
    updating.update(copy, package, None)
    assert files_in(copy) == edition(NEW)
    updating.undo(copy)
    assert files_in(copy) == edition(OLD)
    updating.undo(copy)
    assert files_in(copy) == edition(NEW)


def test_an_updated_copy_is_updated_again_and_the_last_update_is_undone(copy: Path, tmp_path: Path) -> None:
    versions = [edition(OLD), edition(NEW), edition({**NEW, "index.html": b"Home, newest"})]
    for before, after in pairwise(versions):
        updating.update(copy, packed(tmp_path, after, before), None)
        assert files_in(copy) == after
    updating.undo(copy)
    assert files_in(copy) == versions[1]


def test_a_package_has_only_what_changed(package: Path) -> None:
    assert package.stat().st_size < 2_000 < len(zlib.compress(LONG)) / 10


def test_text_that_moved_within_a_big_file_takes_no_room(copy: Path, tmp_path: Path) -> None:
    """Neither near nor far, and whatever the file begins with: here, as a dictionary of Zstandard does."""
    big = b"\x37\xa4\x30\xec" + CHANCE.randbytes(3_000_000)
    before, after = edition({**OLD, "big": big}), edition({**OLD, "big": big[2_000_000:] + b"New" + big[:2_000_000]})
    package = packed(tmp_path, after, before)
    assert package.stat().st_size < 2_000
    (copy / "big").write_bytes(big)
    (copy / NAME).write_bytes(before[NAME])
    updating.update(copy, package, None)
    assert files_in(copy) == after


def test_the_same_editions_give_the_same_package(package: Path, tmp_path: Path) -> None:
    first = package.read_bytes()
    updating.write_package(
        folder_with(tmp_path / "old", edition(OLD)), folder_with(tmp_path / "new", edition(NEW)), package
    )
    assert package.read_bytes() == first


def test_random_editions_are_brought_to_each_other(tmp_path: Path) -> None:
    def some() -> bytes:
        start = CHANCE.randrange(len(LONG))
        return LONG[start : start + CHANCE.choice((0, 5, 16384, 32768, 40_000))]

    names = ["a", "b/c", "b/d.00000000.js", "b/d.11111111.js", "e.html"]
    copy = folder_with(tmp_path / "copy" / "toolkit", edition(OLD))
    before = edition(OLD)
    for _ in range(25):
        chosen = CHANCE.sample(names, CHANCE.randrange(len(names)))
        after = edition({"web/page.00000000.js": b"", **{name: some() for name in chosen}})
        updating.update(copy, packed(tmp_path, after, before), None)
        assert files_in(copy) == after
        before = after


def test_without_hard_links_all_is_copied(copy: Path, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a USB stick, which has FAT or exFAT."""

    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr("toolkit.build.output.exchange", lambda *_: False)
    updating.update(copy, package, None)
    assert files_in(copy) == edition(NEW)
    updating.undo(copy)
    assert files_in(copy) == edition(OLD)


# ------------------------------------------------------------------ power off

KILLED_UPDATE = """
import os, signal, sys
from pathlib import Path
from toolkit.build import output, updating

last, swaps = int(sys.argv[3]), sys.argv[4] == "swaps"
updating.FLUSH = int
if not swaps:
    output.exchange = lambda *_: False
events = 0

def count(event, arguments):
    global events
    if event == "open" or event.startswith(("os.", "shutil.")):
        events += 1
        if events == last:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
if sys.argv[5] == "undo":
    updating.undo(Path(sys.argv[1]))
else:
    updating.update(Path(sys.argv[1]), Path(sys.argv[2]), None)
print(events)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise there")
@pytest.mark.parametrize("task", ["update", "undo"])
@pytest.mark.parametrize("swaps", ["swaps", "renames"])
def test_killed_at_any_moment_it_leaves_the_old_copy_or_the_new(
    copy: Path, package: Path, swaps: str, task: str
) -> None:
    def run(last: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", KILLED_UPDATE, str(copy), str(package), str(last), swaps, task]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    def restart() -> None:
        shutil.rmtree(copy.parent)
        folder_with(copy, edition(OLD))
        if task == "undo":
            updating.update(copy, package, None)

    restart()
    number = int(run(0).stdout)
    versions = [edition(OLD), edition(NEW)]
    seen = []
    moments = range(1, number + 1)
    for last in [*CHANCE.sample(moments[:-5], 15 if task == "update" else 5), *moments[-5:]]:
        restart()
        assert run(last).returncode < 0
        if not copy.exists():  # between two renames, where the system cannot swap two folders
            assert swaps == "renames"
            SiteFolder(copy).recover()
        assert files_in(copy) in versions
        seen.append(versions.index(files_in(copy)))
        if files_in(copy) == versions[0]:
            updating.update(copy, package, None)
        else:
            with pytest.raises(ValueError, match="is for another edition"):
                updating.update(copy, package, None)
        assert files_in(copy) == versions[1]
        assert {path.name for path in copy.parent.iterdir()} <= {"toolkit", ".toolkit.previous"}
    assert set(seen) == {0, 1} or (swaps, task) == ("renames", "undo")


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a file's size limited so")
def test_a_full_disk_leaves_the_copy_as_it_was(copy: Path, package: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))\n"
    command = [sys.executable, "-c", limit + KILLED_UPDATE, str(copy), str(package), "0", "swaps", "update"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert files_in(copy) == edition(OLD)
    assert [path.name for path in copy.parent.iterdir()] == ["toolkit"]


# ------------------------------------------------------------------ what is refused


def test_an_altered_copy_is_refused_and_the_file_is_named(copy: Path, package: Path) -> None:
    (copy / "index.html").write_bytes(b"Hame")
    assert refusal(copy, package) == f"in {copy}, index.html was changed"
    (copy / "index.html").write_bytes(b"Home")
    (copy / "my notes.txt").write_bytes(b"")
    assert "my notes.txt is extra" in refusal(copy, package)


def test_a_package_for_another_edition_is_refused(copy: Path, tmp_path: Path) -> None:
    package = packed(tmp_path, edition(OLD), edition(NEW))
    assert refusal(copy, package) == (
        f"{package} is for another edition or languages than {copy}, or was applied already"
    )


def test_what_is_no_package_is_refused(copy: Path, tmp_path: Path) -> None:
    assert refusal(copy, zip_with(tmp_path / "new.zip", edition(NEW))) == f"{tmp_path / 'new.zip'} is no update"
    (tmp_path / "text.zip").write_text("Hello")
    assert "no zip file" in refusal(copy, tmp_path / "text.zip")
    assert "No such file" in refusal(copy, tmp_path / "nothing.zip")


def test_no_truncated_package_is_applied(copy: Path, package: Path) -> None:
    content = package.read_bytes()
    for size in (0, 10, len(content) // 2, len(content) - 1):
        package.write_bytes(content[:size])
        assert refusal(copy, package)


def test_no_package_with_a_flipped_byte_leads_to_another_edition(copy: Path, package: Path) -> None:
    content, refused = package.read_bytes(), 0
    for _ in range(60):
        package.write_bytes(with_damaged_byte(content, CHANCE.randrange(len(content))))
        try:
            updating.update(copy, package, None)
        except (ValueError, OSError):
            refused += 1
        else:  # such as in a date, which nothing depends on
            assert files_in(copy) == edition(NEW)
            updating.undo(copy)
        assert files_in(copy) == edition(OLD)
    assert refused > 30


def test_something_else_than_a_copy_is_refused(package: Path, tmp_path: Path) -> None:
    letters = folder_with(tmp_path / "mine" / "letters", {"letter.txt": b"Mine."})
    assert refusal(letters, package) == f"{letters} is no folder with a copy"


def test_a_previous_version_that_was_altered_does_not_come_back(copy: Path, package: Path) -> None:
    with pytest.raises(ValueError, match="was not updated here"):
        updating.undo(copy)
    updating.update(copy, package, None)
    (copy.parent / ".toolkit.previous" / "gone" / "for good.html").write_bytes(b"Altered")
    with pytest.raises(ValueError, match=r"gone/for good.html was changed"):
        updating.undo(copy)
    assert files_in(copy) == edition(NEW)


def test_what_cannot_be_undone_now_can_be_undone_later(
    copy: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, while a browser shows a page of the copy."""
    updating.update(copy, package, None)
    with monkeypatch.context() as busy:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError("a file is open")

        busy.setattr(SiteFolder, "publish", refuse)
        with pytest.raises(PermissionError):
            updating.undo(copy)
    updating.undo(copy)
    assert files_in(copy) == edition(OLD)


# ------------------------------------------------------------------ who signed it


def test_with_a_key_only_an_edition_that_it_signed_is_accepted(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text(SECRET)
    unsigned = packed(tmp_path, edition(NEW))
    assert refusal(copy, unsigned, PUBLIC).endswith("SHA256SUMS.minisig is missing: nobody signed this copy")
    signed = edition(NEW, str(tmp_path / "secret.key"))
    package = packed(tmp_path, signed)
    assert "is of another key: FDDA964575111882" in refusal(copy, package, OTHER)
    forged = {**edition({**NEW, "index.html": b"Forged"}), SIGNATURE: signed[SIGNATURE]}
    assert "does not fit" in refusal(copy, packed(tmp_path, forged), PUBLIC)
    updating.update(copy, packed(tmp_path, signed), read_public_key(PUBLIC))
    assert files_in(copy) == signed


def test_the_command_makes_applies_and_undoes_and_says_so(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new, package = (tmp_path / name for name in ("old.zip", "new.zip", "update.zip"))
    zip_with(old, edition(OLD))
    zip_with(new, edition(NEW))
    update = ["update", "--out", str(tmp_path / "build")]
    back = f'build_toolkit.py update "{copy}" --undo'
    assert main([*update, str(old), str(new), "--write", str(package)]) == DONE
    assert f"update.zip: {package.stat().st_size:,} bytes" in capsys.readouterr().out
    assert main([*update, str(copy), str(package)]) == DONE
    assert (
        f"{copy} is the new edition, by whom nobody has checked (--key). To change back: {back}\n"
        in capsys.readouterr().out
    )
    assert main([*update, str(copy), str(package)]) == CANNOT
    assert "is for another edition" in (said := capsys.readouterr().err)
    assert said.endswith("Nothing was changed.\n")
    assert main([*update, str(copy), "--undo"]) == DONE
    assert f"{copy} is the version before again." in capsys.readouterr().out
    assert files_in(copy) == edition(OLD)
    (copy.parent / "minisign.pub").write_text(f"untrusted comment: its key\n{PUBLIC}\n")
    assert main([*update, str(copy), str(package)]) == CANNOT
    assert "nobody signed this copy" in capsys.readouterr().err
    assert main([*update, str(copy)]) == CANNOT
    assert "name a package, or --undo" in capsys.readouterr().err


# ------------------------------------------------------------------ hostile packages


def forged(place: Path, new: Files, contents: list[bytes] | None = None, raw: bytes = b"") -> Path:
    """A package with its own list, which is right, for whatever names and contents."""
    listing = edition(OLD)[NAME]
    changes = b"".join(updating._packed(content, b"") for content in contents or []) + raw
    members = {
        updating.FROM: sha256(listing).digest(),
        updating.CHANGES: updating._packed(new[NAME], listing) + changes,
        updating.SIGNED: b"",
    }
    return zip_with(place / "forged.zip", edition(members), top="")


@pytest.mark.parametrize("name", ["../outside", "a/../../outside", "/tmp/outside", "..\\outside", "C:\\outside", "C:x"])
def test_names_that_lead_elsewhere_are_refused(copy: Path, tmp_path: Path, name: str) -> None:
    package = forged(tmp_path, edition({**OLD, name: b"Evil"}), [b"Evil"])
    assert refusal(copy, package) == "the update names a file outside of the copy"
    assert not [
        path for path in (*tmp_path.rglob("*"), Path("/tmp/outside")) if "outside" in path.name and path.exists()
    ]


@pytest.mark.parametrize("name", [".", "index.html/below", "a//b", NAME, "a\x1bb/../c"])
def test_names_that_no_copy_has_are_refused(copy: Path, tmp_path: Path, name: str) -> None:
    assert refusal(copy, forged(tmp_path, edition({**OLD, name: b"Evil"}), [b"Evil"] * 2))


@pytest.mark.parametrize("twin", ["./index.html", ".//index.html"])
def test_a_file_named_twice_changes_nothing_in_the_copy(copy: Path, tmp_path: Path, twin: str) -> None:
    """The first is a link to what is published, and the second would be written through it."""
    files = {"index.html": OLD["index.html"], twin: b"Evil", "web/page.00000000.js": b""}
    listing = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()
    assert refusal(copy, forged(tmp_path, {NAME: listing}, [b"Evil"]))


def test_a_content_that_is_not_the_listed_one_is_refused(copy: Path, tmp_path: Path) -> None:
    package = forged(tmp_path, edition({**OLD, "index.html": b"Good"}), [b"Evil"])
    assert refusal(copy, package) == f"in {package}, index.html was changed"


def test_changes_that_end_too_soon_are_refused(copy: Path, tmp_path: Path) -> None:
    assert refusal(copy, forged(tmp_path, edition({**OLD, "index.html": b"Good"}))) == "the update is damaged"


def test_a_zip_bomb_is_refused(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bombs = {f"{number}.html": bytes(5_000_000 + number) for number in range(4)}
    package = forged(tmp_path, edition({**OLD, **bombs}), [*bombs.values()])
    assert package.stat().st_size < 1_000_000
    monkeypatch.setattr(updating, "MOST_BYTES", 12_000_000)
    assert refusal(copy, package) == "the update unpacks to more than 12,000,000 bytes"
    monkeypatch.setattr(updating, "MOST_IN_ONE", 4_000_000)
    assert refusal(copy, package) == "the update is damaged"


@pytest.mark.parametrize("lie", ["hides its size", "ends too soon", "is bigger than it says", "is none"])
def test_a_change_that_is_not_what_it_says_is_refused(copy: Path, tmp_path: Path, lie: str) -> None:
    frame = zstandard.ZstdCompressor(write_content_size=lie != "hides its size").compress(bytes(1_000))
    if lie == "is bigger than it says":
        frame = frame.replace((1_000 - 256).to_bytes(2, "little"), b"\1\0", 1)
    frame = {"ends too soon": frame[:-1], "is none": b"Evil"}.get(lie, frame)
    package = forged(tmp_path, edition({**OLD, "index.html": bytes(1_000)}), raw=len(frame).to_bytes(4, "big") + frame)
    assert refusal(copy, package) == "the update is damaged"


def test_copying_a_file_again_and_again_is_refused_too(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = {f"{number}.html": LONG for number in range(300)}
    monkeypatch.setattr(updating, "MOST_BYTES", 12_000_000)
    assert "unpacks to more than" in refusal(copy, forged(tmp_path, edition({**OLD, **again})))


def test_a_name_in_a_package_cannot_steer_the_terminal(copy: Path, package: Path) -> None:
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("\x1b[2Jfine", b"")
    assert "<U+001B>[2Jfine is extra" in refusal(copy, package)


def test_a_link_in_a_package_is_refused(copy: Path, package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as archive, zipfile.ZipFile(tmp_path / "links.zip", "w") as links:
        for entry in archive.infolist():
            entry.external_attr = 0o120777 << 16 if entry.filename == updating.CHANGES else 0
            links.writestr(entry, archive.read(entry.filename))
    assert "changes was changed" in refusal(copy, tmp_path / "links.zip")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_in_a_copy_are_refused(copy: Path, package: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (copy / "more").symlink_to(tmp_path / "elsewhere")
    assert "more is extra" in refusal(copy, package)
