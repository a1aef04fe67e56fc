"""Scans and parses what contributors wrote. Nothing is trusted yet."""
