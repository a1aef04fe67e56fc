"""Weighs a practice's page as a first visit over http, and writes RESULTS.md: `python -m bench.pages`."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.pages.weight import KINDS, weight
from tests.browser.conftest import CHROMIUM, QUIET, served
from toolkit.front_door import build

HERE = Path(__file__).parent
PAGE = "practices/brooklyn-center-joint-partnership.html"
LANGUAGES = {"en": "", "es": "es/", "vi": "vi/", "ar": "ar/", "am": "am/", "zh-Hans": "zh-Hans/", "lo": "lo/"}
"""One of each script and Vietnamese, which needs the most Latin fonts; each with its folder."""
TEXT = """# Results

Written by `python -m bench.pages`: a practice's page, first visit, all in, in kilobytes after gzip, as Chromium asks
for it over http. The promise is at most 150 KB (`tests/browser/test_light.py`).

| language | {kinds} | all |
| --- |{rule}
{rows}
"""


def main() -> None:
    """Build, weigh, write."""
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        if build(HERE.parent.parent, Path(name)):
            raise SystemExit(1)
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        with served(Path(name) / "site") as address:
            found = {language: weight(browser, address + folder + PAGE) for language, folder in LANGUAGES.items()}
        browser.close()
    (HERE / "RESULTS.md").write_text(report(found), encoding="utf-8", newline="\n")


def report(found: Mapping[str, Counter[str]]) -> str:
    """A table of what each page is made of."""
    kinds = list(KINDS.values())
    rows = [
        f"| {language} | {' | '.join(f'{sizes[kind] / 1000:.1f}' for kind in kinds)} | {sizes.total() / 1000:.0f} |"
        for language, sizes in found.items()
    ]
    return TEXT.format(kinds=" | ".join(kinds), rule=" --- |" * (len(kinds) + 1), rows="\n".join(rows))


if __name__ == "__main__":
    main()
