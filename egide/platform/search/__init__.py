"""Full text over the records of every register: which words are where, kept beside the records and read in scope."""
