"""Records and translations as they were parsed, by file and its time, for the next build. Safe to delete.

The cache is data: the models read it back, nothing in it is run. A folder from a stranger may bring its own.
"""

import json
from pathlib import Path
from time import time_ns
from typing import Any, NamedTuple

from toolkit.fingerprint import digest
from toolkit.schema import KINDS, Record
from toolkit.schema.introspect import dump, restore
from toolkit.sources.scan import SourcePath
from toolkit.translation import Translation, Unit

STABLE_AFTER = 2_000_000_000
"""Nanoseconds. A file that changed so recently may change again without a new time: FAT keeps every other second."""


class CachedSource(NamedTuple):
    """A record or translation from the cache, with the digest of its file."""

    value: Record | Translation
    digest: str


class RecordCache:
    """What was parsed. Without a folder it keeps nothing."""

    def __init__(self, folder: Path | None, version: str) -> None:
        """`version` identifies whatever else a parsed record depends on: the program, vocabularies, glossaries."""
        self.path = folder / "records.json" if folder else None
        self.version = version
        self.entries: dict[str, Any] = self._read()
        self.is_changed = False

    def get(self, source: SourcePath) -> CachedSource | None:
        """The record or translation in a file, if the file has not changed since."""
        try:
            modified, size, content_digest, values = self.entries[source.file]
            if (modified, size) != (source.modified_ns, source.size):
                return None
            return CachedSource(_restored(source, values), str(content_digest))
        except Exception:  # another shape than ours: it is only a cache
            return None

    def put(self, source: SourcePath, value: Record | Translation, text: str) -> str:
        """Keep what was parsed from a file. Returns the digest of its text."""
        content_digest = digest(text)
        is_stable = time_ns() - source.modified_ns > STABLE_AFTER
        values = [*value[:3], value.units] if isinstance(value, Translation) else dump(value)
        self.entries[source.file] = [source.modified_ns if is_stable else 0, source.size, content_digest, values]
        self.is_changed = True
        return content_digest

    def save(self, files: set[str]) -> None:
        """Write it, with only these files, if anything changed."""
        kept = {file: entry for file, entry in self.entries.items() if file in files}
        if not self.path or (not self.is_changed and len(kept) == len(self.entries)):
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        draft.write_text(json.dumps({"version": self.version, "files": kept}, ensure_ascii=False), "utf-8")
        draft.replace(self.path)

    def _read(self) -> dict[str, Any]:
        try:
            saved = json.loads(self.path.read_text("utf-8")) if self.path else {}
            return dict(saved["files"]) if saved["version"] == self.version else {}
        except Exception:  # none, damaged, or not ours
            return {}


def _restored(source: SourcePath, values: Any) -> Record | Translation:
    if source.language:
        status, by, date, units = values
        return Translation(status, by, date, tuple(map(Unit._make, units)))
    return restore(KINDS[source.kind].model, values, source.id)
