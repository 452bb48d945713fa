"""The registers for programs: every register, from its declaration, under /api/v1/."""
