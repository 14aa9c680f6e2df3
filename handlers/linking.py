"""One person on another channel or phone: a code from the first, typed or by link on the second."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from bot import filling, texts
from bot.messages import Choice, Notice, Reply, Said
from bot.qr import link_to
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.cutting_off import cut_off
from handlers.joining_notices import channel_name
from storage.accounts import Account
from storage.people import WAITING, Person
from storage.store import Store

GOOD_FOR = timedelta(minutes=15)
DIGITS = 10
TRIES, WITHIN = 5, timedelta(hours=1)  # wrong codes that one chat may write
_CODE = re.compile(r"\s*noi[\s-]*(\d{5})[\s-]*(\d{5})\s*", re.IGNORECASE)


def link(turn: Turn) -> Said:
    """ "noi may khac": a code for the other phone; on a chat nobody knows, how to get one."""
    if turn.person is None:
        return [Reply(turn.say("linking.how"))]
    code = some_digits()
    until = turn.now + GOOD_FOR
    forget_code(turn.store, turn.person.id)
    kept = {"person_id": turn.person.id, "until": until.isoformat()}
    turn.store.facts.set(f"link:{code}", kept)
    turn.store.facts.set(f"linking:{turn.person.id}", code)
    turn.audit("link_asked", "person", turn.person.id)
    shown = f"NOI-{code[:5]}-{code[5:]}"
    text = turn.say("linking.code", code=shown)
    if turn.public_url:
        text += "\n" + turn.say("linking.link", link=link_to(turn.public_url, shown))
    return [Reply(text)]


def some_digits() -> str:
    """Ten billion codes, of which one is good for a quarter of an hour."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def forget_code(store: Store, person_id: int) -> None:
    """The code that a person asked for last, the only one that is good, is good no more."""
    if before := store.facts.take(f"linking:{person_id}"):
        store.facts.take(f"link:{before}")


def typed(turn: Turn) -> Said:
    """The code, written on the other phone."""
    return link_by_code(turn, turn.heard.text) or []


def link_by_code(turn: Turn, text: str) -> Said | None:
    """Ties this chat to the person whose code it is; None for what is no code of this kind."""
    match = _CODE.fullmatch(text)
    if match is None:
        return None
    tries = _tries(turn)
    if len(tries) >= TRIES:
        turn.audit("link_refused", "account", turn.account.id)
        return [Reply(turn.say("linking.too_often"))]
    key = f"link:{match[1]}{match[2]}"
    fact = turn.store.facts.get(key)
    if not fact or datetime.fromisoformat(fact["until"]) < turn.now:
        turn.account.memory["codes"] = [*tries, turn.now.isoformat()]
        return [Reply(turn.say("linking.unknown"))]
    person = turn.store.people.get(fact["person_id"])
    if (refused := another(turn, person)) is not None:
        return refused
    if turn.store.facts.take(key) is None:  # another chat was faster
        return [Reply(turn.say("linking.unknown"))]
    told = tie(turn, person)
    turn.audit("linked", "person", person.id, channel=turn.account.address.channel)
    unit = turn.store.units.get(person.unit_id)
    welcome = Reply(turn.say("linking.linked", name=person.name, unit=unit.name), closing=True)
    return [welcome, *told]


def _tries(turn: Turn) -> list[str]:
    tries: list[str] = turn.account.memory.get("codes") or []
    return [at for at in tries if turn.now - datetime.fromisoformat(at) < WITHIN]


def another(turn: Turn, person: Person) -> Said | None:
    """What is said in the chat of somebody who is this person already, or somebody else."""
    before = turn.person
    if before and before.id == person.id:
        return [Reply(turn.say("linking.already"), closing=True)]
    if before and before.status != WAITING:
        return [Reply(turn.say("linking.somebody_elses", name=before.name))]
    return None


def tie(turn: Turn, person: Person) -> list[Notice]:
    """This chat is the person's; what the chats there were before hear of it."""
    before = turn.person
    forget_code(turn.store, person.id)
    others = turn.store.accounts.of(person.id)
    if before:  # whatever was begun here as a newcomer is this person's
        turn.store.accounts.hold(before.id)
        turn.store.people.absorb(before.id, person.id)
    turn.store.accounts.belongs(turn.account.id, person.id)
    if turn.talk is not None:
        filling.end(turn)
    turn.person = turn.store.people.get(person.id)
    return [_told(turn, person, chat) for chat in others]


def _told(turn: Turn, person: Person, chat: Account) -> Notice:
    """The chats there were before hear of the new one, and can throw it out."""
    channel = channel_name(turn.account.address.channel)
    out = Choice(texts.say("linking.not_me"), action="unlink", row=turn.account.id, version=1)
    return Notice(person.id, Reply(texts.say("linking.added", channel=channel), (out,)), account_id=chat.id)


def unlink(turn: Turn, row: int, version: int) -> Said:
    """ "Khong phai toi" under the news of another phone: that one is nobody's any more."""
    if turn.person is None or row == turn.account.id or row not in turn.store.accounts.ids(turn.person.id):
        return [Reply(turn.say("common.old_button"))]
    turn.store.accounts.hold(turn.person.id)
    forget_code(turn.store, turn.person.id)  # which the one thrown out may have asked for
    cut_off(turn, row)
    turn.audit("unlinked", "person", turn.person.id, account=row)
    ask = Choice(turn.say("common.ask_person"), action="person")
    return [Reply(turn.say("linking.unlinked"), choices=(ask,))]


ROUTES = (
    Route(
        "linking",
        exact=texts.phrases("linking.exact"),
        phrases=texts.phrases("linking.phrases"),
        handle=link,
    ),
    Route("link_code", patterns=(r"noi \d{5} ?\d{5}", r"noi\d{10}"), handle=typed, menu=False),
)
ACTIONS = (Action("unlink", unlink),)
