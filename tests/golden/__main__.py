"""Write the golden pages from the sample."""

from tests.golden import FOLDER, PAGES, SAMPLE, golden, markdown_pages

pages = markdown_pages(SAMPLE)
for stale in {*FOLDER.glob("*.md")} - {golden(name) for name in PAGES}:
    stale.unlink()
for name in PAGES:
    golden(name).write_text(pages[name], "utf-8")
