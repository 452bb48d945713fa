"""For whom, by whom, and what is kept of it: scope, acting, Record, journal. People and bodies by id only."""
