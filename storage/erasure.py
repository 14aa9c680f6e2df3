"""Erasing a person: what names them or was said by them goes, what was decided stays without a name.

At the press everything under the person's own keys goes. What others were told about them, and the address,
follow in steps, for the answer must still find its way.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, String, Table, delete, or_, select, update

from storage import former, scrubbing, upsert
from storage.accounts import account
from storage.attachments import XLSX, attachment
from storage.audit import audit
from storage.errors import Missing
from storage.facts import fact
from storage.forgetting import forget_chat
from storage.imports import list_import
from storage.initiatives import initiative
from storage.metadata import metadata, moment
from storage.people import LEFT, person
from storage.placements import placement
from storage.questions import question
from storage.registrations import APPROVED, WITHDRAWN, registration, review
from storage.requests import data_request
from storage.roles import role
from storage.traces import begin, officers_over
from storage.vietnamese import fold, sort_key

# Says of an import whether a name in a unit is of somebody who asked to be erased; tells nobody who that was.
erased_mark = Table(
    "erased_mark",
    metadata,
    Column("mark", String(64), primary_key=True),
    moment("at", nullable=False),
)

_EMPTY_INITIATIVE = {"what": "", "since_text": None, "authors_text": None, "effect": None}


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays, without the name: approved registrations and recognised initiatives."""

    registrations: int = 0
    initiatives: int = 0


@dataclass
class _Whole:
    """Everything that is somebody's: ids by table, and the texts to look for elsewhere."""

    accounts: list[int]
    person: int | None = None
    name: str = ""
    texts: list[str | None] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)
    officers: list[int] = field(default_factory=list)


def mark_of(key: bytes, unit_id: int, name: str) -> str:
    """HMAC-SHA256 of a unit and a folded name, in hex. Without the installation's key it says nothing."""
    return hmac.new(key, f"{unit_id}\0{fold(name)}".encode(), hashlib.sha256).hexdigest()


