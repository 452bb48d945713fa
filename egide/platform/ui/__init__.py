"""What people see: tokens, components, pages. Knows no data."""
