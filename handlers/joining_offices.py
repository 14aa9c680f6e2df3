"""Whoever says to be somebody with an office is taken for that one only by who could give the office."""

from __future__ import annotations

from bot.messages import Notice, Reply, Said
from bot.turn import Turn
from handlers.appointing_finding import may_give
from handlers.joining_notices import join_notice
from handlers.officers import responsible
from storage.people import Person


def beyond(turn: Turn, known_id: int) -> bool:
    """Whether this one is the officer who presses, or holds or will hold what that officer cannot give."""
    if turn.person and turn.person.id == known_id:
        return True
    offices = turn.store.roles.given_to(known_id, turn.now)
    return not all(may_give(turn, role.what, turn.store.units.get(role.unit_id)) for role in offices)


def handed_up(turn: Turn, person: Person, known_id: int) -> Said:
    """The level above the offices decides who the newcomer is; it gets the notice."""
    above = _above(turn, known_id)
    asked = responsible(turn.store, turn.now, above, besides=known_id) if above else []
    asked = [officer for officer in asked if turn.person is None or officer.id != turn.person.id]
    turn.audit("handed_up", "person", person.id, to=[officer.id for officer in asked])
    if not asked:
        return [Reply(turn.say("joining.handed_to_nobody"), closing=True)]
    notice = join_notice(turn.store, person)
    told = turn.say("joining.handed_up", officer=asked[0].name)
    return [Reply(told, closing=True), *(Notice(officer.id, notice) for officer in asked)]


def _above(turn: Turn, known_id: int) -> int | None:
    """The lowest unit above all in which the offices are held; None where there is none."""
    chains = [
        turn.store.units.get(role.unit_id).above()[1:]
        for role in turn.store.roles.given_to(known_id, turn.now)
    ]
    shared = set(chains[0]).intersection(*chains) if chains else set()
    return next((unit for unit in chains[0] if unit in shared), None) if chains else None
