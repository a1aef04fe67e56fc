"""The theme around the pages, kept while nothing that it is made from changes."""

from toolkit.cache import WEB, Cache, brought, contents, environment, frame_makers, program, stamps
from toolkit.pages import specimens
from toolkit.problems import Problem
from toolkit.publish.chrome import ANY, Chrome
from toolkit.read import Read


def chrome_of(found: Read, cache: Cache) -> tuple[Chrome, list[Problem]]:
    """The theme around the pages: as it was, unless what it is made from changed."""
    words = found.strings.words
    given = list(specimens(found.toolkit, words, found.strings.lists, found.hand, found.settings.menu, ANY))
    key = (
        program(),
        stamps(frame_makers()),
        contents(sorted(WEB.glob("*.css"))),  # they say what is needed of the theme's style sheet
        found.settings.text,
        contents([*brought(found.root), found.root / "docs"]),  # extensions may put files into pages by hand
        environment(found.root),
        [(page.language, page.path, page.meta, page.body) for page in given],
    )
    kept: Chrome | None = cache.get("chrome", key)
    if kept:
        return kept, []
    from toolkit.publish.with_mkdocs import render_chrome

    made, problems = render_chrome(found.root, words, given)
    if not problems:
        cache.put("chrome", key, made)
    return made, problems
