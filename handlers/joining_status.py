"""What somebody who waits to be confirmed hears: who has it, since when, and what happens until when."""

from __future__ import annotations

from datetime import timedelta

from bot import texts
from bot.messages import Reply, Said
from bot.routing import Route
from bot.turn import Turn, local
from handlers.members_reminding import ABOVE, REMIND, above
from handlers.officers import officer_names
from storage.people import WAITING
from storage.working_days import after


def waits(turn: Turn) -> bool:
    """Whether the person joined and nobody confirmed them yet."""
    return turn.person is not None and turn.person.status == WAITING


def status(turn: Turn) -> Said:
    """ "sao lau the chua duyet e": the officer by name, the day it began, the days on which more is done."""
    person = turn.person
    since, _ = turn.store.people.times(person.id) if person else (None, None)
    if person is None or since is None:
        return [Reply(turn.say("joining.waiting_meanwhile"), closing=True)]
    came = local(since).date()
    officer = officer_names(turn.store, turn.now, person.unit_id)
    lines = [turn.say("joining.waiting_since", officer=officer, day=f"{came:%d/%m/%Y}")]
    reminded, passed = after(came, REMIND), came + timedelta(days=ABOVE)
    if turn.today < reminded:
        lines.append(turn.say("joining.waiting_remind", officer=officer, day=f"{reminded:%d/%m/%Y}"))
    if turn.today < passed and above(turn.store, turn.now, person):
        lines.append(turn.say("joining.waiting_above", day=f"{passed:%d/%m/%Y}"))
    lines.append(turn.say("joining.waiting_meanwhile"))
    return [Reply("\n".join(lines), closing=True)]


ROUTES = (Route("waiting", asks=texts.phrases("joining.status_asks"), handle=status, allow=waits),)
