"""Who, for whom, how. Knows no word of the GDPR but the shapes of its facts."""
