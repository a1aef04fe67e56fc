"""A toolkit of records to a searchable, translated static site: see README.md in this folder."""
