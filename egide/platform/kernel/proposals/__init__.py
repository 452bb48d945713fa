"""Proposals: what a contributor writes about a record that others keep."""
