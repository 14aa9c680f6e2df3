"""The officer decides: approve, ask for more, take back; one by one or many at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import CONFIRM, Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.joining import confirm_person, list_line, may_confirm
from handlers.officers import units_answered_for
from storage.people import WAITING as NEWCOMER
from storage.registrations import APPROVED, NEEDS_MORE, WAITING, Registration

UNDO = timedelta(minutes=10)  # how long the news of many approvals can be taken back
PAGE = 10
SUBJECT = "registration"


def what_of(row: Registration) -> str:
    """What was registered, in a few words."""
    if not row.title:
        return row.work or ""
    title = texts.say("reviews.title_year", title=row.title, year=row.year)
    return texts.say("reviews.both", title=title, work=row.work) if row.work else title


def _team(team: str | None) -> str:
    return texts.say("reviews.team", team=team) if team else ""


def registration_notice(turn: Turn, row: Registration) -> Reply:
    """What the officer sees of a new registration; a newcomer and the pledge are one press."""
    blanks = {"name": row.person_name, "team": _team(row.team), "what": what_of(row)}
    if row.person_status != NEWCOMER:
        return Reply(texts.say("reviews.notice", **blanks), choices=_choices(row))
    person = turn.store.people.get(row.person_id)
    text = f"{texts.say('reviews.notice_new', **blanks)}\n{list_line(turn, person)}"
    return Reply(text, choices=_choices(row, person.version))


def _choices(row: Registration, newcomer: int | None = None) -> tuple[Choice, ...]:
    if newcomer is not None:
        return (
            Choice(texts.say("reviews.approve_both"), "", "approve", row.id, row.version),
            Choice(texts.say("reviews.person_only"), "", "confirm", row.person_id, newcomer),
            Choice(texts.say("joining.not_ours"), "", "stranger", row.person_id, newcomer),
        )
    return (
        Choice(texts.say("reviews.approve"), "", "approve", row.id, row.version),
        Choice(texts.say("reviews.more"), "", "more", row.id, row.version),
        Choice(texts.say("reviews.show_all"), "", "reviews"),
    )


def _mine_to_decide(turn: Turn, row: Registration) -> None:
    if turn.person and turn.person.id == row.person_id:
        raise Refused("reviews.not_own", you=turn.you)
    if not turn.governs(row.unit_path):
        raise Refused("common.not_yours", you=turn.you)


def _officer(turn: Turn) -> str:
    return turn.person.name if turn.person else ""


def approve(turn: Turn, row_id: int, version: int) -> Said:
    """One press approves; of a newcomer it confirms the person as well. The member hears at once."""
    row = turn.store.registrations.get(row_id)
    _mine_to_decide(turn, row)
    if row.status != WAITING or row.version != version:
        return [Reply(turn.say("reviews.settled"), choices=_to_list(turn))]
    row = _approve(turn, row)
    news = texts.say("reviews.news_approved", officer=_officer(turn), what=what_of(row))
    undo = Choice(turn.say("reviews.undo"), action="unapprove", row=row.id, version=row.version)
    done = Reply(turn.say("reviews.approved", name=row.person_name), choices=(undo,))
    return [done, Notice(row.person_id, Reply(news, closing=True))]


def _approve(turn: Turn, row: Registration) -> Registration:
    person = turn.store.people.get(row.person_id)
    if person.status == NEWCOMER:
        may_confirm(turn, person)
        confirm_person(turn, person)
    turn.store.registrations.decide(row.id, APPROVED, turn.now)
    _keep(turn, row.id, APPROVED)
    return turn.store.registrations.get(row.id)


def _keep(turn: Turn, row_id: int, decision: str, reason: str | None = None) -> None:
    by = turn.person.id if turn.person else 0
    turn.store.reviews.add((SUBJECT, row_id), by, decision, turn.now, reason)
    turn.audit(decision, SUBJECT, row_id, reason=reason)


def unapprove(turn: Turn, row_id: int, version: int) -> Said:
    """Takes an approval back; the member, who has heard, hears that too."""
    row = turn.store.registrations.get(row_id)
    _mine_to_decide(turn, row)
    if row.status != APPROVED or row.version != version:
        return [Reply(turn.say("reviews.settled"), choices=_to_list(turn))]
    turn.store.registrations.decide(row.id, WAITING, turn.now)
    _keep(turn, row.id, "taken_back")
    news = texts.say("reviews.told_undone", officer=_officer(turn), what=what_of(row))
    return [
        Reply(turn.say("reviews.undone", count=1), choices=_to_list(turn)),
        Notice(row.person_id, Reply(news)),
    ]


def _to_list(turn: Turn) -> tuple[Choice, ...]:
    return (Choice(turn.say("reviews.show_all"), action="reviews"),)


# --- asking for more -----------------------------------------------------------------------------


def more(turn: Turn, row_id: int, version: int) -> Said:
    """ "Can bo sung": asks the officer what is missing."""
    row = turn.store.registrations.get(row_id)
    _mine_to_decide(turn, row)
    if row.status != WAITING or row.version != version:
        return [Reply(turn.say("reviews.settled"), choices=_to_list(turn))]
    return ask_more(turn, row)


def ask_more(turn: Turn, row: Registration, reason: str | None = None) -> Said:
    """Opens the request for more, with the words if they were already said."""
    answers: dict[str, Any] = {"row": row.id, "name": row.person_name}
    if reason:
        answers["reason"] = reason
    return start(turn, MORE, answers)


def _ask_reason(turn: Turn, answers: Answers) -> str:
    return turn.say("reviews.ask_reason", name=answers.get("name", ""))


def read_reason(turn: Turn, answers: Answers) -> str:
    """What is missing, in the officer's words."""
    if not 3 <= len(turn.heard.text) <= 500:
        raise Unreadable("reviews.reason_hint")
    return turn.heard.repaired


