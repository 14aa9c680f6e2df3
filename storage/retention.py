"""How long each kind of data is kept, and what then becomes of it; in small steps, so that answers go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, delete, exists, func, or_, select, update

from storage.accounts import account
from storage.attachments import attachment
from storage.audit import audit
from storage.consents import EMULATION, consent
from storage.conversations import conversation
from storage.erasure import Erasure, erased_mark
from storage.facts import Facts, fact
from storage.forgetting import EMPTY, GONE, delete_unused, forget_address, forget_chat
from storage.imports import list_import
from storage.inbox import inbox
from storage.outbox import PENDING, SENDING, outbox
from storage.people import LEFT, person
from storage.questions import question
from storage.requests import data_request
from storage.sessions import session
from storage.traces import step as look_for_traces

BATCH = 500  # rows in one transaction
LAST = "retention"  # the fact that says when it last ran, and what went

Ids = Sequence[Any]
Act = Callable[[Connection, Ids, "Now"], None]


@dataclass(frozen=True, slots=True)
class Now:
    """When it is, and what stands in the place of a name."""

    at: datetime
    label: str = "-"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of data: kept for `days` after what `due` looks at, then `act`. `why` is for the operator."""

    kind: str
    days: int
    why: str
    due: Callable[[datetime], Select[Any]]
    act: Act


def _deleted(table: Table) -> Act:
    def act(connection: Connection, ids: Ids, now: Now) -> None:
        key = next(iter(table.primary_key.columns))
        connection.execute(delete(table).where(key.in_(ids)))

    return act


def _forget_people(connection: Connection, ids: Ids, now: Now) -> None:
    erasure = Erasure(connection)
    for id in ids:
        erasure.person(id, now.label, None, now.at)


def _forget_accounts(connection: Connection, ids: Ids, now: Now) -> None:
    asked = question.c.account_id.in_(ids)
    connection.execute(update(question).where(asked), {"text": "", "answer": None})
    for id in ids:
        forget_chat(connection, id)
        forget_address(connection, id, now.at)


def _blank_questions(connection: Connection, ids: Ids, now: Now) -> None:
    words = {"text": "", "answer": None, "status": "forgotten"}
    connection.execute(update(question).where(question.c.id.in_(ids)), words)


def _blank_files(connection: Connection, ids: Ids, now: Now) -> None:
    connection.execute(update(attachment).where(attachment.c.id.in_(ids)), EMPTY)
    connection.execute(delete_unused(attachment.c.id.in_(ids)))


def _left(before: datetime) -> Select[Any]:
    gone = (person.c.status == LEFT, person.c.erased_at.is_(None), person.c.confirmed_at.is_not(None))
    return select(person.c.id).where(*gone, person.c.left_at < before)


def _refused(before: datetime) -> Select[Any]:
    gone = (person.c.status == LEFT, person.c.erased_at.is_(None), person.c.confirmed_at.is_(None))
    return select(person.c.id).where(*gone, person.c.left_at < before)


def _withdrew(before: datetime) -> Select[Any]:
    """Chats of people who agreed once, took it back, and did not agree again."""
    mine = and_(consent.c.person_id == account.c.person_id, consent.c.purpose == EMULATION)
    back = exists().where(mine, consent.c.withdrawn_at < before)
    lasting = exists().where(mine, (consent.c.withdrawn_at.is_(None)) | (consent.c.withdrawn_at >= before))
    return select(account.c.id).where(account.c.person_id.is_not(None), back, ~lasting)


def _visitors(before: datetime) -> Select[Any]:
    nobody = (account.c.person_id.is_(None), ~account.c.external_id.startswith(GONE))
    return select(account.c.id).where(*nobody, account.c.last_heard_at < before)


def _messages(before: datetime) -> Select[Any]:
    settled = outbox.c.status.not_in((PENDING, SENDING))
    return select(outbox.c.id).where(outbox.c.created_at < before, settled)


def _answered(before: datetime) -> Select[Any]:
    return select(question.c.id).where(question.c.answered_at < before, question.c.text != "")


def _unanswered(before: datetime) -> Select[Any]:
    waits = (question.c.answered_at.is_(None), question.c.text != "")
    return select(question.c.id).where(*waits, question.c.asked_at < before)


def _files(before: datetime) -> Select[Any]:
    used = select(list_import.c.id).where(list_import.c.attachment_id == attachment.c.id)
    loose = (attachment.c.subject.is_(None), ~used.exists())
    return select(attachment.c.id).where(*loose, attachment.c.created_at < before)


