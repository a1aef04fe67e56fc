"""Pages of the sample as Markdown, at least one of each kind.

`python -m tests.golden` rewrites them: then read the difference.
"""

from pathlib import Path
from typing import Any

from toolkit.build.page_targets import all_pages, record_groups
from toolkit.build.targets import ProjectInputs
from toolkit.listing import address
from toolkit.project import Project, load_project
from toolkit.schema import Key

FOLDER = Path(__file__).parent
SAMPLE = FOLDER.parent / "sample"
PAGES = (
    "en/agencies/rivertown-police-department",
    "en/practices/id-night",
    "en/practices/papers-night",
    "en/models/sample-flyer",
    "es/models/sample-flyer",
    "en/policies/sample-language-policy",
    "en/curricula/sample-course",
    "en/outreach/sample-leaflet",
    "en/podcasts/sample-episode",
    "en/publications/sample-report",
    "en/principles/root-causes",
    "en/strategies/visit-businesses",
    "en/strategies/index",
    "en/evidence/index",
    "en/documents/index",
    "en/like-mine/index",
    "en/news/index",
    "en/agencies/index",
    "en/law/changes",
    "en/law/ia",
    "en/law/index",
    "en/browse/effort",
    "en/contribute/strategy",
    "en/find",
    "en/index",
    "en/overview/index",
    "en/routes/index",
    "en/routes/first-week",
    "es/evidence/index",
    "es/help",
    "es/overview/index",
    "es/practices/id-night",
    "es/practices/index",
    "es/practices/walk-along-the-lake",
    "es/routes/index",
)


def golden(name: str) -> Path:
    """The file that has a page as it should be."""
    return FOLDER / f"{name.replace('/', '.')}.md"


def markdown_pages(root: Path) -> dict[str, str]:
    """The pages of a toolkit as Markdown, by name: `es/practices/id-night`."""
    project = load_project(root)
    assert not project.diagnostics
    return {page.staged_path.removesuffix(".md"): page.markdown for page in all_pages(project)}


def record_values(project: Project, language: str, key: Key) -> list[Any]:
    """What the page of a record is rendered from, as `PageRenderer.record_page` takes it."""
    groups = record_groups(ProjectInputs(project), language)
    return next(
        [item.value for item in group.inputs]
        for group in groups
        if group.name == f"record {address(*key)}"
    )
