"""The copy of the site for a USB stick: a folder and a zip file, opened by double-click."""

import json
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
from toolkit.sources.messages import Catalog

FILE_MODE = 0o644 << 16
"""Read by all, written by the owner, as the zip format stores it on Unix."""
ONLINE_ONLY = ("sitemap.xml", "sitemap-*.xml", "robots.txt", "404.html", "embed.html", SUMS, SIGNATURE)
"""Files that are useless without a server, and a list of checksums that is not the copy's."""
FONT_SHEETS = "web/vendor/fonts/fonts.*.css"


def pack(site: Path, folder: Path, name: str, key: SecretKey | None = None) -> Path:
    """Write the copy and its zip, signed if there is a key, each replaced in one step. Returns the path of the zip.

    After an OSError, the previous copy is unchanged and nothing else is left.
    """
    copy, archive, next_archive = SiteFolder(folder / name), folder / f"{name}.zip", folder / f".{name}.zip.next"
    left_out = {path for pattern in ONLINE_ONLY for path in site.glob(pattern)}
    font_sheets = set(site.glob(FONT_SHEETS))
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

            for path in sorted(path for path in site.rglob("*") if path.is_file() and path not in left_out):
                content = path.read_bytes()
                # On the web, a font that comes late is used on the next page. From disk nothing is cached, so each page
                # would be without it. The style sheet keeps its name, which is in every page.
                if path in font_sheets:
                    content = content.replace(b"font-display: optional", b"font-display: swap")
                add(path.relative_to(site).as_posix(), content)
            listing = as_lines(checksums)
            add(SUMS, listing)
            if key:
                edition = json.loads((site / "edition.json").read_bytes())["edition"]
                add(SIGNATURE, sign(listing, key, f"{name}, edition of {edition}"))
        copy.publish()
        next_archive.replace(archive)
    finally:
        copy.discard()
        next_archive.unlink(missing_ok=True)
    return archive


def list_downloads(folder: Path, catalog: Catalog, key: SecretKey | None = None) -> None:
    """Write SHA256SUMS of the zips and books in a folder, and the page that offers them."""
    downloads: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.zip")):
        with suppress(KeyError, ValueError, BadZipFile), ZipFile(path) as archive:  # it is none of ours
            downloads.append({"path": path, **json.loads(archive.read(f"{path.stem}/edition.json"))})
    downloads += [{"path": path} for path in sorted(folder.glob("toolkit-*.pdf"))]  # their covers say what they are
    for download in downloads:
        content = download["path"].read_bytes()
        download |= {"file": download["path"].name, "size": len(content), "checksum": sha256(content).hexdigest()}
    (folder / "index.html").write_bytes(render_file("downloads.html", catalog=catalog, downloads=downloads))
    listing = as_lines({download["file"]: download["checksum"] for download in downloads})
    (folder / SUMS).write_bytes(listing)
    (folder / SIGNATURE).unlink(missing_ok=True)  # of another list, if there is no key today
    if key:
        (folder / SIGNATURE).write_bytes(sign(listing, key, " ".join(download["file"] for download in downloads)))
