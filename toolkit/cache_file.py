"""Files of the cache: text with a digest before it, so that a damaged file counts as none."""

from pathlib import Path

from toolkit.fingerprint import digest


def read_cache(path: Path) -> str:
    """The text of a cache file. An OSError if there is none, a ValueError if it is damaged."""
    sealed, _, text = path.read_text("utf-8").partition("\n")
    if sealed != digest(text):
        raise ValueError(f"{path} is damaged")
    return text


def write_cache(path: Path, text: str) -> None:
    """Write a cache file. Whoever reads it, or kills this process, sees the previous text or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(f"{digest(text)}\n{text}", "utf-8", newline="\n")
    draft.replace(path)
