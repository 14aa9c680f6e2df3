"""Emulation campaigns: phases, deadlines, targets and the titles one can aim at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, bindparam, insert, or_, select

from storage.errors import Missing
from storage.metadata import OWN_IDS, Data, day, key, link, metadata
from storage.units import Unit
from storage.vietnamese import fold

campaign = Table(
    "campaign",
    metadata,
    key(),
    link("unit_id", "unit"),
    link("document_id", "document", nullable=True),
    Column("name", String(400), nullable=False),
    Column("aliases", Data, nullable=False),
    Column("slogan", String(400)),
    Column("reference", String(200)),
    day("starts_on", nullable=False),
    day("ends_on", nullable=False),
    day("register_until"),
    **OWN_IDS,
)

campaign_phase = Table(
    "campaign_phase",
    metadata,
    key(),
    link("campaign_id", "campaign"),
    Column("name", String(120), nullable=False),
    Column("theme", String(300)),
    day("starts_on"),
    day("ends_on"),
    **OWN_IDS,
)

campaign_deadline = Table(
    "campaign_deadline",
    metadata,
    key(),
    link("campaign_id", "campaign"),
    Column("who", String(40), nullable=False),
    Column("what", String(300), nullable=False),
    Column("section", String(40)),
    day("on", nullable=False),
    **OWN_IDS,
)

campaign_target = Table(
    "campaign_target",
    metadata,
    key(),
    link("campaign_id", "campaign"),
    Column("what", String(300), nullable=False),
    Column("comparator", String(8), nullable=False),
    Column("value", Integer, nullable=False),
    Column("unit_of_measure", String(40), nullable=False),
    **OWN_IDS,
)

title = Table(
    "title",
    metadata,
    key(),
    link("campaign_id", "campaign"),
    Column("name", String(200), nullable=False),
    Column("name_folded", String(200), nullable=False),
    Column("aliases", Data, nullable=False),
    Column("condition", Text),
    Column("reward", String(300)),
    Column("section", String(40)),
    Index("ix_title_campaign_name", "campaign_id", "name_folded"),
    **OWN_IDS,
)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A running emulation campaign. `reference` names its document, as one cites it."""

    id: int
    unit_id: int
    name: str
    slogan: str | None
    reference: str | None
    starts_on: date
    ends_on: date
    register_until: date | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase (dot); either end may be open."""

    name: str
    theme: str | None
    starts_on: date | None
    ends_on: date | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """Who owes what by when; `who` is a kind of unit."""

    who: str
    what: str
    on: date
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach: comparator is one of > ≥ = < ≤."""

    what: str
    comparator: str
    value: int
    unit_of_measure: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title one can aim at, with the union's condition and reward."""

    name: str
    aliases: tuple[str, ...] = ()
    condition: str | None = None
    reward: str | None = None
    section: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """Everything a campaign is launched with."""

    unit_id: int
    name: str
    starts_on: date
    ends_on: date
    register_until: date | None = None
    document_id: int | None = None
    reference: str | None = None
    slogan: str | None = None
    aliases: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    titles: tuple[Title, ...] = ()


_NAMES = ("id", "unit_id", "name", "slogan", "reference", "starts_on", "ends_on", "register_until")
_FIELDS = [campaign.c[name] for name in _NAMES]
_RUNNING = (
    select(*_FIELDS)
    .where(campaign.c.unit_id.in_(bindparam("units", expanding=True)))
    .where(campaign.c.starts_on <= bindparam("day"), campaign.c.ends_on >= bindparam("day"))
    .order_by(campaign.c.starts_on.desc(), campaign.c.id.desc())
)
_RUNNING_ANYWHERE = (
    select(*_FIELDS)
    .where(campaign.c.starts_on <= bindparam("day"), campaign.c.ends_on >= bindparam("day"))
    .order_by(campaign.c.starts_on.desc(), campaign.c.id.desc())
)
_PHASE = [campaign_phase.c[name] for name in ("name", "theme", "starts_on", "ends_on", "id")]
_PHASE_ON = (
    select(*_PHASE)
    .where(campaign_phase.c.campaign_id == bindparam("campaign_id"))
    .where(or_(campaign_phase.c.starts_on.is_(None), campaign_phase.c.starts_on <= bindparam("day")))
    .where(or_(campaign_phase.c.ends_on.is_(None), campaign_phase.c.ends_on >= bindparam("day")))
    .order_by(campaign_phase.c.id)
    .limit(1)
)
_TITLE = [title.c[name] for name in ("name", "aliases", "condition", "reward", "section", "id")]
_TITLES = select(*_TITLE).where(title.c.campaign_id == bindparam("campaign_id")).order_by(title.c.id)


