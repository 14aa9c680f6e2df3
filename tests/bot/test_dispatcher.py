"""One message, one transaction; exactly once."""

import asyncio
import logging
import re
from datetime import timedelta

import pytest

from bot.boundaries import COMMITTED, HANDLED
from bot.dispatcher import Dispatcher, Known
from bot.messages import Incoming
from bot.understanding import Understanding
from storage.database import Database
from tests.support.journeys import CHANNELS, NOON, Chat, address, build, text_of
from tests.support.talking import CLOSED, Looked, kept, tiny_bot

HOA, THU = "Lò Thị Hoa", "Nguyễn Thị Thu"


@pytest.fixture
def chat(database: Database) -> Chat:
    with database.transaction() as store:
        build(store)
    return Chat(database, tiny_bot())


def wrote(name: str, number: int, text: str) -> Incoming:
    return Incoming(address(name), f"m{number}", NOON + timedelta(seconds=number), text)


async def test_the_same_update_ten_times_is_answered_alike_and_handled_once(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    same = wrote(HOA, 1, "gửi")
    said = [await chat.dispatcher.answer(same) for _ in range(10)]
    assert text_of(said[0]) == CLOSED
    assert all(each == said[0] for each in said)
    assert kept(chat.database) == ["kem 1 nguoi moi/3"]
    assert chat.dispatcher.counts.repeated == 9


async def test_the_same_update_ten_times_at_once_is_handled_once(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    same = wrote(HOA, 1, "gửi")
    said = await asyncio.gather(*(chat.dispatcher.answer(same) for _ in range(10)))
    assert [text_of(each) for each in said] == [CLOSED] * 10
    assert {each[0].id for each in said} == {said[0][0].id}
    assert kept(chat.database) == ["kem 1 nguoi moi/3"]


async def test_the_same_update_in_two_processes_is_handled_once(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    other = Chat(chat.database, tiny_bot()).dispatcher
    same = wrote(HOA, 1, "gửi")
    said = await asyncio.gather(*(d.answer(same) for d in (chat.dispatcher, other) * 5))
    assert {each[0].id for each in said} == {said[0][0].id}
    assert kept(chat.database) == ["kem 1 nguoi moi/3"]


async def test_the_same_id_from_somebody_else_is_another_update(chat: Chat) -> None:
    first = await chat.dispatcher.answer(wrote(HOA, 1, "gặp"))
    second = await chat.dispatcher.answer(wrote(THU, 1, "dk"))
    assert text_of(first) != text_of(second)


async def test_messages_of_one_person_at_once_are_answered_one_after_another(chat: Chat) -> None:
    texts = ["đăng ký kèm 1 người mới", "tổ 3", "gửi", "dk", "kèm 2 người", "tổ 4", "gửi"]
    messages = (wrote(HOA, n, text) for n, text in enumerate(texts))
    said = await asyncio.gather(*map(chat.dispatcher.answer, messages))
    assert text_of(said[2]) == CLOSED
    assert kept(chat.database) == ["kem 1 nguoi moi/3", "kèm 2 người/4"]


async def test_first_messages_of_one_chat_at_once_make_one_account(chat: Chat) -> None:
    messages = [wrote("Người Lạ", n, "chào") for n in range(10)]
    said = await asyncio.gather(*map(chat.dispatcher.answer, messages))
    with chat.database.reading() as store:
        known = store.accounts.situation(address("Người Lạ"))
        assert known is not None
        assert len(store.outbox.arrived(known.account.id, 0)) == sum(map(len, said)) == 10


async def test_people_at_once_do_not_mix(chat: Chat) -> None:
    names = [f"Người {n}" for n in range(12)]
    for step in ("đăng ký kèm {} người tổ {}", "gửi"):
        written = (Incoming(address(name), step, NOON, step.format(n, n)) for n, name in enumerate(names))
        await asyncio.gather(*map(chat.dispatcher.answer, written))
    assert sorted(kept(chat.database)) == sorted(f"kem {n} nguoi/{n}" for n in range(12))


async def test_a_handler_that_breaks_costs_one_answer_and_nothing_else(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    with caplog.at_level(logging.ERROR):
        said = await chat.says(HOA, "hỏng")
    code = re.search(r"\b[0-9A-F]{6}\b", text_of(said))
    assert code
    assert "Không phải lỗi của anh/chị" in text_of(said)
    assert "secret" not in text_of(said)
    (record,) = caplog.records
    assert code[0] in record.getMessage()
    assert record.exc_info
    assert kept(chat.database) == []
    with chat.database.reading() as store:
        known = store.accounts.situation(address(HOA))
        assert known is not None
        assert "broken" not in known.account.memory
    assert "kem 1 nguoi moi, tổ 3." in text_of(await chat.says(HOA, "tổ 3"))
    assert chat.dispatcher.counts.incidents == 1


async def test_what_broke_is_not_tried_again_when_it_is_delivered_again(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        first = await chat.dispatcher.answer(wrote(HOA, 1, "hỏng"))
        again = await chat.dispatcher.answer(wrote(HOA, 1, "hỏng"))
    assert first == again
    assert chat.dispatcher.counts.incidents == 1


async def test_what_breaks_beside_others_harms_only_its_own(chat: Chat) -> None:
    chat.routes = tiny_bot()
    written = [
        wrote(f"Người {n}", n, "hỏng" if n % 3 == 0 else f"đăng ký kèm {n} người tổ 1") for n in range(12)
    ]
    await asyncio.gather(*map(chat.dispatcher.answer, written))
    sent = [wrote(f"Người {n}", 100 + n, "gửi") for n in range(12)]
    said = await asyncio.gather(*map(chat.dispatcher.answer, sent))
    assert [text_of(each) == CLOSED for each in said] == [n % 3 != 0 for n in range(12)]
    assert len(kept(chat.database)) == 8


async def test_a_refusal_says_its_sentence_and_undoes_the_rest(chat: Chat) -> None:
    said = await chat.says(HOA, "cấm")
    assert text_of(said) == "Danh sách em vừa đưa không có số đó. Anh/chị xem lại số giúp em nhé."
    assert kept(chat.database) == []
    assert chat.dispatcher.counts.incidents == 0


async def test_a_refusal_leaves_the_open_form_as_it_was(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    await chat.says(HOA, "cấm")
    assert "kem 1 nguoi moi, tổ 3." in text_of(await chat.says(HOA, "tổ 3"))


async def test_no_sentence_is_said_twice_running(chat: Chat) -> None:
    for text in ("trời đẹp", "🎉", "cấm"):
        first, second, third = [text_of(await chat.says(HOA, text)) for _ in range(3)]
        assert second == f"Em gửi lại ạ. {first}"
        assert third != second


async def test_what_is_read_first_is_read_once_beside_the_writer(database: Database) -> None:
    looked = Looked()
    chat = Chat(database, tiny_bot(looked))
    said = await chat.says("Người Lạ", "bao giờ hết hạn?")
    assert text_of(said) == "Hết hạn 30/4 ạ."
    assert looked.times == 1


async def test_a_notice_reaches_another_person_with_a_button_of_its_own(chat: Chat) -> None:
    await chat.says(HOA, "báo thu")
    ((who, body),) = chat.deliver()
    assert (who, body["text"]) == (THU, "Hoa hỏi.")
    await chat.presses(THU, body["buttons"][0]["value"])
    assert kept(chat.database) == ["saw 7 at 1"]


async def test_what_was_stored_before_is_handled_once_however_often_it_is_handed_in(chat: Chat) -> None:
    where, came = address(HOA), wrote(HOA, 1, "đăng ký kèm 1 người mới tổ 3")
    woken = []
    chat.dispatcher.stored = lambda: woken.append(1)
    assert await chat.dispatcher.receive(where, "m1", {"text": came.text}, NOON)
    assert not await chat.dispatcher.receive(where, "m1", {"text": came.text}, NOON)
    assert woken == [1]
    with chat.database.reading() as store:
        row = store.inbox.oldest(where)
    assert row is not None
    first = await chat.dispatcher.answer(came, row.id)
    assert await chat.dispatcher.answer(came, row.id) == first
    with chat.database.reading() as store:
        assert store.inbox.waiting() == 0


@pytest.mark.parametrize(("boundary", "sent"), [(HANDLED, 0), (COMMITTED, 1)])
async def test_a_crash_before_the_commit_loses_nothing_and_after_it_repeats_nothing(
    database: Database, boundary: str, sent: int
) -> None:
    chat = Chat(database, tiny_bot())
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")

    def crash(at: str) -> None:
        if at == boundary:
            raise KeyboardInterrupt

    dying = Dispatcher(database, Known(chat.routes, CHANNELS, Understanding()), boundary=crash)
    with pytest.raises(KeyboardInterrupt):
        await dying.answer(wrote(HOA, 1, "gửi"))
    assert len(kept(database)) == sent
    assert text_of(await chat.dispatcher.answer(wrote(HOA, 1, "gửi"))) == CLOSED
    assert kept(database) == ["kem 1 nguoi moi/3"]
