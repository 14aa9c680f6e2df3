"""Each kind of data goes after its days and not a day before; what was decided and counted stays."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from storage.accounts import Address
from storage.attachments import NewAttachment, attachment
from storage.audit import Entry
from storage.consents import EMULATION, Consent
from storage.forgetting import GONE
from storage.imports import list_import
from storage.metadata import metadata
from storage.outbox import NewMessage
from storage.people import LEFT, WAITING, person
from storage.questions import NewQuestion
from storage.registrations import APPROVED, NewRegistration
from storage.requests import VIEW, NewRequest
from storage.retention import RULES, Now
from storage.store import Store
from tests.support.unions import NOW, found, join, reach

Make = Callable[[Store, datetime], object]


def run(store: Store, at: datetime) -> dict[str, int]:
    """All batches of all rules; what went, by kind."""
    store.retention.begin(at)
    for rule in RULES:
        while ids := store.retention.find(rule, at):
            store.retention.act(rule, ids, Now(at, "Người đã xóa"))
    last = store.retention.last()
    assert last is not None
    return last[1]


def _message(store: Store, at: datetime) -> None:
    account = reach(store, join(store, found(store).garments, "Lê Thị Hoà"), "m")
    store.outbox.put(NewMessage(account.id, {"text": "cũ"}), at)


def _talk(store: Store, at: datetime) -> None:
    account = reach(store, join(store, found(store).garments, "Lê Thị Hoà"), "c")
    store.conversations.start(account.id, "pledges", at)


def _visitor(store: Store, at: datetime) -> None:
    store.accounts.meet(Address("telegram", "bot", "visitor"), at)


def _left(store: Store, at: datetime) -> None:
    store.people.leave(join(store, found(store).garments, "Lê Thị Hoà").id, at)
    store.connection.execute(update(person), {"confirmed_at": NOW})


def _refused(store: Store, at: datetime) -> None:
    store.people.leave(join(store, found(store).garments, "Lê Thị Hoà", WAITING).id, at)


def _withdrew(store: Store, at: datetime) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    reach(store, hoa, "w")
    store.consents.withdraw(hoa.id, EMULATION, at, "web")


def _question(store: Store, at: datetime) -> int:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    new = NewQuestion(reach(store, hoa, "q").id, union.garments.id, "Bao giờ có lương?", hoa.id)
    return store.questions.add(new, at).id


def _answered(store: Store, at: datetime) -> None:
    asked = _question(store, at)
    store.questions.answer(asked, store.people.search("/", "hoa")[0].id, "Mai.", at)


def _file(store: Store, at: datetime) -> None:
    account = reach(store, join(store, found(store).garments, "Lê Thị Hoà"), "f")
    store.attachments.add(NewAttachment(account.id, "photo", "anh.jpg", content=b"x"), at)


def _list(store: Store, at: datetime) -> None:
    account = reach(store, join(store, found(store).garments, "Lê Thị Hoà"), "l")
    file = store.attachments.add(NewAttachment(account.id, "document", "list.xlsx", content=b"names"), at)
    values = {
        "attachment_id": file,
        "file": "list.xlsx",
        "status": "done",
        "counts": {},
        "at": at,
        "done_at": at,
    }
    store.connection.execute(list_import.insert(), values)


def _consent(store: Store, at: datetime) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    store.consents.withdraw(hoa.id, EMULATION, at, "web")


def _request(store: Store, at: datetime) -> None:
    asked = store.requests.add(NewRequest(VIEW, "web", at.date()), at)
    store.requests.done(asked.id, "shown", at)


def _mark(store: Store, at: datetime) -> None:
    store.connection.execute(metadata.tables["erased_mark"].insert(), {"mark": "0" * 64, "at": at})


def _inbox(store: Store, at: datetime) -> None:
    store.inbox.store(Address("telegram", "bot", "i"), "1", None, at)


MAKERS: dict[str, Make] = {
    "inbox": _inbox,
    "outbox": _message,
    "conversation": _talk,
    "session": lambda store, at: store.sessions.create("ab" * 32, "s", at),
    "visitor": _visitor,
    "withdrew": _withdrew,
    "refused": _refused,
    "left": _left,
    "answered": _answered,
    "unanswered": _question,
    "file": _file,
    "list": _list,
    "audit": lambda store, at: store.audit.add(Entry(None, "x", "person", 1, {}, at)),
    "consent": _consent,
    "request": _request,
    "mark": _mark,
}


def test_every_rule_is_tried() -> None:
    assert list(MAKERS) == [rule.kind for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_it_goes_after_its_days_and_not_before(store: Store, rule: object) -> None:
    wanted = next(each for each in RULES if each is rule)
    MAKERS[wanted.kind](store, NOW)
    day = timedelta(days=wanted.days)
    assert store.retention.due(wanted, NOW + day - timedelta(hours=1)) == 0
    late = NOW + day + timedelta(hours=1)
    assert store.retention.due(wanted, late) == 1
    assert run(store, late)[wanted.kind] == 1
    assert store.retention.due(wanted, late) == 0


def test_who_left_loses_the_name_and_the_decision_stays(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà", team="Tổ 1")
    account = reach(store, hoa, "77")
    kept = store.registrations.add(
        NewRegistration(hoa.id, union.garments.id, "title", 2026, "Lao động tiên tiến", work="Hoà ghi"), NOW
    )
    store.registrations.decide(kept.id, APPROVED, NOW)
    store.connection.execute(update(person), {"confirmed_at": NOW})
    store.people.leave(hoa.id, NOW)
    late = NOW + timedelta(days=91)
    assert run(store, late)["left"] == 1
    while store.retention.trace(late + timedelta(hours=1)):
        pass
    gone = store.people.get(hoa.id)
    assert (gone.name, gone.team, gone.status) == ("Người đã xóa", None, LEFT)
    assert [(row.title, row.status) for row in store.registrations.of(hoa.id)] == [
        ("Lao động tiên tiến", APPROVED)
    ]
    assert store.accounts.get(account.id).address.external_id == f"{GONE}{account.id}"
    assert store.erasure.marks() == frozenset()  # the next list may have them again: they asked for nothing


def test_the_file_of_a_list_goes_and_what_was_counted_stays(store: Store) -> None:
    _list(store, NOW)
    run(store, NOW + timedelta(days=31))
    assert store.connection.execute(select(attachment.c.content, attachment.c.name)).one() == (None, "")
    assert store.connection.execute(select(func.count()).select_from(list_import)).scalar_one() == 1


def test_a_file_that_belongs_to_an_initiative_stays(store: Store) -> None:
    account = reach(store, join(store, found(store).garments, "Lê Thị Hoà"), "f")
    file = store.attachments.add(NewAttachment(account.id, "photo", "anh.jpg", content=b"x"), NOW)
    store.attachments.tie([file], "initiative", 1)
    assert "file" not in run(store, NOW + timedelta(days=80))
    assert store.attachments.content(file) == b"x"


def test_who_agreed_again_keeps_the_chat(store: Store) -> None:
    _withdrew(store, NOW)
    hoa = store.people.search("/", "hoa")[0]
    store.consents.give(hoa.id, Consent("v2", NOW + timedelta(days=2), "web"))
    assert "withdrew" not in run(store, NOW + timedelta(days=40))
    assert store.accounts.ids(hoa.id)


def test_codes_that_ran_out_are_forgotten(store: Store) -> None:
    for code, until in {"old": NOW - timedelta(days=1), "new": NOW + timedelta(days=1)}.items():
        store.facts.set(f"invite:{code}", {"person_id": 1, "until": until.isoformat()})
    store.facts.set("invite:used", None)
    store.retention.invitations(NOW)
    assert [store.facts.get(f"invite:{code}") is not None for code in ("old", "used", "new")] == [
        False,
        False,
        True,
    ]
