"""The `egide` command."""
