"""The second factor: a code that changes every thirty seconds, and recovery codes for the day the phone is lost."""