def more_card(turn: Turn, answers: Answers) -> str:
    """What the member will read."""
    return turn.say("reviews.card", name=answers["name"], officer=_officer(turn), reason=answers["reason"])


def more_submit(turn: Turn, answers: Answers) -> Said:
    """The registration goes back to the member with the officer's words."""
    row = turn.store.registrations.get(int(answers["row"]))
    _mine_to_decide(turn, row)
    turn.store.registrations.decide(row.id, NEEDS_MORE, turn.now)
    _keep(turn, row.id, NEEDS_MORE, answers["reason"])
    blanks = {"officer": _officer(turn), "what": what_of(row), "reason": answers["reason"]}
    fresh = turn.store.registrations.get(row.id)
    amend = Choice(texts.say("reviews.amend"), action="amend", row=row.id, version=fresh.version)
    news = Reply(texts.say("reviews.news_more", **blanks), choices=(amend,))
    done = Reply(turn.say("reviews.asked_more", name=row.person_name), closing=True)
    return [done, Notice(row.person_id, news)]


MORE = Form(
    "reviews",
    (Field("reason", read_reason, ask=_ask_reason, free=True),),
    more_card,
    more_submit,
    allow=lambda turn: turn.is_officer,
)


# --- many at once --------------------------------------------------------------------------------


def waiting(turn: Turn) -> list[Registration]:
    """What waits for this officer's decision, the oldest first; never the officer's own."""
    unit_ids = units_answered_for(turn.store, turn.roles)
    rows = turn.store.registrations.waiting_in(unit_ids, 500)
    return [row for row in rows if turn.person is None or row.person_id != turn.person.id]


def reviews(turn: Turn) -> Said:
    """The list of what waits, numbered."""
    rows = waiting(turn)
    if not rows:
        return [Reply(turn.say("reviews.none"), closing=True)]
    shown = rows[:PAGE]
    turn.account.memory["listing"] = [row.id for row in shown]
    lines = [
        turn.say("reviews.row", number=n, name=row.person_name, team=_team(row.team), what=what_of(row))
        for n, row in enumerate(shown, 1)
    ]
    if len(rows) > PAGE:
        lines.append(turn.say("reviews.more_rows", count=len(rows) - PAGE))
    if len(shown) == 1:
        person = turn.store.people.get(shown[0].person_id)
        newcomer = person.version if person.status == NEWCOMER else None
        return [Reply("\n".join(lines), choices=_choices(shown[0], newcomer))]
    lines.append(turn.say("reviews.list_hint"))
    return [Reply("\n".join(lines), choices=(Choice(turn.say("reviews.approve_all"), action="approve_all"),))]


def approve_many(turn: Turn) -> Said:
    """ "duyet het", "duyet het tru 3 voi 7", "duyet 1 2": shows who, then one press."""
    listing = _listing(turn)
    words, _, but = turn.heard.folded.partition(" tru ")
    chosen = _numbers(words, listing) or list(range(1, len(listing) + 1))
    excluded = _numbers(but, listing)
    rows = [turn.store.registrations.get(listing[n - 1]) for n in chosen if n not in excluded]
    rows = [row for row in rows if row.status == WAITING]
    if not rows:
        return [Reply(turn.say("reviews.none"), closing=True)]
    left = [turn.store.registrations.get(listing[n - 1]).person_name for n in excluded]
    return start(turn, MANY, {"rows": [[row.id, row.version] for row in rows], "left": left})


