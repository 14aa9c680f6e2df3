"""What is said lies in the outbox, rendered for its channel."""

from datetime import timedelta

import pytest

from bot.heard import Heard
from bot.messages import Choice, File, Incoming, Notice, Reply
from bot.posting import post_notice, post_reply
from bot.turn import Turn
from bot.understanding import Understanding
from knowledge.spelling import Speller
from storage.accounts import Account, Address
from storage.outbox import SENT, Arrived, Outcome
from storage.store import Store
from tests.support.journeys import CHANNELS, NOON, PLAIN, WEB
from tests.support.unions import found, join

TABLE = File("bang.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK")


def turn(store: Store, channel: str = "web") -> Turn:
    where = Address(channel, "", "hoa")
    account = store.accounts.meet(where, NOON)
    incoming = Incoming(where, "1", NOON, "chào")
    return Turn(store, Heard(incoming, Speller()), account, None, None, Understanding())


def inbox(made: Turn) -> int:
    row = made.store.inbox.store(made.account.address, "1", None, NOON)
    assert row is not None
    return row


def reached(made: Turn) -> list[Arrived]:
    return made.store.outbox.arrived(made.account.id, 0)


def test_where_the_answer_carries_it_a_reply_has_arrived_at_once(store: Store) -> None:
    made = turn(store)
    said = post_reply(made, Reply("Dạ.", closing=True), WEB, inbox(made))
    assert reached(made) == said
    assert [each.body for each in said] == [{"text": "Dạ."}]
    assert store.outbox.claim("test", NOON, 10) == []
    assert made.account.memory == {"menu": [], "menu_from": said[-1].id, "closed": True}


def test_elsewhere_it_waits_for_the_sender_part_by_part(store: Store) -> None:
    made = turn(store, "zalo")
    post_reply(made, Reply("một hai ba. " * 300), PLAIN, inbox(made))
    assert reached(made) == []
    rows = store.outbox.claim("test", NOON, 10)
    assert len(rows) == 2
    assert all(len(row.body["text"]) <= PLAIN.text for row in rows)


def test_the_open_menu_is_remembered_with_whole_labels_where_it_is_numbered_lines(store: Store) -> None:
    made = turn(store, "zalo")
    long = "Công đoàn Công ty May Đông Hà (Công đoàn các khu công nghiệp Sơn Khê tỉnh Sơn Khê)"
    made.talk = store.conversations.start(made.account.id, "pledges", NOON)
    post_reply(made, Reply("Ở đâu?", (Choice(long, "4"),)), PLAIN, inbox(made))
    label, value = made.account.memory["menu"][0]
    assert label.endswith("tinh son khe)")
    assert value == f"c{made.talk.id}.4"


def test_files_are_kept_and_go_by_their_id(store: Store) -> None:
    made = turn(store)
    (said,) = post_reply(made, Reply("Đây ạ.", files=(TABLE,)), WEB, inbox(made))
    (file,) = said.body["files"]
    assert file["name"] == "bang.xlsx"
    assert store.attachments.content(file["id"]) == b"PK"


def test_a_reply_replaces_what_was_sent_under_its_key(store: Store) -> None:
    made = turn(store)
    row = inbox(made)
    (first,) = post_reply(made, Reply("10 người", key="count"), WEB, row)
    (second,) = post_reply(made, Reply("11 người", key="count", replaces="count"), WEB, row)
    assert second.body["replaces"] == str(first.id)
    (other,) = post_reply(made, Reply("Dạ.", replaces="of nothing"), WEB, row)
    assert "replaces" not in other.body


def test_where_nothing_can_be_edited_a_second_message_follows(store: Store) -> None:
    made = turn(store, "zalo")
    row = inbox(made)
    post_reply(made, Reply("10 người", key="count"), PLAIN, row)
    (claimed,) = store.outbox.claim("test", NOON, 10)
    store.outbox.settle("test", [Outcome(claimed.id, SENT, NOON, "zalo-1")])
    (said,) = post_reply(made, Reply("11 người", replaces="count"), PLAIN, row)
    assert "replaces" not in said.body


