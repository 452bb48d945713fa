"""Migrations of the proofs."""
