"""The register for the semantic web: W3C Data Privacy Vocabulary 2.3, written only."""

from egide.formats.dpv.document import unheld, write_dpv

__all__ = ["unheld", "write_dpv"]
