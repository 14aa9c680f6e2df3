"""The officer's list of what waits: one row by its number, many at once, and taking them back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import texts
from bot.errors import Refused
from bot.filling import start
from bot.forms import CONFIRM, Answers, Form
from bot.messages import NUMBERED, WORDED, Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.reviews import (
    ask_more,
    is_known,
    keep_approved,
    may_decide,
    news_of_approval,
    onward,
    registration_notice,
    row_line,
    take_back,
    waiting,
    with_rest,
)
from storage.registrations import APPROVED, WAITING, Registration
from storage.vietnamese import fold

UNDO = timedelta(minutes=10)  # how long the news of many approvals can be taken back
PAGE = 10


def reviews(turn: Turn) -> Said:
    """The list of what waits, numbered; a single one with its buttons at once."""
    rows: list[Registration] = turn.prepared
    if not rows:
        return [Reply(turn.say("reviews.none"), closing=True)]
    shown = rows[:PAGE]
    turn.account.memory["listing"] = [row.id for row in shown]
    if len(shown) == 1:
        return [registration_notice(turn, shown[0])]
    lines = [turn.say("reviews.row", number=n, row=row_line(row)) for n, row in enumerate(shown, 1)]
    if len(rows) > PAGE:
        lines.append(turn.say("reviews.more_rows", count=len(rows) - PAGE))
    lines.append(turn.say("reviews.list_hint"))
    numbered = tuple(
        Choice(row.person_name, action="review_row", row=row.id, version=row.version, by=NUMBERED)
        for row in shown
    )
    everybody = Choice(turn.say("reviews.approve_all"), action="approve_all", by=WORDED)
    return [Reply("\n".join(lines), choices=(*numbered, everybody))]


def review_row(turn: Turn, row_id: int, version: int) -> Said:
    """One row of the list, with its buttons."""
    row = turn.store.registrations.get(row_id)
    may_decide(turn, row)
    if row.status != WAITING or row.version != version:
        return [Reply(turn.say("reviews.settled"), choices=onward(turn))]
    return [registration_notice(turn, row)]


def one_of(turn: Turn) -> Said | None:
    """ "3", "3 hinh nhu trung": that row of the list, while the officer has one; else None."""
    listing = list(turn.account.memory.get("listing") or [])
    if not listing or not re.fullmatch(_ROW, turn.heard.folded) or not turn.is_decider:
        return None
    row = _row(turn, listing, int(re.findall(r"\d+", turn.heard.folded)[0]))
    return review_row(turn, row.id, row.version)


def approve_many(turn: Turn) -> Said:
    """ "duyet het", "duyet het tru 3 voi 7", "duyet 1 2", "duyet het tru Khoa": shows who, then one press."""
    listing = _listing(turn)
    words, _, but = turn.heard.folded.partition(" tru ")
    chosen = _numbers(turn, words, listing) or list(range(1, len(listing) + 1))
    excluded = _numbers(turn, but, listing)
    rows = [turn.store.registrations.get(listing[n - 1]) for n in chosen if n not in excluded]
    left = [turn.store.registrations.get(listing[n - 1]).person_name for n in excluded]
    return _ask(turn, rows, left)


def approve_all(turn: Turn, row: int, version: int) -> Said:
    """The button under the list."""
    return _ask(turn, [turn.store.registrations.get(id) for id in _listing(turn)], [])


def _ask(turn: Turn, rows: Sequence[Registration], left: Sequence[str]) -> Said:
    theirs = [row for row in rows if turn.decides(turn.store.units.get(row.unit_id))]
    waiting_rows = [row for row in theirs if row.status == WAITING]
    known = [row for row in waiting_rows if is_known(turn, row)]
    if not waiting_rows:
        return [Reply(turn.say("reviews.none"), closing=True)]
    if not known:  # first who it is, of several of that name
        return [registration_notice(turn, waiting_rows[0])]
    unclear = [row.person_name for row in waiting_rows if row not in known]
    return start(turn, MANY, {"rows": [[row.id, row.version] for row in known], "left": [*left, *unclear]})


def return_one(turn: Turn) -> Said:
    """ "3 ghi ro lam gi moi duyet dc", "tra 3 ghi ro hon": asks number 3 for more, with these words."""
    listing = _listing(turn)
    row = _row(turn, listing, int(re.findall(r"\d+", turn.heard.folded)[0]))
    may_decide(turn, row)
    _, _, reason = turn.heard.repaired.partition(re.findall(r"\d+", turn.heard.repaired)[0])
    return ask_more(turn, row, reason.strip(" ,:.-") or None)


def _row(turn: Turn, listing: Sequence[int], number: int) -> Registration:
    if not 1 <= number <= len(listing):
        raise Refused("reviews.number_unknown", you=turn.you)
    return turn.store.registrations.get(listing[number - 1])


def _listing(turn: Turn) -> list[int]:
    """The same, and kept as shown."""
    listing = list(turn.account.memory.get("listing") or [])
    if not listing:
        listing = turn.prepared if isinstance(turn.prepared, list) else _to_list(turn)
        turn.account.memory["listing"] = listing
    return listing


def _to_list(turn: Turn) -> list[int]:
    """The rows as last shown; where none were, those that wait."""
    return list(turn.account.memory.get("listing") or []) or [row.id for row in waiting(turn)[:PAGE]]


def _numbers(turn: Turn, text: str, listing: Sequence[int]) -> list[int]:
    """Rows by number or by the last words of a name, in the order of the list."""
    numbers = {int(n) for n in re.findall(r"\d+", text)}
    if any(not 1 <= n <= len(listing) for n in numbers):
        raise Refused("reviews.number_unknown", you=turn.you)
    if not numbers and text:
        named = [fold(turn.store.registrations.get(id).person_name) for id in listing]
        numbers = {n for n, name in enumerate(named, 1) if f" {text} ".endswith(f" {name.split()[-1]} ")}
    return sorted(numbers)


def _still_theirs(turn: Turn, answers: Answers) -> None:
    for id, _ in answers["rows"]:
        may_decide(turn, turn.store.registrations.get(id))


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
        may_decide(turn, row)
        if row.status != WAITING or row.version != version:
            continue
        approved = keep_approved(turn, row)
        if approved:
            done.append(approved)
    if not done:
        return [Reply(turn.say("reviews.settled"), choices=onward(turn))]
    name = f"approvals-{turn.account.id}-{int(turn.now.timestamp())}"
    turn.account.memory["undo"] = {"name": name, "rows": [row.id for row in done], "at": turn.now.isoformat()}
    turn.account.memory.pop("listing", None)
    news = [Notice(row.person_id, news_of_approval(turn, row), turn.now + UNDO, name) for row in done]
    return [with_rest(turn, turn.say("reviews.many_done", count=len(done))), *news]


def undo(turn: Turn) -> Said:
    """ "HOAN TAC": the last approvals, for ten minutes; of many at once nobody has heard by then."""
    last = turn.account.memory.pop("undo", None)
    if not last:
        return [Reply(turn.say("reviews.undo_nothing"), closing=True)]
    if turn.now - datetime.fromisoformat(last["at"]) > UNDO:
        return [Reply(turn.say("reviews.undo_late"), choices=onward(turn))]
    unheard = "name" in last and turn.store.outbox.withdraw(last["name"]) > 0
    rows = [turn.store.registrations.get(id) for id in last["rows"]]
    back = [take_back(turn, row) for row in rows if row.status == APPROVED]
    undone = Reply(turn.say("reviews.undone", count=len(back)), choices=onward(turn))
    return [undone] if unheard else [undone, *back]


def _many_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("reviews.approve"), CONFIRM.send), Choice(turn.say("common.stop"), CONFIRM.no))


def _officers(turn: Turn) -> bool:
    return turn.is_decider


MANY = Form(
    "approving",
    (),
    many_card,
    many_submit,
    choices=_many_choices,
    allow=_officers,
    guard=_still_theirs,
    files=False,
)
_ABOUT = "|".join(texts.phrases("reviews.row_words"))
_ROW = rf"(?:xem )?(?:so |cai )?\d{{1,2}}(?: (?:{_ABOUT})\b.*)?"
_MORE = "|".join(texts.phrases("reviews.more_words"))
ROUTES = (
    Route(
        "reviews",
        exact=texts.phrases("reviews.exact"),
        phrases=texts.phrases("reviews.phrases"),
        handle=reviews,
        prepare=waiting,
        allow=_officers,
    ),
    Route("undo", exact=texts.phrases("reviews.undo_exact"), handle=undo, allow=_officers),
    Route(
        "approve_many",
        prepare=_to_list,
        exact=texts.phrases("reviews.approve_words"),
        patterns=(r"duyet (?:het|tat ca)\b.*", r"duyet(?: so)? \d[\d\s,va]*"),
        handle=approve_many,
        allow=_officers,
    ),
    Route(
        "return_one",
        patterns=(r"(?:tra|tra lai|bo sung)(?: so)? \d{1,2}\b.*", rf"(?:so )?\d{{1,2}} (?:{_MORE})\b.*"),
        handle=return_one,
        allow=_officers,
    ),
)
ACTIONS = (Action("approve_all", approve_all, _officers), Action("review_row", review_row, _officers))
FORMS = (MANY,)
