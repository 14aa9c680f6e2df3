"""A small union and people who write to it, for the tests of journeys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.channels.base import Capabilities
from bot.dispatcher import Dispatcher, Known
from bot.forms import Form
from bot.messages import Attachment, Incoming, Notice, Reply, Said
from bot.routing import Action, Route, Routes
from bot.turn import Turn
from bot.understanding import Understanding
from handlers.officers import digest
from storage.accounts import Address
from storage.campaigns import NewCampaign
from storage.consents import Consent
from storage.database import Database
from storage.outbox import SENT, Arrived, Outcome
from storage.people import CONFIRMED, LISTED, NewPerson
from storage.registrations import NewRegistration
from storage.store import Store
from storage.units import NewUnit, Unit

NOON = datetime(2026, 4, 14, 4, 45, tzinfo=UTC)  # 11:45 in Viet Nam
WEB = Capabilities(buttons=8, label=60, text=4000, edits=True, files=True, in_answer=True)
PLAIN = Capabilities(buttons=0, label=60, text=2000, edits=False, files=False, in_answer=False)
CHANNELS = {"web": WEB, "zalo": PLAIN}


def _quiet(turn: Turn) -> None:
    return None


def _nothing(turn: Turn) -> Said:
    return [Reply("-")]


def routes_of(routes: Sequence[Route], actions: Sequence[Action], forms: Sequence[Form] = ()) -> Routes:
    """These journeys alone; whatever else is written is answered by "-"."""
    fallback = Route("fallback", handle=_nothing)
    return Routes(routes, actions, fallback, _nothing, _nothing, _nothing, _quiet, forms)


@dataclass
class Union:
    """Ids of what was made: units by code, people by name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    campaign: int = 0


def add_person(store: Store, union: Union, name: str, code: str, team: str | None = None) -> int:
    """A confirmed member who agreed, wants general news, and has a chat not written to yet."""
    person = store.people.add(NewPerson(union.units[code].id, name, CONFIRMED, team=team), NOON)
    store.consents.give(person.id, Consent("joining.consent@1", NOON, "web"))
    account = store.accounts.meet(address(name), NOON)
    store.accounts.belongs(account.id, person.id)
    store.accounts.wants_news(account.id, wanted=True)
    union.people[name] = person.id
    return person.id


def add_listed(store: Store, union: Union, code: str, team: str | None, count: int) -> None:
    """People of the list whom no channel has met."""
    unit = union.units[code].id
    rows = [NewPerson(unit, f"Người {code} {team} {n}", LISTED, team=team) for n in range(count)]
    store.people.add_many(rows, NOON)


def register(store: Store, union: Union, person_id: int, *, campaign: bool = True) -> int:
    """A registration that waits for the officer."""
    person = store.people.get(person_id)
    new = NewRegistration(person_id, person.unit_id, "title", 2026, title="Công nhân giỏi")
    if campaign:
        new = NewRegistration(
            person_id, person.unit_id, "title", 2026, title="Công nhân giỏi", campaign_id=union.campaign
        )
    return store.registrations.add(new, NOON).id


def build(store: Store) -> Union:
    """A province, its industrial zones, two companies and a hospital without a list; Thu chairs MAY2."""
    union = Union()
    root = store.units.add(NewUnit("Liên đoàn Lao động tỉnh Thạch Giang", "province", "TG"))
    zone = store.units.add(NewUnit("Công đoàn các khu công nghiệp", "zone", "KCN", root.id))
    for code, name in {"MAY2": "Công ty May số 2", "GIAY": "Công ty Giày Đông Bãi"}.items():
        union.units[code] = store.units.add(NewUnit(name, "grassroots", code, zone.id))
    union.units |= {"TG": root, "KCN": zone}
    union.units["BV"] = store.units.add(NewUnit("Bệnh viện huyện", "grassroots", "BV", zone.id))
    for name, code in {"Nguyễn Thị Thu": "MAY2", "Phạm Quốc Bảo": "KCN"}.items():
        person = add_person(store, union, name, code)
        store.roles.appoint(person, union.units[code].id, "chair", NOON - timedelta(days=1))
    add_person(store, union, "Lò Thị Hoa", "MAY2", "Tổ may 3")
    new = NewCampaign(
        root.id,
        "Giỏi nghề, an toàn, nhiều sáng kiến",
        date(2026, 1, 1),
        date(2026, 12, 31),
        register_until=date(2026, 4, 30),
        reference="Kế hoạch 12/KH-LĐLĐ ngày 08/01/2026",
    )
    union.campaign = store.campaigns.launch(new).id
    return union


def digested(store: Store, at: datetime) -> list[Notice]:
    """What the digest tells at an instant, kept as told."""
    return [notice for piece in digest(store, at) for notice in piece(store)]


def address(name: str) -> Address:
    return Address("web", "", name)


@dataclass
class Chat:
    """Writes as anybody and keeps what came back."""

    database: Database
    routes: Routes
    at: datetime = NOON
    _updates: int = 0

    def __post_init__(self) -> None:
        self.dispatcher = Dispatcher(self.database, Known(self.routes, CHANNELS, Understanding()))

    async def says(self, name: str, text: str, *attachments: Attachment) -> list[Arrived]:
        return await self._hand_in(
            Incoming(address(name), self._next(), self.at, text, attachments=attachments)
        )

    async def presses(self, name: str, value: str) -> list[Arrived]:
        return await self._hand_in(Incoming(address(name), self._next(), self.at, press=value))

    async def chooses(self, name: str, said: Sequence[Arrived], label: str) -> list[Arrived]:
        """Presses the button of this label under what was said last."""
        found = {button["label"]: button["value"] for each in said for button in each.body.get("buttons", [])}
        return await self.presses(name, found[label])

    async def _hand_in(self, incoming: Incoming) -> list[Arrived]:
        return await self.dispatcher.answer(incoming)

    def _next(self) -> str:
        self._updates += 1
        self.at += timedelta(seconds=5)
        return str(self._updates)

    def deliver(self) -> list[tuple[str, dict[str, Any]]]:
        """Sends everything that is due: (to whom, message), in order."""
        with self.database.transaction() as store:
            due = store.outbox.claim("test", self.at + timedelta(minutes=1), 1000)
            store.outbox.settle("test", [Outcome(row.id, SENT, self.at) for row in due])
        return [(row.address.external_id, row.body) for row in due]


def text_of(said: Sequence[Arrived]) -> str:
    """What was said, as one text."""
    return "\n".join(str(each.body["text"]) for each in said)


def labels_of(said: Sequence[Arrived]) -> list[str]:
    """The buttons under it."""
    return [button["label"] for each in said for button in each.body.get("buttons", [])]
