"""The copy of the site for a USB stick: a folder and a zip file, opened by double-click."""

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from toolkit.build.checksums import NAME as SUMS
from toolkit.build.checksums import SIGNATURE, as_lines
from toolkit.build.output import SiteFolder
from toolkit.build.signing import SecretKey, sign
from toolkit.export.zipped import EARLIEST
from toolkit.pages.templates import render_file
from toolkit.project import Edition
from toolkit.sources.messages import Catalog

FILE_MODE = 0o644 << 16
"""Read by all, written by the owner, as the zip format stores it on Unix."""
ONLINE_ONLY = (
    "sitemap.xml",
    "sitemap-*.xml",
    "robots.txt",
    "llms.txt",
    "**/*.md",
    "404.html",
    SUMS,
    SIGNATURE,
)
"""Files that are useless without a server, and a list of checksums that is not the copy's."""
FONT_SHEETS = "web/vendor/fonts/fonts.*.css"


def pack(
    site: Path, folder: Path, name: str, edition: Edition, key: SecretKey | None = None
) -> Path:
    """Write the copy and its zip, signed if there is a key, each replaced in one step. Returns the path of the zip.

    After an OSError, the previous copy is unchanged and nothing else is left.
    """
    copy = SiteFolder(folder / name)
    archive = folder / f"{name}.zip"
    next_archive = folder / f".{name}.zip.next"
    checksums: dict[str, str] = {}
    copy.begin()
    try:
        with ZipFile(next_archive, "w") as file:

            def add(file_name: str, content: bytes) -> None:
                checksums[file_name] = sha256(content).hexdigest()
                copy.write(file_name, content)
                info = ZipInfo(f"{name}/{file_name}", EARLIEST)
                info.external_attr = FILE_MODE
                file.writestr(info, content, ZIP_DEFLATED)

            for file_name, content in _files_to_pack(site):
                add(file_name, content)
            listing = as_lines(checksums)
            add(SUMS, listing)
            if key:
                add(SIGNATURE, sign(listing, key, f"{name}, edition of {edition}"))
        copy.publish()
        next_archive.replace(archive)
    finally:
        copy.discard()
        next_archive.unlink(missing_ok=True)
    return archive


def _files_to_pack(site: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a site that are of use without a server, in order, by their path in the copy."""
    online_only: set[Path] = set()
    for pattern in ONLINE_ONLY:
        online_only.update(site.glob(pattern))
    font_sheets = set(site.glob(FONT_SHEETS))
    for path in sorted(site.rglob("*")):
        if not path.is_file() or path in online_only:
            continue
        content = path.read_bytes()
        # On the web, a font that comes late is used on the next page. From disk nothing is cached, so each page would
        # be without it. The style sheet keeps its name, which is in every page.
        if path in font_sheets:
            content = content.replace(b"font-display: optional", b"font-display: swap")
        yield path.relative_to(site).as_posix(), content


def list_downloads(
    folder: Path, catalog: Catalog, edition: Edition, key: SecretKey | None = None
) -> list[str]:
    """Write SHA256SUMS of the zips and books of an edition in a folder, and the page that offers them.

    Returns the names of those that are of another edition.
    """
    downloads: list[dict[str, Any]] = []
    others: list[str] = []
    for path in [*sorted(folder.glob("*.zip")), *sorted(folder.glob("toolkit-*.pdf"))]:
        content = path.read_bytes()
        values = _edition_values(path) if path.suffix == ".zip" else {}
        if path.suffix == ".zip":
            is_listed = (values.get("edition"), values.get("digest")) == edition
        else:  # a book has it among its properties, which are not compressed
            is_listed = str(edition).encode() in content
        if not is_listed:
            others.append(path.name)
            continue
        downloads.append(
            {
                **values,
                "file": path.name,
                "size": len(content),
                "checksum": sha256(content).hexdigest(),
            }
        )
    page = render_file("downloads.html", catalog=catalog, edition=edition, downloads=downloads)
    (folder / "index.html").write_bytes(page)
    listing = as_lines({download["file"]: download["checksum"] for download in downloads})
    (folder / SUMS).write_bytes(listing)
    (folder / SIGNATURE).unlink(missing_ok=True)  # of another list, if there is no key today
    if key:
        names = " ".join(download["file"] for download in downloads)
        (folder / SIGNATURE).write_bytes(sign(listing, key, f"edition of {edition}: {names}"))
    return others


def _edition_values(path: Path) -> dict[str, Any]:
    """What the edition.json of a zip says of the copy in it; nothing if it is no copy."""
    with suppress(KeyError, ValueError, BadZipFile), ZipFile(path) as archive:
        values = json.loads(archive.read(f"{path.stem}/edition.json"))
        return values if isinstance(values, dict) else {}
    return {}
