"""What a password must be, and what is said of one that is not."""
