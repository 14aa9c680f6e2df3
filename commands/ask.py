"""ask: answers a question, or a file of them, from the documents kept, as the bot finds its answers."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from bot.turn import ZONE
from knowledge.answering import Answer, Librarian, Source
from knowledge.intents import Listener, Meaning
from storage.database import Database
from storage.store import Store
from storage.vietnamese import fold

_REFUSED = {
    "not_found": "The documents kept do not tell.",
    "unknown_place": "No document of that place is kept.",
    "unknown_year": "No document kept speaks of that year.",
}


class Program(Protocol):
    """What this command needs of the program."""

    @property
    def database(self) -> Database: ...

    def now(self) -> datetime: ...


def add_arguments(parser: ArgumentParser) -> None:
    """One question, or a file with one JSON object a line: id, question, context_unit."""
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", metavar="QUESTION")
    asked.add_argument("--batch", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--unit", metavar="NAME", help="the asker's unit or province")
    parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of words")


def run(arguments: Namespace, program: Program) -> int:
    """0 when asked, whether or not there was an answer; 1 when the file of questions cannot be read."""
    today = arguments.today or program.now().astimezone(ZONE).date()
    try:
        records = _records(arguments)
    except (OSError, ValueError) as wrong:
        print(
            f"{arguments.batch}: {wrong}; give JSON lines with id, question, context_unit.", file=sys.stderr
        )
        return 1
    with program.database.reading() as store:
        librarian = Librarian(store.documents.all())
        listener = Listener()
        for record in records:
            place = _place(store, record.get("context_unit"))
            answer = librarian.answer(record["question"], place=place, today=today)
            as_json = arguments.json or arguments.batch
            meaning = listener.meaning(record["question"])
            line = json.dumps(_line(record, answer, meaning), ensure_ascii=False) if as_json else None
            print(line or _words(answer))
    return 0


def _records(arguments: Namespace) -> list[dict[str, Any]]:
    if not arguments.batch:
        return [{"id": None, "question": arguments.question, "context_unit": arguments.unit}]
    lines = arguments.batch.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    if not all(isinstance(record, dict) and "question" in record for record in records):
        raise ValueError("a line is no question")
    return records


def _place(store: Store, name: str | None) -> str | None:
    """The province of the unit with this name, its own or of a unit above; else the name itself."""
    if not name:
        return None
    named = next((unit for unit in store.units.search(name) if fold(unit.name) == fold(name)), None)
    above = [store.units.get(unit_id) for unit_id in named.above()] if named else []
    return next((unit.place for unit in above if unit.place), name)


def _line(record: dict[str, Any], answer: Answer, meaning: Meaning) -> dict[str, Any]:
    passages = [{"file": each.file, "section": each.section, "text": each.text} for each in answer.sources]
    return {
        "id": record.get("id"),
        "answered": answer.answered,
        "answer": _told(answer),
        "confidence": round(answer.confidence, 4),
        "intent": meaning.intent,
        "slots": meaning.slots,
        "passages": passages,
    }


def _told(answer: Answer) -> str:
    """The line that answers, then what else the passage says: what a member is told but for the citation."""
    return "\n".join(filter(None, (answer.first, answer.rest)))


def _words(answer: Answer) -> str:
    if answer.answered:
        return "\n".join(filter(None, (answer.first, f"({_cited(answer.sources[0])})", answer.rest)))
    nearest = f"\nNearest: {'; '.join(answer.nearest)}" if answer.nearest else ""
    return f"{_REFUSED[answer.reason or 'not_found']}{nearest}"


def _cited(source: Source) -> str:
    return ", ".join(filter(None, (source.number or source.file, source.issuer, source.section)))
