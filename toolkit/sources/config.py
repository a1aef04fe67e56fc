"""The settings in mkdocs.yml that the toolkit itself needs. MkDocs reads the rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from typing import Annotated, Any

from annotated_types import MinLen
from babel import Locale
from mergedeep import merge  # type: ignore[import-untyped]
from pydantic import BeforeValidator

from toolkit.diagnostics import Diagnostic, misspelt, quoted, shorten, worded
from toolkit.paths import MESSAGES, SETTINGS
from toolkit.schema import FieldPath, Part
from toolkit.schema.fields import Mailbox, Url
from toolkit.schema.introspect import fields
from toolkit.sources.messages import SOURCE_LANGUAGE
from toolkit.sources.model_reader import validated
from toolkit.sources.overlay import NO_OVERLAY, Overlay
from toolkit.sources.reach import MAIL, REPOSITORY, Reach
from toolkit.sources.settings_files import read_settings_files
from toolkit.sources.yaml_reader import SourceFile

EXAMPLE_URL = "https://example.org/"
"""The address of the site until somebody writes their own."""
THEME = "material"
MARKDOWN_EXTENSIONS = ("attr_list", "md_in_html", "tables", "toc")
"""Extensions that the build supports itself; any other needs MkDocs."""
AT_EDGE = ("site_name", "site_url", "site_author", "repo_url")
"""Settings that people write under `extra` by mistake."""
UNDER_EXTRA = ("contact", "downloads")
"""Our own settings under `extra`, where themes and plugins have others."""
NOT_BUILT = "null"
"""The locale of a link to another site in static-i18n's list of languages."""
LANGUAGES: FieldPath = ("plugins", "i18n", "languages")
Address = Annotated[Url | None, BeforeValidator(lambda value: value or None)]
"""A web address; an empty one is none."""


@dataclass(frozen=True)
class Settings:
    """The settings of a site."""

    name: str
    url: str
    """Where it is published, ending in a slash; empty if not set."""
    languages: list[str]
    """The default language, at the root of the site, is first."""
    site_names: Mapping[str, str]
    """The name of the site, by language."""
    files: tuple[Path, ...]
    """mkdocs.yml and the files that it inherits from."""
    values: Mapping[str, Any] = field(repr=False)
    """All settings, merged."""
    left_out: list[str] = field(default_factory=list)
    """Languages in mkdocs.yml that this site is not built in: their translations are left alone."""
    downloads: str = ""
    """Where packed copies are published; empty if not set."""
    nav: list[str] = field(default_factory=list)
    """The addresses of the pages in the menu: `practices/index`."""
    needs_mkdocs: str = ""
    """The setting that needs MkDocs for every page, as a phrase; empty if there is none."""
    reach: Reach = field(default_factory=Reach)
    """How readers reach whoever runs the site."""
    diagnostics: list[Diagnostic] = field(default_factory=list, repr=False)
    overlay: Overlay = NO_OVERLAY

    @property
    def home_language(self) -> str:
        """The language in which every page exists: English, or the first if the site is not in English."""
        if SOURCE_LANGUAGE in self.languages:
            return SOURCE_LANGUAGE
        return self.languages[0]

    def folder(self, language: str) -> str:
        """The folder of a language's pages in the site: `es/`; empty for the default language."""
        if language == self.languages[0]:
            return ""
        return f"{language}/"

    def page_file(self, path: str, language: str) -> str:
        """The file of a page in the site: `es/practices/id-night.html`."""
        return f"{self.folder(language)}{path}.html"

    @property
    def loaded(self) -> list[tuple[str, str]]:
        """The style sheets and scripts that it names, each with the name of its list."""
        files: list[tuple[str, str]] = []
        for setting in ("extra_css", "extra_javascript"):
            for entry in self.values.get(setting) or []:
                path = entry.get("path") if isinstance(entry, dict) else entry
                files.append((setting, str(path)))
        return files

    @property
    def drawings(self) -> set[str]:
        """The pictures in docs/ that may be SVG: the icon of the site, and an overlay's logo."""
        theme = self.values.get("theme")
        icon = theme.get("favicon") if isinstance(theme, dict) else ""
        return {str(icon), self.overlay.logo or ""}

    def place(self, path: str, language: str) -> str:
        """Where a reader of paper finds a page: its address, or until the site has one the site's name and the path."""
        page_language = language if language in self.languages else self.languages[0]
        if self.url in ("", EXAMPLE_URL):
            return f"{self.site_names[page_language]}, {path}"
        return f"{self.url}{self.page_file(path, page_language)}"


