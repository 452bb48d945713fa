"""Who came, opened and took away: apart from the journal of records, read body by body, deleted within the year."""
