"""A packed copy as a ZIM file, for Kiwix (https://wiki.openzim.org/wiki/ZIM_file_format). Needs libzim."""

import json
import re
from html import unescape
from mimetypes import guess_type
from pathlib import Path
from unicodedata import category, normalize

from babel.core import get_global
from libzim.writer import Creator, FileProvider, Hint, IndexData, Item

PAGE = re.compile(
    r'<html lang="([^"]+)"(?!.*http-equiv="refresh").*?<title>(.*?)</title>.*?(<article.*?)</article>', re.S
)
"""A page of the site that does not only lead to another: its language, title and text."""
RECORD = re.compile(r'/api/v1/([^/"]+)/[^"]*\.json"')
"""The data of a record in its page: in English where the page is not translated."""
TAG = re.compile(r"<[^>]*>")


def write_zim(copy: Path, target: Path) -> None:
    """Write the copy in a folder to `target`, with indexes of titles and texts, words split as in its first language.

    A record is found in the languages that it is in. The file is replaced in one step, at the end.
    """
    draft = target.with_name(f".{target.name}.next")
    try:
        _write(copy, draft, target.stem)
        draft.replace(target)
    finally:  # libzim completes a file even after an error
        draft.unlink(missing_ok=True)


def _write(copy: Path, target: Path, book: str) -> None:
    edition = json.loads((copy / "edition.json").read_text("utf-8"))
    long_tags = {short: long for long, short in get_global("language_aliases").items() if len(long) == 3}
    languages = [long_tags.get(tag.partition("-")[0], tag) for tag in edition["languages"]]
    target.unlink(missing_ok=True)
    with Creator(target).config_indexing(True, languages[0]).set_mainpath("index.html") as creator:
        for path in sorted(path for path in copy.rglob("*") if path.is_file()):
            html = path.read_text("utf-8", "replace") if path.suffix == ".html" else ""
            page, record = PAGE.search(html), RECORD.search(html)
            is_foreign = page and record and record[1] != page[1] and record[1] in edition["languages"]
            title, text = (page[2].rpartition(" · ")[0] or page[2], page[3]) if page and not is_foreign else ("", "")
            creator.add_item(_File(path, path.relative_to(copy).as_posix(), unescape(title), TAG.sub(" ", text)))
        metadata = dict.fromkeys(("Title", "Description", "Creator", "Publisher"), edition["name"])
        language = "mul" if languages[1:] else languages[0]  # kiwix-serve 3.7 searches no file that lists several
        metadata |= {"Name": book, "Date": edition["edition"], "Language": language}
        for name, value in metadata.items():
            creator.add_metadata(name, value)


class _File(Item, IndexData):  # type: ignore[misc]
    """A file and what it is found by, as libzim asks for them. It drops accents from questions, not from texts."""

    def __init__(self, path: Path, name: str, title: str, text: str) -> None:
        answers = {
            "get_path": name,
            "get_title": title,
            "get_mimetype": guess_type(name)[0] or "application/octet-stream",
            "get_contentprovider": FileProvider(path),
            "get_hints": {Hint.FRONT_ARTICLE: bool(text)},
            "get_indexdata": self,
            "has_indexdata": bool(text),
            "get_content": "".join(c for c in normalize("NFD", unescape(text)) if category(c)[0] != "M"),
        } | {"get_keywords": "", "get_wordcount": len(text.split())}
        for method, answer in answers.items():
            setattr(self, method, lambda answer=answer: answer)