def options_by_name(value: object) -> dict[str, Any]:
    """Plugins or extensions with their options. MkDocs takes them as a mapping and as a list."""
    options: dict[str, Any] = {}
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            options |= entry
        elif isinstance(entry, str):
            options[entry] = {}
    return options


def _as_theme(value: object) -> object:
    """A theme with its options: MkDocs takes its name alone, too."""
    if isinstance(value, str):
        return {"name": value}
    return value


class _Setting(Part, extra="ignore", coerce_numbers_to_str=True):
    """What the toolkit itself needs of a group of settings."""


class _Language(_Setting):
    locale: str
    """Its tag: `locale: es`."""
    name: str = ""
    default: bool = False
    build: bool = True
    site_name: str | None = None


class _I18n(_Setting):
    languages: Annotated[list[_Language], MinLen(1)]
    """Each as `- locale: es`, and below it `name: Español`."""


class _Plugins(_Setting, extra="allow"):
    i18n: _I18n | None = None


class _Theme(_Setting):
    name: str
    """`name: material`."""
    custom_dir: Any = None


class _Extra(_Setting, str_strip_whitespace=True):
    contact: Mailbox | None = None
    """A public mail address."""
    downloads: Address = None
    """Where packed copies can be downloaded: `https://…/offline/index.html`."""
    languages: Any = None
    overlay: Overlay = NO_OVERLAY
    """Written by `--overlay`."""


class _MkDocsFile(_Setting):
    site_name: str | None = None
    site_url: Address = None
    repo_url: Address = None
    site_author: str | None = None
    nav: Annotated[list[Any], MinLen(1)]
    """The pages of the menu, such as `nav: [index.md, practices/index.md]`."""
    theme: Annotated[_Theme, BeforeValidator(_as_theme)]
    """`theme: material`."""
    plugins: Annotated[_Plugins, BeforeValidator(options_by_name)] = _Plugins()
    markdown_extensions: Annotated[dict[str, Any], BeforeValidator(options_by_name)] = {}
    hooks: Any = None
    extra: Annotated[_Extra, BeforeValidator(lambda value: value or {})] = _Extra()
    exclude_docs: Any = None
    draft_docs: Any = None

    @property
    def address(self) -> str:
        """Where the site is published, ending in a slash; empty if not set."""
        if not self.site_url:
            return ""
        return f"{self.site_url.rstrip('/')}/"

    @property
    def languages(self) -> list[_Language]:
        """The languages in the list of static-i18n, links to other sites included."""
        if not self.plugins.i18n:
            return []
        return self.plugins.i18n.languages


def read_settings(root: Path, only: Sequence[str] = ()) -> Settings:
    """The settings of the toolkit in this folder, inherited settings included.

    `only` are the languages of an edition. The first of mkdocs.yml among them is at the root, unless the default is.
    """
    files, diagnostics = read_settings_files(root)
    paths = tuple(root / file.file for file in files)
    merged = _merged(files)
    declared, mistakes = validated(_MkDocsFile, merged, rules=_mistakes)
    if not declared:
        return _broken_settings(paths, merged.values, diagnostics or sorted(mistakes))
    languages = _languages_of_edition(declared, only)
    tags = [language.locale for language in languages] or [SOURCE_LANGUAGE]
    return Settings(
        name=declared.site_name or "",
        url=declared.address,
        languages=tags,
        left_out=_languages_left_out(declared, tags),
        site_names=_site_names(declared, languages),
        downloads=declared.extra.downloads or "",
        nav=[page.removesuffix(".md") for _, page in _nav_pages(declared.nav)],
        needs_mkdocs=_needs_mkdocs(declared),
        reach=_reach(declared),
        files=paths,
        values=merged.values,
        diagnostics=diagnostics,
        overlay=declared.extra.overlay,
    )


