"""Officers get the code and poster of their unit and of those below, and of no other."""

import pytest

from bot.links import opens
from handlers.catalogue import ROUTES
from storage.database import Database
from tests.support.journeys import Chat, build, labels_of, text_of

THU, BAO, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lò Thị Hoa"
NOT_YOURS = "dành cho cán bộ của đơn vị"


@pytest.fixture
def chat(database: Database) -> Chat:
    with database.transaction() as store:
        build(store)
    return Chat(database, ROUTES)


@pytest.mark.parametrize(
    "text", ["mã QR", "cho chị xin mã qr", "ma qr cua minh", "mã QR của đơn vị em", "áp phích"]
)
async def test_without_a_name_it_is_the_officer_s_own_unit(chat: Chat, text: str) -> None:
    said = await chat.says(THU, text)
    assert "Mã của Công ty May số 2: MAY2" in text_of(said)
    assert "/poster/MAY2" in text_of(said)
    assert [file["name"] for file in said[-1].body["files"]] == ["qr-MAY2.png"]


@pytest.mark.parametrize(
    "text", ["mã QR của Công ty May số 2", "ap phich cua cty may so 2", "lay ma qr cua may 2"]
)
async def test_the_level_above_gets_that_of_a_unit_below(chat: Chat, text: str) -> None:
    assert "MAY2" in text_of(await chat.says(BAO, text))


async def test_nobody_gets_that_of_a_unit_beside_or_above(chat: Chat) -> None:
    for name in (
        "Công ty Giày Đông Bãi",
        "liên đoàn lao động tỉnh Thạch Giang",
        "cong doan cac khu cong nghiep",
    ):
        said = text_of(await chat.says(THU, f"mã QR của {name}"))
        assert NOT_YOURS in said
        assert "GIAY" not in said


async def test_a_member_gets_none(chat: Chat) -> None:
    for text in ("ma qr", "ma qr cua cong ty may so 2", "in ap phich"):
        said = await chat.says(HOA, text)
        assert "MAY2" not in text_of(said)
        assert "poster" not in text_of(said)
        assert not any(each.body.get("files") for each in said)


async def test_a_guessed_button_of_another_unit_is_refused(chat: Chat) -> None:
    with chat.database.reading() as store:
        shoes = store.units.by_code("GIAY")
    assert shoes is not None
    assert NOT_YOURS in text_of(await chat.presses(THU, f"a.poster_of.{shoes.id}.0"))
    assert NOT_YOURS in text_of(await chat.presses(HOA, f"a.poster_of.{shoes.id}.0"))
    assert "GIAY" in text_of(await chat.presses(BAO, f"a.poster_of.{shoes.id}.0"))


async def test_the_link_to_all_posters_is_of_the_officer_s_subtree_and_ends(chat: Chat) -> None:
    said = await chat.says(BAO, "mã QR")
    more = text_of(await chat.chooses(BAO, said, labels_of(said)[-1]))
    assert "4 đơn vị" in more
    link = next(word for word in more.split() if "/posters/" in word)
    where, _, asked = link.partition("?")
    until, mark = (pair.partition("=")[2] for pair in asked.split("&"))
    with chat.database.reading() as store:
        zone = store.units.by_code("KCN")
    assert zone is not None
    assert where.endswith(f"/posters/{zone.id}")
    assert opens(b"", zone.id, int(until), mark, chat.at)


async def test_an_unknown_name_is_asked_again_for(chat: Chat) -> None:
    assert "chưa tìm ra đơn vị này" in text_of(await chat.says(BAO, "mã QR của công ty Hoàng Long"))
