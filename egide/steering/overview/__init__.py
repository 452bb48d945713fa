"""Ma collectivité: where a body stands."""
