"""How heavy a page is for a visitor."""
