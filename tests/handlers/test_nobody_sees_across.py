"""However the tree grows, an officer sees and decides what lies in the own subtree, and nothing beside it."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.catalogue import ROUTES
from storage.broadcasts import NewBroadcast
from storage.consents import Consent
from storage.database import Database
from storage.initiatives import NewInitiative
from storage.people import CONFIRMED, WAITING, NewPerson
from storage.questions import NewQuestion
from storage.registrations import NewRegistration
from storage.store import Store
from storage.units import NewUnit, Unit
from tests.support.databases import opened
from tests.support.journeys import NOON, Chat, address, digested, text_of
from tests.support.reading import everything_in

ASKED = (
    "việc chờ duyệt",
    "việc hôm nay",
    "tình hình đăng ký",
    "câu hỏi",
    "việc của tôi",
    "sáng kiến chờ xem",
)
REFUSED = "Việc này dành cho cán bộ của đơn vị"


def mark(number: int) -> str:
    """What the names of this unit and its people hold, and nobody else's."""
    return f"Zq{number}x"


@dataclass
class Tree:
    """Units by number, with a newcomer, a member who registered and a question in each."""

    units: list[Unit] = field(default_factory=list)
    newcomers: list[int] = field(default_factory=list)
    registrations: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    initiatives: list[int] = field(default_factory=list)
    broadcasts: list[int] = field(default_factory=list)

    def marks_outside(self, number: int) -> list[str]:
        root = self.units[number].path
        return [mark(n) for n, unit in enumerate(self.units) if not unit.path.startswith(root)]

    def outside(self, number: int) -> list[int]:
        root = self.units[number].path
        return [n for n, unit in enumerate(self.units) if not unit.path.startswith(root)]


