"""How long Égide keeps what it keeps of its own, and the night in which it forgets."""
