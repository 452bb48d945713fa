"""Signing in with ProConnect: OpenID Connect, code flow. An identity is an issuer and a subject, never an address."""
