"""Finds how far a page was turned when it was scanned: seen along its lines it is sharpest. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

_SIDE = 600  # dots along the longer side that are looked at
_DARK = 0.72  # of the brightness around, so that shadows of a hand do not count
_CELL = 40
_MOST = 8.0  # degrees
_COARSE, _FINE = 1.0, 0.25
_POINTS = 15_000

Point = tuple[int, int]


def skew(grey: bytes, width: int, height: int) -> float:
    """Degrees by which the lines fall to the right, from -8 to 8; `grey` holds a byte for each dot."""
    step = max(1, max(width, height) // _SIDE)
    rows = [grey[y * width : (y + 1) * width : step] for y in range(0, height, step)]
    points = _dark(rows)
    points = points[:: len(points) // _POINTS + 1]
    if len(points) < _CELL:
        return 0.0
    whole = [_COARSE * i for i in range(-round(_MOST / _COARSE), round(_MOST / _COARSE) + 1)]
    near = max(whole, key=lambda angle: _sharpness(points, angle))
    parts = round(_COARSE / _FINE)
    return max((near + _FINE * i for i in range(-parts, parts + 1)), key=lambda a: _sharpness(points, a))


def _dark(rows: Sequence[bytes]) -> list[Point]:
    found: list[Point] = []
    for top in range(0, len(rows), _CELL):
        band = rows[top : top + _CELL]
        for left in range(0, len(rows[0]), _CELL):
            cells = [row[left : left + _CELL] for row in band]
            limit = _DARK * sum(map(sum, cells)) / sum(map(len, cells))
            found += [
                (left + x, top + y)
                for y, cell in enumerate(cells)
                for x, dot in enumerate(cell)
                if dot < limit
            ]
    return found


def _sharpness(points: Sequence[Point], angle: float) -> int:
    """The more the points gather in few lines, the higher."""
    slope = math.tan(math.radians(angle))
    lines = Counter(round(y - x * slope) for x, y in points)
    return sum(count * count for count in lines.values())
