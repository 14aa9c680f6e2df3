"""Accounts: one person's address on one channel, and what the conversation there remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)

from storage import former, locks
from storage.conversations import SAVE, Conversation, Conversations, conversation, saved
from storage.errors import Missing
from storage.metadata import OWN_IDS, Data, key, link, metadata, moment
from storage.people import FIELDS as PERSON_FIELDS
from storage.people import Person, person

account = Table(
    "account",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("bot", String(64), nullable=False),
    Column("external_id", String(128), nullable=False),
    link("person_id", "person", nullable=True),
    Column("pronoun", String(10)),
    Column("memory", Data, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("wants_news", Boolean, nullable=False),
    moment("unreachable_since"),
    moment("last_heard_at"),
    moment("created_at", nullable=False),
    UniqueConstraint("channel", "bot", "external_id"),
    **OWN_IDS,
)

CUT_OFF = "cut_off"  # in an account's memory: since when it is its former owner's no more (ISO instant)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message comes from or goes to: channel, the bot's own account there, the other's id."""

    channel: str
    bot: str
    external_id: str

    def __str__(self) -> str:
        return f"{self.channel}:{self.bot}:{self.external_id}"


@dataclass(slots=True)
class Account:
    """An address, whose it is, and what was last said there (`memory`: small JSON)."""

    id: int
    address: Address
    pronoun: str | None = None
    memory: dict[str, Any] = field(default_factory=dict)
    reachable: bool = True
    wants_news: bool = False
    heard_at: datetime | None = None  # when it was last heard, before what is being answered


@dataclass(slots=True)
class Situation:
    """All that one message is answered from, read in one statement."""

    account: Account
    person: Person | None
    conversation: Conversation | None


SITUATION = (
    account.c.id,
    account.c.pronoun,
    account.c.memory,
    account.c.reachable,
    account.c.wants_news,
    account.c.last_heard_at,
    conversation.c.id,
    conversation.c.flow,
    conversation.c.state,
    *PERSON_FIELDS,
)
OWNER = person.c.id == account.c.person_id
OPEN_TALK = (conversation.c.account_id == account.c.id) & (
    conversation.c.status == literal_column("'open'")  # as its index says it
)
HERE = (
    (account.c.channel == bindparam("channel"))
    & (account.c.bot == bindparam("bot"))
    & (account.c.external_id == bindparam("external_id"))
)
_SITUATION = (
    select(*SITUATION)
    .select_from(account.outerjoin(person, OWNER).outerjoin(conversation, OPEN_TALK))
    .where(HERE)
)
_MEET = insert(account).returning(account.c.id)
_HEARD = (
    update(account)
    .where(account.c.id == bindparam("known_id"))
    .values(
        memory=bindparam("memory"),
        pronoun=bindparam("pronoun"),
        last_heard_at=bindparam("heard_at"),
        reachable=True,
        unreachable_since=None,
    )
)
_HEARD_IN_TALK = _HEARD.add_cte(SAVE.cte("talk"))  # PostgreSQL takes both in one statement
_ADDRESS = (account.c.channel, account.c.bot, account.c.external_id)
_BELONGS = update(account).where(account.c.id == bindparam("account"))
_OF = (
    select(account.c.id, *_ADDRESS, account.c.pronoun, account.c.memory, account.c.wants_news)
    .where(account.c.person_id == bindparam("person"), account.c.reachable.is_(True))
    .order_by(account.c.last_heard_at.desc(), account.c.id)
)


