"""The copy of the site for a USB stick: a folder and a zip file, opened by double-click."""

import shutil
import zipfile
from pathlib import Path

from toolkit.export.zipped import EARLIEST

FILE_MODE = 0o644 << 16
"""Read by all, written by the owner, as the zip format stores it on Unix."""
ONLINE_ONLY = ("sitemap.xml", "sitemap-*.xml", "404.html")
"""Files that are useless without a server."""
FONT_SHEETS = "web/vendor/fonts/fonts.*.css"


def pack(site: Path, folder: Path, name: str) -> Path:
    """Write the copy and its zip, each replaced in one step. Returns the path of the zip.

    After an OSError, the previous copy is unchanged and nothing else is left.
    """
    copy, archive = folder / name, folder / f"{name}.zip"
    next_copy, next_archive = folder / f".{name}.next", folder / f".{name}.zip.next"
    previous = folder / f".{name}.previous"
    shutil.rmtree(next_copy, ignore_errors=True)
    try:
        _copy(site, next_copy)
        _zip(next_copy, next_archive, name)
        shutil.rmtree(previous, ignore_errors=True)
        if copy.exists():
            copy.rename(previous)
        next_copy.rename(copy)
        next_archive.replace(archive)
    finally:
        shutil.rmtree(next_copy, ignore_errors=True)
        shutil.rmtree(previous, ignore_errors=True)
        next_archive.unlink(missing_ok=True)
    return archive


def _copy(site: Path, folder: Path) -> None:
    try:
        shutil.copytree(site, folder)
    except shutil.Error as error:
        # It has a message for every file; the first says enough.
        raise OSError(error.args[0][0][2]) from error
    for path in [path for pattern in ONLINE_ONLY for path in folder.glob(pattern)]:
        path.unlink()
    # On the web, a font that comes late is used on the next page. From disk nothing is cached, so each page would be
    # without it. The style sheet keeps its name, which is in every page.
    for sheet in folder.glob(FONT_SHEETS):
        sheet.write_bytes(sheet.read_bytes().replace(b"font-display: optional", b"font-display: swap"))


def _zip(folder: Path, archive: Path, name: str) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = FILE_MODE
            file.writestr(info, path.read_bytes())
