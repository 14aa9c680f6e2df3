"""Which journey a message is for."""

from datetime import UTC, datetime

import pytest

from bot.forms import Form
from bot.heard import Heard
from bot.messages import Incoming, Reply
from bot.routing import EXACT, SURE, Route, Routes
from bot.turn import Turn
from bot.understanding import Understanding
from knowledge.spelling import Speller
from storage.accounts import Account, Address
from storage.database import Database
from storage.roles import Role
from tests.support.talking import PLEDGES, tiny_bot

AT = datetime(2026, 4, 14, 4, 45, tzinfo=UTC)
WHERE = Address("web", "", "hoa")


def heard(text: str) -> Heard:
    return Heard(Incoming(WHERE, "1", AT, text), Speller())


def turn(database: Database, text: str, *, officer: bool = False) -> Turn:
    with database.reading() as store:
        made = Turn(store, heard(text), Account(1, WHERE), None, None, Understanding())
    made.roles = [Role(1, 1, "/1/", "chair")] if officer else []
    return made


def routes_of(*routes: Route) -> Routes:
    bot = tiny_bot()
    return Routes(routes, (), bot.fallback, bot.welcome, bot.wordless, bot.attached, bot.courtesy)


ROUTE = Route("x", exact=("xem het",), phrases=("dang ky",), asks=("het han",), patterns=(r"duyet \d+",))


@pytest.mark.parametrize(
    ("text", "question", "strength"),
    [
        ("Xem hết", False, EXACT),
        ("xem het!", False, EXACT),
        ("xem hết đi", False, 0),
        ("duyệt 3", False, SURE),
        ("duyệt 3 nhé", False, 0),
        ("em đăng ký nhé", False, len("dang ky")),
        ("em đăng ký nhé", True, 0),
        ("đăng ký bao giờ hết hạn", False, len("dang ky")),
        ("bao giờ hết hạn", True, len("het han")),
        ("bao giờ hết hạnh phúc", True, 0),
        ("", False, 0),
    ],
)
def test_how_surely_a_message_means_a_route(text: str, question: bool, strength: int) -> None:
    assert ROUTE.strength(heard(text), question) == strength


def test_the_longer_phrase_wins(sqlite_database: Database) -> None:
    short, long = Route("short", phrases=("dang ky",)), Route("long", phrases=("rut dang ky",))
    for routes in ((short, long), (long, short)):
        found = routes_of(*routes).match(turn(sqlite_database, "em muốn rút đăng ký"), question=False)
        assert found is long


def test_of_two_that_fit_alike_the_first_in_the_catalogue_is_meant(sqlite_database: Database) -> None:
    first, second = Route("first", exact=("duyet",)), Route("second", exact=("duyet",))
    assert routes_of(first, second).match(turn(sqlite_database, "duyệt"), question=False) is first


def test_what_a_person_may_not_use_gives_way_to_what_they_may(sqlite_database: Database) -> None:
    officers = Route("officers", exact=("dang ky moi",), allow=lambda t: t.is_officer)
    members = Route("members", phrases=("dang ky",))
    bot = routes_of(officers, members)
    assert bot.match(turn(sqlite_database, "đăng ký mới"), question=False) is members
    assert bot.match(turn(sqlite_database, "đăng ký mới", officer=True), question=False) is officers


def test_a_known_message_of_officers_is_refused_to_others_and_not_misunderstood(
    sqlite_database: Database,
) -> None:
    officers = Route(
        "officers", exact=("tinh hinh",), phrases=("tinh hinh don vi",), allow=lambda t: t.is_officer
    )
    bot = routes_of(officers)
    assert bot.match(turn(sqlite_database, "tình hình"), question=False) is officers
    assert bot.match(turn(sqlite_database, "kể tình hình đơn vị"), question=False) is None


def test_nothing_fits(sqlite_database: Database) -> None:
    assert tiny_bot().match(turn(sqlite_database, "trời hôm nay đẹp"), question=False) is None


def test_forms_are_found_by_name_and_one_that_no_longer_exists_is_none() -> None:
    extra = Form("answering", (), lambda t, a: "", lambda t, a: [Reply("")])
    bot = tiny_bot()
    more = Routes(
        bot.routes, (), bot.fallback, bot.welcome, bot.wordless, bot.attached, bot.courtesy, (extra,)
    )
    assert more.form("pledges") is PLEDGES
    assert more.form("answering") is extra
    assert more.form("of another version") is None


@pytest.mark.parametrize("name", ["ask", "see"])
def test_a_buttons_name_means_one_thing(name: str) -> None:
    bot = tiny_bot()
    routes = (*bot.routes, Route(name, exact=("khác",)))
    with pytest.raises(ValueError, match=f"two routes or actions are called {name}"):
        Routes(routes, bot.actions, bot.fallback, bot.welcome, bot.wordless, bot.attached, bot.courtesy)


def test_a_forms_name_means_one_form() -> None:
    bot, other = tiny_bot(), Form("pledges", (), lambda t, a: "", lambda t, a: [Reply("")])
    with pytest.raises(ValueError, match="two forms are called pledges"):
        Routes(bot.routes, (), bot.fallback, bot.welcome, bot.wordless, bot.attached, bot.courtesy, (other,))


def test_a_menu_opens_only_what_may_stand_in_one() -> None:
    bot = tiny_bot()
    assert bot.route("pledge") is bot.routes[0]
    assert bot.route("hidden") is None
    assert bot.route("unheard of") is None
    assert bot.action("unheard of") is None
