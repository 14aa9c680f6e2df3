"""Moving to another unit: history stays, the new unit's officer confirms, the old one sees nothing new."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.errors import Unreadable
from bot.filling import start
from bot.forms import CONFIRM, Answers, Field, Form
from bot.heard import has_phrase
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.consenting import CONSENT_TEXT
from handlers.finding import unit_named, units_meant
from handlers.joining import JOIN, consent_choices, consent_part
from handlers.joining_fields import LONGEST_TEAM, TEAM, read_unit
from handlers.joining_fields import UNIT as JOINING_UNIT
from handlers.joining_notices import join_notice, moved_from, with_team
from handlers.moving_offices import end_offices
from handlers.officers import officer_names, responsible, tell_officers, with_whom
from handlers.pledges_reading import read_pledge
from handlers.teams import is_team, settled_team
from knowledge.questions import is_question
from knowledge.unit_scores import SURE
from storage.consents import Consent
from storage.people import WAITING as NEWCOMER
from storage.people import Person
from storage.placements import Placement
from storage.registrations import NEEDS_MORE, WAITING, WITHDRAWN

OPEN = (WAITING, NEEDS_MORE)
CARRY, DROP = "carry", "drop"


def understand(turn: Turn) -> dict[str, Any]:
    """Where to, and which team there."""
    here = turn.talk is not None and turn.talk.flow == MOVING.name
    so_far = turn.talk.state.get("answers", {}) if turn.talk and here else {}
    said: dict[str, Any] = {}
    if "unit" not in so_far and (unit_id := _unit_named(turn)):
        said["unit"] = unit_id
    unit_id = said.get("unit") or so_far.get("unit")
    team = read_pledge(turn.heard.repaired, (), turn.today.year).team
    if team and unit_id:
        said["team"] = settled_team(team, turn.store.people.teams(int(unit_id)))
    return said


def _unit_named(turn: Turn) -> int | None:
    """The unit behind "sang", "qua": whole names first, then what is surely one."""
    own = turn.person.unit_id if turn.person else None
    for lead in texts.phrases("moving.towards"):
        if has_phrase(turn.heard.folded, lead):
            rest = f" {turn.heard.folded} ".rpartition(f" {lead} ")[2]
            if (unit_id := unit_named(turn, rest)) is not None and unit_id != own:
                return unit_id
            found = units_meant(turn, rest)
            if len(found) == 1 and found[0].score >= SURE and found[0].unit_id != own:
                return found[0].unit_id
    unit_id = unit_named(turn)
    return unit_id if unit_id != own else None


def read_new_unit(turn: Turn, answers: Answers) -> int:
    """Another unit than the person's own."""
    return _another(turn, read_unit(turn, answers))


def _pressed_unit(turn: Turn, value: str) -> int:
    chosen = JOINING_UNIT.pressed(turn, value) if JOINING_UNIT.pressed else value
    return _another(turn, int(chosen))


def _another(turn: Turn, unit_id: int) -> int:
    if turn.person and unit_id == turn.person.unit_id:
        raise Unreadable("moving.same_unit")
    return unit_id


def read_new_team(turn: Turn, answers: Answers) -> str:
    """The team as the new unit's list writes it."""
    text = turn.heard.text.strip(" .,")
    teams = turn.store.people.teams(int(answers["unit"]))
    if len(text) > LONGEST_TEAM or not is_team(text, teams):
        raise Unreadable("joining.team_hint")
    return settled_team(text, teams)


def _open_count(turn: Turn) -> int:
    if turn.person is None:
        return 0
    rows = [row.status for row in turn.store.registrations.of(turn.person.id)]
    rows += [row.status for row in turn.store.initiatives.of(turn.person.id)]
    return sum(status in OPEN for status in rows)


def _ask_open(turn: Turn, answers: Answers) -> str:
    return turn.say("moving.ask_open", count=_open_count(turn))


def read_open(turn: Turn, answers: Answers) -> str:
    """Whether what is not decided yet goes along."""
    for value, words in (
        (CARRY, texts.phrases("moving.carry_words")),
        (DROP, texts.phrases("moving.drop_words")),
    ):
        if any(has_phrase(turn.heard.folded, each) for each in words):
            return value
    raise Unreadable("moving.open_hint")


def _open_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("moving.carry"), CARRY), Choice(turn.say("moving.drop"), DROP))


