"""The accessibility statement shows what the tests found, and is of these tests."""

import json
import re
import tomllib

import pytest

from tests.browser.test_chromium import AXE, REAL_PAGE_TYPES
from tests.builds import ROOT, real_project
from toolkit.pages.page import doc_pages_in
from toolkit.pages.renderer import PageRenderer
from toolkit.paths import ACCESSIBILITY

RESULTS = json.loads(ACCESSIBILITY.read_text("utf-8"))


@pytest.mark.real  # the results are of the real toolkit: a release writes them anew
def test_the_results_are_of_the_page_types_and_the_axe_of_the_tests() -> None:
    """Otherwise run `python -m tests.browser.accessibility`."""
    version = re.search(r"axe v([\d.]+)", AXE.read_text("utf-8")[:200])
    assert version and f"axe-core {version[1]}" in RESULTS["tools"]
    assert RESULTS["pages"] == [*REAL_PAGE_TYPES.values()]


def test_the_statement_tells_each_problem_and_counts_the_pages() -> None:
    project = real_project()
    for language in ("en", "es", "ar"):
        both = next(
            p for p in doc_pages_in(language, project.doc_pages) if p[1].path == "accessibility"
        )
        shown = PageRenderer(project, language).doc_page(*both).meta["show"]
        assert RESULTS["date"][:4] in shown["when"] and all(
            tool in shown["when"] for tool in RESULTS["tools"]
        )
        assert [check["numbers"] for check in shown["checks"]] == [
            [str(check["pages"]), str(check["problems"])] for check in RESULTS["checks"]
        ]
        assert len(shown["failings"]) == sum(check["problems"] for check in RESULTS["checks"])


def test_the_conformance_report_names_the_version_that_it_is_about() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for name in ("conformance.md", "conformance.es.md"):
        assert f" {version}." in (ROOT / "docs" / name).read_text("utf-8")
