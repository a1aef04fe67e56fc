"""What a translator does: see what comes next, export texts to a translation tool, import the translations.

Reads and writes only sidecars, the files `id.es.yml` beside the records.
"""

from toolkit.translate.sidecar import NOT_NAMED, Credit
from toolkit.translate.workspace import FILE_FORMATS, SHOWN_AT_ONCE, Workspace

__all__ = ["FILE_FORMATS", "NOT_NAMED", "SHOWN_AT_ONCE", "Credit", "Workspace"]
