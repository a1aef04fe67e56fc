"""Cache files: text after its digest, so that a damaged file, or one of another version, is detected.

A folder from a stranger may have links or pipes in their place: nothing is read or written through them.
"""

from pathlib import Path

from toolkit.fingerprint import digest


def read_cache(path: Path, version: str = "") -> str:
    """The text of a cache file. Raises an OSError if there is none, a ValueError if it is damaged or outdated."""
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(path)
    sealed, _, text = path.read_text("utf-8").partition("\n")
    if sealed != digest(version + text):
        raise ValueError(f"{path} is damaged or outdated")
    return text


def write_cache(path: Path, text: str, version: str = "") -> None:
    """Write a cache file in one step: even if the process is killed, it has the previous text or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    with draft.open("x", encoding="utf-8", newline="\n") as file:
        file.write(f"{digest(version + text)}\n{text}")
    draft.replace(path)
