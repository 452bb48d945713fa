"""What pages of bodies ask."""
