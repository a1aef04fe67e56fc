"""Reads mkdocs.yml and the files that it inherits from, with values as MkDocs reads them."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]

from toolkit.diagnostics import Diagnostic, worded
from toolkit.paths import SETTINGS
from toolkit.sources.yaml_reader import SourceFile, decode, parse_yaml

TAG = re.compile(r"(?<=[\s:,\[])!\S+")
"""A tag of YAML, such as `!ENV`, which our own reader refuses."""


class _Loader(yaml.CSafeLoader):
    """Reads values as MkDocs does, but creates no Python objects."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda loader, suffix, node: node.tag)


def read_settings_files(root: Path) -> tuple[list[SourceFile], list[Diagnostic]]:
    """mkdocs.yml and the files that it inherits from, and their syntax errors."""
    files: list[SourceFile] = []
    name = SETTINGS
    while (root / name).is_file():  # a device would be read without end
        if name in [file.file for file in files]:
            return files, [files[-1].diagnostic(("INHERIT",), *worded("inherits-itself"))]
        file = _read(root / name, name)
        files.append(file)
        parent = file.values.pop("INHERIT", None)
        if not parent or not isinstance(parent, str):
            return files, list(file.diagnostics)
        name = normpath((Path(name).parent / parent).as_posix())
    if not files:
        return [], [Diagnostic(name, 0, "", *worded("no-settings-file", name=name))]
    return files, [files[-1].diagnostic(("INHERIT",), *worded("no-inherited-file", name=name))]


def _read(path: Path, name: str) -> SourceFile:
    """A settings file, with values as MkDocs reads them."""
    text = decode(path.read_bytes(), name)
    if isinstance(text, Diagnostic):
        return SourceFile(name, {}, {}, [text])
    file = parse_yaml(TAG.sub("", text), name)
    try:
        alias = _alias(text, name)
        if alias:
            return file._replace(values={}, diagnostics=[alias])
        values = yaml.load(text, Loader=_Loader)
    except ValueError:
        problem = Diagnostic(name, 0, "", *worded("impossible-date"))
    except yaml.YAMLError:
        problem = Diagnostic(name, 0, "", *worded("unreadable-settings"))
    else:
        if isinstance(values, dict):
            return file._replace(values=values, diagnostics=())
        problem = Diagnostic(name, 1, "", *worded("no-settings"))
    return file._replace(values={}, diagnostics=file.diagnostics or [problem])


def _alias(text: str, name: str) -> Diagnostic | None:
    """The first anchor or alias in a file: a few levels of lists within lists would take hours to load."""
    events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
    for event in events:
        if getattr(event, "anchor", None):
            line = event.start_mark.line + 1
            return Diagnostic(name, line, "", *worded("alias-in-settings"))
    return None
