"""What a translator does: see what comes next, export texts to a translation tool, import the translations.

Reads and writes only sidecars, the files `id.es.yml` beside the records.
"""
