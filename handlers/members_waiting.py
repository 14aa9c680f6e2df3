"""Who waits to be confirmed: the officer's list, one by its number, many at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import texts
from bot.errors import Refused
from bot.filling import start
from bot.forms import CONFIRM, Answers, Form
from bot.messages import NUMBERED, WORDED, Choice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.duty import Duty
from handlers.joining_confirming import (
    confirm_person,
    is_clear,
    may_confirm,
    settled,
    waiting_person,
    welcome_news,
)
from handlers.joining_matching import look_up
from handlers.joining_notices import claims, join_notice, met_on, who, with_team
from storage.errors import Missing
from storage.members import Newcomer
from storage.people import WAITING, Person
from storage.store import Store
from storage.vietnamese import fold

PAGE = 10
LISTED_AS = "newcomers"  # in the chat's memory: ids in the order last shown
OTHER_LISTS = ("members", "listing")  # there too: teams counted, registrations that wait


def waiting(turn: Turn) -> list[Newcomer]:
    """Who waits for this officer, the oldest first."""
    own = turn.person.id if turn.person else 0
    units = Duty.of(turn).reach(turn.roles).answered_for(turn.roles)
    return [each for each in turn.store.members.waiting_in(units) if each.person.id != own]


def newcomers(turn: Turn) -> Said:
    """ "ai dang cho": numbered; a single one with its buttons at once."""
    rows = waiting(turn)
    if not rows:
        return [Reply(turn.say("newcomers.none"), closing=True)]
    if len(rows) == 1:
        return [join_notice(turn.store, rows[0].person)]
    shown = [each.person for each in rows[:PAGE]]
    _keep_listing(turn, [person.id for person in shown])
    lines = [turn.say("newcomers.head", count=len(rows))]
    lines += [
        turn.say(
            "newcomers.row", number=n, name=person.name, team=with_team(person.team), whom=_is(turn, person)
        )
        for n, person in enumerate(shown, 1)
    ]
    if len(rows) > PAGE:
        lines.append(turn.say("newcomers.more_rows", count=len(rows) - PAGE))
    lines.append(turn.say("newcomers.hint"))
    numbered = tuple(
        Choice(person.name, action="newcomer_row", row=person.id, version=person.version, by=NUMBERED)
        for person in shown
    )
    everybody = Choice(turn.say("newcomers.all"), action="accept_all", by=WORDED)
    return [Reply("\n".join(lines), choices=(*numbered, everybody))]


def _keep_listing(turn: Turn, ids: Sequence[int]) -> None:
    """Numbers belong to the list that was shown last: those of other lists count no more."""
    for other in OTHER_LISTS:
        turn.account.memory.pop(other, None)
    turn.account.memory[LISTED_AS] = list(ids)


def row_said(turn: Turn) -> Said | None:
    """ "2", while the list of newcomers is the one shown last: that one; None where it is not."""
    listing = turn.account.memory.get(LISTED_AS) or []
    said = turn.heard.folded
    if not said.isdecimal() or not listing or turn.talk is not None or not turn.is_decider:
        return None
    if any(turn.account.memory.get(other) for other in OTHER_LISTS):
        return None
    if not 1 <= int(said) <= len(listing):
        return None
    person = _present(turn.store, listing[int(said) - 1])
    if person is None:
        return settled(turn, listing[int(said) - 1])
    may_confirm(turn, person)
    return [join_notice(turn.store, person)]


def _is(turn: Turn, person: Person) -> str:
    """Whom the list names, in a few words."""
    found = look_up(turn.store, person)
    if found.sure:
        if met_on(turn.store, found.sure) or claims(turn.store, person.id):
            return turn.say("newcomers.is_known", who=who(found.sure))
        return turn.say("newcomers.is_listed", who=who(found.sure))
    if len(found.several) == 1:
        return turn.say("newcomers.is_other_team", who=who(found.several[0]))
    if found.several:
        return turn.say("newcomers.is_several", count=len(found.several))
    if found.near:
        return turn.say("newcomers.is_near", who=who(found.near[0]))
    return turn.say("newcomers.is_new")


def row_of(turn: Turn, row: int, version: int) -> Said:
    """One of the list, with its buttons."""
    person = waiting_person(turn, row, version)
    return settled(turn, row) if person is None else [join_notice(turn.store, person)]


def accept_many(turn: Turn) -> Said:
    """ "dung het", "dung het tru 3", "nhan 1 2", "dung het tru Sen": shows who, then one press."""
    listing = _listing(turn)
    words, _, but = turn.heard.folded.partition(" tru ")
    chosen = _numbers(turn, words, listing) or list(range(1, len(listing) + 1))
    excluded = set(_numbers(turn, but, listing))
    return _ask(turn, [listing[n - 1] for n in chosen if n not in excluded])


def accept_all(turn: Turn, row: int, version: int) -> Said:
    """The button under the list."""
    return _ask(turn, _listing(turn))


def _listing(turn: Turn) -> list[int]:
    """As last shown; where nothing was, as it would be."""
    listing = turn.account.memory.get(LISTED_AS) or [each.person.id for each in waiting(turn)[:PAGE]]
    turn.account.memory[LISTED_AS] = list(listing)
    return list(listing)


def _numbers(turn: Turn, text: str, listing: Sequence[int]) -> list[int]:
    """Rows by number, or by the last words of a name."""
    numbers = {int(n) for n in re.findall(r"\d+", text)}
    if any(not 1 <= n <= len(listing) for n in numbers):
        raise Refused("reviews.number_unknown", you=turn.you)
    if not numbers and text:
        named = {n: _present(turn.store, id) for n, id in enumerate(listing, 1)}
        given = {n: fold(each.name).split()[-1] for n, each in named.items() if each}
        numbers = {n for n, name in given.items() if f" {text} ".endswith(f" {name} ")}
    return sorted(numbers)


def _present(store: Store, person_id: int) -> Person | None:
    """Still waiting, or None: confirmed, refused or merged since."""
    try:
        person = store.people.get(person_id)
    except Missing:
        return None
    return person if person.status == WAITING else None


def _ask(turn: Turn, ids: Sequence[int]) -> Said:
    """Only those of whom it is clear who they are; the others are named, to be looked at one by one."""
    waits = [person for id in ids if (person := _present(turn.store, id))]
    found = [person for person in waits if turn.decides(turn.store.units.get(person.unit_id))]
    clear = [person for person in found if is_clear(turn, person)]
    if not clear:
        return _one_by_one(turn, found) if found else newcomers(turn)
    left = [_why(turn, person) for person in found if person not in clear]
    return start(turn, ACCEPTING, {"rows": [[each.id, each.version] for each in clear], "left": left})


def _why(turn: Turn, person: Person) -> str:
    """Who cannot be taken in together with others, and whom the list names."""
    return turn.say("accepting.why", name=person.name, team=with_team(person.team), whom=_is(turn, person))


def _one_by_one(turn: Turn, found: Sequence[Person]) -> Said:
    """None of these can be taken in unseen: says why, each with a way to look."""
    listing = turn.account.memory.get(LISTED_AS) or []
    lines = [turn.say("accepting.none_clear")]
    lines += [turn.say("accepting.row", number=listing.index(p.id) + 1, why=_why(turn, p)) for p in found]
    if len(found) == 1:
        notice = join_notice(turn.store, found[0])
        return [replace(notice, text="\n".join([lines[0], notice.text]))]
    lines.append(turn.say("accepting.look"))
    return [Reply("\n".join(lines))]


def _still_theirs(turn: Turn, answers: Answers) -> None:
    for id, _ in answers["rows"]:
        if person := _present(turn.store, int(id)):
            may_confirm(turn, person)


def accepting_card(turn: Turn, answers: Answers) -> str:
    """Who is taken in, who must be looked at."""
    found = [_present(turn.store, int(id)) for id, _ in answers["rows"]]
    names = ", ".join(person.name for person in found if person)
    left = texts.say("accepting.left", names="\n- ".join(answers["left"])) if answers["left"] else ""
    return turn.say("accepting.card", count=len(answers["rows"]), names=names, left=left)


def accepting_submit(turn: Turn, answers: Answers) -> Said:
    """Takes them in, each as the one of the list who is meant; they are told."""
    told, done = [], 0
    for id, version in answers["rows"]:
        person = _present(turn.store, int(id))
        if person is None or person.version != version or not is_clear(turn, person):
            continue
        may_confirm(turn, person)
        chats = turn.store.accounts.of(person.id)
        told += welcome_news(turn, confirm_person(turn, person), chats)
        done += 1
    if not done:
        return [Reply(turn.say("joining.settled_since"), closing=True)]
    rest = len(waiting(turn))
    more = (Choice(turn.say("newcomers.see_rest"), action="newcomers"),) if rest else ()
    text = turn.say("accepting.done", count=done)
    if rest:
        text += turn.say("accepting.rest", count=rest)
    return [Reply(text, choices=more, closing=True), *told]


def _accepting_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("accepting.agree"), CONFIRM.send), Choice(turn.say("common.stop"), CONFIRM.no))


def _deciders(turn: Turn) -> bool:
    return turn.is_decider


ACCEPTING = Form(
    "accepting",
    (),
    accepting_card,
    accepting_submit,
    choices=_accepting_choices,
    allow=_deciders,
    guard=_still_theirs,
    files=False,
)
ROUTES = (
    Route(
        "newcomers",
        exact=texts.phrases("newcomers.exact"),
        asks=texts.phrases("newcomers.asks"),
        handle=newcomers,
        allow=_deciders,
    ),
    Route(
        "accept_many",
        patterns=(
            r"(?:dung|nhan|xac nhan)(?: nguoi)? (?:het|tat ca) tru .+",
            r"(?:nhan|xac nhan) (?:het|tat ca)(?: nguoi| moi nguoi)?",
            r"(?:nhan|xac nhan)(?: so| nguoi)? \d[\d\s,va]*",
        ),
        handle=accept_many,
        allow=_deciders,
        menu=False,
    ),
)
ACTIONS = (Action("newcomer_row", row_of, _deciders), Action("accept_all", accept_all, _deciders))
FORMS = (ACCEPTING,)
