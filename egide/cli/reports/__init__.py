"""How a check is told: to people in the terminal, to programs as JSON or SARIF."""
