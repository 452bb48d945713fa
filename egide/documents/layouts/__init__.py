"""What becomes a document: a check report, a register, a single record."""
