"""What an officer sees of somebody who waits to be confirmed, and the ways to settle who it is."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts
from bot.messages import Choice, Reply
from bot.turn import Turn, local
from handlers.joining_matching import look_up
from handlers.matching import Found
from storage.audit import Entry
from storage.members import Known
from storage.people import CONFIRMED, Person
from storage.store import Store
from storage.vietnamese import fold

# In the audit: joined; says to be known on another phone; came from another unit; was confirmed.
JOINED, CLAIMED, MOVED, CONFIRMATION = "joined", "claimed", "moved", "confirmed"
CHOICES = 3


def join_notice(store: Store, person: Person) -> Reply:
    """The notice of somebody who joins, moves here, or has a new phone."""
    found = look_up(store, person)
    text = f"{_asks(store, person)}\n{list_line(store, found)}"
    return Reply(text, choices=newcomer_choices(store, person, found))


def _asks(store: Store, person: Person) -> str:
    team = with_team(person.team)
    unit = store.units.get(person.unit_id)
    if claims(store, person.id):
        return texts.say("joining.notice_claim", name=person.name, team=team, unit=unit.name)
    if (old := came_from(store, person)) is not None:
        was = store.units.get(old).name
        return texts.say("joining.notice_moved", name=person.name, team=team, unit=unit.name, old=was)
    return texts.say("joining.notice", name=person.name, team=team, unit=unit.name)


def with_team(team: str | None) -> str:
    """The team behind a name."""
    return texts.say("joining.card_team", team=team) if team else ""


def claims(store: Store, person_id: int) -> bool:
    """Whether this newcomer says to be known already, on another phone."""
    came = how_came(store, person_id)
    return came is not None and came.action == CLAIMED


def came_from(store: Store, person: Person) -> int | None:
    """The unit a waiting person worked in before; None for a newcomer."""
    came = how_came(store, person.id)
    return int(came.detail["from"]) if came and came.action == MOVED else None


def how_came(store: Store, person_id: int) -> Entry | None:
    """How a waiting person came to wait, where that is written."""
    known = (JOINED, CLAIMED, MOVED, CONFIRMATION)
    return next((e for e in reversed(store.audit.of("person", person_id)) if e.action in known), None)


def moved_from(turn: Turn, was: Person) -> None:
    """Writes down where a known person comes from, to be put back there if need be."""
    turn.audit(MOVED, "person", was.id, **{"from": was.unit_id, "team": was.team, "was": was.status})


def list_line(store: Store, found: Found) -> str:
    """What the union's own list says of a newcomer's name. For officers only."""
    if found.sure:
        return _sure_line(store, found)
    if found.several:
        shown = found.several[:CHOICES]
        head = texts.say("joining.several", count=len(found.several))
        return "\n".join([head, *(f"- {who(each)}" for each in shown)]) if _few(found) else head
    if found.near:
        return texts.say("joining.near", names="; ".join(map(who, found.near)))
    return texts.say("joining.not_listed")


def _sure_line(store: Store, found: Found) -> str:
    known = found.sure
    if known is None:
        raise ValueError("nobody is sure")
    team = with_team(known.team)
    if (met := met_on(store, known)) is not None:
        channel, day = met
        return texts.say("joining.known", name=known.name, team=team, channel=channel, day=day)
    if found.namesakes > 1:
        return texts.say("joining.listed_of", name=known.name, team=team, count=found.namesakes)
    return texts.say("joining.listed", name=known.name, team=team)


def met_on(store: Store, known: Known) -> tuple[str, str] | None:
    """(channel, since which day) of somebody who is confirmed and has a chat already."""
    met = store.members.met(known.id) if known.status == CONFIRMED else None
    if met is None:
        return None
    channel, since = met
    return channel_name(channel), f"{local(since):%d/%m/%Y}"


def channel_name(channel: str) -> str:
    """The channel as people call it."""
    key = f"joining.channel_{channel}"
    return texts.say(key) if texts.has(key) else channel


def who(known: Known) -> str:
    """One of several of a name: team and kind of work tell them apart."""
    kind = f"joining.work_{known.work_kind}"
    parts = (known.name, known.team, texts.say(kind) if texts.has(kind) else None)
    return ", ".join({fold(part): part for part in parts if part}.values())


def clear(store: Store, found: Found) -> bool:
    """Whether one press can take the newcomer in: one person of the list who has no chat yet, or nobody."""
    return found.nobody or (found.sure is not None and met_on(store, found.sure) is None)


def newcomer_choices(store: Store, person: Person, found: Found) -> tuple[Choice, ...]:
    """What the officer can say of a newcomer."""
    if found.sure and not clear(store, found):
        return (*phone_choices(person, found.sure), refusal(store, person, found))
    if found.several and not _few(found):
        choose = Choice(texts.say("joining.choose"), action="settle", row=person.id, version=person.version)
        return (choose, refusal(store, person, found))
    if found.several:
        return (*same_choices(person, found.several), refusal(store, person, found))
    if found.near:
        near = [Choice(who(k), action="same", row=k.id, version=person.id) for k in found.near]
        return (*near, refusal(store, person, found))
    take = Choice(texts.say("joining.confirm"), action="confirm", row=person.id, version=person.version)
    if found.nobody:
        return (take, rename_choice(person), refusal(store, person, found))
    return (take, refusal(store, person, found))


def _few(found: Found) -> bool:
    return len(found.several) <= CHOICES


def refusal(store: Store, person: Person, found: Found) -> Choice:
    """ "Khong phai": of a name that is known it may also be somebody new; of a claim nothing else."""
    if found.nobody or claims(store, person.id):
        return stranger_choice(person)
    label = texts.say("joining.somebody_else" if found.several or found.near else "joining.not_ours")
    return Choice(label, action="other", row=person.id, version=person.version)


def stranger_choice(person: Person) -> Choice:
    """Not one of ours."""
    return Choice(texts.say("joining.not_ours"), action="stranger", row=person.id, version=person.version)


def rename_choice(person: Person) -> Choice:
    """One of ours, whose name must be written otherwise."""
    return Choice(texts.say("joining.rename"), action="rename", row=person.id, version=person.version)


def same_choices(person: Person, known: Sequence[Known]) -> tuple[Choice, ...]:
    """One button for each of several: the row is whom the list names, the version says who joins."""
    labels = [short(each) for each in known]
    alike = len(set(labels)) < len(labels)
    return tuple(
        Choice(f"{label} ({n})" if alike else label, action="same", row=each.id, version=person.id)
        for n, (label, each) in enumerate(zip(labels, known, strict=True), 1)
    )


def short(known: Known) -> str:
    """What tells this one from the others: team and kind of work, the name where there is nothing else."""
    return who(known).removeprefix(f"{known.name}, ") if known.team or known.work_kind else known.name


def phone_choices(person: Person, known: Known) -> tuple[Choice, ...]:
    """It is somebody who has a chat already: the new one instead, or both."""
    return (
        Choice(texts.say("joining.phone_new"), action="phone_new", row=known.id, version=person.id),
        Choice(texts.say("joining.phone_both"), action="phone_both", row=known.id, version=person.id),
    )
