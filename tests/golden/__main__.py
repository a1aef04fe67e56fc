"""Write the golden pages from the sample."""

from tests.conftest import SAMPLE, written
from tests.golden import PAGES, golden

made = written(SAMPLE)
for name in PAGES:
    golden(name).write_text(made[name], "utf-8")
