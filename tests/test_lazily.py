"""Values that are made when they are asked for."""

import pytest

from toolkit.join import Lazily

KEYS, MOST = range(20), 5


def test_no_more_values_are_held_than_told_and_each_is_right() -> None:
    made: list[int] = []

    def double(key: int) -> int:
        made.append(key)
        return key * 2

    values = Lazily(KEYS, double, MOST)
    assert (list(values), len(values), 7 in values, made) == (list(KEYS), len(KEYS), True, [])
    assert [values[key] for key in KEYS] == [key * 2 for key in KEYS]
    assert len(values.held) == MOST
    made.clear()
    assert [values[key] for key in KEYS[-MOST:]] == [key * 2 for key in KEYS[-MOST:]]
    assert made == []
    assert (values[0], made) == (0, [0])
    with pytest.raises(KeyError):
        values[99]
    assert values.get(99) is None
