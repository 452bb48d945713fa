"""Signing in by a link sent by mail: for who has no password at hand. The mailbox is one factor, no more."""
