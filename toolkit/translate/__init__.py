"""What a translator does: see what comes next, export and import texts. Only sidecars, `id.es.yml`, are written."""
