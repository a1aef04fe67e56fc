"""Jinja for pages by the thousand: what it would work out anew for each page is worked out once."""

import sys
from collections.abc import MutableMapping
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from keyword import iskeyword
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, Template, nodes
from jinja2 import __version__ as version
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef

from toolkit.cache import Cache, program

DICT = frozenset(dir(dict))
"""What every dict has already."""


class Compiled(BytecodeCache):
    """Templates as Python's bytecode, kept beside that of the modules (PEP 3147), if this program may write there."""

    def __init__(self, name: str) -> None:
        """`name` tells those of one environment from those of another, which compiles otherwise."""
        self.name = f"{name}.{sys.implementation.cache_tag}.jinja"
        self.key = program(), version
        self.cache = Cache(Path(cache_from_source(__file__)).parent)
        self.of: bytes = b""
        """What all their texts together are known by, if that was told."""
        self.known: dict[str, bytes] = {}
        self.has_new = False
        if kept := self.cache.get(self.name, self.key):
            self.of, self.known = kept

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for it by its name and the text that it was made from."""
        if code := self.known.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja gives what it had to compile."""
        self.known[bucket.key] = bucket.bytecode_to_string()
        self.has_new = True

    def keep(self, of: bytes = b"") -> None:
        """Keep them for processes to come, if one is new. `of` is what all their texts together are known by."""
        if (self.has_new or of != self.of) and not sys.dont_write_bytecode:
            with suppress(OSError):
                self.cache.put(self.name, self.key, (of, self.known))
        self.of, self.has_new = of, False


@cache
def compiled() -> Compiled:
    """Those of the pages' own parts."""
    return Compiled("pages")


class _Code(CodeGenerator):
    """Writes calls and attributes as Python does. Jinja's own ways also ask whether a function wants the context, which
    none does that our templates call, and look for a value of the attribute's name, which only a dict has.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """`f(a, b=c)`."""
        given = [("", one) for one in (*node.args, *node.kwargs)]
        given += [(stars, one) for stars, one in (("*", node.dyn_args), ("**", node.dyn_kwargs)) if one]
        self.visit(node.node, frame)
        self.write("(")
        for stars, one in given:
            self.write(stars)
            self.visit(one, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`a.b`."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            name = repr(node.attr)
            of_dict = f"of[{name}] if {name} in of else environment.undefined(obj=of, name={name})"
            self.write(f"(of.{node.attr} if (of := ")
            self.visit(node.node, frame)
            self.write(f").__class__ is not dict else {f'of.{node.attr}' if node.attr in DICT else of_dict})")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro whose parameters all stand in their order, as all calls of ours give them, is a function like any."""
        is_plain = not (macro_ref.accesses_kwargs or macro_ref.accesses_varargs or macro_ref.accesses_caller)
        if is_plain and not macro_ref.node.defaults:
            self.write("macro")
        else:
            super().macro_def(macro_ref, frame)


class Templates(Environment):
    """An environment whose templates never change."""

    code_generator_class = _Code

    def __init__(self, **options: Any) -> None:
        super().__init__(auto_reload=False, bytecode_cache=compiled(), **options)
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

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain dict, since it is copied for each page."""
        return {**self.globals, **(d or {})}
