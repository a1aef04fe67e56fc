"""What the browser asks for first of the index: what its files are called now."""

import re
from collections.abc import Iterable

from toolkit.index.encode import key_and_hash, script
from toolkit.index.scripts import manifest_key

MANY = re.compile(r"[^/]+/[tpx]/")
"""How the keys of shards and texts begin. The head of their language knows their hashes."""


def manifest(names: Iterable[str]) -> tuple[str, bytes]:
    """What the browser asks for first: the hash of each file of the index, but of those that a head knows."""
    of_index = [name for name in names if name.startswith("search/")]
    found = {key: own for key, own in map(key_and_hash, of_index) if not MANY.match(key)}
    key = manifest_key()
    return f"search/{key}.js", script(key, dict(sorted(found.items())))
