"""An officer sends a list of units and members: it is read beside, shown, and let in at one press."""

from __future__ import annotations

from bot import texts
from bot.messages import Attachment, Choice, File, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from knowledge.workbooks import TYPES
from reports.children import CHILDREN
from reports.lists_files import template
from storage.attachments import XLSX, NewAttachment
from storage.imports import DROPPED, LOOKED, RECEIVED, ListImport, NewImport
from storage.roles import CHAIR, DEPUTY, EMULATION

SUBJECT = "list_import"
DECIDING = (CHAIR, EMULATION, DEPUTY)
_MEDIA = (XLSX, "application/vnd.ms-excel", "application/vnd.ms-excel.sheet.macroenabled.12", "text/csv")


def is_list(sent: Attachment) -> bool:
    """Whether a file may be a list, by its name or what the channel says it is."""
    return sent.name.lower().endswith(TYPES) or sent.media_type.lower() in _MEDIA


def may_import(turn: Turn) -> bool:
    """Who decides in a unit may bring its list."""
    return any(role.what in DECIDING for role in turn.roles)


def received(turn: Turn, sent: Attachment) -> Said:
    """Keeps the file to be read in a moment; a member is told who sends lists."""
    if not turn.is_officer:
        start = Choice(turn.say("initiatives.open"), action="initiatives")
        return [Reply(turn.say("lists.not_officer"), choices=(start,))]
    if not may_import(turn) or turn.person is None:
        return [Reply(turn.say("lists.no_reach"))]
    if sent.content is None:
        return [Reply(turn.say("common.too_large"))]
    file = sent.name or turn.say("lists.template_file")
    new = NewAttachment(turn.account.id, sent.kind, file, sent.media_type, sent.size, sent.content)
    kept = turn.store.attachments.add(new, turn.now)
    office = turn.office.id if turn.office else None
    row = NewImport(file, RECEIVED, office, turn.person.id, turn.account.id, kept)
    list_id = turn.store.imports.add(row, turn.now)
    turn.store.attachments.tie([kept], SUBJECT, list_id)
    turn.audit("list_received", SUBJECT, list_id, file=file)
    return [Reply(turn.say("lists.reading", file=file))]


def _own(turn: Turn, row: int) -> ListImport | None:
    """The list, while it waits for this officer's word."""
    found = turn.store.imports.get(row)
    is_own = found is not None and turn.person is not None and found.by == turn.person.id
    return found if is_own else None


def agree(turn: Turn, row: int, version: int) -> Said:
    """Lets the list in, once; the work itself is done beside."""
    found = _own(turn, row)
    if found is None:
        turn.audit("list_guessed", SUBJECT, row)
        return [Reply(turn.say("common.old_button"))]
    if found.status != LOOKED or not turn.store.imports.agree(row):
        return [Reply(turn.say("lists.settled"))]
    turn.audit("list_agreed", SUBJECT, row)
    return [Reply(turn.say("lists.writing"))]


def drop(turn: Turn, row: int, version: int) -> Said:
    """Not this list: what it held goes."""
    found = _own(turn, row)
    if found is None or found.status != LOOKED:
        return [Reply(turn.say("lists.settled"))]
    turn.store.imports.mark(row, DROPPED, done_at=turn.now)
    if found.attachment_id is not None:
        turn.store.imports.keep_only(found.attachment_id, None)
    turn.audit("list_dropped", SUBJECT, row)
    return [Reply(turn.say("lists.dropped"), closing=True)]


def make_template(turn: Turn) -> bytes:
    """The empty form, written in a child process."""
    return CHILDREN.run(template)


def give_template(turn: Turn) -> Said:
    """The empty form as a file."""
    file = File(turn.say("lists.template_file"), XLSX, turn.prepared)
    return [Reply(turn.say("lists.template"), files=(file,))]


ROUTES = (
    Route(
        "list_template",
        exact=texts.phrases("lists.template_exact"),
        handle=give_template,
        prepare=make_template,
        allow=may_import,
    ),
)
ACTIONS = (Action("let_list_in", agree, may_import), Action("drop_list", drop, may_import))
