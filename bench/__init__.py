"""Measurements of the build and of the search, beside other programs."""
