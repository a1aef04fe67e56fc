"""Office files are zip files: the same content gives the same bytes."""

import re
import zipfile
from io import BytesIO
from typing import Any

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a zip, the earliest that the format has (APPNOTE 4.4.6)."""
SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
"""When the file was created and saved, in docProps/core.xml."""


def saved(document: Any) -> bytes:
    """A document of python-docx or openpyxl as a file without the time at which it was created."""
    dated = BytesIO()
    document.save(dated)
    undated = BytesIO()
    with zipfile.ZipFile(dated) as source, zipfile.ZipFile(undated, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            content = SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", source.read(name))
            target.writestr(info, content)
    return undated.getvalue()
