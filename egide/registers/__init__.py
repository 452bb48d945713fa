"""What a member keeps: one slice for each chapter of the law."""
