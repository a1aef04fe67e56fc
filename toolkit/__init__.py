"""Builds a searchable, translated static site from records: see README.md in this folder."""
