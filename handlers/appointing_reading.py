"""What an officer writes of offices: who shall do what where, who stands in, who no longer does. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import texts
from storage.roles import CHAIR, DEPUTY, EMULATION, FOLLOWER
from storage.vietnamese import fold

APPOINT, STAND_IN, FOLLOW, END, BACK = "appoint", "stand_in", "follow", "end", "back"
_PATTERNS = (  # what is wished, how it is said, the office where none need be named
    (END, "appointing.unfollow_patterns", FOLLOWER),
    (END, "appointing.end_patterns", None),
    (FOLLOW, "appointing.follow_patterns", FOLLOWER),
    (APPOINT, "appointing.appoint_patterns", None),
)
_OFFICES = {
    EMULATION: "appointing.emulation_words",
    DEPUTY: "appointing.deputy_words",
    CHAIR: "appointing.chair_words",
}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONGEST = 6  # words of a name


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish. `names` are what the person may be called, as typed, the likeliest first; `place` is folded.

    `what` is None where no office was named.
    """

    task: str
    names: tuple[str, ...] = ()
    what: str | None = None
    place: str = ""


def patterns() -> tuple[str, ...]:
    """Whole folded messages that are such a wish, but for standing in, which is said in many ways."""
    return tuple(
        pattern.replace("OFFICE", _offices()) for _, key, _ in _PATTERNS for pattern in texts.phrases(key)
    )


def read_wish(text: str) -> Wish | None:
    """The wish in a whole message; None where there is none."""
    words = _WORD.findall(text)
    plain = " ".join(map(fold, words))
    for task, key, what in _PATTERNS:
        for pattern in texts.phrases(key):
            match = re.fullmatch(pattern.replace("OFFICE", _offices()), plain)
            if match:
                return _wish(Wish(task, what=what), match, words)
    if any(re.fullmatch(pattern, plain) for pattern in texts.phrases("appointing.back_patterns")):
        return Wish(BACK)
    return _stand_in(text)


def _wish(bare: Wish, match: re.Match[str], words: list[str]) -> Wish:
    found = match.groupdict()
    start = match.string[: match.start("name")].count(" ") if found.get("name") else 0
    size = len(found["name"].split()) if found.get("name") else 0
    name = without_lead(" ".join(words[start : start + size]))
    office = found.get("what")
    what = office_of(office) if office else bare.what
    return Wish(bare.task, (name,) if name else (), what, found.get("place") or "")


def _stand_in(text: str) -> Wish | None:
    """ "tu mai chi nghi het tuan, Hai lam thay": the name stands before the words for standing in."""
    verbs = "|".join(sorted(texts.phrases("appointing.stand_in_words"), key=len, reverse=True))
    folded = " ".join(fold(word) for word in _WORD.findall(text))
    match = re.search(rf"\b(?:{verbs})\b", folded)
    if match is None:
        return None
    before = folded[: match.start()].split()
    typed = _WORD.findall(text)[: len(before)]
    if not typed:
        return None
    return Wish(STAND_IN, _endings(_clause(text, typed)), DEPUTY)


def _clause(text: str, typed: list[str]) -> list[str]:
    """What stands between the last comma and the verb, where there is something."""
    kept: list[str] = []
    for part in re.split(r"[,;:.\n]", text):
        words = _WORD.findall(part)
        if len(kept) + len(words) >= len(typed):
            return typed[len(kept) :] or typed
        kept += words
    return typed


def _endings(words: list[str]) -> tuple[str, ...]:
    """The last words as a name, the longest first: which of them is one, only the list knows."""
    found = [without_lead(" ".join(words[-size:])) for size in range(min(_LONGEST, len(words)), 0, -1)]
    return tuple(dict.fromkeys(name for name in found if name))


def without_lead(name: str) -> str:
    """Without "chi", "anh", "dong chi"."""
    words = name.split()
    leads = sorted(texts.phrases("appointing.name_leads"), key=len, reverse=True)
    for lead in leads:
        size = len(lead.split())
        if fold(" ".join(words[:size])) == lead and len(words) > size:
            return without_lead(" ".join(words[size:]))
    return "" if name and fold(name) in leads else " ".join(words)


def office_of(words: str) -> str | None:
    """The office that folded words name."""
    return next((what for what, key in _OFFICES.items() if words in texts.phrases(key)), None)


def _offices() -> str:
    words = [word for key in _OFFICES.values() for word in texts.phrases(key)]
    return "|".join(sorted(words, key=len, reverse=True))
