"""Jinja for pages by the thousand: what it would work out anew for each page is worked out once."""

from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import BytecodeCache, Environment, Template
from jinja2.bccache import Bucket
from jinja2.runtime import Context

DICT = frozenset(dir(dict))
"""What every dict has already."""


class Compiled(BytecodeCache):
    """Templates as Python's bytecode, by name: those of former builds, once they are put in, and new ones."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for it by its name and the text that it was made from."""
        if code := self.known.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja gives what it had to compile."""
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class _Context(Context):
    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a function or macro as it is: none that our templates call asks for the context."""
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return __obj(*args, **kwargs)


class Templates(Environment):
    """An environment whose templates never change."""

    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(auto_reload=False, bytecode_cache=COMPILED, **options)
        self.known: dict[str, Template] = {}

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """The template of that name, read and compiled when it is first asked for."""
        if isinstance(name, Template):
            return name
        if name not in self.known:
            self.known[name] = super().get_template(name, parent, globals)
        return self.known[name]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b` of a template; of a dict its value first, which Jinja would look for after catching an error."""
        if obj.__class__ is dict and attribute in obj and attribute not in DICT:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain dict, since it is copied for each page."""
        return {**self.globals, **(d or {})}