def _merged(files: Sequence[SourceFile]) -> SourceFile:
    """All settings as one file. What a file says counts more than what it inherits; its lines are the first file's."""
    values = dict(merge({}, *[file.values for file in reversed(files)]))
    lines = files[0].lines if files else {}
    return SourceFile(SETTINGS, values, lines)


def _site_names(declared: _MkDocsFile, languages: Sequence[_Language]) -> dict[str, str]:
    """The name of the site in each language, and in English."""
    name = declared.site_name or ""
    names = {SOURCE_LANGUAGE: name}
    for language in languages:
        names[language.locale] = language.site_name or name
    return names


def _broken_settings(
    paths: tuple[Path, ...], values: Mapping[str, Any], diagnostics: list[Diagnostic]
) -> Settings:
    """The settings of a toolkit whose settings have mistakes: a site in English without a name."""
    return Settings(
        name="",
        url="",
        languages=[SOURCE_LANGUAGE],
        site_names={SOURCE_LANGUAGE: ""},
        files=paths,
        values=values,
        diagnostics=diagnostics,
    )


def _languages_of_edition(declared: _MkDocsFile, only: Sequence[str]) -> list[_Language]:
    """The languages that a site or edition is built in, the one at its root first."""
    built = [language for _, language in _built(declared)]
    built.sort(key=lambda language: not language.default)
    if not only:
        return built
    return [language for language in built if language.locale in only]


def _languages_left_out(declared: _MkDocsFile, tags: Sequence[str]) -> list[str]:
    """The tags of languages in the list that the site is not built in."""
    listed_tags = [language.locale for language in declared.languages]
    return [tag for tag in listed_tags if tag not in (*tags, NOT_BUILT)]


def _reach(declared: _MkDocsFile) -> Reach:
    """How readers reach whoever runs the site."""
    return Reach(
        who=" ".join((declared.site_author or "").split()),
        mail=declared.extra.contact or "",
        repository=(declared.repo_url or "").rstrip("/"),
    )


def _nav_pages(entries: Any, path: FieldPath = ("nav",)) -> Iterator[tuple[FieldPath, str]]:
    """The pages of the menu, including its groups, each with its field path."""
    if isinstance(entries, str):
        yield path, entries
    elif isinstance(entries, list):
        for i, entry in enumerate(entries):
            yield from _nav_pages(entry, (*path, i))
    elif isinstance(entries, dict):
        for title, entry in entries.items():
            step = title if isinstance(title, int) else str(title)
            yield from _nav_pages(entry, (*path, step))


def _built(declared: _MkDocsFile) -> Iterator[tuple[FieldPath, _Language]]:
    """The languages that the site is built in, each with its field path."""
    for i, language in enumerate(declared.languages):
        if language.build and language.locale != NOT_BUILT:
            yield (*LANGUAGES, i), language


def _needs_mkdocs(declared: _MkDocsFile) -> str:
    """The setting that needs MkDocs for every page, as a phrase; empty if there is none."""
    for name, options in (declared.plugins.model_extra or {}).items():
        is_switched_off = isinstance(options, dict) and options.get("enabled") is False
        if name != "toolkit" and not is_switched_off:
            return f"the plugin `{name}` in mkdocs.yml"
    for name in declared.markdown_extensions:
        if name.removeprefix("markdown.extensions.") not in MARKDOWN_EXTENSIONS:
            return f"the Markdown extension `{name}` in mkdocs.yml"
    if declared.hooks:
        return "`hooks` in mkdocs.yml"
    if declared.theme.custom_dir:
        return "`theme.custom_dir` in mkdocs.yml"
    return ""


