"""Everything that is held about one person, as that person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, select

from storage.accounts import account
from storage.attachments import attachment
from storage.audit import audit
from storage.consents import consent
from storage.errors import Missing
from storage.initiatives import initiative
from storage.people import person
from storage.placements import placement
from storage.questions import question
from storage.registrations import registration, review
from storage.requests import data_request
from storage.roles import role
from storage.units import unit

Rows = list[Row[*tuple[Any, ...]]]
_by = person.alias("by")


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer said of a row: `subject` is "registration" or "initiative"."""

    subject: str
    subject_id: int
    decision: str
    reason: str | None
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """One person's data, by the columns of the tables it stands in; each list in the order it came."""

    # name, unit, team, phone, sex, work_kind, status, joined_at, confirmed_at, officer
    person: Row[*tuple[Any, ...]]
    accounts: Rows  # channel, created_at, last_heard_at, wants_news
    consents: Rows  # purpose, text, channel, given_at, withdrawn_at
    placements: Rows  # unit, team, from_at, to_at
    roles: Rows  # unit, what, from_at, to_at
    registrations: Rows  # id, year, title, work, team, status, created_at
    initiatives: Rows  # id, what, since_text, authors_text, effect, status, created_at
    decisions: list[Decision]
    questions: Rows  # text, asked_at, answer, answered_at
    files: Rows  # name, kind, size, created_at
    requests: Rows  # id, kind, detail, asked_at, due_on, done_at, outcome
    acts: Rows  # action, subject, at: what the person did as the log of changes has it


class Own:
    """Reads it together. Only reads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, person_id: int) -> Held:
        """All of one person. Raises LookupError."""
        accounts = list(self._all(select(account.c.id).where(account.c.person_id == person_id)))
        ids = [row.id for row in accounts]
        mine = (question.c.person_id == person_id) | question.c.account_id.in_(ids)
        pledges = self._plain(registration, person_id, "id year title work team status created_at")
        ideas = self._plain(initiative, person_id, "id what since_text authors_text effect status created_at")
        return Held(
            self._person(person_id),
            self._plain(account, person_id, "channel created_at last_heard_at wants_news"),
            self._plain(consent, person_id, "purpose text channel given_at withdrawn_at"),
            self._placed(placement, person_id, "team from_at to_at"),
            self._placed(role, person_id, "what from_at to_at"),
            pledges,
            ideas,
            self._decisions({"registration": pledges, "initiative": ideas}),
            self._listed(question, mine, "text asked_at answer answered_at"),
            self._listed(attachment, attachment.c.account_id.in_(ids), "name kind size created_at"),
            self._plain(data_request, person_id, "id kind detail asked_at due_on done_at outcome"),
            self._listed(audit, audit.c.actor == person_id, "action subject at"),
        )

    def _person(self, person_id: int) -> Row[*tuple[Any, ...]]:
        names = ["name", "team", "phone", "sex", "work_kind", "status", "joined_at", "confirmed_at"]
        query = (
            select(
                *[person.c[name] for name in names],
                unit.c.name.label("unit"),
                _by.c.name.label("officer"),
            )
            .join(unit, unit.c.id == person.c.unit_id)
            .outerjoin(_by, _by.c.id == person.c.confirmed_by)
            .where(person.c.id == person_id)
        )
        row = self._connection.execute(query).first()
        if row is None:
            raise Missing(f"no person {person_id}")
        return row

    def _plain(self, table: Table, person_id: int, names: str) -> Rows:
        return self._listed(table, table.c.person_id == person_id, names)

    def _placed(self, table: Table, person_id: int, names: str) -> Rows:
        columns: list[Column[Any]] = [table.c[name] for name in names.split()]
        query = select(unit.c.name.label("unit"), *columns).join(unit, unit.c.id == table.c.unit_id)
        return self._all(query.where(table.c.person_id == person_id).order_by(table.c.id))

    def _listed(self, table: Table, where: Any, names: str) -> Rows:
        return self._all(select(*[table.c[name] for name in names.split()]).where(where).order_by(table.c.id))

    def _decisions(self, rows: dict[str, Rows]) -> list[Decision]:
        found = []
        for subject, about in rows.items():
            query = (
                select(review.c.subject_id, review.c.decision, review.c.reason, _by.c.name, review.c.at)
                .join(_by, _by.c.id == review.c.by)
                .where(review.c.subject == subject, review.c.subject_id.in_([row.id for row in about]))
                .order_by(review.c.id)
            )
            found += [Decision(subject, *row) for row in self._connection.execute(query)]
        return found

    def _all(self, query: Select[*tuple[Any, ...]]) -> Rows:
        return list(self._connection.execute(query))
