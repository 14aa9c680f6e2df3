"""What people agreed to can be shown years later, word for word: no wording changes without a new version."""

from hashlib import sha256

import pytest

from bot import texts
from bot.consents import ConsentText, archive, current
from handlers.consenting import CONSENT_TEXT

# A changed hash means that a text people agreed to was rewritten. Write a new version in its own file instead.
HASHES = {
    "broadcasts.news_on@1": "332ad4a458fa0a58",
    "joining.consent@1": "83d1f38ced4b0bae",
    "joining.consent@2": "23750386a77f13de",
    "privacy.praise@1": "a67a76d0e4b5b4a0",
}
DETAILS = {"joining.consent": "joining.privacy"}


def digest(text: ConsentText) -> str:
    return sha256(f"{text.text}\n{text.abroad}\n{text.details}".encode()).hexdigest()[:16]


def test_no_archived_text_was_ever_changed() -> None:
    assert {each.id: digest(each) for each in archive()} == HASHES


@pytest.mark.parametrize("key", sorted({each.key for each in archive()}))
def test_what_is_shown_is_the_latest_version(key: str) -> None:
    latest = current(key)
    assert texts.sentence(key) == latest.text
    if latest.abroad:
        assert texts.sentence(f"{key}_abroad") == latest.abroad
    if key in DETAILS:
        assert texts.sentence(DETAILS[key]) == latest.details


def test_a_version_is_written_once_and_the_later_one_is_newer() -> None:
    for key in {each.key for each in archive()}:
        versions = [each for each in archive() if each.key == key]
        assert [each.version for each in versions] == list(range(1, len(versions) + 1))
        assert [each.since for each in versions] == sorted({each.since for each in versions})


def test_what_is_written_into_the_database_is_the_latest_version() -> None:
    assert current("joining.consent").id == CONSENT_TEXT
    with pytest.raises(LookupError):
        current("joining.nothing")