class Accounts:
    """Queries on addresses."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def situation(self, address: Address) -> Situation | None:
        """What is known about an address; None when it was never heard."""
        found = self._connection.execute(
            _SITUATION,
            {"channel": address.channel, "bot": address.bot, "external_id": address.external_id},
        ).first()
        return as_situation(address, found) if found else None

    def meet(self, address: Address, at: datetime) -> Account:
        """A new address. The caller holds the address's lock."""
        values = {
            "channel": address.channel,
            "bot": address.bot,
            "external_id": address.external_id,
            "memory": {},
            "reachable": True,
            "wants_news": False,  # until the person asks for it
            "created_at": at,
            "last_heard_at": at,
        }
        met = self._connection.execute(_MEET, values).scalar_one()
        return Account(met, address)

    def heard(self, known: Account, at: datetime, talk: Conversation | None = None) -> None:
        """Keeps what is remembered and the open conversation; whoever writes is reachable again."""
        remembered = {"memory": known.memory, "pronoun": known.pronoun}
        values: dict[str, Any] = {"known_id": known.id, "heard_at": at, **remembered}
        if talk is None:
            self._connection.execute(_HEARD, values)
        elif self._connection.dialect.name == "postgresql":
            self._connection.execute(_HEARD_IN_TALK, values | saved(talk, at))
        else:
            Conversations(self._connection).save(talk, at)
            self._connection.execute(_HEARD, values)

    def belongs(self, id: int, person_id: int | None) -> None:
        """Ties the address to a person."""
        self._keep_former(id, person_id)
        self._connection.execute(_BELONGS, {"account": id, "person_id": person_id})

    def _keep_former(self, id: int, person_id: int | None) -> None:
        """Whose it was: erasing finds the way from the chat to them, and back."""
        was = self.owner(id)
        if was is not None and was != person_id:
            former.keep(self._connection, was, account_id=id)

    def remember(self, id: int, memory: dict[str, Any]) -> None:
        """What the conversation at this address should know next time."""
        self._connection.execute(update(account).where(account.c.id == id), {"memory": memory})

    def memory(self, id: int) -> dict[str, Any]:
        """What the conversation at this address remembers."""
        return dict(self._connection.execute(select(account.c.memory).where(account.c.id == id)).scalar_one())

    def unreachable(self, address: Address, at: datetime) -> None:
        """The platform says this address cannot be written to."""
        values = {"reachable": False, "unreachable_since": at}
        self._connection.execute(update(account).where(*_is(address)), values)

    def reachable(self, address: Address) -> None:
        """The platform says this address can be written to again."""
        values = {"reachable": True, "unreachable_since": None}
        self._connection.execute(update(account).where(*_is(address)), values)

    def moved(self, address: Address, external_id: str) -> None:
        """The platform gave this address another id."""
        self._connection.execute(update(account).where(*_is(address)), {"external_id": external_id})

    def wants_news(self, id: int, wanted: bool) -> None:
        """Whether general news may be sent there."""
        self._connection.execute(update(account).where(account.c.id == id), {"wants_news": wanted})

    def of(self, person_id: int) -> list[Account]:
        """Where a person can be written to, the place heard last first."""
        return [
            Account(row[0], Address(*row[1:4]), row[4], dict(row[5]), wants_news=row[6])
            for row in self._connection.execute(_OF, {"person": person_id})
        ]

    def ids(self, person_id: int) -> list[int]:
        """Every account of a person, those that cannot be written to as well."""
        query = select(account.c.id).where(account.c.person_id == person_id).order_by(account.c.id)
        return list(self._connection.execute(query).scalars())

    def hold(self, person_id: int) -> None:
        """Waits for what is being answered in the person's chats; what comes then waits for this."""
        addresses = select(*_ADDRESS).where(account.c.person_id == person_id).order_by(account.c.id)
        for row in self._connection.execute(addresses).all():
            locks.take(self._connection, str(Address(*row)))

    def untie(self, id: int) -> None:
        """The address is nobody's any more, and its chat remembers nothing."""
        self._keep_former(id, None)
        values: dict[str, Any] = {"person_id": None, "memory": {}}
        self._connection.execute(update(account).where(account.c.id == id), values)

    def owner(self, id: int) -> int | None:
        """Id of the person whose account it is; None for nobody known."""
        query = select(account.c.person_id).where(account.c.id == id)
        found: int | None = self._connection.execute(query).scalar_one()
        return found

    def get(self, id: int) -> Account:
        """The account with this id. Raises LookupError."""
        query = select(*_ADDRESS, account.c.pronoun, account.c.memory).where(account.c.id == id)
        row = self._connection.execute(query).first()
        if row is None:
            raise Missing(f"no account {id}")
        return Account(id, Address(*row[:3]), row[3], dict(row[4]))


def as_situation(address: Address, row: Sequence[Any]) -> Situation:
    """What a row of SITUATION says of the address."""
    known, pronoun, memory, reachable, wants_news, heard_at, talk, flow, state, *who = row
    return Situation(
        Account(known, address, pronoun, dict(memory), reachable, wants_news, heard_at),
        Person(*who) if who[0] is not None else None,
        Conversation(talk, flow, dict(state)) if talk is not None else None,
    )


def _is(address: Address) -> tuple[Any, ...]:
    return (
        account.c.channel == address.channel,
        account.c.bot == address.bot,
        account.c.external_id == address.external_id,
    )
