"""Finds related records: those of a kind that share subjects."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import fsum, log

from toolkit.schema import Key, Record

Subject = tuple[str, str]
"""What a record is about: a vocabulary and an id in it, `("topics", "youth")`."""
Related = tuple[tuple[Key, tuple[Subject, ...]], ...]
"""Records, the most related first, each with the subjects that it shares, rarest first."""
SHOWN = 4
"""How many related records a page shows."""


def subjects(record: Record) -> tuple[Subject, ...]:
    """What a record is about."""
    return tuple((vocabulary, id) for vocabulary in ("topics", "communities") for id in getattr(record, vocabulary, ()))


def related_records(subjects_by_key: Mapping[Key, Sequence[Subject]]) -> dict[Key, Related]:
    """The most related records of each record of a kind.

    A subject that few records have says more: its weight is log(all records / records with it), the inverse
    document frequency of Spärck Jones (1972).
    """
    having: dict[Subject, list[Key]] = defaultdict(list)
    for key, listed in subjects_by_key.items():
        for subject in dict.fromkeys(listed):
            having[subject].append(key)
    weight = {subject: log(len(subjects_by_key) / len(keys)) for subject, keys in having.items()}
    related: dict[Key, Related] = {}
    for key, listed in subjects_by_key.items():
        shared: dict[Key, list[Subject]] = defaultdict(list)
        for subject in sorted(set(listed), key=lambda subject: (len(having[subject]), subject)):
            for other in having[subject]:
                shared[other].append(subject)
        shared.pop(key, None)
        rated = sorted((-fsum(weight[subject] for subject in common), other) for other, common in shared.items())
        related[key] = tuple((other, tuple(shared[other])) for _, other in rated[:SHOWN])
    return related
