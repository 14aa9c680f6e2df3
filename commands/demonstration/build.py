"""Makes the demonstration union in an empty database: the same one for the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from commands.demonstration import entering
from commands.demonstration.cast import MARK, CastMember, cast
from commands.demonstration.data import table
from commands.demonstration.dates import dates_around
from commands.demonstration.ideas import hand_in
from commands.demonstration.members import Member, members
from commands.demonstration.movement import campaign
from commands.demonstration.papers import PLAN, papers
from commands.demonstration.pledges import pledges
from storage.campaigns import Campaign
from storage.store import Store
from storage.units import Unit

_SEED = 47


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made; `counts` of units, people, registrations and initiatives."""

    province: Unit
    counts: dict[str, int]
    campaign: Campaign
    documents: tuple[str, ...]
    cast: tuple[CastMember, ...]


def make_if_empty(store: Store, on: date, at: datetime) -> Demonstration | None:
    """Makes it unless there is a union already; then None."""
    return make_demonstration(store, on, at) if store.units.is_empty() else None


def make_demonstration(store: Store, on: date, at: datetime) -> Demonstration:
    """Makes it. `on` is the day it lies around, `at` the instant at which everything is entered."""
    random = Random(_SEED)  # noqa: S311 - the same union every time
    units = entering.units(store)
    province = units[0].unit
    people = members(units, random)
    registered = [pledge for each in units for pledge in pledges(each, people, on, random)]
    met = entering.met_on_a_channel(people, registered, random)
    ids = entering.people(store, people, met, at)
    launched, files = _launch(store, province, people, on)
    entering.registrations(store, registered, ids, launched, at)
    ideas = hand_in(store, people, ids, launched, at)
    _mark(store, ids, on)
    counts = {
        "units": len(units),
        "people": len(people),
        "registrations": len(registered),
        "initiatives": ideas,
    }
    return Demonstration(province, counts, launched, files, tuple(cast(store)))


def _launch(
    store: Store, province: Unit, people: Sequence[Member], on: date
) -> tuple[Campaign, tuple[str, ...]]:
    dates = dates_around(on)
    signers = {member.part["signs"]: member.name for member in people if "signs" in member.part}
    kept = {
        document.file: store.documents.replace(document, province.id) for document in papers(dates, signers)
    }
    return store.campaigns.launch(campaign(province.id, kept[PLAN], dates)), tuple(kept)


def _mark(store: Store, ids: dict[str, int], on: date) -> None:
    playing = [part for part in table("cast")["people"] if "as" in part]
    told = [{"as": part["as"], "label": part["label"], "person_id": ids[part["name"]]} for part in playing]
    store.facts.set(MARK, {"made_on": on.isoformat(), "cast": told})