def person(store: Store, *external_ids: str) -> tuple[int, list[Account]]:
    hoa = join(store, found(store).garments, "Lò Thị Hoa")
    known = [store.accounts.meet(Address("web", "", id), NOON) for id in external_ids]
    for account in known:
        store.accounts.belongs(account.id, hoa.id)
    return hoa.id, known


def test_a_notice_goes_to_where_the_person_was_heard_last(store: Store) -> None:
    hoa, (phone, office) = person(store, "phone", "office")
    store.accounts.heard(phone, NOON + timedelta(hours=1))
    store.accounts.heard(office, NOON)
    approve = Choice("Duyệt", action="approve", row=3, version=1)
    assert post_notice(store, Notice(hoa, Reply("Có việc.", (approve,))), CHANNELS, NOON)
    (row,) = store.outbox.claim("test", NOON, 10)
    assert row.account_id == phone.id
    assert row.body["buttons"] == [{"label": "Duyệt", "value": "a.approve.3.1"}]


def test_a_notice_where_there_are_no_buttons_tells_what_to_type_and_opens_no_menu(store: Store) -> None:
    hoa, _ = person(store)
    account = store.accounts.meet(Address("zalo", "", "hoa"), NOON)
    store.accounts.belongs(account.id, hoa)
    store.accounts.remember(account.id, {"menu": [["gui", "c4.yes"]]})
    choices = (Choice("Duyệt", action="approve", row=12, version=2), Choice("Xem đăng ký", action="reviews"))
    assert post_notice(store, Notice(hoa, Reply("Có việc.", choices)), CHANNELS, NOON)
    (row,) = store.outbox.claim("test", NOON, 10)
    assert row.body == {"text": "Có việc.\nDuyệt: nhắn DUYỆT 12F2\nNhắn: XEM ĐĂNG KÝ"}
    assert store.accounts.memory(account.id) == {"menu": [["gui", "c4.yes"]]}


def test_a_notice_for_later_waits_and_can_be_taken_back(store: Store) -> None:
    hoa, _ = person(store, "phone")
    later = NOON + timedelta(minutes=10)
    post_notice(store, Notice(hoa, Reply("Đã duyệt."), later, "approvals-1"), CHANNELS, NOON)
    assert store.outbox.claim("test", NOON, 10) == []
    assert store.outbox.withdraw("approvals-1") == 1
    assert store.outbox.claim("test", later, 10) == []


def test_whoever_has_no_chat_or_wants_quiet_or_cannot_be_reached_gets_none(store: Store) -> None:
    hoa, (phone,) = person(store, "phone")
    notice = Notice(hoa, Reply("Có việc."))
    store.accounts.remember(phone.id, {"quiet": True})
    assert not post_notice(store, notice, CHANNELS, NOON)
    store.accounts.remember(phone.id, {})
    store.accounts.unreachable(phone.address, NOON)
    assert not post_notice(store, notice, CHANNELS, NOON)
    store.accounts.reachable(phone.address)
    assert not post_notice(store, notice, {"zalo": PLAIN}, NOON)
    assert post_notice(store, notice, CHANNELS, NOON)


def test_a_notice_to_a_visitor_goes_to_that_very_chat(store: Store) -> None:
    made = turn(store)
    assert post_notice(store, Notice(0, Reply("Trả lời."), account_id=made.account.id), CHANNELS, NOON)
    (row,) = store.outbox.claim("test", NOON, 10)
    assert row.account_id == made.account.id


def test_a_notice_answers_no_conversation(store: Store) -> None:
    hoa, _ = person(store, "phone")
    with pytest.raises(ValueError, match="answers no conversation"):
        post_notice(store, Notice(hoa, Reply("Gửi nhé?", (Choice("Gửi", "yes"),))), CHANNELS, NOON)
