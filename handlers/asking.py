"""What nothing else takes: answered from the documents, or honestly not, with a person to ask."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot import messages, texts
from bot.heard import Heard, has_phrase
from bot.messages import Choice, Reply, Said
from bot.routing import Route
from bot.turn import Turn
from handlers.boards import ways
from handlers.joining import join_by_telling, welcome_by_code, welcome_by_name
from handlers.mine import amend_by_words
from handlers.officers import responsible
from handlers.pledges import pledge, titles_for
from handlers.pledges_reading import read_pledge
from knowledge.answering import Answer, Source
from knowledge.kinds import STOP
from knowledge.questions import is_question
from storage.vietnamese import fold

FRAGMENT = timedelta(minutes=1)
FEW_WORDS = 2
MISSES = 2


def prepare(turn: Turn) -> Answer:
    """Searches the documents, beside the writer."""
    return turn.understanding.librarian.answer(turn.heard.text, place=_place(turn), today=turn.today)


def _place(turn: Turn) -> str | None:
    if turn.unit:
        return turn.unit.place
    unit_id = turn.account.memory.get("unit")
    return turn.store.units.get(int(unit_id)).place if unit_id else None


def answer(turn: Turn) -> Said:
    """The answer with its source; or what a fragment and the one before it mean together."""
    if (by_code := welcome_by_code(turn)) is not None:
        return by_code
    if (telling := join_by_telling(turn)) is not None:
        return telling
    question = is_question(turn.heard.repaired)
    if not question and (whole := _with_fragment(turn)) is not None:
        return whole
    if not question and _is_pledge(turn):
        return pledge(turn)
    if not question and (amended := amend_by_words(turn)) is not None:
        return amended
    found: Answer = turn.prepared
    if found.answered and (question or len(turn.heard.folded.split()) > FEW_WORDS):
        turn.account.memory.pop("misses", None)
        answered = _answered(found)
        return [replace(answered, choices=ways(turn, answered.text))]
    if not question and (at_home := welcome_by_name(turn)) is not None:
        return at_home
    return [_not_found(turn, found) if question else _unclear(turn)]


def _answered(found: Answer) -> Reply:
    first = found.sources[0]
    lines = [texts.say("asking.cited", text=found.first, source=citation(first))]
    if found.rest:
        lines.append(found.rest if found.continues else texts.say("asking.whole", text=found.rest))
    sources = tuple(
        messages.Source(s.number, s.issuer, f"{s.date:%d/%m/%Y}" if s.date else None, s.section, s.text)
        for s in found.sources[:2]
    )
    return Reply("\n".join(lines), sources=sources)


def citation(source: Source) -> str:
    """ "Ke hoach 12/KH-LDLD ngay 08/01/2026, muc II.1", as far as the document says it."""
    if source.number:
        code = re.search(r"/\s*([^\W\d_]+)", source.number)
        key = f"asking.kinds.{fold(code[1])}" if code else "asking.kinds.other"
        kind = texts.say(key if texts.has(key) else "asking.kinds.other")
        if source.date:
            day = f"{source.date:%d/%m/%Y}"
            name = texts.say("asking.document", kind=kind, number=source.number, day=day)
        else:
            name = texts.say("asking.document_number", kind=kind, number=source.number)
    else:
        name = texts.say("asking.document_bare", title=source.file.rpartition(".")[0])
    if not source.section:
        return texts.say("asking.source_plain", document=name)
    return texts.say("asking.source", document=name, section=source.section)


def _not_found(turn: Turn, found: Answer) -> Reply:
    again = turn.account.memory.get("asked") == turn.heard.text[:1000]
    turn.account.memory["asked"] = turn.heard.text[:1000]
    choices = _to_a_person(turn)
    if again:
        return Reply(turn.say("asking.still_not_found"), choices=choices)
    if any(has_phrase(turn.heard.folded, words) for words in texts.phrases("asking.employer_words")):
        return Reply(turn.say("asking.employer"), choices=choices)
    key = found.reason if found.reason in {"unknown_place", "unknown_year"} else "not_found"
    lines = [turn.say(f"asking.{key}")]
    if near := _near(turn, found):
        lines.append(turn.say("asking.nearest", topics="; ".join(near)))
    above = any(choice.action == "person_above" for choice in choices)
    lines.append(turn.say("asking.ask_above" if above else "asking.ask_someone"))
    return Reply("\n".join(lines), choices=choices)


def _near(turn: Turn, found: Answer) -> list[str]:
    """What the documents say near to it: headings that share a telling word with the question."""
    asked = set(turn.heard.folded.split()) - STOP
    return [topic for topic in found.nearest if asked & (set(fold(topic).split()) - STOP)][:2]


def _to_a_person(turn: Turn) -> tuple[Choice, ...]:
    """The officer by name, the level above for whoever does not want the own unit to know, or nobody."""
    unit, person = turn.unit, turn.person
    if unit is None or person is None:
        return (Choice(turn.say("common.ask_person"), action="person"),)
    deciding = responsible(turn.store, turn.now, unit.id, besides=person.id)
    if not deciding:
        return (Choice(turn.say("common.ask_person"), action="person"),)
    ways = [Choice(turn.say("asking.ask_officer", officer=deciding[0].name), action="person")]
    above = responsible(turn.store, turn.now, unit.parent_id, besides=person.id) if unit.parent_id else []
    if above and above[0].id != deciding[0].id:
        ways.append(Choice(turn.say("asking.ask_level_above"), action="person_above"))
    return (*ways, Choice(turn.say("common.stop"), action="stop"))


def _unclear(turn: Turn) -> Reply:
    """A miss: at first a few ways on, then a person."""
    memory = turn.account.memory
    if len(turn.heard.folded.split()) <= FEW_WORDS and not memory.get("fragment"):
        _remember_fragment(turn)
        return Reply(turn.say("common.listening"))
    _remember_fragment(turn)
    memory["misses"] = memory.get("misses", 0) + 1
    person = Choice(turn.say("common.ask_person"), action="person")
    if memory["misses"] >= MISSES:
        memory["asked"] = turn.heard.text[:1000]
        memory["misses"] = 0
        return Reply(turn.say("asking.unclear_again"), choices=(person,))
    ways = (
        Choice(turn.say("asking.open_pledge"), action="pledge"),
        Choice(turn.say("asking.open_campaigns"), action="campaigns"),
    )
    return Reply(turn.say("asking.unclear"), choices=(*ways, person))


def _remember_fragment(turn: Turn) -> None:
    turn.account.memory["fragment"] = {"text": turn.heard.text[:200], "at": turn.now.isoformat()}


def _with_fragment(turn: Turn) -> Said | None:
    """ "e", "dk", "cong nhan gioi" within a minute are one message."""
    last = turn.account.memory.pop("fragment", None)
    if not last or turn.now - datetime.fromisoformat(last["at"]) > FRAGMENT:
        return None
    incoming = turn.heard.incoming
    joined = f"{last['text']} {turn.heard.text}"
    whole = Heard(
        messages.Incoming(incoming.address, incoming.update_id, incoming.at, joined), turn.heard.speller
    )
    if not any(f" {phrase} " in f" {whole.folded} " for phrase in texts.phrases("pledges.phrases")):
        turn.account.memory["fragment"] = {"text": joined[:200], "at": turn.now.isoformat()}
        return None
    turn.heard = whole
    return pledge(turn)


def _is_pledge(turn: Turn) -> bool:
    """A message that is nothing but a title of the catalogue: "cong nhan gioi"."""
    found = read_pledge(turn.heard.repaired, titles_for(turn), turn.today.year)
    return found.title is not None and len(turn.heard.folded.split()) <= 12


FALLBACK = Route("asking", prepare=prepare, handle=answer)
