"""Hands out a file that a visitor was sent."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from starlette.responses import Response

from bot.refusals import ACTION, SUBJECT
from storage.accounts import CUT_OFF
from storage.audit import Entry
from storage.store import Store
from web.trouble import Trouble

# What a browser may open by itself; the rest is saved.
SHOWN = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


class Foreign(Trouble):  # the same answer as for a file that is not there, and kept for the operator
    """Somebody asked for a file that came to another account."""


def keep_refusal(account_id: int, attachment_id: int, at: datetime, store: Store) -> None:
    """Writes down that this account asked for a file of another's."""
    detail = {"tried": f"file {attachment_id}"}
    store.audit.add(Entry(store.accounts.owner(account_id), ACTION, SUBJECT, account_id, detail, at))


def _cut_off(store: Store, account_id: int, at: datetime) -> bool:
    """Whether the account was somebody's when the file came, and is theirs no more."""
    since = store.accounts.memory(account_id).get(CUT_OFF)
    return since is not None and at <= datetime.fromisoformat(since)


def read_file(account_id: int, attachment_id: int, store: Store) -> Response:
    """The file, as long as it came to this account. Raises Trouble."""
    try:
        known = store.attachments.get(attachment_id)
    except LookupError as error:
        raise Trouble(404, "web.no_file") from error
    own = known.account_id == account_id and not _cut_off(store, account_id, known.created_at)
    if not own and not store.outbox.handed(account_id, attachment_id):
        raise Foreign(404, "web.no_file")
    content = store.attachments.content(attachment_id)
    if content is None:
        raise Trouble(404, "web.no_file")
    shown = known.media_type in SHOWN
    how = "inline" if shown else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(known.name, safe='')}",
        "Cache-Control": "private, max-age=86400, immutable",
    }
    media_type = known.media_type if shown else "application/octet-stream"
    return Response(content, headers=headers, media_type=media_type)
