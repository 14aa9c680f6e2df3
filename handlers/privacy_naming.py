"""Which of one's own data a message is about, and the phone number it says. Pure."""

from __future__ import annotations

import re

from bot import texts
from bot.heard import has_phrase

NAME, TEAM, PHONE = "name", "team", "phone"
PHRASES = {
    NAME: texts.phrases("correcting.name_phrases"),
    TEAM: texts.phrases("correcting.team_phrases"),
    PHONE: (*texts.phrases("correcting.phone_phrases"), *texts.phrases("correcting.new_phone_phrases")),
}
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)((?:[\s.\-()]*\d){9})(?![\s.\-()]*\d)")


def what_said(folded: str) -> str | None:
    """What is to be corrected, by the words; None: that must be asked."""
    for what, phrases in PHRASES.items():
        if any(has_phrase(folded, each) for each in phrases):
            return what
    return None


def phone_in(text: str) -> str | None:
    """The only phone number in a text, as ten digits from 0; None where there is none, or more than one."""
    found = {"0" + re.sub(r"\D", "", digits) for digits in _PHONE.findall(text)}
    return found.pop() if len(found) == 1 else None