@st.composite
def shapes(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """(parent of each unit after the first, units that have an officer)."""
    count = draw(st.integers(3, 8))
    parents = [draw(st.integers(0, n)) for n in range(count - 1)]
    officers = draw(st.lists(st.integers(1, count - 1), min_size=1, max_size=3, unique=True))
    return parents, officers


def person(store: Store, unit: Unit, name: str, status: str = CONFIRMED) -> int:
    made = store.people.add(NewPerson(unit.id, name, status), NOON)
    store.consents.give(made.id, Consent("joining.consent@1", NOON, "web"))
    account = store.accounts.meet(address(name), NOON)
    store.accounts.belongs(account.id, made.id)
    return made.id


def grow(store: Store, parents: Sequence[int], officers: Sequence[int]) -> Tree:
    tree = Tree()
    for number, parent in enumerate([None, *parents]):
        above = None if parent is None else tree.units[parent].id
        unit = store.units.add(NewUnit(f"Công ty {mark(number)}", "base", f"U{number}", above))
        tree.units.append(unit)
        member = person(store, unit, f"Thợ {mark(number)}")
        tree.newcomers.append(person(store, unit, f"Khách {mark(number)}", WAITING))
        new = NewRegistration(member, unit.id, "work", 2026, work=f"kèm người {mark(number)}")
        tree.registrations.append(store.registrations.add(new, NOON).id)
        idea = NewInitiative(member, unit.id, f"Giá {mark(number)}")
        tree.initiatives.append(store.initiatives.add(idea, NOON).id)
        news = NewBroadcast(unit.id, member, f"Tin {mark(number)}")
        tree.broadcasts.append(store.broadcasts.add(news, NOON).id)
        account = store.accounts.of(member)[0]
        asked = NewQuestion(account.id, unit.id, f"Hỏi {mark(number)}", member)
        tree.questions.append(store.questions.add(asked, NOON).id)
    for number in officers:
        officer = person(store, tree.units[number], officer_of(number))
        store.roles.appoint(officer, tree.units[number].id, "chair", NOON)
    return tree


def officer_of(number: int) -> str:
    return f"Cán bộ {mark(number)}"


@contextmanager
def planted(template: Path) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "test.db"
        shutil.copyfile(template, path)
        with opened(f"sqlite:///{path}") as database:
            yield database


def state(database: Database, tree: Tree) -> list[object]:
    """All that a press could have changed."""
    with database.reading() as store:
        return [
            *(store.registrations.get(id) for id in tree.registrations),
            *(store.people.get(id) for id in tree.newcomers),
            *(store.questions.get(id) for id in tree.questions),
            *(store.initiatives.get(id) for id in tree.initiatives),
            *(store.broadcasts.get(id) for id in tree.broadcasts),
        ]


def foreign_presses(tree: Tree, number: int) -> list[str]:
    """Presses on every row outside the officer's subtree."""
    presses = []
    for other in tree.outside(number):
        row = tree.registrations[other]
        presses += [f"a.{act}.{row}.1" for act in ("approve", "unapprove", "more")]
        presses += [f"a.{act}.{row}.1" for act in ("mine_row", "amend", "withdraw", "restore")]
        presses += [f"a.{act}.{tree.newcomers[other]}.1" for act in ("confirm", "stranger")]
        idea = tree.initiatives[other]
        presses += [f"a.initiative_{act}.{idea}.1" for act in ("approve", "more", "files")]
        presses += [f"a.answer.{tree.questions[other]}.1", f"a.recall.{tree.broadcasts[other]}.0"]
    return presses


@settings(max_examples=8)
@given(shape=shapes())
async def test_an_officer_is_told_of_nobody_outside_the_own_subtree(
    sqlite_template: Path, shape: tuple[list[int], list[int]]
) -> None:
    parents, officers = shape
    with planted(sqlite_template) as database:
        with database.transaction() as store:
            tree = grow(store, parents, officers)
        chat = Chat(database, ROUTES)
        for number in officers:
            for asked in ASKED:
                shown = everything_in(database, await chat.says(officer_of(number), asked))
                assert [name for name in tree.marks_outside(number) if name in shown] == []
        assert chat.dispatcher.counts.incidents == 0


@settings(max_examples=8)
@given(shape=shapes())
async def test_an_officer_decides_nothing_outside_the_own_subtree(
    sqlite_template: Path, shape: tuple[list[int], list[int]]
) -> None:
    parents, officers = shape
    with planted(sqlite_template) as database:
        with database.transaction() as store:
            tree = grow(store, parents, officers)
        before = state(database, tree)
        chat = Chat(database, ROUTES)
        for number in officers:
            for press in foreign_presses(tree, number):
                said = text_of(await chat.presses(officer_of(number), press))
                assert REFUSED in said
                assert [name for name in tree.marks_outside(number) if name in said] == []
        assert state(database, tree) == before
        assert chat.deliver() == []


@settings(max_examples=8)
@given(shape=shapes())
async def test_what_members_send_is_told_only_to_officers_above_them(
    sqlite_template: Path, shape: tuple[list[int], list[int]]
) -> None:
    parents, officers = shape
    with planted(sqlite_template) as database:
        with database.transaction() as store:
            tree = grow(store, parents, officers)
        chat = Chat(database, ROUTES)
        for number in range(len(tree.units)):
            name = f"Thợ {mark(number)}"
            await chat.says(name, f"đăng ký kèm 2 người {mark(number)}")
            await chat.says(name, "gửi")
        told = chat.deliver()
        with database.transaction() as store:
            told += [
                (store.people.get(notice.person_id).name, {"text": notice.reply.text})
                for notice in digested(store, chat.at)
            ]
        allowed = {officer_of(number): tree.marks_outside(number) for number in officers}
        for who, body in told:
            assert [name for name in allowed[who] if name in str(body)] == []


async def test_the_same_presses_do_work_for_the_officer_of_the_place(sqlite_template: Path) -> None:
    with planted(sqlite_template) as database:
        with database.transaction() as store:
            tree = grow(store, [0, 0], [1])
        chat = Chat(database, ROUTES)
        assert "Đã duyệt" in text_of(
            await chat.presses(officer_of(1), f"a.approve.{tree.registrations[1]}.1")
        )
        assert "Đã xác nhận" in text_of(await chat.presses(officer_of(1), f"a.confirm.{tree.newcomers[1]}.1"))
        said = text_of(await chat.presses(officer_of(1), f"a.answer.{tree.questions[1]}.1"))
        assert REFUSED not in said
