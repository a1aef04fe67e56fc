"""Targets: files of the site, each made from its inputs and from nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from toolkit.fingerprint import digest, digest_of

Files = dict[str, bytes]
"""Content by the file's path in the site."""


class Input(NamedTuple):
    """A value and what identifies it."""

    value: Any
    digest: str

    @classmethod
    def of(cls, value: object) -> "Input":
        """An input that is small enough to take its digest whole."""
        return cls(value, digest_of(value))


@dataclass(frozen=True)
class Target:
    """Files that are made together. `make` sees only the values handed in, so no input can be forgotten."""

    name: str
    """`es record practices/id-night`"""
    make: Callable[..., Files]
    inputs: tuple[Input, ...]
    language: str = ""
    """Of pages that search engines should list."""

    @cached_property
    def fingerprint(self) -> str:
        """Equal fingerprints give equal files."""
        function = f"{self.make.__module__}.{self.make.__qualname__}"
        return digest(" ".join([function, *(item.digest for item in self.inputs)]))

    def files(self) -> Files:
        """The files, made now."""
        return self.make(*(item.value for item in self.inputs))
