"""Copies of an installation that can be put back: the database, its files, and what proves them."""
