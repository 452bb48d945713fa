"""The law as data and pure functions: facts in, conclusions out. No clock, no disk but its own tables."""
