"""Pages written by hand, in docs/."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from toolkit.gather import LINK
from toolkit.gather.plain_yaml import plain_values
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.gather.yaml_text import Tree, parse
from toolkit.problems import Problem, either, short
from toolkit.records.declared import Path as FieldPath
from toolkit.records.text import ID

FRONT = re.compile(r"\A(---\n.*?)\n---(?:\n|\Z)", re.S)
KNOWN = ("title", "description", "show", "status", "by", "date", "of")
NOT_FOUND = "404"
"""The page that web servers show where there is none."""
SHOWN = ("start", "route")
"""What a page can ask the toolkit to show beside its text."""
STATUSES = ("reviewed", "draft", "machine")
"""How far a translation can be trusted; `lists.translation_status` holds their labels."""


@dataclass(frozen=True)
class HandPage:
    """A page written by hand: `about.es.md` is the Spanish `about`."""

    path: str
    """From docs/, without language and ending: `contribute/index`."""
    language: str
    file: str
    front: dict[str, Tree] = field(repr=False)
    body: str = field(repr=False)

    @property
    def hash(self) -> str:
        """What a translation keeps under `of`, to know later whether this page has changed."""
        words = [str(self.front.get("title", "")), str(self.front.get("description", "")), self.body]
        return sha256("\n".join(" ".join(text.split()) for text in words).encode()).hexdigest()[:12]

    @property
    def status(self) -> str:
        """How far this translation can be trusted."""
        return str(self.front.get("status", "draft"))

    def state(self, english: "HandPage") -> str:
        """The status, or `outdated` if the English page has changed since."""
        return self.status if self.front.get("of", english.hash) == english.hash else "outdated"


def hand_pages(root: Path, languages: Iterable[str]) -> tuple[list[HandPage], list[Problem]]:
    """Every Markdown file in docs/ but hidden ones, and what is wrong with it. Each needs an English one beside it."""
    found: list[HandPage] = []
    problems: list[Problem] = []
    folder, known, english = root / "docs", list(languages), set[str]()
    paths = sorted(folder.rglob("*"))
    for path in paths:
        if path.is_symlink():
            problems += [Problem(path.relative_to(root).as_posix(), 0, "", *LINK)] if path.is_dir() else []
        elif not path.is_dir() and not path.is_file():
            problems.append(Problem(path.relative_to(root).as_posix(), 0, "", "is a pipe or a device.", "Delete it."))
    for path in paths:
        if path.suffix != ".md" or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        file = path.relative_to(root).as_posix()
        name, _, suffix = path.name.removesuffix(".md").partition(".")
        if suffix and suffix not in known:
            problems.append(
                Problem(
                    file,
                    0,
                    "",
                    f"`{suffix}` is not a language of the site.",
                    "Add it to `languages` in mkdocs.yml, or rename the file.",
                )
            )
            continue
        where, language = (path.parent / name).relative_to(folder).as_posix(), suffix or SOURCE_LANGUAGE
        if misplaced := _misplaced(where, file, known[1:]):
            problems.append(misplaced)
            continue
        english |= {where} if language == SOURCE_LANGUAGE else set()
        if path.is_symlink() or folder.is_symlink():
            problems.append(Problem(file, 0, "", *LINK))
            continue
        if path.is_dir():
            problems.append(Problem(file, 0, "", "is a folder with the name of a page.", "Give it another name."))
            continue
        if not path.is_file():
            continue
        try:
            text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            problems.append(Problem(file, 0, "", "is not in UTF-8.", "Save the file with the encoding UTF-8."))
            continue
        front, told = _front(text, file)
        problems += told
        found.append(HandPage(where, language, file, front, FRONT.sub("", text)))
    problems += [
        Problem(page.file, 0, "", "has no English page beside it.", f"Add docs/{page.path}.md, or rename this one.")
        for page in found
        if page.path not in english
    ]
    return found, sorted(problems)


def _misplaced(where: str, file: str, languages: Sequence[str]) -> Problem | None:
    """A page where something else of the site goes: `languages` are those with a folder of their own."""
    folder, slash, rest = where.partition("/")
    for part in where.split("/"):
        if not ID.fullmatch(part):
            what = f"`{part}` is not a name that pages and their folders have."
            return Problem(file, 0, "", what, "Small letters, digits and single hyphens: `first-week.md`.")
    if where == NOT_FOUND:
        what = "stands where the site says that a page is not there."
        return Problem(file, 0, "", what, "Give the file another name.")
    if slash and folder in languages:
        what = f"is in a folder called `{folder}`, where the site has its pages in that language."
        return Problem(file, 0, "", what, f"A translation lies beside its page: docs/{rest}.{folder}.md.")
    return None


def _front(text: str, file: str) -> tuple[dict[str, Tree], list[Problem]]:
    found = FRONT.match(text)
    plain = plain_values(found[1].removeprefix("---\n")) if found else None
    if plain and plain.get("title") and not [*_mistakes(plain, defaultdict(int), file)]:
        return plain, []
    tree, lines, problems = parse(found[1], file) if found else (None, {}, [])
    front = tree if isinstance(tree, dict) else {}
    if not problems and not front.get("title"):
        problems.append(Problem(file, 1, "title", "is missing.", "Begin the file with `---`, `title: …`, `---`."))
    return front, [*problems, *_mistakes(front, lines, file)]


def _mistakes(front: Mapping[str, Tree], lines: Mapping[FieldPath, int], file: str) -> Iterator[Problem]:
    """What is wrong with single fields."""
    for key, value in front.items():
        if key in KNOWN and not isinstance(value, str):
            yield Problem(file, lines[key,], key, "is not one text.", "Write one text after the colon.")
    for key in front:
        if key not in KNOWN:
            known = ", ".join(f"`{name}`" for name in KNOWN)
            yield Problem(file, lines[key,], key, "is not a field of a page.", f"Its fields are {known}.")
    for key, choices in (("status", STATUSES), ("show", SHOWN)):
        if key in front and front[key] not in choices:
            what = f"`{short(str(front[key]))}` is not on the list."
            yield Problem(file, lines[key,], key, what, f"Use {either(choices)}.")
