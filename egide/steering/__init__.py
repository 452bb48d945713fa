"""What looks over everything, and writes nothing of its own."""
