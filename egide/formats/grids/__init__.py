"""From the bytes of an unknown, possibly hostile file to a neutral grid of cells, in a child process."""
