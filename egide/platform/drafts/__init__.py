"""Drafts: what someone has typed and not saved yet, kept for that person alone."""
