"""Pages of the sample as Markdown, one of each kind.

`python -m tests.golden` writes them anew: then read the difference.
"""

from pathlib import Path

HERE = Path(__file__).parent
PAGES = (
    "agencies/rivertown-police-department",
    "practices/id-night",
    "policies/sample-language-policy",
    "curricula/sample-course",
    "outreach/sample-leaflet",
    "podcasts/sample-episode",
    "publications/sample-report",
    "principles/root-causes",
    "strategies/visit-businesses",
    "strategies/index",
    "agencies/index",
    "browse/effort",
    "browse/index",
    "contribute/strategy",
    "index",
    "overview/index",
    "es/overview/index",
    "routes/index",
    "routes/first-week",
    "es/routes/index",
    "es/practices/id-night",
    "es/browse/effort",
)


def golden(name: str) -> Path:
    """The file that holds a page as it should be."""
    return HERE / f"{name.replace('/', '.')}.md"
