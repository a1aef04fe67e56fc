"""Targets: files of the site as a function of their inputs and of nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from toolkit.fingerprint import digest, digest_of

Files = dict[str, bytes]
"""Content by the file's path in the site."""


class Input(NamedTuple):
    """A value and the digest that identifies it."""

    value: Any
    digest: str

    @classmethod
    def of(cls, value: object) -> "Input":
        """A value that is small enough to digest whole."""
        return cls(value, digest_of(value))

    @classmethod
    def joined(cls, inputs: Mapping[Any, "Input"]) -> "Input":
        """Several inputs combined, their values under the same keys."""
        digests = {key: item.digest for key, item in inputs.items()}
        return cls({key: item.value for key, item in inputs.items()}, digest_of(digests))


@dataclass(frozen=True)
class Target:
    """Files produced together. `make` sees only the inputs' values, so no dependency can be missed."""

    name: str
    """`es record practices/id-night`"""
    make: Callable[..., Files]
    inputs: tuple[Input, ...]
    language: str = ""
    """The language of pages that search engines should list; else empty."""

    @cached_property
    def fingerprint(self) -> str:
        """Targets with equal fingerprints have equal files."""
        function = f"{self.make.__module__}.{self.make.__qualname__}"
        return digest(" ".join([function, *(item.digest for item in self.inputs)]))

    def files(self) -> Files:
        """The files, rendered by this call."""
        return self.make(*(item.value for item in self.inputs))
