"""Where Django looks for the models of the kernel."""

from egide.platform.kernel.proposals.models import Proposal

__all__ = ["Proposal"]
