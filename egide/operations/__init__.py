"""What a system administrator does with an installation: check it, back it up, watch it, move it."""
