"""Questions to officers."""

from datetime import timedelta

import pytest

from storage.questions import ANSWERED, OPEN, NewQuestion
from storage.store import Store
from tests.support.unions import NOW, found, join, reach

LATER = NOW + timedelta(hours=1)


def test_a_question_waits_until_an_officer_answers(store: Store) -> None:
    union = found(store)
    hoa, binh = join(store, union.garments, "Lê Thị Hoà"), join(store, union.garments, "Trần Văn Bình")
    account = reach(store, hoa, "77")
    asked = store.questions.add(
        NewQuestion(account.id, union.garments.id, "Bao giờ phát thưởng?", hoa.id), NOW
    )
    assert (asked.status, asked.version, asked.asked_at) == (OPEN, 1, NOW)
    assert store.questions.open_in([union.garments.id]) == [asked]
    assert store.questions.open_in([union.park.id]) == []
    assert store.questions.count_open_in([union.garments.id, union.park.id]) == 1
    assert store.questions.answer(asked.id, binh.id, "Ngày 5 chị nhé", LATER)
    now = store.questions.get(asked.id)
    assert (now.status, now.answer, now.answered_by, now.answered_at, now.version) == (
        ANSWERED,
        "Ngày 5 chị nhé",
        binh.id,
        LATER,
        2,
    )
    assert store.questions.open_in([union.garments.id]) == []


def test_the_first_answer_stands(store: Store) -> None:
    union = found(store)
    binh, an = join(store, union.garments, "Trần Văn Bình"), join(store, union.garments, "Vũ An")
    account = reach(store, an, "77")
    asked = store.questions.add(NewQuestion(account.id, union.garments.id, "Bao giờ?"), NOW)
    assert store.questions.answer(asked.id, binh.id, "Mai", LATER)
    assert not store.questions.answer(asked.id, an.id, "Mốt", LATER)
    assert store.questions.get(asked.id).answer == "Mai"


def test_a_question_nobody_asked_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.questions.get(1)
