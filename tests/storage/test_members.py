"""A unit's people as officers look at them, counted and listed in Vietnamese order."""

from datetime import timedelta

from storage.members import Row, Tally
from storage.people import CONFIRMED, LEFT, LISTED, WAITING, NewPerson
from storage.store import Store
from tests.support.unions import NOW, Union, found, join, reach


def fill(store: Store) -> Union:
    union = found(store)
    unit = union.garments.id
    people = [("Ưng Lan", LISTED, "Tổ 1"), ("Ung Lan", CONFIRMED, "Tổ 1"), ("Đỗ Lan", LISTED, "Tổ 1")]
    people += [("Dương Lan", WAITING, "Tổ 1"), ("Vũ An", LEFT, "Tổ 1"), ("Vũ Ân", LISTED, "Tổ 2")]
    for name, status, team in people:
        store.people.add(NewPerson(unit, name, status, team, "direct"), NOW)
    store.people.add(NewPerson(unit, "Cao Ân", CONFIRMED), NOW)
    store.people.add(NewPerson(union.shoes.id, "Ưng Lan", LISTED, "Tổ 1"), NOW)
    return union


def test_people_are_counted_by_unit_and_by_team(store: Store) -> None:
    union = fill(store)
    assert store.members.by_unit(union.park.path) == {
        union.garments.id: Tally(listed=3, joined=2, waiting=1),
        union.shoes.id: Tally(1, 0, 0),
    }
    assert store.members.by_team(union.garments.id) == [
        ("Tổ 1", Tally(2, 1, 1)),
        ("Tổ 2", Tally(1, 0, 0)),
        (None, Tally(0, 1, 0)),
    ]
    assert Tally(3, 2, 1).whole == 5


def test_a_page_is_a_stretch_in_vietnamese_order(store: Store) -> None:
    union = fill(store)
    unit = union.garments.id
    names = [row.name for row in store.members.page(unit, "Tổ 1", None, 0, 10)]
    assert names == ["Đỗ Lan", "Ung Lan", "Ưng Lan"]
    assert [row.name for row in store.members.page(unit, "Tổ 1", None, 1, 1)] == ["Ung Lan"]
    assert [row.name for row in store.members.page(unit, "Tổ 1", LISTED, 0, 10)] == ["Đỗ Lan", "Ưng Lan"]
    assert [row.name for row in store.members.page(unit, None, CONFIRMED, 0, 10)] == ["Cao Ân"]
    assert store.members.page(unit, "Tổ 1", None, 9, 10) == []


def test_the_whole_list_holds_who_waits_and_not_who_left(store: Store) -> None:
    union = fill(store)
    rows = store.members.whole(union.garments.id, 100)
    assert rows[0] == Row("Cao Ân", None, None, CONFIRMED)
    assert ("Dương Lan", WAITING) in [(row.name, row.status) for row in rows]
    assert "Vũ An" not in [row.name for row in rows]
    assert len(store.members.whole(union.garments.id, 2)) == 2


def test_namesakes_are_looked_for_below_a_unit_and_nowhere_else(store: Store) -> None:
    union = fill(store)
    assert [each.name for each in store.members.named(union.park.path, "ung lan")] == [
        "Ưng Lan",
        "Ung Lan",
        "Ưng Lan",
    ]
    assert [each.unit_id for each in store.members.named(union.shoes.path, "Ưng Lan")] == [union.shoes.id]
    assert store.members.named(union.park.path, "Dương Lan") == []
    assert [each.name for each in store.members.called([union.garments.id], "lan")] == [
        "Ưng Lan",
        "Ung Lan",
        "Đỗ Lan",
    ]
    assert store.members.called([], "lan") == []
    assert store.members.called([union.garments.id], "%") == []


def test_who_waits_stands_in_the_order_of_coming(store: Store) -> None:
    union = found(store)
    for n, name in enumerate(("Vũ An", "Cao Ân", "Lý A")):
        unit = union.garments if n < 2 else union.shoes
        store.people.add(NewPerson(unit.id, name, WAITING), NOW - timedelta(days=n))
    assert [each.person.name for each in store.members.waiting_in([union.garments.id])] == ["Cao Ân", "Vũ An"]
    assert len(store.members.waiting_in([union.garments.id], limit=1)) == 1
    early = store.members.waiting_since(NOW)
    assert {each.person.name for each in early} == {"Cao Ân", "Lý A"}
    assert early[0].since == NOW - timedelta(days=1)


def test_where_somebody_was_met_first(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    assert store.members.met(hoa.id) is None
    reach(store, hoa, "1", "zalo")
    reach(store, hoa, "2", "telegram")
    assert store.members.met(hoa.id) == ("zalo", NOW)


def test_phones_are_found_below_a_unit(store: Store) -> None:
    union = found(store)
    store.people.add(NewPerson(union.garments.id, "Lê Thị Hoà", LISTED, phone="0912345678"), NOW)
    store.people.add(NewPerson(union.garments.id, "Cao Ân", LISTED), NOW)
    assert [each.phone for each in store.members.with_phone(union.park.path)] == ["0912345678"]
    assert store.members.with_phone(union.shoes.path) == []


def test_accounts_are_untied_and_their_talks_closed(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    account = reach(store, hoa, "1")
    store.accounts.remember(account.id, {"menu": [["x", "y"]]})
    talk = store.conversations.start(account.id, "pledges", NOW)
    talk.state["answers"] = {"what": "x"}
    store.conversations.save(talk, NOW)
    store.accounts.unreachable(account.address, NOW)
    assert store.accounts.ids(hoa.id) == [account.id]
    store.accounts.untie(account.id)
    store.conversations.close(account.id, NOW)
    found_again = store.accounts.situation(account.address)
    assert found_again is not None
    assert (found_again.person, found_again.conversation, found_again.account.memory) == (None, None, {})
    assert store.conversations.parked(account.id) is None
