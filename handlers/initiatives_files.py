"""Photos and files that come while an initiative is written: kept at once, tied to it when it has a row."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import Unreadable
from bot.turn import Turn
from handlers.privacy_pictures import remember
from storage.attachments import NewAttachment

KEPT = {"photo", "document", "video", "voice"}
MOST = 20  # files of one initiative


def keep_files(turn: Turn) -> list[int]:
    """Keeps what this message brings; ids."""
    before = len(turn.talk.state.get("answers", {}).get("files", [])) if turn.talk else 0
    kept = []
    for each in turn.heard.attachments[: max(0, MOST - before)]:
        if each.kind in KEPT and (each.content is not None or each.external_id is not None):
            new = NewAttachment(
                turn.account.id,
                each.kind,
                each.name,
                each.media_type,
                each.size,
                each.content,
                each.external_id,
                turn.heard.incoming.message_id,
            )
            kept.append(remember(turn, turn.store.attachments.add(new, turn.now)))
    return kept


def after_files(turn: Turn, question: str) -> Unreadable:
    """A file without words answers no question: it is kept, and the question stands. It is no miss."""
    if turn.talk:
        turn.talk.state["misses"] = 0
    first = turn.heard.attachments[0]
    if first.kind not in KEPT or (first.content is None and first.external_id is None):
        return Unreadable("initiatives.not_kept", question=question)
    if first.kind == "voice":
        return Unreadable("initiatives.kept_voice", question=question)
    if first.kind == "photo":
        return Unreadable("initiatives.kept_photo", question=question)
    return Unreadable("initiatives.kept_file", question=question)


def tie_files(turn: Turn, ids: Sequence[int], row: int) -> None:
    """They belong to this initiative now."""
    turn.store.attachments.tie(ids, "initiative", row)
