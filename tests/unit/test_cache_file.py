"""Files of the cache: damage is noticed wherever it is."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.builds import wait_for_stable_times, with_damaged_byte
from toolkit.fingerprint import code_fingerprint, digest_of, read_cache, write_cache
from toolkit.project import load_project

TEXT = '{"text": "Tiếng Việt\\n"}\nand more\n'


def test_a_text_is_read_as_it_was_written(tmp_path: Path) -> None:
    for text in (TEXT, "", "\n"):
        write_cache(tmp_path / "cache" / "file.json", text)
        assert read_cache(tmp_path / "cache" / "file.json") == text


def test_a_file_that_is_damaged_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    write_cache(path, TEXT)
    content = path.read_bytes()
    damaged = [with_damaged_byte(content, at) for at in range(len(content))]
    for version in [*damaged, *(content[:at] for at in range(len(content))), content + b"x"]:
        path.write_bytes(version)
        with pytest.raises(ValueError, match=r"damaged|decode|codec"):
            read_cache(path)


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    write_cache(tmp_path / "file.json", TEXT, "first")
    assert read_cache(tmp_path / "file.json", "first") == TEXT
    with pytest.raises(ValueError, match="outdated"):
        read_cache(tmp_path / "file.json", "second")


@pytest.mark.skipif(
    sys.platform == "win32", reason="links need a privilege there, and there are no such pipes"
)
def test_nothing_is_read_or_written_through_a_link_or_a_pipe(tmp_path: Path) -> None:
    path, draft, letter = (
        tmp_path / name for name in ("file.json", ".file.json.draft", "letter.txt")
    )
    write_cache(letter, TEXT)
    before = letter.read_bytes()
    for planted in (path, draft):
        planted.symlink_to(letter)
    with pytest.raises(OSError, match="file"):
        read_cache(path)
    write_cache(path, "{}")
    assert (read_cache(path), letter.read_bytes()) == ("{}", before)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(OSError, match="file"):
        read_cache(path)


@pytest.mark.parametrize(
    "values", [None, 1, "text", [], {}, {"title": None}, {"title": 1}, {"x": {}}, [1, 2, 3, [4]]]
)
def test_a_cached_record_or_translation_of_another_shape_is_parsed_again(
    copy: Path, tmp_path: Path, values: object
) -> None:
    cache = tmp_path / "cache"
    project = load_project(copy, cache)
    before = project.library
    wait_for_stable_times()
    load_project(copy, cache)
    path, version = (
        cache / "records.json",
        digest_of((code_fingerprint(), project.vocabularies, project.glossaries)),
    )
    entries = json.loads(read_cache(path, version))
    hostile = {file: [*entry[:3], values] for file, entry in entries.items()}
    write_cache(path, json.dumps(hostile), version)
    after = load_project(copy, cache).library
    assert (after.records, after.translations) == (before.records, before.translations)


def test_what_is_wrong_with_a_file_is_told_again_when_nothing_has_changed(
    copy: Path, tmp_path: Path
) -> None:
    record = copy / "practices" / "practice" / "id-night.yml"
    text = record.read_text("utf-8")
    record.write_text(f"{text}\ncost: no-new-money\ncost: over-100k\n", "utf-8")
    wait_for_stable_times()
    first = load_project(copy, tmp_path).diagnostics
    assert first
    assert load_project(copy, tmp_path).diagnostics == first
