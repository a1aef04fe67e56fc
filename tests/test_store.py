"""What is kept value by value is there after any end of a process, and no larger than it must be."""

from functools import partial
from pathlib import Path

import pytest

from toolkit.cache import STAMP, Cache
from toolkit.processes import side_by_side
from toolkit.store import KNOWN, STAMPED, WASTE, Store, row

NEVER = STAMP.pack(0, 0)


def store(folder: Path, key: object = "key") -> Store:
    return Store(Cache(folder), "values", key)


def add(into: Store, name: str, changed: int, known: bytes, value: bytes) -> None:
    into.add({name: row(STAMP.pack(changed, 1), into.put(value), len(value), known)})


def filled(folder: Path) -> Store:
    made = store(folder)
    add(made, "one", 1, b"known of one", b"first")
    add(made, "two", 2, b"known of two", b"second")
    made.keep(["one", "two"])
    return made


def test_each_value_is_found_again_with_what_is_known_of_it(tmp_path: Path) -> None:
    filled(tmp_path)
    again = store(tmp_path)
    assert {name: (own[STAMPED], own[KNOWN]) for name, own in again.rows.items()} == {
        "one": (STAMP.pack(1, 1), b"known of one"),
        "two": (STAMP.pack(2, 1), b"known of two"),
    }
    assert (again.value("one"), again.value("two")) == (b"first", b"second")


def test_a_process_that_ends_before_all_is_kept_leaves_what_was_kept_before(tmp_path: Path) -> None:
    add(filled(tmp_path), "one", 3, b"new", b"another, longer")
    again = store(tmp_path)
    assert again.rows["one"][KNOWN] == b"known of one"
    assert (again.value("one"), again.value("two")) == (b"first", b"second")
    add(again, "three", 4, b"", b"third")
    again.keep(again.rows)
    assert [store(tmp_path).value(name) for name in ("one", "two", "three")] == [b"first", b"second", b"third"]


def test_what_a_killed_process_put_in_takes_no_room_for_long(tmp_path: Path) -> None:
    filled(tmp_path).put(bytes(5_000_000))
    again = store(tmp_path)
    assert (again.value("one"), again.value("two")) == (b"first", b"second")
    assert sum(path.stat().st_size for path in tmp_path.glob("values-*")) == len(b"firstsecond")


def test_copies_of_a_process_put_values_in_at_a_time(tmp_path: Path) -> None:
    for into in (store(tmp_path), Store(None, "values", "key")):
        told = [str(number).encode() * 1000 * number for number in range(1, 60)]
        with side_by_side([partial(into.put, value) for value in told]) as places:
            rows = {str(len(value)): row(NEVER, at, len(value), b"") for value, at in zip(told, places, strict=True)}
        into.add(rows)
        assert [into.value(str(len(value))) for value in told] == told


def test_values_that_are_put_in_together_are_found_one_by_one(tmp_path: Path) -> None:
    made = filled(tmp_path)
    at = made.put(b"againlast")
    made.add({"two": row(NEVER, at, 5, b""), "three": row(NEVER, at + 5, 0, b""), "four": row(NEVER, at + 5, 4, b"")})
    made.keep(made.rows)
    again = store(tmp_path)
    found = [again.value(name) for name in ("one", "two", "three", "four")]
    assert found == [b"first", b"again", b"", b"last"]


def test_what_is_kept_no_longer_is_not_there(tmp_path: Path) -> None:
    filled(tmp_path).keep(["two"])
    assert list(store(tmp_path).rows) == ["two"]


def test_another_key_finds_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    filled(tmp_path)
    other = store(tmp_path, "other key")
    assert other.rows == {}
    add(other, "one", 1, b"", b"other")
    other.keep(["one"])
    assert len(list(tmp_path.glob("values-*"))) == 1
    assert store(tmp_path, "other key").value("one") == b"other"


@pytest.mark.parametrize("end", [b"", b"damaged"])
def test_a_file_that_is_shorter_than_its_catalog_says_is_no_file(tmp_path: Path, end: bytes) -> None:
    filled(tmp_path)
    next(tmp_path.glob("values-*")).write_bytes(end)
    assert store(tmp_path).rows == {}


def test_what_nobody_asks_for_is_cleared_away_in_time(tmp_path: Path) -> None:
    made = filled(tmp_path)
    for number in range(60):
        add(made, "one", number, b"", bytes([number]) * 50_000)
        made.keep(["one", "two"])
        assert sum(path.stat().st_size for path in tmp_path.glob("values-*")) <= WASTE + 3 * 50_100
    again = store(tmp_path)
    assert (again.value("one"), again.value("two")) == (bytes([59]) * 50_000, b"second")


def test_whoever_reads_by_a_former_catalog_still_reads_rightly(tmp_path: Path) -> None:
    reader = filled(tmp_path)
    writer = store(tmp_path)
    for number in range(60):
        add(writer, "one", number, b"", bytes([number]) * 50_000)
        writer.keep(["one", "two"])
    assert (reader.value("one"), reader.value("two")) == (b"first", b"second")


def test_without_a_cache_values_last_as_long_as_the_process() -> None:
    made = Store(None, "values", "key")
    add(made, "one", 1, b"", b"first")
    add(made, "two", 1, b"", b"second")
    made.keep(["one", "two"])
    assert (made.value("one"), made.value("two")) == (b"first", b"second")
