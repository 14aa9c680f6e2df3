"""Gives large blocks back to the system: glibc keeps them once it has seen a few."""

from __future__ import annotations

import ctypes
import sys

LARGE = 1024 * 1024  # bytes
_M_MMAP_THRESHOLD = -3  # malloc.h


def give_back_large_blocks() -> None:
    """Called once at the start; does nothing where there is no glibc."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt:
            mallopt(_M_MMAP_THRESHOLD, LARGE)
