"""Whatever trees grow, offices change hands and people move, nobody is shown what lies outside their scope."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from handlers.catalogue import ROUTES
from handlers.figures import MOST_TEAMS
from storage.consents import Consent
from storage.database import Database
from storage.initiatives import NewInitiative
from storage.outbox import Arrived
from storage.people import CONFIRMED, WAITING, NewPerson
from storage.questions import NewQuestion
from storage.registrations import NewRegistration
from storage.roles import BOARD, CHAIR, DEPUTY, EMULATION, FOLLOWER, SECTOR, NewRole
from storage.units import NewUnit
from tests.support.databases import opened
from tests.support.journeys import NOON, Chat, address, digested
from tests.support.reading import everything_in

SECTORS = ("dệt may", "y tế")
ASKED = (
    "việc chờ duyệt",
    "việc hôm nay",
    "tình hình đăng ký",
    "câu hỏi",
    "việc của tôi",
    "sáng kiến chờ xem",
    "con ai chưa đăng ký",
    "ai đã vào",
    "ai chưa vào",
    "danh sách đoàn viên",
    "đơn vị nào chưa có cán bộ thi đua",
    "dữ liệu của tôi",
    "gặp cán bộ",
    "mã QR",
    "giúp",
)
# Presses that fit what lies under the finger; any other is tried as well.
FITTING = {
    "registration": ("approve", "unapprove", "more", "review_row", "mine_row", "amend", "withdraw"),
    "initiative": ("initiative_approve", "initiative_more", "initiative_files"),
    "question": ("answer",),
    "person": ("confirm", "stranger", "newcomer", "rename"),
}
# Whoever may decide about one row is told whose it is, also above the unit's own officers.
ABOUT_ONE = {each for acts in FITTING.values() for each in acts}
DECIDING = {CHAIR, EMULATION, DEPUTY}
SILENT = timedelta(days=14)
MARK = re.compile(r"Z([pwhu])(\d+)x")


@dataclass
class Place:
    """A unit as the test knows it; `parent` is an index."""

    id: int
    parent: int | None
    sector: str


@dataclass
class Somebody:
    """A person as the test knows them: where they work, and where what they sent was counted."""

    id: int
    name: str
    place: int
    sent_from: set[int]
    rows: list[tuple[str, int]] = field(default_factory=list)
    offices: set[tuple[str, int, str | None]] = field(default_factory=set)
    known: bool = False  # as an officer, by name, to everybody they serve
    heard: datetime = NOON  # wrote, or was given an office


class Scopes(RuleBasedStateMachine):
    """Grows a union at random and asks, presses and delivers at random; every answer is looked through."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        path = Path(self.folder.name) / "test.db"
        shutil.copyfile(self.template, path)
        self.opened = opened(f"sqlite:///{path}")
        self.database: Database = self.opened.__enter__()
        self.chat = Chat(self.database, ROUTES)
        self.places: list[Place] = []
        self.people: list[Somebody] = []

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)
        self.folder.cleanup()
        self.loop.close()
        assert self.chat.dispatcher.counts.incidents == 0

    # --- who may see what: written from the rules, not from the program -------------------------------

    def line(self, place: int) -> list[int]:
        """The place and all above it."""
        found = [place]
        while (above := self.places[found[-1]].parent) is not None:
            found.append(above)
        return found

    def sees(self, viewer: Somebody, place: int) -> bool:
        return any(
            at in self.line(place) and (what != SECTOR or self.places[place].sector == sector)
            for what, at, sector in viewer.offices
        )

    def decides(self, viewer: Somebody, place: int) -> bool:
        return any(at in self.line(place) for what, at, _ in viewer.offices if what in DECIDING)

    def holds(self, holder: Somebody, place: int) -> bool:
        return any(at == place and what in DECIDING for what, at, _ in holder.offices)

    def answers(self, viewer: Somebody, place: int) -> bool:
        """Of the place itself, or above it with nobody between who decides and was heard of late."""
        line = self.line(place)
        for at in line:
            if self.holds(viewer, at):
                return True
            if any(self.holds(each, at) and self.chat.at - each.heard < SILENT for each in self.people):
                return False
        return False

    def hidden(self, viewer: Somebody, shown: str, *, one: bool = False) -> list[str]:
        """The marks in a text that this person may not see; `one`: it answers a press on one row."""
        marks = MARK.finditer(shown)
        return [mark[0] for mark in marks if not self.may(viewer, mark[1], int(mark[2]), one=one)]

    def may(self, viewer: Somebody, what: str, number: int, *, one: bool) -> bool:
        if what == "u":
            own = self.line(viewer.place)
            above = {each for _, at, _ in viewer.offices for each in self.line(at)}
            return number in own or number in above or self.sees(viewer, number)
        other = self.people[number]
        if other is viewer or (what == "p" and other.known):
            return True
        where = {other.place, *other.sent_from}
        if what == "h" or (what == "p" and one):
            return any(self.decides(viewer, each) for each in where)
        if what == "p":
            return any(self.answers(viewer, each) for each in where)
        return any(self.sees(viewer, each) for each in where)

    # --- growing ----------------------------------------------------------------------------------------

    @initialize()
    def found(self) -> None:
        self.add_unit(None, SECTORS[0])
        for sector in SECTORS:
            self.add_unit(0, sector)
        for place, status in ((1, WAITING), (1, CONFIRMED), (2, CONFIRMED)):
            self.add_person(place, status)
        self.give(self.people[-1], CHAIR, 2, None)

    def add_unit(self, parent: int | None, sector: str) -> None:
        number = len(self.places)
        above = None if parent is None else self.places[parent].id
        with self.database.transaction() as store:
            made = store.units.add(
                NewUnit(f"Công ty Zu{number}x", "base", f"U{number}", above, sector=sector)
            )
        self.places.append(Place(made.id, parent, sector))

    @precondition(lambda self: len(self.places) < 9)
    @rule(data=st.data(), sector=st.sampled_from(SECTORS))
    def another_unit(self, data: st.DataObject, sector: str) -> None:
        self.add_unit(data.draw(st.integers(0, len(self.places) - 1)), sector)

    @precondition(lambda self: len(self.people) < 14)
    @rule(data=st.data(), status=st.sampled_from([CONFIRMED, CONFIRMED, WAITING]))
    def another_person(self, data: st.DataObject, status: str) -> None:
        self.add_person(data.draw(st.integers(0, len(self.places) - 1)), status)

    def add_person(self, place: int, status: str) -> None:
        number = len(self.people)
        unit_id, name = self.places[place].id, f"Thợ Zp{number}x"
        with self.database.transaction() as store:
            person = store.people.add(NewPerson(unit_id, name, status), NOON)
            store.consents.give(person.id, Consent("joining.consent@1", NOON, "web"))
            account = store.accounts.meet(address(name), NOON)
            store.accounts.belongs(account.id, person.id)
            work = NewRegistration(person.id, unit_id, "work", 2026, work=f"kèm người Zw{number}x")
            idea = NewInitiative(person.id, unit_id, f"Giá Zw{number}x")
            asked = NewQuestion(account.id, unit_id, f"Hỏi Zh{number}x", person.id)
            rows = [
                ("registration", store.registrations.add(work, NOON).id),
                ("initiative", store.initiatives.add(idea, NOON).id),
                ("question", store.questions.add(asked, NOON).id),
                ("person", person.id),
            ]
            if number % 3 == 1:  # whose name stands among those who have not registered
                store.registrations.decide(rows[0][1], "withdrawn", NOON)
        self.people.append(Somebody(person.id, name, place, {place}, rows))

    @precondition(lambda self: self.people)
    @rule(data=st.data(), what=st.sampled_from([CHAIR, EMULATION, DEPUTY, FOLLOWER, SECTOR, BOARD]))
    def appoint(self, data: st.DataObject, what: str) -> None:
        holder = data.draw(st.sampled_from(self.people))
        place = data.draw(st.integers(0, len(self.places) - 1))
        sector = data.draw(st.sampled_from(SECTORS)) if what == SECTOR else None
        with self.database.reading() as store:
            if store.people.get(holder.id).status != CONFIRMED:
                return
        self.give(holder, what, place, sector)

    def give(self, holder: Somebody, what: str, place: int, sector: str | None) -> None:
        with self.database.transaction() as store:
            store.roles.give(NewRole(holder.id, self.places[place].id, what, sector=sector), self.chat.at)
        holder.offices.add((what, place, sector))
        holder.known = True
        holder.heard = self.chat.at

    @precondition(lambda self: any(each.offices for each in self.people))
    @rule(data=st.data())
    def dismiss(self, data: st.DataObject) -> None:
        holder = data.draw(st.sampled_from([each for each in self.people if each.offices]))
        _, place, _ = data.draw(st.sampled_from(sorted(holder.offices, key=str)))
        with self.database.transaction() as store:
            store.roles.dismiss(holder.id, self.places[place].id, self.chat.at)
        holder.offices = {office for office in holder.offices if office[1] != place}

    @precondition(lambda self: len(self.places) > 3)
    @rule(data=st.data())
    def move_unit(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(1, len(self.places) - 1))
        parents = [n for n in range(len(self.places)) if number not in self.line(n)]
        parent = data.draw(st.sampled_from(parents))
        with self.database.transaction() as store:
            store.units.move(self.places[number].id, self.places[parent].id)
        self.places[number].parent = parent

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def move_person(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(self.people))
        place = data.draw(st.integers(0, len(self.places) - 1))
        with self.database.transaction() as store:
            store.people.place(person.id, self.places[place].id, None)
        person.place = place

    # --- looking ----------------------------------------------------------------------------------------

    @precondition(lambda self: self.people)
    @rule(data=st.data(), asked=st.sampled_from(ASKED))
    def ask(self, data: st.DataObject, asked: str) -> None:
        viewer = data.draw(st.sampled_from(self.people))
        said = self.loop.run_until_complete(self.chat.says(viewer.name, asked))
        viewer.heard = self.chat.at
        self.look(viewer, said)

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def press_anything(self, data: st.DataObject) -> None:
        _, row = data.draw(st.sampled_from(data.draw(st.sampled_from(self.people)).rows))
        act = data.draw(st.sampled_from(sorted(action.name for action in ROUTES.actions)))
        self.press(data.draw(st.sampled_from(self.people)), act, row)

    @precondition(lambda self: any(each.offices for each in self.people))
    @rule(data=st.data())
    def press_as_an_officer(self, data: st.DataObject) -> None:
        viewer = data.draw(st.sampled_from([each for each in self.people if each.offices]))
        subject, row = data.draw(st.sampled_from(data.draw(st.sampled_from(self.people)).rows))
        self.press(viewer, data.draw(st.sampled_from(FITTING[subject])), row)

    def press(self, viewer: Somebody, act: str, row: int) -> None:
        before = self.statuses()
        said = self.loop.run_until_complete(self.chat.presses(viewer.name, f"a.{act}.{row}.1"))
        viewer.heard = self.chat.at
        self.look(viewer, said, one=act in ABOUT_ONE)
        for number in [number for number, now in self.statuses().items() if before[number] != now]:
            own = self.people[number] is viewer
            assert (
                own or self.decides(viewer, self.people[number].place) or self.sent_below(viewer, number)
            ), act

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def ask_who_is_missing(self, data: st.DataObject) -> None:
        viewer = data.draw(st.sampled_from(self.people))
        self.missing_in(viewer, data.draw(st.sampled_from(self.places)))

    def missing_in(self, viewer: Somebody, place: Place) -> None:
        press = f"a.missing.{place.id * MOST_TEAMS}.1"
        said = self.loop.run_until_complete(self.chat.presses(viewer.name, press))
        viewer.heard = self.chat.at
        self.look(viewer, said)

    def sent_below(self, viewer: Somebody, number: int) -> bool:
        return any(self.decides(viewer, each) for each in self.people[number].sent_from)

    def statuses(self) -> dict[int, list[str]]:
        """The states of everybody's rows, by person."""
        with self.database.reading() as store:
            return {
                number: [
                    store.registrations.get(person.rows[0][1]).status,
                    store.initiatives.get(person.rows[1][1]).status,
                    store.people.get(person.id).status,
                ]
                for number, person in enumerate(self.people)
            }

    @rule()
    def night_and_morning(self) -> None:
        self.chat.at += timedelta(hours=12)
        with self.database.transaction() as store:
            for notice in digested(store, self.chat.at):
                to = next(each for each in self.people if each.id == notice.person_id)
                assert self.hidden(to, notice.reply.text) == []

    @rule()
    def deliver(self) -> None:
        by_name = {each.name: each for each in self.people}
        for name, body in self.chat.deliver():
            assert self.hidden(by_name[name], str(body), one=True) == []

    def look(self, viewer: Somebody, said: Sequence[Arrived], *, one: bool = False) -> None:
        shown = everything_in(self.database, said)
        assert self.hidden(viewer, shown, one=one) == [], shown


