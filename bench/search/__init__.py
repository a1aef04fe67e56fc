"""The search on generated records."""
