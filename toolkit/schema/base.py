"""What every model has in common."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, PrivateAttr

Key = tuple[str, str]
"""What identifies a record: its kind and its id."""
FieldPath = tuple[str | int, ...]
"""The path of a value in a record: `("points", 2, "text")`."""


class Part(BaseModel):
    """A closed, immutable piece of a record."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True)


class Identified(Part):
    """A record: its kind is its model's, its id is the name of its file."""

    kind: ClassVar[str] = ""
    """The key of its kind in `KINDS`."""
    _id: str = PrivateAttr(default="")

    def model_post_init(self, context: Any, /) -> None:
        """Take the id from the validation context: a file does not repeat its name."""
        if context:
            self._id = context.get("id", "")

    @property
    def id(self) -> str:
        """The name of its file without the ending: `id-night`."""
        return self._id

    @property
    def key(self) -> Key:
        """Kind and id."""
        return self.kind, self._id