def _lists(before: datetime) -> Select[Any]:
    """The files of lists; what was counted stays."""
    old = func.coalesce(list_import.c.done_at, list_import.c.at) < before
    query = select(attachment.c.id).join(list_import, list_import.c.attachment_id == attachment.c.id)
    return query.where(old, attachment.c.content.is_not(None))


def _older(table: Table, column: str) -> Callable[[datetime], Select[Any]]:
    key = next(iter(table.primary_key.columns))
    return lambda before: select(key).where(table.c[column] < before)


FIVE_YEARS = 1826
RULES = (
    Rule("inbox", 30, "a platform repeats an update for days", _older(inbox, "handled_at"), _deleted(inbox)),
    Rule("outbox", 180, "what was said can be read again", _messages, _deleted(outbox)),
    Rule("conversation", 90, "a form left in the middle", _older(conversation, "at"), _deleted(conversation)),
    Rule("session", 365, "the page's cookie lasts a year", _older(session, "seen_at"), _deleted(session)),
    Rule("visitor", 90, "asked and never joined", _visitors, _forget_accounts),
    Rule("withdrew", 30, "took the consent back", _withdrew, _forget_accounts),
    Rule("refused", 30, "the officer did not know them", _refused, _forget_people),
    Rule("left", 90, "left: figures and decisions stay", _left, _forget_people),
    Rule("answered", 180, "a question and its answer", _answered, _blank_questions),
    Rule("unanswered", 365, "a question nobody answered", _unanswered, _blank_questions),
    Rule("file", 30, "a file that belongs to nothing", _files, _blank_files),
    Rule("list", 30, "the file of a list taken in", _lists, _blank_files),
    Rule("audit", FIVE_YEARS, "who changed what", _older(audit, "at"), _deleted(audit)),
    Rule(
        "consent", FIVE_YEARS, "proof after taking back", _older(consent, "withdrawn_at"), _deleted(consent)
    ),
    Rule(
        "request", FIVE_YEARS, "proof of finishing", _older(data_request, "done_at"), _deleted(data_request)
    ),
    Rule(
        "mark", FIVE_YEARS, "keeps lists from bringing back", _older(erased_mark, "at"), _deleted(erased_mark)
    ),
)


class Retention:
    """Carries the rules out, and says what would go."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, rule: Rule, now: datetime) -> int:
        """How much of this kind is past its time."""
        found = rule.due(now - timedelta(days=rule.days)).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def begin(self, now: datetime) -> None:
        """Notes that a run begins."""
        Facts(self._connection).set(LAST, {"at": now.isoformat(), "gone": {}})

    def find(self, rule: Rule, now: datetime, limit: int = BATCH) -> Ids:
        """The next rows that are past their time. Only reads: it may look through a whole table."""
        few = (
            limit // 10 if rule.act in {_forget_people, _forget_accounts} else limit
        )  # each touches many rows
        query = rule.due(now - timedelta(days=rule.days)).limit(few)
        return self._connection.execute(query).scalars().all()

    def act(self, rule: Rule, ids: Ids, now: Now) -> None:
        """Does with these rows what the rule says, and counts them."""
        rule.act(self._connection, ids, now)
        at, gone = self.last() or (now.at, {})
        kept = {"at": at.isoformat(), "gone": {**gone, rule.kind: gone.get(rule.kind, 0) + len(ids)}}
        Facts(self._connection).set(LAST, kept)

    def trace(self, now: datetime, limit: int = BATCH) -> bool:
        """Goes on with what erasures left to be looked through; whether there is more to do right now."""
        return look_for_traces(self._connection, now, limit)

    def last(self) -> tuple[datetime, dict[str, int]] | None:
        """When it last ran and what went then, by kind; None: never."""
        found = Facts(self._connection).get(LAST)
        return (datetime.fromisoformat(found["at"]), dict(found["gone"])) if found else None

    def invitations(self, now: datetime) -> None:
        """Forgets codes that were used or ran out."""
        coded = or_(fact.c.key.startswith("invite:"), fact.c.key.startswith("link:"))
        codes = select(fact.c.key, fact.c.value).where(coded)
        for key, value in self._connection.execute(codes).all():
            if not isinstance(value, dict) or datetime.fromisoformat(value["until"]) < now:
                self._connection.execute(delete(fact).where(fact.c.key == key))