def test_nobody_is_shown_what_lies_outside_their_scope(sqlite_template: Path) -> None:
    Scopes.template = sqlite_template
    chosen = settings(
        max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Scopes, settings=chosen)


def missing_elsewhere(union: Scopes, viewer: Somebody) -> None:
    union.missing_in(viewer, union.places[1])


def missing_below_an_officer(union: Scopes, viewer: Somebody) -> None:
    """The level above a unit with its own chair; there somebody did not register who is no officer."""
    while len(union.people) < 5:
        union.add_person(1, CONFIRMED)
    union.give(union.people[1], CHAIR, 1, None)
    union.give(viewer, CHAIR, 0, None)
    missing_elsewhere(union, viewer)


def approving_elsewhere(union: Scopes, viewer: Somebody) -> None:
    union.press(viewer, "approve", union.people[0].rows[0][1])


def confirming_elsewhere(union: Scopes, viewer: Somebody) -> None:
    union.press(viewer, "confirm", union.people[0].id)


@pytest.mark.parametrize(
    ("right", "step"),
    [
        ("handlers.figures.sees_names", missing_elsewhere),
        ("handlers.figures.sees_names", missing_below_an_officer),
        ("bot.turn.Turn.decides", approving_elsewhere),
        ("bot.turn.Turn.governs", confirming_elsewhere),
    ],
)
def test_a_right_that_everybody_has_would_be_caught(
    sqlite_template: Path,
    monkeypatch: pytest.MonkeyPatch,
    right: str,
    step: Callable[[Scopes, Somebody], None],
) -> None:
    Scopes.template = sqlite_template
    union = Scopes()
    try:
        union.found()
        step(union, union.people[2])  # in order: the press is refused, and nothing is shown
        monkeypatch.setattr(right, lambda *_: True)
        with pytest.raises(AssertionError):
            step(union, union.people[2])
    finally:
        union.teardown()
