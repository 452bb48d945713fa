"""Égide: the register of processing activities of local authorities, checked, kept and proved."""

__version__ = "0.1.0"
