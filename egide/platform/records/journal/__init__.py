"""The journal: one chained, sealed version per saved record. Knows no table but its own."""
