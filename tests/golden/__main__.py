"""Write the golden pages from the sample."""

import tempfile
from pathlib import Path

from tests.conftest import SAMPLE, built
from tests.golden import PAGES, golden

with tempfile.TemporaryDirectory() as folder:
    out = built(SAMPLE, Path(folder))
    for name in PAGES:
        golden(name).write_text((out / "pages" / f"{name}.md").read_text("utf-8"), "utf-8")
