"""Our templates, compiled before the first page asks: kept while none changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import jinja2

from toolkit.cache import TEMPLATES, Cache, contents, program
from toolkit.pages import compile_templates
from toolkit.pages.templates import COMPILED
from toolkit.processes import apart
from toolkit.publish import theme


@contextmanager
def compiled(cache: Cache) -> Iterator[Callable[[], None]]:
    """Waits until this process has them. If one changed, another one compiles them, beside the reading of records."""
    key, texts = (program(), jinja2.__version__), contents(TEMPLATES)
    of, COMPILED.known = cache.get("templates", key) or (b"", {})
    if of == texts:
        yield lambda: None
        return
    with apart(_anew) as anew:

        def ready() -> None:
            COMPILED.known = anew()
            _load()
            if COMPILED.known:  # else this process had them from a former build
                cache.put("templates", key, (texts, COMPILED.known))

        yield ready


def _anew() -> dict[str, bytes]:
    _load()
    return COMPILED.known


def _load() -> None:
    compile_templates()
    theme.compile_templates()
