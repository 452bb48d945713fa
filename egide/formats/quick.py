"""Keeps the garbage collector still while files become facts and facts files: all is kept, nothing is to be found."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Ten thousand rows make a million objects: looking through them again and again takes a quarter of the time.

    At the end they are put with the old objects, which are looked through last. Another thread only loses the
    collections of that while.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()
