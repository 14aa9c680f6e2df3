"""Hands a question, typed or spoken, to who answers for a unit."""

from __future__ import annotations

from bot import texts
from bot.messages import Choice, File, Notice, Reply, Said
from bot.turn import Turn
from handlers.officers import responsible, with_whom
from storage.attachments import NewAttachment
from storage.questions import NewQuestion, Question

SUBJECT = "question"


def hand_over(turn: Turn, unit_id: int, text: str, voice: int | None = None) -> Said:
    """The question waits for an officer, who is told at once: somebody waits. `voice`: a kept recording."""
    person_id = turn.person.id if turn.person else None
    kept = turn.store.questions.add(NewQuestion(turn.account.id, unit_id, text, person_id), turn.now)
    if voice is not None:
        turn.store.attachments.tie([voice], SUBJECT, kept.id)
    officers = responsible(turn.store, turn.now, unit_id, besides=person_id)
    if not officers:
        return [Reply(turn.say("questions.nobody"), closing=True)]
    told = [Notice(officer.id, question_notice(turn, kept)) for officer in officers]
    handed = with_whom(turn, turn.say("questions.handed", officer=officers[0].name), unit_id)
    return [Reply(handed, closing=True), *told]


def question_notice(turn: Turn, row: Question) -> Reply:
    """What the officer sees of a question: who, what, and the recording."""
    files = []
    for each in turn.store.attachments.of(SUBJECT, row.id):
        content = turn.store.attachments.content(each.id)
        if content is not None:
            files.append(File(each.name, each.media_type, content))
    if files:
        text = texts.say("questions.notice_voice", who=_who(turn, row))
    else:
        text = texts.say("questions.notice", who=_who(turn, row), text=row.text)
    answer = Choice(texts.say("questions.answer"), action="answer", row=row.id, version=row.version)
    return Reply(text, choices=(answer,), files=tuple(files))


def _who(turn: Turn, row: Question) -> str:
    if row.person_id is not None:
        return turn.store.people.get(row.person_id).name
    if turn.store.units.children(row.unit_id):
        return texts.say("questions.somebody")
    return texts.say("questions.someone", unit=turn.store.units.get(row.unit_id).name)


def unit_above(turn: Turn) -> int | None:
    """The unit over the person's own; None where there is none."""
    return turn.unit.parent_id if turn.unit else None


def keep_voice(turn: Turn) -> int | None:
    """Keeps a recording whose bytes came with it, to be handed over if the person wishes."""
    first = turn.heard.attachments[0]
    if first.content is None:
        return None
    name = first.name if first.name and first.kind != "voice" else texts.say("questions.voice_file")
    new = NewAttachment(turn.account.id, first.kind, name, first.media_type, first.size, first.content)
    return turn.store.attachments.add(new, turn.now)
