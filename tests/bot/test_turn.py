"""What each office lets a person do, and where."""

from datetime import timedelta
from typing import Any

import pytest

from bot.heard import Heard
from bot.messages import Incoming
from bot.turn import Turn
from bot.understanding import Understanding
from storage.people import WAITING
from storage.roles import NewRole
from storage.store import Store
from storage.units import NewUnit
from tests.support.unions import NOW, Union, found, join, reach


def turn_of(store: Store, union: Union, what: str | None, unit: str = "park", **more: Any) -> Turn:
    """A person at the school who holds the office in one unit of the union."""
    person = join(store, union.school, "Trần Văn Bình")
    account = reach(store, person, "1")
    if what:
        values = {"person_id": person.id, "unit_id": getattr(union, unit).id, "what": what, **more}
        store.roles.give(NewRole(**values), NOW)
    understanding = Understanding()
    heard = Heard(Incoming(account.address, "1", NOW), understanding.speller)
    return Turn(store, heard, account, person, None, understanding)


@pytest.mark.parametrize("what", ["chair", "emulation", "deputy"])
def test_who_decides_does_so_in_the_own_subtree_alone(store: Store, what: str) -> None:
    union = found(store)
    turn = turn_of(store, union, what)
    assert (turn.is_officer, turn.is_decider, turn.answers_questions) == (True, True, True)
    for unit in (union.park, union.garments, union.shoes):
        assert turn.decides(unit)
        assert turn.sees(unit)
        assert turn.answers(unit)
    for unit in (union.province, union.school):
        assert not turn.decides(unit)
        assert not turn.sees(unit)
        assert not turn.answers(unit)


def test_a_follower_sees_the_unit_given_and_decides_nothing(store: Store) -> None:
    union = found(store)
    turn = turn_of(store, union, "follower", "garments")
    assert (turn.is_officer, turn.is_decider, turn.answers_questions) == (True, False, False)
    assert turn.sees(union.garments)
    assert not turn.decides(union.garments)
    assert not turn.answers(union.garments)
    assert not any(map(turn.sees, (union.province, union.park, union.shoes, union.school)))


def test_a_sector_lead_sees_the_units_of_the_sector_below(store: Store) -> None:
    union = found(store)
    turn = turn_of(store, union, "sector", sector="Dệt may")
    inside = store.units.add(NewUnit("May Tây", "base", "TAY", union.park.id, sector="dệt may"))
    outside = store.units.add(NewUnit("May Đông", "base", "DONG", union.province.id, sector="dệt may"))
    assert turn.sees(inside)
    assert not any(map(turn.sees, (outside, union.garments, union.park)))
    assert not turn.is_decider


def test_a_member_of_a_board_answers_for_the_board_and_sees_the_federation(store: Store) -> None:
    union = found(store)
    board = store.units.add(NewUnit("Ban Chính sách", "board", "BCS", union.province.id))
    other = store.units.add(NewUnit("Ban Tuyên giáo", "board", "BTG", union.province.id))
    turn = turn_of(store, union, "board", "province", board_id=board.id)
    assert turn.answers(board)
    assert not turn.answers(other)
    assert not turn.answers(union.garments)
    assert turn.sees(union.garments)
    assert (turn.is_decider, turn.answers_questions) == (False, True)


def test_the_office_that_decides_comes_before_a_higher_one_that_sees(store: Store) -> None:
    union = found(store)
    turn = turn_of(store, union, "follower", "province")
    assert turn.office == union.province
    assert turn.person
    store.roles.appoint(turn.person.id, union.shoes.id, "deputy", NOW)
    again = Turn(store, turn.heard, turn.account, turn.person, None, turn.understanding)
    assert again.office == union.shoes


def test_nobody_has_rights_before_the_office_begins_after_it_ends_or_unconfirmed(store: Store) -> None:
    union = found(store)
    turn = turn_of(store, union, "deputy", until=NOW)
    assert not turn.is_officer
    newcomer = join(store, union.garments, "Lê Thị Hoa", WAITING)
    store.roles.appoint(newcomer.id, union.garments.id, "chair", NOW - timedelta(days=1))
    for person in (newcomer, None):
        other = Turn(store, turn.heard, turn.account, person, None, turn.understanding)
        assert (other.is_officer, other.is_decider, other.office) == (False, False, None)
