"""Files to facts and back. No database; what is read keeps the place it was read at."""
