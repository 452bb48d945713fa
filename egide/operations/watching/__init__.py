"""What lets an installation be watched: is it alive, ready, busy, what went wrong. No personal data."""
