"""The initiatives that the demonstration's people handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.turn import ZONE
from commands.demonstration.data import table
from commands.demonstration.members import Member
from storage.campaigns import Campaign
from storage.initiatives import NewInitiative
from storage.registrations import WAITING
from storage.store import Store

_HANDED_IN, _DECIDED = timedelta(days=2, hours=3), timedelta(days=1)


def hand_in(
    store: Store, people: Sequence[Member], ids: dict[str, int], launched: Campaign, at: datetime
) -> int:
    """Keeps those of ideas.toml, two days before `at`; returns how many."""
    told = table("ideas")["ideas"]
    deciders = {each.unit.code: ids[each.name] for each in people if "emulation" in each.offices}
    for idea in told:
        author = _author(people, idea)
        handed_in = at - _HANDED_IN
        new = NewInitiative(
            person_id=ids[author.name],
            unit_id=author.unit.id,
            what=idea["what"],
            since_text=idea["since_text"],
            since_on=handed_in.astimezone(ZONE).date() - timedelta(weeks=idea["weeks"]),
            authors_text=idea.get("authors_text"),
            effect=idea["effect"],
            campaign_id=launched.id,
        )
        made = store.initiatives.add(new, handed_in)
        if idea["status"] != WAITING:
            decided = handed_in + _DECIDED
            store.initiatives.decide(made.id, idea["status"], decided)
            subject = ("initiative", made.id)
            store.reviews.add(subject, deciders[idea["unit"]], idea["status"], decided, idea.get("reason"))
    return len(told)


def _author(people: Sequence[Member], idea: dict[str, Any]) -> Member:
    here = (member for member in people if (member.unit.code, member.team) == (idea["unit"], idea["team"]))
    return next(member for member in here if not member.part and not member.offices)