class Campaigns:
    """Queries on campaigns. What every message asks for is read once in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._running: dict[tuple[str, date], list[Campaign]] = {}
        self._titles: dict[int, list[Title]] = {}

    def launch(self, new: NewCampaign) -> Campaign:
        """Keeps a campaign with all that belongs to it."""
        self._running.clear()
        values = {
            "unit_id": new.unit_id,
            "document_id": new.document_id,
            "name": new.name,
            "aliases": list(new.aliases),
            "slogan": new.slogan,
            "reference": new.reference,
            "starts_on": new.starts_on,
            "ends_on": new.ends_on,
            "register_until": new.register_until,
        }
        added = self._connection.execute(insert(campaign).returning(campaign.c.id), values).scalar_one()
        self._add(campaign_phase, added, ("name", "theme", "starts_on", "ends_on"), new.phases)
        self._add(campaign_deadline, added, ("who", "what", "on", "section"), new.deadlines)
        self._add(campaign_target, added, ("what", "comparator", "value", "unit_of_measure"), new.targets)
        for each in new.titles:
            row = {
                "campaign_id": added,
                "name": each.name,
                "name_folded": fold(each.name),
                "aliases": list(each.aliases),
                "condition": each.condition,
                "reward": each.reward,
                "section": each.section,
            }
            self._connection.execute(insert(title), row)
        return self.get(added)

    def _add(self, table: Table, campaign_id: int, names: tuple[str, ...], items: Iterable[object]) -> None:
        rows = [
            {name: getattr(item, name) for name in names} | {"campaign_id": campaign_id} for item in items
        ]
        if rows:
            self._connection.execute(insert(table), rows)

    def get(self, id: int) -> Campaign:
        """The campaign with this id. Raises LookupError."""
        row = self._connection.execute(select(*_FIELDS).where(campaign.c.id == id)).first()
        if row is None:
            raise Missing(f"no campaign {id}")
        return Campaign(*row)

    def running(self, unit: Unit, on: date) -> list[Campaign]:
        """Campaigns that a unit or any above it launched and that run on this day, the newest first."""
        key = (unit.path, on)
        if key not in self._running:
            rows = self._connection.execute(_RUNNING, {"units": unit.above(), "day": on})
            self._running[key] = [Campaign(*row) for row in rows]
        return list(self._running[key])

    def running_anywhere(self, on: date) -> list[Campaign]:
        """Every campaign that runs on this day."""
        key = ("", on)
        if key not in self._running:
            rows = self._connection.execute(_RUNNING_ANYWHERE, {"day": on})
            self._running[key] = [Campaign(*row) for row in rows]
        return list(self._running[key])

    def titles(self, campaign_id: int) -> list[Title]:
        """What one can aim at in a campaign, in the order of its document."""
        if campaign_id not in self._titles:
            rows = self._connection.execute(_TITLES, {"campaign_id": campaign_id})
            self._titles[campaign_id] = [Title(row[0], tuple(row[1]), *row[2:]) for row in rows]
        return list(self._titles[campaign_id])

    def phases(self, campaign_id: int) -> list[Phase]:
        """The phases in their order."""
        query = select(*_PHASE).where(campaign_phase.c.campaign_id == campaign_id)
        return [Phase(*row) for row in self._connection.execute(query.order_by(campaign_phase.c.id))]

    def phase_on(self, campaign_id: int, on: date) -> Phase | None:
        """The phase in which a day falls."""
        row = self._connection.execute(_PHASE_ON, {"campaign_id": campaign_id, "day": on}).first()
        return Phase(*row) if row else None

    def deadlines(self, campaign_id: int) -> list[Deadline]:
        """What is due, the nearest first."""
        names = ("who", "what", "on", "section")
        query = select(*[campaign_deadline.c[name] for name in names]).where(
            campaign_deadline.c.campaign_id == campaign_id
        )
        return [Deadline(*row) for row in self._connection.execute(query.order_by(campaign_deadline.c.on))]

    def targets(self, campaign_id: int) -> list[Target]:
        """The figures to reach."""
        names = ("what", "comparator", "value", "unit_of_measure")
        query = select(*[campaign_target.c[name] for name in names]).where(
            campaign_target.c.campaign_id == campaign_id
        )
        return [Target(*row) for row in self._connection.execute(query.order_by(campaign_target.c.id))]
