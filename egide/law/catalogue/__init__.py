"""The catalogue of typical processing activities of local bodies: models to start from, never answers."""

from egide.law.catalogue.drafting import Point, draft
from egide.law.catalogue.models import Model, model, models, services
from egide.law.catalogue.search import search
from egide.law.catalogue.starting import Proposal, starter

__all__ = ["Model", "Point", "Proposal", "draft", "model", "models", "search", "services", "starter"]
