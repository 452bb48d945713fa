"""Software and AI systems in use."""
