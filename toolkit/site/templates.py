"""Our templates, compiled before the first page asks."""

from toolkit.cache import TEMPLATES, contents
from toolkit.pages import compile_templates
from toolkit.pages.templates import compiled
from toolkit.publish import theme


def compile_changed() -> None:
    """Compile those of pages' own parts that changed, and keep them."""
    texts = contents(TEMPLATES)
    if compiled().of != texts:
        compile_templates()
        theme.compile_templates()
        compiled().keep(texts)
