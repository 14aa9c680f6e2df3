"""Enters what was made up for the demonstration: units, people with their offices, registrations."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from random import Random
from typing import Any

from commands.demonstration.data import table
from commands.demonstration.members import Described, Member
from commands.demonstration.pledges import Pledge, is_direct
from storage.accounts import Address
from storage.campaigns import Campaign
from storage.consents import Consent
from storage.people import CONFIRMED, LISTED, NewPerson
from storage.registrations import NewRegistration
from storage.store import Store
from storage.units import NewUnit, Unit

# In a hundred: how many of those who registered, and of the others, wrote on some channel.
_MET, _MET_OTHERS = 70, 15


def units(store: Store) -> list[Described]:
    """The tree of units.toml, the province first, each unit before those below it."""
    told = table("units")
    uppers = told["uppers"]
    below = [each for upper in uppers for each in upper["units"]]
    province = _unit(store, told["province"], ("province", None, told["place"]), [*uppers, *below])
    found = [Described(province, told["province"])]
    for upper in uppers:
        above = _unit(store, upper, ("upper", province.id, told["place"]), upper["units"])
        found.append(Described(above, upper))
        for each in upper["units"]:
            made = _unit(store, each, ("grassroots", above.id, told["place"]), ())
            found.append(Described(made, each))
    return found


def met_on_a_channel(people: Sequence[Member], registered: Sequence[Pledge], random: Random) -> set[str]:
    """Names of those who wrote to the bot already; the others are only on the list, as most are at first."""
    names = {pledge.member.name for pledge in registered}
    chance = {member.name: _MET if member.name in names else _MET_OTHERS for member in people}
    sure = {member.name for member in people if member.part or member.offices}
    return sure | {name for name, percent in chance.items() if random.randrange(100) < percent}


def people(store: Store, everybody: Sequence[Member], met: Container[str], at: datetime) -> dict[str, int]:
    """Puts everybody on their unit's list, with offices and consents; returns their ids by name."""
    store.people.add_many(
        [_person(member, CONFIRMED if member.name in met else LISTED) for member in everybody], at
    )
    found = store.people.search("/", "", limit=len(everybody))
    ids = {person.name: person.id for person in found}
    for member in everybody:
        for office in member.offices:
            store.roles.appoint(ids[member.name], member.unit.id, office, at)
        if member.offices:  # members are told of nobody who cannot be written to
            account = store.accounts.meet(Address("web", "web", f"demonstration-{ids[member.name]}"), at)
            store.accounts.belongs(account.id, ids[member.name])
    for person in found:
        if person.status == CONFIRMED:
            store.consents.give(person.id, Consent("demonstration", at, "web"))
    return ids


def registrations(
    store: Store, registered: Sequence[Pledge], ids: dict[str, int], launched: Campaign, at: datetime
) -> None:
    """Hands in the registrations in the order of their times, and decides on those that are decided."""
    titles = {title.name: title.id for title in store.campaigns.titles(launched.id)}
    phase = store.campaigns.phases(launched.id)[0]
    officers = store.roles.everyone(at)
    deciders = {role.unit_id: person.id for person, role in officers if role.what == "emulation"}
    for pledge in sorted(registered, key=lambda pledge: pledge.created):
        new = NewRegistration(
            person_id=ids[pledge.member.name],
            unit_id=pledge.member.unit.id,
            kind="title",
            year=launched.starts_on.year,
            title=pledge.title,
            title_id=titles[pledge.title],
            work=pledge.work,
            team=pledge.member.team,
            campaign_id=launched.id,
            phase_id=phase.id,
        )
        made = store.registrations.add(new, pledge.created)
        if pledge.decided is not None:
            store.registrations.decide(made.id, pledge.status, pledge.decided)
            by = deciders[pledge.member.unit.id]
            store.reviews.add(("registration", made.id), by, pledge.status, pledge.decided, pledge.reason)


def _unit(
    store: Store, told: dict[str, Any], at: tuple[str, int | None, str], below: Sequence[dict[str, Any]]
) -> Unit:
    kind, parent_id, place = at
    new = NewUnit(
        name=told["name"],
        kind=kind,
        code=told["code"],
        parent_id=parent_id,
        place=place,
        sector=told.get("sector"),
        employer_type=told.get("employer_type"),
        size=sum(size for each in (told, *below) for _, size, _ in each["teams"]),
        aliases=tuple(told["aliases"]),
    )
    return store.units.add(new)


def _person(member: Member, status: str) -> NewPerson:
    return NewPerson(
        unit_id=member.unit.id,
        name=member.name,
        status=status,
        team=member.team,
        work_kind="direct" if is_direct(member.work) else "office",
        sex=member.sex,
    )
