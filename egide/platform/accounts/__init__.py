"""People who sign in: passwords, second factor, invitations."""