def _mistakes(declared: _MkDocsFile, file: SourceFile) -> Iterator[Diagnostic]:
    """What the toolkit cannot work with, and what would not do what it says."""
    if declared.theme.name != THEME:
        problem = worded("other-theme", theme=shorten(declared.theme.name))
        yield file.diagnostic(("theme", "name"), *problem)
    for path, page in _nav_pages(declared.nav):
        if not page.endswith(".md") or "://" in page or normpath(page) != page:
            yield file.diagnostic(path, *worded("no-page-of-site", page=shorten(page)))
    yield from _unreachable(declared, file)
    for name in ("exclude_docs", "draft_docs"):
        if getattr(declared, name):
            yield file.diagnostic((name,), *worded("hides-pages"))
    if declared.extra.languages is not None:
        yield file.diagnostic(("extra", "languages"), *worded("languages-elsewhere"))
    yield from _unread(file)
    yield from _language_mistakes(dict(_built(declared)), file)


def contact_mistake(contact: str | None, path: FieldPath, file: SourceFile) -> Iterator[Diagnostic]:
    """A contact that is no mail address."""
    if contact and not MAIL.fullmatch(contact):
        yield file.diagnostic(path, *worded("no-mail-address", value=shorten(contact)))


def _unreachable(declared: _MkDocsFile, file: SourceFile) -> Iterator[Diagnostic]:
    """Addresses that no report would reach."""
    yield from contact_mistake(declared.extra.contact, ("extra", "contact"), file)
    repository = declared.repo_url
    if repository and not REPOSITORY.fullmatch(repository):
        problem = worded("no-repository", value=shorten(repository))
        yield file.diagnostic(("repo_url",), *problem)


def _unread(file: SourceFile) -> Iterator[Diagnostic]:
    """Settings that are misspelled or misplaced, which nothing would read."""
    declared_names = fields(_MkDocsFile)
    for name in map(str, file.values):
        if name in UNDER_EXTRA:
            yield file.diagnostic((name,), *worded("setting-of-extra", name=name))
        elif name not in declared_names:
            yield from _misspelt_setting((name,), declared_names, file)
    for name in map(str, file.values.get("extra") or ()):
        if name in AT_EDGE:
            yield file.diagnostic(("extra", name), *worded("setting-at-edge"))
        elif name not in UNDER_EXTRA:
            yield from _misspelt_setting(("extra", name), UNDER_EXTRA, file)


def _misspelt_setting(
    path: FieldPath, declared_names: Iterable[str], file: SourceFile
) -> Iterator[Diagnostic]:
    """A setting whose name is nearly one of ours; a plugin or theme may have others."""
    meant = misspelt(str(path[-1]), declared_names)
    if meant:
        yield file.diagnostic(path, *worded("misspelt-setting", meant))


def _language_mistakes(
    languages: Mapping[FieldPath, _Language], file: SourceFile
) -> Iterator[Diagnostic]:
    """Languages that are in the list twice or have no messages, and a list without a default."""
    if languages and not any(language.default for language in languages.values()):
        tags = {language.locale: language.name for language in languages.values()}
        tag = SOURCE_LANGUAGE if SOURCE_LANGUAGE in tags else next(iter(tags))
        problem = worded("no-default-language", tag=tag, name=tags[tag] or tag)
        yield file.diagnostic(LANGUAGES, *problem)
    yield from tag_mistakes({path: language.locale for path, language in languages.items()}, file)


def tag_mistakes(tags: Mapping[FieldPath, str], file: SourceFile) -> Iterator[Diagnostic]:
    """Languages that are in a list twice or have no messages."""
    available = sorted(path.stem for path in MESSAGES.glob("*.yml"))
    seen: set[str] = set()
    for path, tag in tags.items():
        if tag in seen:
            yield file.diagnostic(path, *worded("language-twice", tag=tag))
        elif tag not in available:
            meant = _meant_tag(tag, available)
            names = quoted(available)
            problem = worded("language-unknown", meant, tag=shorten(tag), available=names)
            yield file.diagnostic(path, *problem)
        seen.add(tag)


def _meant_tag(written: str, available: Sequence[str]) -> str:
    """The tag that somebody misspelt, or wrote as the English name of the language; empty if there is none."""
    names = Locale.parse("en").languages
    tags_by_name = {names.get(tag.replace("-", "_"), tag): tag for tag in available}
    tags_by_name |= {tag: tag for tag in available}
    return tags_by_name.get(misspelt(written, tags_by_name), "")
