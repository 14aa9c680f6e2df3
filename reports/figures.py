"""How far registering has come: shares, who is furthest behind, in an order one can act on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One unit or team: its members on the list, those among them who registered, registrations to review."""

    name: str
    members: int
    registered: int
    waiting: int | None = None  # not counted by team

    @property
    def known(self) -> bool:
        """Without a list there is nobody to count, and no share."""
        return self.members > 0

    @property
    def missing(self) -> int:
        """Members who did not register; never below zero where only a size on paper is known."""
        return max(0, self.members - self.registered)

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where there is no list."""
        return self.registered / self.members if self.members else None


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit, with every unit directly below it, or its teams where there is none below."""

    whole: Line
    parts: tuple[Line, ...]
    by_team: bool = False


def furthest_behind(parts: Iterable[Line], limit: int = 10) -> list[Line]:
    """The parts that miss most people, the most first; those who miss nobody are left out."""
    return sorted((part for part in parts if part.missing), key=lambda part: -part.missing)[:limit]


def without_list(parts: Iterable[Line]) -> list[Line]:
    """The parts of which nobody knows who belongs to them."""
    return [part for part in parts if not part.known]


def beside(whole: Line, parts: Iterable[Line]) -> tuple[int, int, int]:
    """(members, registered, waiting) that belong to the whole and to none of its parts."""
    found = tuple(parts)
    return (
        whole.members - sum(part.members for part in found),
        whole.registered - sum(part.registered for part in found),
        (whole.waiting or 0) - sum(part.waiting or 0 for part in found),
    )
