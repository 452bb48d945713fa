"""The register of processing activities (GDPR art. 30)."""
