"""What mkdocs.yml says, as far as the toolkit itself needs it. MkDocs reads the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from os.path import relpath
from pathlib import Path
from posixpath import normpath
from typing import Any

from toolkit.brought import settings_files
from toolkit.gather.words import SOURCE_LANGUAGE
from toolkit.gather.yaml_text import are_texts, parse
from toolkit.problems import Problem, short
from toolkit.records.text import ADDRESS

FILE = "mkdocs.yml"
THEME = "material"


@dataclass(frozen=True)
class Settings:
    """How a toolkit's site is to be."""

    name: str
    url: str
    """Where the site is published, with a slash at its end; empty if it is not said."""
    languages: list[str]
    """First the one at the root of the site."""
    menu: list[str]
    """The addresses of the pages in the menu: `practices/index`."""
    text: str = field(repr=False)
    """The whole of what was written."""
    problems: list[Problem] = field(default_factory=list, repr=False)


def settings(root: Path) -> Settings:
    """What mkdocs.yml says, or the file that it inherits from."""
    texts: list[str] = []
    found: list[Any] = []
    problems: list[Problem] = []
    for path in settings_files(root / FILE):
        text, values, told = _read(path, Path(relpath(path, root)).as_posix())
        texts.append(text)
        found.append(values)
        problems += told
    if found[-1].get("INHERIT"):
        what, fix = "leads back to a file that inherits from this one.", "Delete the line."
        problems.append(Problem(Path(relpath(path, root)).as_posix(), 0, "INHERIT", what, fix))
    config: Any = {}
    for values in reversed(found):
        config = _laid(config, values)
    extra = config.get("extra")
    languages = extra.get("languages") if isinstance(extra, dict) else None
    url = config.get("site_url") or ""
    return Settings(
        str(config.get("site_name") or ""),
        f"{str(url).rstrip('/')}/" if url else "",
        languages if languages and are_texts(languages) else [SOURCE_LANGUAGE],
        [entry.removesuffix(".md") for entry in _menu(config.get("nav") or [])],
        "\n".join(texts),
        problems or list(_mistakes(config, languages, url)),
    )


def _read(path: Path, file: str) -> tuple[str, dict[str, Any], list[Problem]]:
    """A file's text and values, or what is wrong with its form."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return "", {}, [Problem(file, 0, "", "is not in UTF-8.", "Save the file with the encoding UTF-8.")]
    import yaml

    try:
        # BaseLoader ignores MkDocs' own tags (!ENV, !relative), which the checked reader refuses.
        values = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return text, {}, parse(text, file)[2]
    if isinstance(values, dict):
        return text, values, []
    return text, {}, [Problem(file, 1, "", "holds no settings.", "Write one a line, such as `site_name: …`.")]


def _mistakes(config: dict[str, Any], languages: object, url: object) -> Iterator[Problem]:
    menu, theme = config.get("nav"), config.get("theme")
    if not menu or not isinstance(menu, list):
        fix = "List the pages of the menu, such as `nav: [index.md, practices/index.md]`."
        yield Problem(FILE, 0, "nav", "is no list of pages.", fix)
    for entry in _menu(menu):
        if not entry.endswith(".md") or "://" in entry or normpath(entry) != entry:
            fix = "Write the way from docs/ to a page, such as `about.md`. Other sites can be linked to from a page."
            yield Problem(FILE, 0, "nav", f"`{short(entry)}` is no page of the site.", fix)
    name = theme.get("name") if isinstance(theme, dict) else theme
    if name != THEME and not isinstance(name, list):  # as of `!ENV`
        what = (
            f"`{short(str(name))}` is not the theme that the toolkit's pages are made for." if name else "is missing."
        )
        yield Problem(FILE, 0, "theme.name", what, f"Write `name: {THEME}` under `theme:`.")
    if languages is not None and not (languages and are_texts(languages)):
        yield Problem(FILE, 0, "extra.languages", "is no list of languages.", "Write it as `languages: [en, es]`.")
    if url and not (isinstance(url, str) and ADDRESS.fullmatch(url)):
        what = f"`{short(str(url))}` is not a web address."
        yield Problem(FILE, 0, "site_url", what, "Write the whole address itself; it starts with `https://`.")


def _laid(under: Any, over: Any) -> Any:
    """Settings over those that they inherit, key by key."""
    if not (isinstance(under, dict) and isinstance(over, dict)):
        return over
    return under | {key: _laid(under.get(key), value) for key, value in over.items()}


def _menu(entries: Any) -> Iterator[str]:
    if isinstance(entries, str):
        yield entries
    for entry in entries.values() if isinstance(entries, dict) else entries if isinstance(entries, list) else ():
        yield from _menu(entry)
