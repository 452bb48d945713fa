"""What shows to an outsider that the journals were not rewritten: signed checkpoints, stamps, proof bundles."""
