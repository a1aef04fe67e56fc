"""Renders the library as Markdown pages in every language. No other package knows the Markdown templates."""
