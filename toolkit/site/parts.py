"""Parts of the site: those that changed are made, the others kept."""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from toolkit.processes import side_by_side
from toolkit.tree import Files, Tree

LITTLE = 20
"""The pages of so many records are made sooner by one process than another begins."""


@dataclass
class Made:
    """What a part of the site came to."""

    files: Files = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    """The pages that search engines should know."""
    index: bytes = b""
    """What all cards of an index are made from."""
    counted: bytes = b""
    """How far all languages are translated, if the part counts it (`site/counts.py`)."""

    @property
    def bare(self) -> tuple[Files, list[str], bytes, bytes]:
        """As it is kept."""
        return self.files, self.listed, self.index, self.counted

    def __reduce__(self) -> Any:
        """As it is sent from one process to another: very many of them, quickly."""
        return Made, self.bare


class Part(NamedTuple):
    """A part of the site that is made at once: a record's pages, the lists of a language, the index."""

    group: str
    """Parts of one group are made by one process: one after the other or, if they have steps, a step of each by turns.
    """
    key: bytes
    """All that it is made from, so that an equal key gives equal files."""
    make: "Callable[[Made], Made | Steps]"
    """From what the part was before."""
    reframe: Callable[[bytes, bytes, Made], Made | None] = lambda _key, _former, _before: None
    """The same from its key, the former one and what it was before, if only what stands around its pages differs."""
    work: int = 1
    """How many records' pages are made in the time that it takes, or nearly so."""
    frames: bytes = b""
    """What the frames of its pages are known by: the end of the key."""


Steps = Generator[None, None, Made]
"""A part made in steps. Those of one group take each step one after the other: a processor does the same thing many
times far sooner than many things by turns, since what it needs stays near it."""
Parts = dict[str, tuple[bytes, Made]]
"""What came of parts, by name, each with its key."""


class Before(NamedTuple):
    """What parts were in the last build."""

    parts: Parts
    are_published: bool
    """Whether their files are those that are published, all of them, for certain."""


@contextmanager
def being_made(
    parts: Mapping[str, Part], before: Before, tree: Tree, prepare: Callable[[], None] = lambda: None
) -> Iterator[Callable[[], Parts]]:
    """Waits for what comes of each part: kept if its key is as it was, else made; groups side by side.

    If more is made anew than a few pages, `prepare` comes first: what it works out, all processes begin with.
    """
    nothing: tuple[bytes, Made] = b"", Made()
    former = before.parts
    kept = {name: made for name, part in parts.items() if (made := former.get(name, nothing))[0] == part.key}
    if not before.are_published:
        kept = {name: made for name, made in kept.items() if made[1].files.items() <= tree.published.items()}
    if not tree.is_level:
        for _, one in kept.values():
            tree.keep(one.files)
    groups: dict[str, dict[str, tuple[Part, bytes, Made]]] = {}
    for name, part in parts.items():
        if name not in kept:
            groups.setdefault(part.group, {})[name] = part, *former.get(name, nothing)
    to_make = {name: one for group in groups.values() for name, one in group.items()}
    if sum(part.work for part, _, _ in to_make.values()) <= LITTLE:
        groups = {"": to_make}
    elif sum(part.work for part, key, _ in to_make.values() if _is_new(part, key)) > LITTLE:
        prepare()
    with side_by_side([partial(_each, group) for group in groups.values()]) as results:

        def all_made() -> Parts:
            for done in results:
                kept.update(done)
            return {name: kept[name] for name in parts}

        yield all_made


def _is_new(part: Part, former: bytes) -> bool:
    """Whether more of a part that is not kept differs than the frames of its pages: its text, or its files are gone."""
    return former == part.key or not former.startswith(part.key.removesuffix(part.frames))


def up_to_date(
    parts: Mapping[str, Part], before: Before, tree: Tree, prepare: Callable[[], None] = lambda: None
) -> Parts:
    """The same, once all is made."""
    with being_made(parts, before, tree, prepare) as all_made:
        return all_made()


def _each(group: Mapping[str, tuple[Part, bytes, Made]]) -> dict[str, tuple[bytes, Made]]:
    done: dict[str, Made] = {}
    begun: dict[str, Steps] = {}
    for name, (part, former, before) in group.items():
        made = part.reframe(part.key, former, before) or part.make(before)
        if isinstance(made, Made):
            done[name] = made
        else:
            begun[name] = made
    while begun:
        for name, steps in list(begun.items()):
            try:
                next(steps)
            except StopIteration as end:
                done[name] = end.value
                del begun[name]
    return {name: (part.key, done[name]) for name, (part, _, _) in group.items()}
