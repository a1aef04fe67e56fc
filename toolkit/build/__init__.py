"""Builds the site: targets, change detection and the output folder."""
