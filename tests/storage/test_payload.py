"""JSON as both databases can hold it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.payload import dump, load

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    assert load(dump(value)) == value


@given(st.text(max_size=30))
def test_no_text_makes_json_that_postgresql_refuses(text: str) -> None:
    kept = "".join(c for c in text if c != "\0" and not "\ud800" <= c <= "\udfff")
    assert json.loads(dump({"text": text})) == {"text": kept}


@pytest.mark.parametrize("value", ["\\u0000", "\\\\u0000", "\\\0", "\\\\\0", "\0\0u0000", "\\\0\\\0"])
def test_a_backslash_before_u0000_is_no_nul(value: str) -> None:
    assert load(dump(value)) == value.replace("\0", "")


def test_what_is_no_json_is_an_error() -> None:
    with pytest.raises(TypeError):
        dump({"a": object()})


def test_numbers_that_sqlite_turned_into_numbers_stay_as_they_are() -> None:
    assert [load(7), load(1.5), load("7"), load(b'"a"')] == [7, 1.5, 7, "a"]


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**30])
def test_numbers_that_no_database_holds_are_kept_as_text(number: int) -> None:
    assert load(dump({"a": [number, 7, True]})) == {"a": [str(number), 7, True]}
