"""What pages of accounts ask."""
