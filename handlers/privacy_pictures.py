"""Pictures that nobody asked for: told so at once, and destroyed with one press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot import texts
from bot.errors import Refused
from bot.heard import has_phrase
from bot.messages import Choice, Notice, Reply, Said
from bot.posting import post_deletion
from bot.routing import Action, Route
from bot.turn import Turn
from storage.attachments import NewAttachment, StoredAttachment
from storage.errors import Missing

LATEST = "picture"  # what a chat remembers: the file that came last
SHOWN = {"photo", "document", "video"}
BUTTONS = 3


def unwanted(turn: Turn) -> Said | None:
    """A picture that its own words call an ID card: not kept, and the button to destroy it; else None."""
    first = turn.heard.attachments[0]
    if first.kind not in SHOWN or not any(
        has_phrase(turn.heard.plain, each) for each in texts.phrases("privacy.papers")
    ):
        return None
    return [Reply(turn.say("privacy.not_needed"), choices=(destroy_choice(turn, note(turn)),))]


def note(turn: Turn) -> int:
    """That a file came, without its bytes: so that the platform's message can be deleted by a press."""
    first = turn.heard.attachments[0]
    new = NewAttachment(turn.account.id, first.kind, message=turn.heard.incoming.message_id)
    return remember(turn, turn.store.attachments.add(new, turn.now))


def remember(turn: Turn, id: int) -> int:
    """The file that "xoa anh" means."""
    turn.account.memory[LATEST] = id
    return id


def destroy_choice(turn: Turn, id: int) -> Choice:
    """The button under whatever acknowledges a picture or file."""
    kind = turn.store.attachments.get(id).kind
    label = turn.say("privacy.destroy" if kind == "photo" else "privacy.destroy_file")
    return Choice(label, action="destroy", row=id, version=1)


def destroy_choices(turn: Turn, ids: Sequence[int]) -> tuple[Choice, ...]:
    """A button for each of several files, as many as one message should have."""
    if len(ids) == 1:
        return (destroy_choice(turn, ids[0]),)
    return tuple(
        Choice(turn.say("privacy.destroy_number", number=number), "", "destroy", id, 1)
        for number, id in enumerate(ids[:BUTTONS], 1)
    )


def just_sent(turn: Turn, answers: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Under the question that a picture did not answer: the way to be rid of it again."""
    id = turn.account.memory.get(LATEST)
    return (destroy_choice(turn, id),) if turn.heard.attachments and id is not None else ()


def destroy_last(turn: Turn) -> Said:
    """ "xoa anh": the file that came last in this chat."""
    id = turn.account.memory.get(LATEST)
    return [Reply(turn.say("privacy.destroy_none"))] if id is None else destroy(turn, id, 1)


def destroy(turn: Turn, row: int, version: int) -> Said:
    """The press, of who sent it or of an officer who may see it."""
    try:
        found = turn.store.attachments.get(row)
    except Missing:
        return [Reply(turn.say("privacy.destroyed_already"), closing=True)]
    own = _is_own(turn, found)
    if not own and not _sees(turn, found):
        raise Refused("common.not_yours", you=turn.you)
    for message in turn.store.destroying.file(row, turn.now):
        post_deletion(turn.store, message.account_id, message.external_id, turn.channels, turn.now)
    turn.audit("destroyed", "attachment", row, kind=found.kind)
    _forget(turn, row)
    done = Reply(turn.say("privacy.destroyed"), closing=True)
    if own:
        return [done]
    by = turn.person.name if turn.person else ""
    news = Reply(texts.say("privacy.destroyed_by", officer=by), closing=True)
    return [done, Notice(0, news, account_id=found.account_id)]


def _is_own(turn: Turn, found: StoredAttachment) -> bool:
    if found.account_id == turn.account.id:
        return True
    return turn.person is not None and found.account_id in turn.store.accounts.ids(turn.person.id)


def _sees(turn: Turn, found: StoredAttachment) -> bool:
    """Whether the officer's office reaches what the file is tied to."""
    if found.subject_id is None:
        return False
    if found.subject == "initiative":
        return turn.governs(turn.store.initiatives.get(found.subject_id).unit_path)
    if found.subject == "question":
        unit_id = turn.store.questions.get(found.subject_id).unit_id
        return turn.governs(turn.store.units.get(unit_id).path)
    return False


def _forget(turn: Turn, row: int) -> None:
    """An open form and a draft no longer count it."""
    if turn.account.memory.get(LATEST) == row:
        del turn.account.memory[LATEST]
    answers = turn.talk.state.get("answers", {}) if turn.talk else {}
    for each in (answers, turn.account.memory.get("initiative") or {}):
        if row in each.get("files", ()):
            each["files"] = [id for id in each["files"] if id != row]


def told(turn: Turn) -> Said:
    """ "gui can cuoc cho em duoc khong": none is needed."""
    return [Reply(turn.say("privacy.not_needed_words"))]


ROUTES = (
    Route("destroy_last", exact=texts.phrases("privacy.destroy_exact"), handle=destroy_last),
    Route("no_papers", asks=texts.phrases("privacy.papers_asks"), handle=told),
)
ACTIONS = (Action("destroy", destroy),)
