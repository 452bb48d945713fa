"""Scripts that print measured figures. Never part of the tests: a slow machine must not fail a build."""
