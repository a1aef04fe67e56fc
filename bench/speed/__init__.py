"""Measures building the site, beside others."""
