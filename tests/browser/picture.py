"""The picture in the README: run `build_toolkit.py pack`, then `python -m tests.browser.picture`."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET

ROOT = Path(__file__).parent.parent.parent
FRAME = """
<style>
body { display: flex; gap: 24px; align-items: flex-start; margin: 0; padding: 24px; background: #dfe5e4; }
iframe { border: 0; border-radius: 8px; box-shadow: 0 2px 14px rgb(0 0 0 / 25%); }
</style>
"""
VIEWS = (("index.html", 1000, 640), ("practices/clearwater-hispanic-outreach-center.html", 360, 640))


def main() -> None:
    """Write screenshot.png from the copy for a USB stick."""
    site = (ROOT / "build" / "offline" / "toolkit").as_uri()
    frames = "".join(
        f'<iframe src="{site}/{path}" width="{width}" height="{height}"></iframe>' for path, width, height in VIEWS
    )
    frame = ROOT / "build" / "picture.html"
    frame.write_text(FRAME + frames, "utf-8")
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        page = browser.new_page(viewport={"width": 1432, "height": 688})
        page.goto(frame.as_uri(), wait_until="networkidle")
        page.screenshot(path=ROOT / "screenshot.png")
        browser.close()


if __name__ == "__main__":
    main()
