"""Mail: a queue of messages in the database, text and HTML, nothing sent twice, what is secret erased once sent."""
