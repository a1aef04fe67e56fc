"""Whether Hugo's pages are ours, as a browser reads them: `python -m bench.speed.same OURS HUGOS`."""

import re
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

ALLOWED = {
    "space": "Two writers of Markdown set it differently between tags, and at the ends of lines.",
    "order of attributes": "No browser shows it.",
    "signs": "Hugo's templates write `&#43;` for `+`, which a browser reads as the same sign.",
}
"""What may differ, each with its reason. It is all that `Read` lets differ."""
LEFT_OUT = {
    "404.html": "MkDocs' own page, with addresses from the root; Hugo is given no content for it.",
    "en/index.html": "Hugo's own page, which leads on to the first language.",
}
"""Pages that only one of the two has, each with its reason."""
SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Compared:
    """All pages of two sites, and the first difference of each page that is not the same in both."""

    pages: int
    differ: dict[str, str]

    @property
    def share(self) -> float:
        """Of the pages, how many are equal."""
        return 1 - len(self.differ) / self.pages


def compare(ours: Path, theirs: Path) -> Compared:
    """Every page that either site has."""
    names = sorted((_pages(ours) | _pages(theirs)) - set(LEFT_OUT))
    with ProcessPoolExecutor() as processes:
        found = list(processes.map(partial(_difference, ours, theirs), names, chunksize=16))
    return Compared(len(names), {name: told for name, told in zip(names, found, strict=True) if told})


def _pages(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def _difference(ours: Path, theirs: Path, name: str) -> str:
    """The first one, or nothing."""
    if not (ours / name).is_file() or not (theirs / name).is_file():
        return "only one of the two has this page"
    one, other = (Read((site / name).read_text("utf-8")).seen for site in (ours, theirs))
    if one == other:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"ours {one[at : at + 2]}, Hugo's {other[at : at + 2]}"


class Read(HTMLParser):
    """A page's tags, with their attributes, and texts, in order. Where these are the same, so is the DOM."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.text = ""
        self.is_pre = False
        self.feed(html)
        self.close()
        self._end_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag, whose attributes have no order."""
        self._end_text()
        self.is_pre |= tag == "pre"
        self.seen.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Its end."""
        self._end_text()
        self.is_pre &= tag != "pre"
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Text, of which there may come more."""
        self.text += data

    def _end_text(self) -> None:
        text = self.text if self.is_pre else SPACE.sub(" ", self.text).strip()
        self.text = ""
        if text:
            self.seen.append(text)


if __name__ == "__main__":
    told = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    for page, difference in told.differ.items():
        print(f"{page}: {difference}")
    print(f"{told.share:.2%} of {told.pages:,} pages are equal.")
    sys.exit(bool(told.differ))
