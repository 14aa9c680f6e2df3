"""A code, good once, that ties a chat to a person whom the operator or an officer named."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot import texts
from bot.messages import Reply, Said
from bot.turn import Turn
from handlers.consenting import agree_choices, consent_text
from handlers.guessing import missed, wait
from handlers.linking import another, tie
from storage.people import Person
from storage.store import Store

GOOD_FOR = timedelta(days=7)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are read for one another
PREFIX = "MOI-"


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
    unit = turn.store.units.get(person.unit_id)
    turn.person = turn.store.people.get(person.id)
    turn.audit("accepted", "person", person.id)
    text = texts.say("joining.invited", name=person.name, unit=unit.name, you=turn.you)
    if turn.member:
        return [Reply(text)]
    return [Reply(f"{text}\n{consent_text(turn)}", choices=agree_choices(turn, person.id))]
