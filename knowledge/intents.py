"""What a message wants done: registering, undoing, asking for a person, an officer's order; or a question."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.keystrokes import telex
from knowledge.phrasing import Phrasing, alternatives, in_clauses
from knowledge.questions import is_question
from knowledge.slots import slots
from knowledge.spelling import Speller
from knowledge.wording import listed, tables
from storage.vietnamese import clean, fold

ASK = "ask"
_LONGEST = 700
_NUMBERED = re.compile(r"[b-ce-z]\d{1,2}", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’./%+-][^\W_]+)*")
_HOLE = chr(0xE000)  # no letter: the speller passes over it
_TABLES = tomllib.loads((Path(__file__).parent / "intents.toml").read_text(encoding="utf-8"))
_PHRASING = Phrasing(
    _TABLES["words"] | {"names": listed("team_heads", "unit_heads"), "title": listed("titles")}
)
_INTENTS = [
    (name, _PHRASING.compiled(table["says"]), _PHRASING.compiled(table.get("asks", ())))
    for name, table in _TABLES.items()
    if name not in ("words", "asking")
]
_HINTS = [
    (name, _PHRASING.compiled(table["hints"]))
    for name, table in _TABLES.items()
    if name not in ("words", "asking")
]
_PLEA = _PHRASING.compiled(["{plea}"])
_ASKING = _TABLES["asking"]
_STATEMENTS = _PHRASING.compiled(_ASKING["statements"])
_QUESTIONS = _PHRASING.compiled(_ASKING["questions"])
_MARKED = {fold(word): word for word in _ASKING["marked"]}
_POLITE = re.compile(
    rf"(?<= ){alternatives(_ASKING['polite'])}(?:{alternatives(_TABLES['words']['tails'])}|\| )*$"
)
_BEGGING = re.compile(rf"\| (?:\S+ ){{0,3}}?{alternatives(_ASKING['begging'])}")
_WONDERING = re.compile(rf"(?<= ){alternatives(_ASKING['wondering'])}")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The intent ("ask" for questions and whatever else is said), and the slots told with it."""

    intent: str
    slots: dict[str, str] = field(default_factory=dict)


class Listener:
    """Understands messages; without a speller it knows the words of orders only."""

    def __init__(self, speller: Speller | None = None) -> None:
        self._speller = speller or Speller(_likely())

    def meaning(self, message: str) -> Meaning:
        """What a message of whatever spelling wants, and with what; never raises."""
        text = clean(message)[:_LONGEST]
        intent = intent_of(self._speller.repair(text))
        return Meaning(intent, slots(intent, self._quotable(text)) if intent != ASK else {})

    def _quotable(self, text: str) -> str:
        """Repaired, but for what is written in capitals on purpose, names among it."""
        if text.isupper():
            return self._speller.repair(text)
        kept = [found[0] for found in _WORD.finditer(text) if _is_kept(found)]
        hidden = _WORD.sub(lambda found: _HOLE if _is_kept(found) else found[0], text)
        shown = iter(kept)
        return re.sub(_HOLE, lambda _: next(shown, ""), self._speller.repair(hidden))


def _is_kept(found: re.Match[str]) -> bool:
    """Abbreviations in capitals, "t7", and names with marks, which may be of any language."""
    word = found[0]
    name = found.start() > 0 and word[0].isupper() and (not word.isascii() or telex(word.lower()) is None)
    return (
        name or (word.isupper() and (len(word) > 1 or found.start() > 0)) or bool(_NUMBERED.fullmatch(word))
    )


def _likely() -> Iterator[str]:
    """What is often said, as it is written: slips are mended towards it."""
    for table in (_TABLES["words"], tables()):
        for phrases in table.values():
            yield from phrases


def intent_of(repaired: str) -> str:
    """The intent of a message whose spelling is repaired."""
    said = in_clauses(fold(repaired.replace("\n", " | ")))
    masked = in_clauses(fold(_unasking(repaired.replace("\n", " | "))))
    if ordered := _politely(said, masked):
        return ordered
    head, colon, _ = repaired.partition(":")
    if colon and head.strip() and (told := _heralded(in_clauses(fold(head)))):
        return told
    asking = _asks(masked, "?" in repaired)
    for name, says, asks in _INTENTS:
        if asks.search(said) or (not asking and says.search(said)):
            return name
    if asking or not _PLEA.search(said):
        return ASK
    return next((name for name, hints in _HINTS if hints.search(said)), ASK)


def _heralded(head: str) -> str | None:
    """The order that what follows a colon belongs to: news may sound like a question."""
    if _asks(head, marked=False):
        return None
    return next(
        (name for name, says, _ in _INTENTS if name in _ASKING["heralds"] and says.search(head)), None
    )


def _unasking(repaired: str) -> str:
    """Without the words that look like asking ones only once their marks are gone."""
    words = _WORD.findall(repaired)
    typed = sum(not word.isascii() for word in words) * 2 >= len(words)

    def masked(found: re.Match[str]) -> str:
        word = found[0].lower()
        meant = _MARKED.get(fold(word), word)
        wrong = not word.isascii() or (typed and word in _ASKING["bare"])
        return "x" if word != meant and wrong else found[0]

    return _WORD.sub(masked, repaired)


def _asks(said: str, marked: bool) -> bool:
    """Whether the message asks something, apart from words that only sound like it."""
    plain = _STATEMENTS.sub(" ", said)
    return marked or bool(_QUESTIONS.search(plain)) or is_question(plain.strip("| ").replace(" | ", ", "))


def _politely(said: str, masked: str) -> str | None:
    """The intent of an order that ends in "may I?"."""
    order, asked = _without_ending(said), _without_ending(masked)
    if order is None or asked is None:
        return None
    last = _last_clause(order)
    if _WONDERING.search(_last_clause(asked)) or _asks(asked, marked=False):
        return None
    found = _said_in(last)
    begged = _BEGGING.match(last) or found == _said_in(order.removesuffix(last) + "| ")
    return found if begged or found not in _ASKING["careful"] else None


def _said_in(said: str) -> str | None:
    return next((name for name, says, _ in _INTENTS if says.search(said)), None)


def _without_ending(said: str) -> str | None:
    ending = _POLITE.search(said)
    return f"{said[: ending.start()]}| " if ending else None


def _last_clause(said: str) -> str:
    return said[said.rstrip("| ").rfind("| ") :]
