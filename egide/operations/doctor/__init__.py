"""Whether an installation is safe: what is not, and what to do."""
