"""One body, with its journal and its files, from an installation to another."""
