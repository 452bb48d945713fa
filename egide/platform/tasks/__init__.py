"""Work done later: a queue within the transaction, retries, reaping, periodic jobs, progress."""
