"""The picture in the README, the site's icon for phones, and the card that is shown with a link to the site elsewhere.

Run `build_toolkit.py pack`, then `python -m tests.browser.picture`.
"""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from toolkit.pages.charts import US_STATES
from toolkit.paths import THEME

ROOT = Path(__file__).parent.parent.parent
FRAME = """
<style>
body { display: flex; gap: 24px; align-items: flex-start; margin: 0; padding: 24px; background: #dfe5e4; }
iframe { border: 0; border-radius: 8px; box-shadow: 0 2px 14px rgb(0 0 0 / 25%); }
</style>
"""
DRAWING = """
<style>
body { display: flex; margin: 0; height: 100vh; align-items: center; justify-content: center; gap: 5vw; color: #fff;
  background: #14405c; }
</style>
"""
ICON = "<style>svg { width: 70vmin; }</style>{mark}"
CARD = """
<style>body > svg:first-of-type { width: 22vw; } .map { width: 58vw; fill: #5d8aa6; stroke: #14405c; }</style>
{mark}<svg class="map" viewBox="0 0 975 610">{states}</svg>
"""
"""It has no words, because each host names the site and each page has its language."""
VIEWS = (
    ("index.html", 1000, 640),
    ("practices/clearwater-hispanic-outreach-center.html", 360, 640),
)


def main() -> None:
    """Write screenshot.png from the copy for a USB stick, web/icon.png and web/card.png."""
    site = (ROOT / "build" / "offline" / "toolkit").as_uri()
    frames = "".join(
        f'<iframe src="{site}/{path}" width="{width}" height="{height}"></iframe>'
        for path, width, height in VIEWS
    )
    frame = ROOT / "build" / "picture.html"
    frame.write_text(FRAME + frames, "utf-8")
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        page = browser.new_page(viewport={"width": 1432, "height": 688})
        page.goto(frame.as_uri(), wait_until="networkidle")
        page.screenshot(path=ROOT / "screenshot.png")
        mark = (THEME / "frame" / "partials" / "mark.svg").read_text("utf-8")
        states = "".join(f'<path d="{state["path"]}"/>' for state in US_STATES.values())
        for name, drawing, width, height in (("icon", ICON, 180, 180), ("card", CARD, 1200, 630)):
            page.set_viewport_size({"width": width, "height": height})
            page.set_content(DRAWING + drawing.replace("{mark}", mark).replace("{states}", states))
            page.screenshot(path=ROOT / "web" / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
