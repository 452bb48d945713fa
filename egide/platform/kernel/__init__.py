"""Register: one declaration, from which come the screens, the forms, the exports and the tests."""
