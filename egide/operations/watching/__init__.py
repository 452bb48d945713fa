"""What lets an installation be watched: is it alive, is it ready, what does it do, what went wrong. No personal data."""
