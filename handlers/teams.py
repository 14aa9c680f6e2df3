"""A team as people call it, and as the unit's list writes it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import texts
from bot.heard import has_phrase
from handlers.finding import in_digits
from storage.vietnamese import fold


def settled_team(said: str, listed: Sequence[str]) -> str:
    """The list's own name where it means one team ("chuyen 3" is "To may 3"), else with marks put back."""
    if not re.fullmatch(r"[\w\s.-]*", said):
        return said
    words = _words(said)
    same = [team for team in listed if _words(team) == words]
    if len(same) == 1:
        return same[0]
    number = _numbers(words)
    lines = set(texts.phrases("joining.team_lines"))
    if number and set(words) - set(number) <= lines:
        numbered = [team for team in listed if _numbers(_words(team)) == number]
        alike = [team for team in numbered if set(_words(team)) - set(number) <= lines]
        if len(alike) == 1:
            return alike[0]
    return _marked(said)


def is_team(said: str, listed: Sequence[str] = ()) -> bool:
    """Whether a text may name a team: one of the list, or short, with a number or a word for a place of work.

    Without either it must be written like a name ("Hoa Binh"): yes, greetings and verbs are no teams.
    """
    words = _words(said)
    if any(_words(team) == words for team in listed):
        return True
    text = " ".join(words)
    if not 0 < len(words) <= 6 or any(has_phrase(text, fold(p)) for p in texts.phrases("joining.no_teams")):
        return False
    known = any(has_phrase(text, fold(phrase)) for phrase in texts.phrases("joining.team_words"))
    return known or bool(_numbers(words)) or (len(words) <= 2 and _like_a_name(said))


def _like_a_name(said: str) -> bool:
    """Each word with a capital; of one word alone a phone may have written it."""
    words, small = said.split(), texts.phrases("common.greetings") + texts.phrases("common.thanks")
    return all(word[:1].isupper() for word in words) and fold(said) not in small


def same_words(one: str, other: str) -> bool:
    """Whether both are the same words, marks and capitals aside."""
    return _words(one) == _words(other)


def _words(text: str) -> list[str]:
    """Folded; "c3" as "c 3"."""
    return in_digits(re.findall(r"[a-z]+|\d+", fold(text)))


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if word.isdigit()]


def _marked(said: str) -> str:
    """With the marks of the words for places of work, where none were typed."""
    text = said
    for phrase in texts.phrases("joining.team_words") if fold(text) == text.lower() else ():
        text = re.sub(rf"(?<!\w){fold(phrase)}(?!\w)", phrase, text, flags=re.IGNORECASE)
    return text