class Erasure:
    """Takes a person out of every table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- at the press ----------------------------------------------------------------------------

    def person(self, id: int, label: str, key: bytes | None, at: datetime) -> Kept:
        """Erases a person with all their chats; `label` stands where the name stood. Raises LookupError.

        With a key the next list does not bring the name back; without one (who left, who stayed away) it may.
        """
        whole = self._whole_of(id, with_untied=key is not None)
        if key is not None:
            self._mark(id, whole.name, key, at)
        kept = self._handed_in(whole)
        self._asked(whole)
        self._about(id, label, at)
        self._chats(whole, at)
        if key is not None:
            self._turned_away(whole.accounts, label, at)
        return kept

    def visitor(self, account_id: int, label: str, at: datetime) -> None:
        """Erases a chat that belongs to nobody, and the rows it came from as somebody turned away."""
        whole = _Whole([account_id])
        self._questions_of(whole)
        self._asked(whole)
        self._chats(whole, at)
        self._turned_away([account_id], label, at)

    def _turned_away(self, account_ids: Sequence[int], label: str, at: datetime) -> None:
        """Rows under which these chats came and were not known. Without a mark: the name was only said."""
        tied = select(account.c.id).where(account.c.person_id == person.c.id)
        unknown = (person.c.status == LEFT, person.c.erased_at.is_(None), person.c.confirmed_at.is_(None))
        query = select(person.c.id).where(person.c.id.in_(former.owners(account_ids)), *unknown)
        for id in self._connection.execute(query.where(~tied.exists())).scalars().all():
            self.person(id, label, None, at)

    def _mark(self, id: int, name: str, key: bytes, at: datetime) -> None:
        unit_id = self._connection.execute(select(person.c.unit_id).where(person.c.id == id)).scalar_one()
        marked = upsert.insert(self._connection, erased_mark).on_conflict_do_nothing()
        self._connection.execute(marked, {"mark": mark_of(key, unit_id, name), "at": at})

    def _whole_of(self, id: int, *, with_untied: bool) -> _Whole:
        who = self._connection.execute(
            select(person.c.name, person.c.phone, person.c.unit_id).where(person.c.id == id)
        ).first()
        if who is None:
            raise Missing(f"no person {id}")
        mine = select(account.c.id).where(account.c.person_id == id)
        accounts = list(self._connection.execute(mine).scalars())
        was = former.of(self._connection, id)
        elsewhere = was.accounts - set(accounts)
        if with_untied:  # chats that are nobody's now; in others the person is only looked for
            untied = select(account.c.id).where(account.c.id.in_(elsewhere), account.c.person_id.is_(None))
            accounts += self._connection.execute(untied.order_by(account.c.id)).scalars()
        whole = _Whole(accounts, id, who.name, [who.name, who.phone, *was.names])
        works = select(registration.c.id, registration.c.work).where(registration.c.person_id == id)
        texts = (initiative.c.what, initiative.c.authors_text, initiative.c.effect)
        ideas = select(initiative.c.id, *texts).where(initiative.c.person_id == id)
        for name, query in {"registration": works, "initiative": ideas}.items():
            self._collect(whole, name, self._connection.execute(query).all())
        self._questions_of(whole)
        placed = select(placement.c.unit_id).where(placement.c.person_id == id)
        units = {int(who.unit_id), *was.units, *self._connection.execute(placed).scalars()}
        over = officers_over(self._connection, units, besides=accounts)
        whole.officers = sorted({*over, *whole.officers, *self._handed_over(elsewhere)} - set(accounts))
        return whole

    def _handed_over(self, account_ids: Iterable[int]) -> Sequence[int]:
        """Of these chats those that are somebody else's now."""
        theirs = select(account.c.id).where(account.c.id.in_(account_ids), account.c.person_id.is_not(None))
        return self._connection.execute(theirs).scalars().all()

    def _questions_of(self, whole: _Whole) -> None:
        mine: ColumnElement[bool] = question.c.account_id.in_(whole.accounts)
        if whole.person is not None:
            mine |= question.c.person_id == whole.person
        rows = self._connection.execute(
            select(question.c.id, question.c.text, question.c.unit_id).where(mine)
        )
        found = rows.all()
        self._collect(whole, "question", [row[:2] for row in found])
        officers = officers_over(self._connection, {row.unit_id for row in found}, besides=whole.accounts)
        whole.officers = sorted({*whole.officers, *officers})

    def _collect(self, whole: _Whole, name: str, rows: Sequence[Sequence[Any]]) -> None:
        whole.rows[name] = [row[0] for row in rows]
        whole.texts += [text for row in rows for text in row[1:]]

    def _handed_in(self, whole: _Whole) -> Kept:
        """What was approved stays as it was decided; the rest is withdrawn and emptied."""
        return Kept(
            self._settle(whole, registration, ("work",), {"work": None, "team": None}),
            self._settle(whole, initiative, ("what", "effect"), _EMPTY_INITIATIVE),
        )

    def _settle(self, whole: _Whole, table: Table, stays: Sequence[str], empty: Mapping[str, Any]) -> int:
        mine, approved = table.c.person_id == whole.person, table.c.status == APPROVED
        gone = update(table).where(mine, ~approved)
        grown = {"status": WITHDRAWN, "version": table.c.version + 1}
        self._connection.execute(gone.values({**empty, **grown}))
        decided = select(table.c.id, *(table.c[name] for name in stays)).where(mine, approved)
        rows = self._connection.execute(decided).all()
        nameless = {name: value for name, value in empty.items() if name not in stays}
        for id, *texts in rows:
            kept = {
                name: scrubbing.without(text, whole.name) for name, text in zip(stays, texts, strict=True)
            }
            changed = update(table).where(table.c.id == id)
            self._connection.execute(changed.values({**kept, **nameless}))
        return len(rows)

    def _asked(self, whole: _Whole) -> None:
        """Questions lose their words, acts on what was the person's their details."""
        asked = question.c.id.in_(whole.rows.get("question", ()))
        words = {"text": "", "answer": None, "version": question.c.version + 1}
        self._connection.execute(update(question).where(asked).values(**words))
        self._connection.execute(
            update(question).where(asked, question.c.status == "open").values(status=WITHDRAWN)
        )
        about = {**whole.rows, "person": [whole.person] if whole.person is not None else []}
        for subject, ids in about.items():
            acts = (audit.c.subject == subject, audit.c.subject_id.in_(ids))
            self._connection.execute(update(audit).where(*acts), {"detail": {}})
            said = (review.c.subject == subject, review.c.subject_id.in_(ids))
            self._connection.execute(update(review).where(*said), {"reason": None})

    def _about(self, id: int, label: str, at: datetime) -> None:
        """The row itself: it stays, so that figures and decisions still add up."""
        nobody = {
            "name": label,
            "name_folded": fold(label),
            "name_key": sort_key(label),
            **dict.fromkeys(("team", "sex", "phone", "consent_at")),
            "status": LEFT,
            "left_at": at,
            "erased_at": at,
            "version": person.c.version + 1,
        }
        self._connection.execute(update(person).where(person.c.id == id).values(nobody))
        held = or_(role.c.person_id == id, role.c.acts_for == id)  # and whoever stands in
        lasting = (held, role.c.to_at.is_(None) | (role.c.to_at > at))
        self._connection.execute(update(role).where(*lasting), {"to_at": at})
        self._connection.execute(update(placement).where(placement.c.person_id == id), {"team": None})
        asked = data_request.c.person_id == id
        open_ones = update(data_request).where(asked, data_request.c.done_at.is_(None))
        self._connection.execute(open_ones, {"done_at": at})
        self._connection.execute(update(data_request).where(asked), {"detail": None, "outcome": None})
        self._forget_facts(id)
        former.forget(self._connection, id)

    def _forget_facts(self, person_id: int) -> None:
        own = (f"told:{person_id}", f"linking:{person_id}")
        self._connection.execute(delete(fact).where(fact.c.key.in_(own)))
        codes = or_(fact.c.key.startswith("invite:"), fact.c.key.startswith("link:"))
        invitations = select(fact.c.key, fact.c.value).where(codes)
        for key, value in self._connection.execute(invitations).all():
            if isinstance(value, dict) and value.get("person_id") == person_id:
                self._connection.execute(delete(fact).where(fact.c.key == key))

    def _chats(self, whole: _Whole, at: datetime) -> None:
        self._copies(whole)
        for account_id in whole.accounts:
            forget_chat(self._connection, account_id)
        freed: dict[str, object] = {"person_id": None, "pronoun": None, "memory": {}, "wants_news": False}
        mine = account.c.id.in_(whole.accounts)
        self._connection.execute(update(account).where(mine), freed)
        begin(self._connection, whole.accounts, whole.officers, scrubbing.needles(whole.texts), at)

    def _copies(self, whole: _Whole) -> None:
        """Files that were handed on to officers."""
        own = attachment.alias("own")
        same = select(own.c.id).where(
            own.c.account_id.in_(whole.accounts), own.c.content == attachment.c.content
        )
        handed_on = (attachment.c.account_id.in_(whole.officers), same.exists())
        self._connection.execute(update(attachment).where(*handed_on), {"content": None, "name": ""})
        # Spreadsheets can be asked for anew, and a list that is in is no longer needed.
        waits = select(list_import.c.attachment_id).where(
            list_import.c.attachment_id.is_not(None), list_import.c.done_at.is_(None)
        )
        sheets = (attachment.c.media_type == XLSX, attachment.c.id.not_in(waits))
        told = attachment.c.account_id.in_(whole.officers)
        let_in = attachment.c.id.in_(
            select(list_import.c.attachment_id).where(list_import.c.done_at.is_not(None))
        )
        self._connection.execute(update(attachment).where(*sheets, told | let_in), {"content": None})

    # --- what an import asks ---------------------------------------------------------------------

    def marks(self) -> frozenset[str]:
        """The marks of all who asked to be erased, to be compared with `mark_of`."""
        return frozenset(self._connection.execute(select(erased_mark.c.mark)).scalars())

    def was_erased(self, unit_id: int, name: str, key: bytes) -> bool:
        """Whether somebody of this name in this unit asked to be erased."""
        mine = select(erased_mark.c.mark).where(erased_mark.c.mark == mark_of(key, unit_id, name))
        return self._connection.execute(mine).first() is not None
