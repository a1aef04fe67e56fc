"""The texts in YAML files of the program, such as messages and hints by problem."""

from typing import Any

import yaml

from toolkit.paths import PACKAGE


def read_texts(name: str) -> Any:
    """The content of such a file, by its path in the package: lists and dicts of strings."""
    return yaml.load((PACKAGE / name).read_text("utf-8"), yaml.CBaseLoader)
