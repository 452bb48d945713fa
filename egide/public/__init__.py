"""The door without an account: what a body publishes for its residents, and what they write to it."""
