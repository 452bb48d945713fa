"""Files of registers coming in, as one act that can be undone."""
