"""Files of the cache: damage is noticed wherever it is."""

from pathlib import Path

import pytest

from tests.builds import with_damaged_byte
from toolkit.cache_file import read_cache, write_cache

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
