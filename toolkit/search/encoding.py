"""Writes the files of the index as scripts, because a page opened from disk may load nothing else.

Each file is a call, `Toolkit.data("key", value)`. `web/search/load.js` loads it with a script tag.
"""

from collections.abc import Mapping
from hashlib import sha256

import orjson

Files = dict[str, bytes]
"""Files by their name in the site: `search/es/head.3f2a9c1b.js`."""


def script(key: str, value: object) -> bytes:
    """A file of the index. Raises a TypeError unless the value is of strings, numbers, lists and dicts by string."""
    return b"Toolkit.data(%b,%b)\n" % (orjson.dumps(key), orjson.dumps(value))


def language_files(language: str, values: Mapping[str, object]) -> Files:
    """The files of a language. All names have the hash of all of them, so files of two builds never mix."""
    contents = {name: script(f"{language}/{name}", value) for name, value in values.items()}
    content_hash = sha256(b"".join(contents.values())).hexdigest()[:8]
    return {f"search/{language}/{name}.{content_hash}.js": content for name, content in contents.items()}
