"""One message being answered: who, what was heard, when, and the store to answer from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from bot import texts
from bot.channels.base import Capabilities
from bot.heard import Heard
from bot.understanding import Understanding
from storage.accounts import Account
from storage.audit import Entry
from storage.conversations import Conversation
from storage.people import CONFIRMED, Person
from storage.roles import Role
from storage.store import Store
from storage.units import Unit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Turn:
    """Handed to every handler. Time is `now`; nothing here waits for anything."""

    store: Store
    heard: Heard
    account: Account
    person: Person | None
    talk: Conversation | None
    understanding: Understanding
    public_url: str = ""
    prepared: Any = None
    channels: Mapping[str, Capabilities] = field(default_factory=dict)
    secret: bytes = b""  # the installation's key, for marks that tell outsiders nothing

    @property
    def now(self) -> datetime:
        return self.heard.incoming.at

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def you(self) -> str:
        """How to address the person: as they call themselves, else both ways."""
        return self.account.pronoun or texts.say("common.stranger")

    def say(self, key: str, **blanks: object) -> str:
        """The sentence, addressed to this person."""
        blanks.setdefault("you", self.you)
        return texts.say(key, **blanks)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return texts.has(key)

    @property
    def member(self) -> Person | None:
        """The person, once consent was given."""
        return self.person if self.person and self.person.consented else None

    @cached_property
    def roles(self) -> list[Role]:
        person = self.person
        return self.store.roles.of(person.id, self.now) if person and person.status == CONFIRMED else []

    @property
    def is_officer(self) -> bool:
        """Whether the person sees figures and lists of some unit."""
        return bool(self.roles)

    @property
    def is_decider(self) -> bool:
        """Whether the person decides somewhere: approves, appoints, imports, writes to everybody."""
        return any(role.decides for role in self.roles)

    @property
    def answers_questions(self) -> bool:
        """Whether questions may be addressed to the person: as one who decides, or of a standing board."""
        return any(role.decides or role.board_id is not None for role in self.roles)

    def decides(self, unit: Unit) -> bool:
        """Whether the person decides in this unit: as chair, for emulation or as deputy, there or above."""
        return self.governs(unit.path)

    def governs(self, path: str) -> bool:
        """The same, by the unit's path."""
        return any(role.decides and path.startswith(role.unit_path) for role in self.roles)

    def sees(self, unit: Unit) -> bool:
        """Whether figures and lists of this unit are for the person; who decides also sees."""
        return any(role.reaches(unit) for role in self.roles)

    def answers(self, unit: Unit) -> bool:
        """Whether a question that was addressed to this unit or board is for the person."""
        return self.decides(unit) or any(role.board_id == unit.id for role in self.roles)

    def audit(self, action: str, subject: str, row: int, **detail: object) -> None:
        """Keeps who did what; the person of this turn is the one who did."""
        actor = self.person.id if self.person else None
        self.store.audit.add(Entry(actor, action, subject, row, detail, self.now))

    @cached_property
    def unit(self) -> Unit | None:
        """Where the person works."""
        return self.store.units.get(self.person.unit_id) if self.person else None

    @cached_property
    def office(self) -> Unit | None:
        """The unit of the person's highest office that decides; else of the highest that only sees."""
        if not self.roles:
            return None
        highest = min(self.roles, key=lambda role: (not role.decides, role.unit_path.count("/")))
        return self.store.units.get(highest.unit_id)


def local(moment: datetime) -> datetime:
    """The instant as clocks in Viet Nam show it."""
    return moment.astimezone(ZONE)
