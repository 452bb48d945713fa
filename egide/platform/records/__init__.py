"""For whom, by whom, and what is kept of it: scope, acting, Record and its journal. Knows people and bodies by id only."""
