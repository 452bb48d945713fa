"""The rules of the register: each a small typed value whose condition is Python over facts."""
