"""A small union to test with: a province, an industrial park in it, two companies in the park, one beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from storage.accounts import Account, Address
from storage.consents import Consent
from storage.people import CONFIRMED, NewPerson, Person
from storage.store import Store
from storage.units import NewUnit, Unit

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Union:
    """province > park > (garments, shoes); province > school."""

    province: Unit
    park: Unit
    garments: Unit
    shoes: Unit
    school: Unit


def found(store: Store) -> Union:
    """Puts the union into an empty database."""
    province = store.units.add(NewUnit("Liên đoàn Lao động tỉnh Sơn Khê", "province", "SK", place="Sơn Khê"))
    park = store.units.add(NewUnit("Công đoàn các khu công nghiệp Sơn Khê", "upper", "SK-KCN", province.id))
    return Union(
        province,
        park,
        store.units.add(NewUnit("Công đoàn Công ty May Đông Hà", "base", "SK-MDH", park.id, size=120)),
        store.units.add(NewUnit("Công đoàn Công ty Giày Ánh Dương", "base", "SK-GAD", park.id)),
        store.units.add(NewUnit("Công đoàn Trường Tiểu học An Bình", "base", "SK-THAB", province.id)),
    )


def join(store: Store, unit: Unit, name: str, status: str = CONFIRMED, team: str | None = None) -> Person:
    """Adds a person who agreed to be written to, unless only listed."""
    person = store.people.add(NewPerson(unit.id, name, status, team), NOW)
    if status != "listed":
        store.consents.give(person.id, Consent("v1", NOW, "web"))
    return store.people.get(person.id)


def reach(store: Store, person: Person, external_id: str, channel: str = "telegram") -> Account:
    """Gives a person an account on a channel, with general news turned on."""
    account = store.accounts.meet(Address(channel, "bot", external_id), NOW)
    store.accounts.belongs(account.id, person.id)
    store.accounts.wants_news(account.id, wanted=True)
    return account
