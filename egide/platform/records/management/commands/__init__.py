"""Commands of the records, by name."""