def card(turn: Turn, answers: Answers) -> str:
    """From where, to where, what goes along."""
    old = turn.unit.name if turn.unit else ""
    new = turn.store.units.get(int(answers["unit"]))
    lines = [turn.say("moving.card", old=old, new=new.name, team=with_team(answers.get("team")))]
    if "open" in answers:
        lines.append(turn.say(f"moving.card_{answers['open']}"))
    lines.append(turn.say("moving.card_stays", officer=officer_names(turn.store, turn.now, new.id)))
    return "\n".join(lines) + consent_part(turn)


def _card_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    if asked := consent_choices(turn, answers):
        return asked
    return (Choice(turn.say("moving.agree"), CONFIRM.send), Choice(turn.say("common.stop"), CONFIRM.no))


def submit(turn: Turn, answers: Answers) -> Said:
    """The person stands in the new unit and waits there; where they came from is written down."""
    person = turn.person
    if person is None:
        return start(turn, JOIN)
    if person.consented is None:  # taken back, or never given: the card asked for it
        agreed = Consent(CONSENT_TEXT, turn.now, turn.account.address.channel)
        turn.store.consents.give(person.id, agreed)
    old, new = turn.store.units.get(person.unit_id), turn.store.units.get(int(answers["unit"]))
    ended = end_offices(turn, person)
    if person.status != NEWCOMER:
        began, left = turn.store.people.times(person.id)
        place = Placement(old.id, person.team, began, left or turn.now)
        turn.store.placements.add(person.id, place)
        moved_from(turn, person)
    turn.store.people.arrive(person.id, new.id, answers.get("team"), turn.now)
    fresh = turn.store.people.get(person.id)
    _open_things(turn, fresh, answers.get("open", CARRY))
    heard = {notice.person_id for notice in ended}
    gone = [each for each in _goodbyes(turn, person) if each.person_id not in heard]
    told = tell_officers(turn, new.id, lambda: join_notice(turn.store, fresh))
    sent = turn.say("moving.sent", officer=officer_names(turn.store, turn.now, new.id), old=old.name)
    return [Reply(with_whom(turn, sent, new.id), closing=True), *ended, *gone, *told]


def _open_things(turn: Turn, person: Person, what: str) -> None:
    """What nobody decided on yet goes along, or is withdrawn; what was decided stays where it was."""
    along = what == CARRY
    values: dict[str, object] = {"unit_id": person.unit_id} if along else {"status": WITHDRAWN}
    team: dict[str, object] = {"team": person.team} if along else {}
    for row in turn.store.registrations.of(person.id):
        if row.status in OPEN:
            turn.store.registrations.change(row.id, turn.now, **values, **team)
    for each in turn.store.initiatives.of(person.id):
        if each.status in OPEN:
            turn.store.initiatives.change(each.id, turn.now, **values)


def _goodbyes(turn: Turn, person: Person) -> list[Notice]:
    """The old unit hears that somebody is gone, and not where to."""
    if person.status == NEWCOMER:
        return []
    unit = turn.store.units.get(person.unit_id)
    news = texts.say("moving.gone", name=person.name, team=with_team(person.team), unit=unit.name)
    officers = responsible(turn.store, turn.now, unit.id, besides=person.id)
    return [Notice(each.id, Reply(news, closing=True)) for each in officers]


def move(turn: Turn) -> Said:
    """ "em chuyen sang Cong ty Giay Dong Bai"; somebody unknown joins there."""
    return start(turn, MOVING if turn.person else JOIN)


def how(turn: Turn) -> Said:
    """A question about moving: what happens then, and the button that begins it."""
    return [Reply(turn.say("moving.how"), choices=(Choice(turn.say("moving.open"), action="moving"),))]


MOVING = Form(
    "moving",
    (
        Field(
            "unit",
            read_new_unit,
            choices=JOINING_UNIT.choices,
            pressed=_pressed_unit,
            still=JOINING_UNIT.still,
        ),
        Field("team", read_new_team, choices=TEAM.choices, optional=True),
        Field(
            "open",
            read_open,
            when=lambda turn, answers: _open_count(turn) > 0,
            choices=_open_choices,
            ask=_ask_open,
        ),
    ),
    card,
    submit,
    understand,
    _card_choices,
    files=False,
)

ROUTES = (
    Route(
        "moving",
        exact=texts.phrases("moving.exact"),
        phrases=texts.phrases("moving.phrases"),
        handle=move,
    ),
    Route(
        "moving_how",
        asks=texts.phrases("moving.how_asks"),
        handle=how,
        allow=lambda turn: is_question(turn.heard.repaired),
        menu=False,
    ),
)
ACTIONS: tuple[Action, ...] = ()
FORMS = (MOVING,)
