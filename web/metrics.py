"""Counts of this process, in the text format that Prometheus reads. Nothing in it is about one person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds


@dataclass
class Histogram:
    """How long things took."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds

    def lines(self, name: str, about: str) -> list[str]:
        """The histogram as Prometheus reads it."""
        found = [f"# HELP {name} {about}", f"# TYPE {name} histogram"]
        passed = 0
        for bound, count in zip([*map(str, BOUNDS), "+Inf"], self.counts, strict=True):
            passed += count
            found.append(f'{name}_bucket{{le="{bound}"}} {passed}')
        return [*found, f"{name}_sum {self.total:.6f}", f"{name}_count {passed}"]


def counters(values: Mapping[str, tuple[str, int]]) -> list[str]:
    """Counters and gauges: name -> (what it is, value); a name ending in _total only grows."""
    lines = []
    for name, (about, value) in values.items():
        kind = "counter" if name.endswith("_total") else "gauge"
        lines += [f"# HELP {name} {about}", f"# TYPE {name} {kind}", f"{name} {value}"]
    return lines