def approve_all(turn: Turn, row: int, version: int) -> Said:
    """The button under the list."""
    rows = [turn.store.registrations.get(id) for id in _listing(turn)]
    waits = [[row.id, row.version] for row in rows if row.status == WAITING]
    return start(turn, MANY, {"rows": waits, "left": []}) if waits else [Reply(turn.say("reviews.none"))]


def return_one(turn: Turn) -> Said:
    """ "tra 3 ghi ro hon": asks number 3 for more, with these words."""
    listing = _listing(turn)
    found = re.match(r"(?:tra|tra lai|bo sung) (\d+)\b", turn.heard.folded)
    if not found:
        return reviews(turn)
    number = int(found[1])
    if not 1 <= number <= len(listing):
        raise Refused("reviews.number_unknown", you=turn.you)
    row = turn.store.registrations.get(listing[number - 1])
    _mine_to_decide(turn, row)
    _, _, reason = turn.heard.repaired.partition(found[1])
    return ask_more(turn, row, reason.strip(" ,:.") or None)


def _listing(turn: Turn) -> list[int]:
    listing = list(turn.account.memory.get("listing") or [])
    if not listing:
        raise Refused("reviews.wait_list", you=turn.you)
    return listing


def _numbers(text: str, listing: Sequence[int]) -> list[int]:
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if any(not 1 <= n <= len(listing) for n in numbers):
        raise Refused("reviews.number_unknown")
    return numbers


def many_card(turn: Turn, answers: Answers) -> str:
    """Who will be approved, who is left."""
    names = [turn.store.registrations.get(id).person_name for id, _ in answers["rows"]]
    left = texts.say("reviews.left_out", names=", ".join(answers["left"])) if answers["left"] else ""
    return turn.say("reviews.sure", count=len(names), names=", ".join(names), left=left)


def many_submit(turn: Turn, answers: Answers) -> Said:
    """Approves; the news waits ten minutes, so that a slip can be taken back unheard."""
    done = []
    for id, version in answers["rows"]:
        row = turn.store.registrations.get(id)
        _mine_to_decide(turn, row)
        if row.status == WAITING and row.version == version:
            done.append(_approve(turn, row))
    name = f"approvals-{turn.account.id}-{int(turn.now.timestamp())}"
    turn.account.memory["undo"] = {"name": name, "rows": [row.id for row in done], "at": turn.now.isoformat()}
    turn.account.memory.pop("listing", None)
    news = [
        Notice(
            row.person_id,
            Reply(
                texts.say("reviews.news_approved", officer=_officer(turn), what=what_of(row)), closing=True
            ),
            turn.now + UNDO,
            name,
        )
        for row in done
    ]
    return [Reply(turn.say("reviews.many_done", count=len(done)), closing=True), *news]


def undo(turn: Turn) -> Said:
    """ "HOAN TAC": the last approvals of many, while nobody was told."""
    last = turn.account.memory.pop("undo", None)
    if not last or not turn.store.outbox.withdraw(last["name"]):
        return [Reply(turn.say("reviews.undo_nothing"))]
    back = [turn.store.registrations.get(id) for id in last["rows"]]
    back = [row for row in back if row.status == APPROVED]
    for row in back:
        turn.store.registrations.decide(row.id, WAITING, turn.now)
        _keep(turn, row.id, "taken_back")
    return [Reply(turn.say("reviews.undone", count=len(back)), choices=_to_list(turn))]


def _many_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("reviews.approve"), CONFIRM.send), Choice(turn.say("common.stop"), CONFIRM.no))


MANY = Form(
    "approving", (), many_card, many_submit, choices=_many_choices, allow=lambda turn: turn.is_officer
)


def _officers(turn: Turn) -> bool:
    return turn.is_officer


ROUTES = (
    Route(
        "reviews",
        exact=texts.phrases("reviews.exact"),
        phrases=texts.phrases("reviews.phrases"),
        handle=reviews,
        allow=_officers,
    ),
    Route("undo", exact=texts.phrases("reviews.undo_exact"), handle=undo, allow=_officers),
    Route(
        "approve_many",
        exact=texts.phrases("reviews.approve_words"),
        patterns=(r"duyet (?:het|tat ca)\b.*", r"duyet(?: so)? \d[\d\s,va]*"),
        handle=approve_many,
        allow=_officers,
    ),
    Route("return_one", patterns=(r"(?:tra|tra lai|bo sung) \d+\b.*",), handle=return_one, allow=_officers),
)
ACTIONS = (
    Action("approve", approve, _officers),
    Action("unapprove", unapprove, _officers),
    Action("more", more, _officers),
    Action("approve_all", approve_all, _officers),
)
FORMS = (MORE, MANY)
