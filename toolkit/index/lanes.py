"""Where words stand, to what an index says of it: for very many places at a time.

Of each place there are 64 bits, a lane: which card (counted from 1), which place in it, and how many times a word
counts there. Lanes lie side by side in one large number, so that each operation of Python's does the same in all of
them (Lamport, "Multiple byte processing with full-word instructions", 1975). No lane carries into the next: a card's
number has 30 bits at most, a place 24, and a word counts eight times at most.
"""

import sys
from array import array
from collections.abc import Sequence

from toolkit.index.encode import ZERO, signs

LANE, CARD_AT, PLACE_AT = 64, 32, 8
"""The bits of a lane, and how far its card and its place are shifted in it."""
ANY_CARD, ANY_PLACE = (1 << LANE) - (1 << CARD_AT), (1 << CARD_AT) - (1 << PLACE_AT)
BYTES, HALF = LANE // 8, CARD_AT // 8
STRENGTHS = bytes([0, 0, 1, 1, 2, 2, 2, 2, *[3] * 248])
"""How strong a word is in a card in which it counts that often."""
ENOUGH = 8
"""From here on it counts for nothing more."""
NONE = "\0"
"""Comes of a lane that begins no card."""


def written(found: Sequence["array[int]"]) -> list[tuple[str, str]]:
    """The postings and the places of each word, as they are written, from its lanes, which are in order."""
    lanes = array("Q")
    for own in found:
        lanes += own
    if sys.byteorder == "big":
        lanes.byteswap()
    raw = lanes.tobytes()
    ones = _repeated(1, BYTES, len(lanes))
    cards, places = ones * ANY_CARD, ones * ANY_PLACE
    here, former = int.from_bytes(raw, "little"), _former(raw, found)
    card, former_card = here & cards, former & cards
    is_first = (card ^ former_card) + ones * ((1 << LANE - 1) - 1) >> LANE - 1 & ones
    first = is_first.to_bytes(len(raw), "little")[::BYTES]
    # Where a card begins, no place comes before; else, what is written says that one does.
    place = (here & places) - (former & (places ^ is_first * ANY_PLACE)) >> PLACE_AT - 1 | is_first ^ ones
    strength = bytearray(len(raw))
    strength[HALF::BYTES] = _sums(raw[::BYTES], first).translate(STRENGTHS)
    # A card is told by how many are left out before it, so the next one is 0 cards on.
    step = (card - former_card << 2) + (is_first << CARD_AT) * (ZERO - 4) + int.from_bytes(strength, "little")
    both = (place + ones * ZERO + (step & is_first * ANY_CARD)).to_bytes(len(raw), "little")
    halves = array("I")
    halves.frombytes(both)
    all_postings, all_places = signs(halves[1::2]).replace(NONE, ""), signs(halves[::2])
    told: list[tuple[str, str]] = []
    at = done = 0
    for own in found:
        end = at + len(own)
        last = done + first.count(1, at, end)
        told.append((all_postings[done:last], all_places[at:end]))
        at, done = end, last
    return told


def _repeated(number: int, width: int, times: int) -> int:
    return int.from_bytes(number.to_bytes(width, "little") * times, "little")


def _former(raw: bytes, found: Sequence["array[int]"]) -> int:
    """In each lane the one before it; nothing in a word's first."""
    former, start = bytearray(BYTES) + raw[:-BYTES], 0
    for own in found:
        former[start : start + BYTES] = bytes(BYTES)
        start += BYTES * len(own)
    return int.from_bytes(former, "little")


def _sums(times: bytes, first: bytes) -> bytes:
    """Of each byte, the sum of it and of those that follow up to the next first one; of a larger one, `ENOUGH` or a
    little more.
    """
    ones = _repeated(1, 1, len(times))
    sums = int.from_bytes(times, "little")
    ends = (int.from_bytes(first, "little") | 1 << 8 * len(first)) >> 8
    away = 8
    while ends != ones:  # twice as many are summed up each time
        sums += (sums >> away) & ~(ends * 255)
        sums = sums & ones * (ENOUGH - 1) | (sums | sums >> 1) & ones * ENOUGH
        ends |= ends >> away
        away *= 2
    return sums.to_bytes(len(times), "little")
