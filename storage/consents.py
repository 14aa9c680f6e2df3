"""Consents: what a person agreed to, for which purpose, and what was taken back. It must be provable.

Law 91/2025/QH15, article 9: informed, explicit, one purpose at a time; silence is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, func, insert, select, update

from storage.metadata import OWN_IDS, key, link, metadata, moment
from storage.people import person

consent = Table(
    "consent",
    metadata,
    key(),
    link("person_id", "person"),
    Column("purpose", String(20), nullable=False),
    Column("text", String(60), nullable=False),
    Column("channel", String(20), nullable=False),
    moment("given_at", nullable=False),
    moment("withdrawn_at"),
    Column("withdrawn_channel", String(20)),
    **OWN_IDS,
)

EMULATION = "emulation"  # registering, following up, reporting: without it there is nothing to keep
NEWS = "news"  # being written to first with general news
PRAISE = "praise"  # name and photo may be published when honoured
PURPOSES = (EMULATION, NEWS, PRAISE)


@dataclass(frozen=True, slots=True)
class Consent:
    """Agreed to which text ("joining.consent@1"), when and on which channel, for which purpose."""

    text: str
    at: datetime
    channel: str
    purpose: str = EMULATION
    withdrawn: datetime | None = None


_FIELDS = [consent.c[name] for name in ("text", "given_at", "channel", "purpose", "withdrawn_at")]


class Consents:
    """Queries on consents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give(self, person_id: int, given: Consent) -> None:
        """Keeps the proof. For emulation the person counts as having agreed from now on."""
        values = {
            "person_id": person_id,
            "purpose": given.purpose,
            "text": given.text,
            "channel": given.channel,
            "given_at": given.at,
        }
        self._connection.execute(insert(consent), values)
        if given.purpose == EMULATION:
            self._agreed(person_id, given.at)

    def withdraw(self, person_id: int, purpose: str, at: datetime, channel: str) -> bool:
        """Takes a consent back, on whatever channel; False where there was none."""
        held = (consent.c.person_id == person_id, consent.c.purpose == purpose)
        lasting = update(consent).where(*held, consent.c.withdrawn_at.is_(None))
        taken = self._connection.execute(lasting, {"withdrawn_at": at, "withdrawn_channel": channel})
        if purpose == EMULATION:
            self._agreed(person_id, None)
        return taken.rowcount > 0

    def of(self, person_id: int) -> list[Consent]:
        """All that was ever agreed to, taken back or not, in order."""
        query = select(*_FIELDS).where(consent.c.person_id == person_id).order_by(consent.c.id)
        return [Consent(*row) for row in self._connection.execute(query)]

    def held(self, person_id: int, purpose: str) -> bool:
        """Whether the person agrees to this purpose now."""
        mine = (consent.c.person_id == person_id, consent.c.purpose == purpose)
        query = select(consent.c.id).where(*mine, consent.c.withdrawn_at.is_(None)).limit(1)
        return self._connection.execute(query).first() is not None

    def given(self, person_id: int) -> int:
        """How often the person ever agreed to anything: buttons made before the latest are outdated."""
        query = select(func.count()).select_from(consent).where(consent.c.person_id == person_id)
        return int(self._connection.execute(query).scalar_one())

    def taken_back(self, person_id: int) -> bool:
        """Whether the person agreed to be remembered once, and does not any more: nothing is sent then."""
        return self.given(person_id) > 0 and not self.held(person_id, EMULATION)

    def counts(self) -> list[tuple[str, str, int, int]]:
        """(purpose, text, held now, taken back) of every text ever agreed to."""
        fields = (consent.c.purpose, consent.c.text)
        gone = func.count(consent.c.withdrawn_at)
        query = select(*fields, func.count() - gone, gone).group_by(*fields).order_by(*fields)
        return [(row[0], row[1], int(row[2]), int(row[3])) for row in self._connection.execute(query)]

    def _agreed(self, person_id: int, at: datetime | None) -> None:
        self._connection.execute(update(person).where(person.c.id == person_id), {"consent_at": at})
