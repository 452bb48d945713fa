"""Files attached to records: what is known of them is journaled, their bytes are sealed outside the database."""
