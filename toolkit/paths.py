"""Where the program's files are, in a clone and when it is installed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
INSTALLED_WEB = PACKAGE / "web"
WEB = INSTALLED_WEB if INSTALLED_WEB.is_dir() else PACKAGE.parent / "web"
"""The browser's files: inside the package when it is installed, beside it in a clone."""
VENDOR = WEB / "vendor"
"""Fonts, icons and the map, from elsewhere, with their licenses."""
MESSAGES = PACKAGE / "messages"
GLOSSARIES = PACKAGE / "glossary"
SYNONYMS = PACKAGE / "synonyms"
ACCESSIBILITY = PACKAGE / "accessibility.json"
SCHEMAS = PACKAGE / "schemas"
TEMPLATES = PACKAGE / "templates"
"""Markdown templates of pages."""
SETTINGS = "mkdocs.yml"
"""The settings, in the folder of a toolkit."""
CONTRIBUTED = ("agencies", "practices", "docs")
"""The folders of a toolkit that contributors fill."""
THEME = PACKAGE / "theme"
"""HTML templates: of a page's content, and in `frame/` of its shell."""
