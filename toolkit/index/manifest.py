"""What the browser asks for first of the index: what its files are called now."""

import re
from collections.abc import Iterable

from toolkit.index.encode import key_and_hash, script

ASKED_FOR = re.compile(r"search/(?![^/]+/[tpx]/)")
"""How the names of files of the index begin, but of shards and texts. The head of their language knows their hashes."""


def manifest(names: Iterable[str], key: str) -> tuple[str, bytes]:
    """What the browser asks for first: the hash of each file of the index, but of those that a head knows. `key` is
    what it is called (`scripts.manifest_key`).
    """
    found = dict([key_and_hash(name) for name in names if ASKED_FOR.match(name)])
    return f"search/{key}.js", script(key, dict(sorted(found.items())))
