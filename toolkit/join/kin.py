"""Which records of a kind are about the same as another."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from heapq import nsmallest
from math import fsum, log

from toolkit.join.outlines import Name


class Kin:
    """Records of one kind by what they are about. What several are about is one number, of which each subject is a bit:
    there are very many pairs of records, and what two numbers share is told at once.
    """

    def __init__(self, subjects: Mapping[str, Sequence[Name]]) -> None:
        """`subjects` of each record, by id."""
        having = Counter([subject for own in subjects.values() for subject in set(own)])
        self.rarest = sorted(having, key=lambda subject: (having[subject], subject))
        self.weights = [log(len(subjects) / having[subject]) for subject in self.rarest]
        bits = {subject: 1 << at for at, subject in enumerate(self.rarest)}
        self.about = {id: sum(map(bits.__getitem__, set(own))) for id, own in subjects.items()}
        self.ids: defaultdict[int, list[str]] = defaultdict(list)
        """Those that are about just the same, in order."""
        for id in sorted(self.about):
            self.ids[self.about[id]].append(id)
        self.shared: dict[int, tuple[float, list[Name]]] = {}
        """What it weighs to share these subjects, and the subjects, rarest first."""
        self.known: dict[tuple[int, int], list[tuple[str, list[Name]]]] = {}

    def nearest(self, id: str, most: int) -> list[tuple[str, list[Name]]]:
        """The nearest ones, itself among them, each with what it shares."""
        own = self.about[id]
        if (own, most) not in self.known:
            weighed = [
                (-self._shared(both)[0], other, both)
                for about, ids in self.ids.items()
                if (both := own & about)
                for other in ids[:most]
            ]
            near = nsmallest(most, weighed)
            self.known[own, most] = [(other, self._shared(both)[1]) for _, other, both in near]
        return self.known[own, most]

    def _shared(self, both: int) -> tuple[float, list[Name]]:
        if both not in self.shared:
            places = [at for at in range(both.bit_length()) if both >> at & 1]
            self.shared[both] = fsum([self.weights[at] for at in places]), [self.rarest[at] for at in places]
        return self.shared[both]
