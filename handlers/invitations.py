"""A code, good once, that ties a chat to a person whom the operator or an officer named."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.messages import Reply, Said
from bot.numbers import number
from bot.turn import Turn
from handlers.consenting import agree_choices, consent_text
from handlers.guessing import missed, wait
from handlers.linking import another, tie
from storage.people import LISTED, WAITING, Person
from storage.roles import Role
from storage.store import Store

GOOD_FOR = timedelta(days=7)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are read for one another
PREFIX = "MOI-"
NAMED = 3  # units of a greeting


def invite(store: Store, person_id: int, now: datetime) -> str:
    """A new code for this person."""
    code = PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(10))
    store.facts.set(f"invite:{code}", {"person_id": person_id, "until": (now + GOOD_FOR).isoformat()})
    return code


def accept(turn: Turn, code: str) -> Said | None:
    """Ties this chat to the person whom the code names; None for what is no code of this kind."""
    code = code.strip().upper()
    if not code.startswith(PREFIX):
        return None
    if told := wait(turn):
        return told
    fact = turn.store.facts.get(f"invite:{code}")
    if not fact or datetime.fromisoformat(fact["until"]) < turn.now:
        missed(turn)
        return [Reply(turn.say("guessing.unknown"))]
    person = turn.store.people.get(fact["person_id"])
    if (refused := another(turn, person)) is not None:
        return refused
    if turn.store.facts.take(f"invite:{code}") is None:  # another chat was faster
        return [Reply(turn.say("guessing.unknown"))]
    told = tie(turn, person)
    return [*_accepted(turn, person), *told]


def _accepted(turn: Turn, person: Person) -> Said:
    if person.status in (LISTED, WAITING):
        turn.store.people.confirm(person.id, person.id, turn.now)
    turn.person = turn.store.people.get(person.id)
    turn.audit("accepted", "person", person.id)
    text = _greeting(turn, person)
    if turn.member:
        return [Reply(text)]
    return [Reply(f"{text}\n{consent_text(turn)}", choices=agree_choices(turn, person.id))]


def _greeting(turn: Turn, person: Person) -> str:
    """What the person is here for: the units of the offices, held or to come."""
    offices = turn.store.roles.given_to(person.id, turn.now)
    answering = [role for role in offices if role.decides or role.board_id is not None]
    if not offices:
        unit = turn.store.units.get(person.unit_id)
        return turn.say("joining.invited_member", name=person.name, unit=unit.name)
    key = "joining.invited" if answering else "joining.invited_follower"
    return turn.say(key, name=person.name, units=_places(turn, answering or offices))


def _places(turn: Turn, offices: Sequence[Role]) -> str:
    names = [_place(turn, role) for role in offices]
    shown = ", ".join(dict.fromkeys(names[:NAMED]))
    rest = len(names) - NAMED
    return turn.say("joining.invited_more", names=shown, count=number(rest)) if rest > 0 else shown


def _place(turn: Turn, role: Role) -> str:
    unit = turn.store.units.get(role.board_id or role.unit_id)
    return (
        turn.say("joining.invited_sector", sector=role.sector, unit=unit.name) if role.sector else unit.name
    )
