"""The cache of parsed records and translations, by file and modification time. Safe to delete.

The cache is data: the models validate it, and nothing in it is run, for it may come from a stranger.
"""

from contextlib import suppress
from pathlib import Path
from time import time_ns
from typing import Any

from pydantic import TypeAdapter

from toolkit.fingerprint import read_cache, stable_time, write_cache
from toolkit.schema import KINDS, Record, Vocabularies
from toolkit.schema.translation import Translation
from toolkit.sources.scan import SourcePath

Entry = tuple[int, int, Any]
"""A file's time, size and parsed fields."""
_CACHE: TypeAdapter[dict[str, Entry]] = TypeAdapter(dict[str, Entry])


class RecordCache:
    """Parsed records and translations. Without a folder, nothing is stored."""

    def __init__(self, folder: Path | None, version: str, vocabularies: Vocabularies) -> None:
        """`version` identifies what else a parsed record depends on: the program, vocabularies, glossaries."""
        self.path = folder / "records.json" if folder else None
        self.version = version
        self.context = {"vocabularies": vocabularies}
        self.entries: dict[str, Entry] = {}
        self.is_changed = False
        if self.path:
            with suppress(OSError, ValueError):  # missing, damaged or foreign
                self.entries = _CACHE.validate_json(read_cache(self.path, version))

    def get(self, source: SourcePath) -> Record | Translation | None:
        """The record or translation in a file, if the file has not changed since."""
        modified, size, values = self.entries.get(source.file, (0, 0, None))
        if (modified, size) != (source.modified_ns, source.size):
            return None
        context = self.context | {"id": source.id}
        try:
            if source.language:
                return Translation.model_validate(values, context=context)
            return KINDS[source.kind].model.model_validate(values, context=context)
        except ValueError:  # not in the expected form: parse the file again
            return None

    def put(self, source: SourcePath, value: Record | Translation) -> None:
        """Store what was parsed from a file."""
        modified = stable_time(source.modified_ns, time_ns())
        self.entries[source.file] = modified, source.size, value.model_dump(exclude_unset=True)
        self.is_changed = True

    def save(self, files: set[str]) -> None:
        """Write it, with only these files, if anything changed."""
        current = {file: entry for file, entry in self.entries.items() if file in files}
        is_outdated = self.is_changed or len(current) != len(self.entries)
        if self.path and is_outdated:
            write_cache(self.path, _CACHE.dump_json(current).decode(), self.version)
