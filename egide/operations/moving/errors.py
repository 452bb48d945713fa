"""What moving a body refuses, in French."""


class MovingError(RuntimeError):
    """Nothing was written."""
