"""Forms derived from shapes of facts: see ShapeForm."""

from egide.platform.kernel.forms.bound import FactBound
from egide.platform.kernel.forms.pieces import Complaint, Group, Line, Lines, Part, Piece
from egide.platform.kernel.forms.shape_form import ShapeForm

__all__ = ["Complaint", "FactBound", "Group", "Line", "Lines", "Part", "Piece", "ShapeForm"]
