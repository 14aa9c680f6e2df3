"""What is read out of a paper: each item with the words it was read from and the section they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.papers import Header


@dataclass(frozen=True, slots=True)
class Evidence:
    """A literal piece of the paper (white space folded) and the label of its section."""

    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A quoted name: of a movement, title, theme or slogan; `variants` are spellings near to it."""

    name: str
    kind: str
    evidence: Evidence
    primary: bool = False
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the movement; ISO dates as precise as written, `name` and `theme` None where not given."""

    name: str | None
    theme: str | None
    start: str | None
    end: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: `text` says of what; `comparator` is one of > >= < <= = range."""

    text: str
    comparator: str
    value: float
    value_max: float | None
    unit: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when who does what; `relation` is before, by or within. `date` is ISO, as precise as written."""

    what: str
    who: str | None
    date: str
    relation: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often is reported: every half year, say; `who` is None where the paper does not say."""

    period: str
    who: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as what, in whose name."""

    name: str | None = None
    post: str | None = None
    on_behalf: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read. `flags` name contradictions for a person to settle; nothing was repaired."""

    header: Header
    signer: Signer
    movements: tuple[Named, ...] = ()
    titles: tuple[Named, ...] = ()
    themes: tuple[Named, ...] = ()
    slogans: tuple[Named, ...] = ()
    phases: tuple[Phase, ...] = ()
    targets: tuple[Target, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    parents: tuple[str, ...] = ()
    flags: tuple[str, ...] = field(default=())
