"""What every model has in common."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

Key = tuple[str, str]
"""What identifies a record: its kind and its id."""
FieldPath = tuple[str | int, ...]
"""The path of a value in a record: `("points", 2, "text")`."""
Vocabularies = Mapping[str, Mapping[str, str]]
"""The closed lists: name → id → English label."""


class Part(BaseModel):
    """A closed, immutable piece of a record."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True)
