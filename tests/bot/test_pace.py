"""How fast a channel sends: broadcasts in four fifths of the rate, answers at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace


def sent_within(pace: Pace, start: float, seconds: float, step: float = 0.01) -> list[float]:
    """The moments at which broadcast messages go when as many as may are sent all the time."""
    moments: list[float] = []
    for number in range(round(seconds / step)):
        at = start + number * step
        room = pace.bulk_room(at)
        pace.sent(0, room, at)
        moments += [at] * room
    return moments


def worst_second(moments: list[float]) -> int:
    return max(sum(1 for each in moments if begin <= each < begin + 1) for begin in moments)


@pytest.mark.parametrize("rate", [1, 25, 30, 1000])
def test_a_broadcast_keeps_to_four_fifths_of_the_rate(rate: float) -> None:
    moments = sent_within(Pace(rate), 100.0, 10.0)
    assert 0.75 * rate * 10 <= len(moments) <= 0.8 * rate * 10 + rate * 0.1 + 1
    assert worst_second(moments) <= rate


def test_what_was_not_used_is_not_made_up_for() -> None:
    pace = Pace(25)
    assert pace.bulk_room(0.0) <= pace.bulk_room(3600.0) <= 3


def test_an_answer_pushes_the_next_broadcast_message_forward() -> None:
    pace = Pace(25)
    pace.sent(0, pace.bulk_room(100.0), 100.0)
    before = pace.bulk_in(100.0)
    pace.sent(5, 0, 100.0)
    assert pace.bulk_in(100.0) == pytest.approx(before + 5 / 25)


def test_answers_and_broadcasts_together_keep_to_the_rate() -> None:
    pace, bulk, answers = Pace(25), 0, 0
    for number in range(1000):  # ten answers a second for ten seconds
        at = 100 + number / 100
        room = pace.bulk_room(at)
        pace.sent(number % 10 == 0, room, at)
        bulk, answers = bulk + room, answers + (number % 10 == 0)
    assert answers == 100
    assert bulk > 100
    assert bulk + answers <= 25 * 10 + 3


def test_a_pause_of_broadcasts_lets_answers_through() -> None:
    pace = Pace(25)
    pace.pause(130.0, bulk_only=True)
    assert pace.bulk_room(129.9) == 0
    assert pace.answers_in(100.0) == 0
    assert pace.bulk_in(100.0) == pytest.approx(30)
    assert pace.bulk_room(130.1) > 0


def test_a_pause_of_answers_holds_everything() -> None:
    pace = Pace(25)
    pace.pause(130.0, bulk_only=False)
    pace.pause(110.0, bulk_only=False)
    assert pace.answers_in(100.0) == pytest.approx(30)
    assert pace.bulk_room(120.0) == 0


@given(
    st.floats(1, 1000),
    st.lists(st.tuples(st.floats(0, 0.5), st.integers(0, 3)), min_size=1, max_size=200),
)
def test_no_second_has_more_broadcast_messages_than_the_rate(
    rate: float, turns: list[tuple[float, int]]
) -> None:
    pace, at, moments = Pace(rate), 1000.0, []
    for pause, answers in turns:
        at += pause
        room = pace.bulk_room(at)
        pace.sent(answers, room, at)
        moments += [at] * room
    assert not moments or worst_second(moments) <= max(rate, 1) + 1
