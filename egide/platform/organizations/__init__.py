"""Bodies, their services, and who may do what in them."""
