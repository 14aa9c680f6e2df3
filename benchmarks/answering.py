"""How well and how fast questions are answered: the right passage, the key in the answer, honest refusals."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.answering import Answer, Librarian
from knowledge.files import read_document
from knowledge.first_lines import LONGEST as FIRST_LINE
from knowledge.intents import ASK, Listener, Meaning
from knowledge.structure import structured
from storage.papers import BODY, Header, StoredDocument, StoredPassage
from storage.vietnamese import fold

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "knowledge" / "samples"
SHARED = ROOT.parent / "shared"
TODAY = date(2026, 11, 21)
_LONGEST_ANSWER = 700
_DROPPED = dict.fromkeys(map(ord, "*“”\"'‘’"))
_SPELLINGS = (
    (re.compile(r"ngay\s+(\d+)\s+thang\s+(\d+)\s+nam\s+(\d{4})"), r"\1/\2/\3"),
    (re.compile(r"\b0+(?=\d)"), ""),
    (re.compile(r"(?<=\d)\s+%"), "%"),
    (re.compile(r"\s*([/–-])\s*"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class _Asked:
    question: dict[str, Any]
    answer: Answer
    seconds: float


def measure(
    quick: bool, questions: Path | None = None, papers: Path | None = None, messages: Path | None = None
) -> dict[str, Any]:
    """Shares (0..1) and milliseconds; from the files given, else the labelled set beside, else our sample."""
    questions, papers = _sources(questions, papers)
    began = time.perf_counter()
    librarian = Librarian([structured(read_document(path)) for path in sorted(papers.glob("*.txt"))])
    built = time.perf_counter() - began
    records = [record for record in _records(questions) if record.get("type") != "intent"]
    asked = [_ask(librarian, record) for record in records]
    figures = _figures(asked) | {"build_ms": round(built * 1000, 1)}
    figures |= understanding(_records(messages or SAMPLE / "intents.jsonl"))
    outside = SHARED / "eval" / "xquad.vi.json"
    if not quick and outside.exists():
        figures["xquad"] = _outside(json.loads(outside.read_text(encoding="utf-8")))
    return figures


def understanding(records: Sequence[dict[str, Any]]) -> dict[str, float]:
    """How many commands are understood, slots as F1 over folded values, and questions taken for commands."""
    listener = Listener()
    heard = [(record, listener.meaning(record["question"])) for record in records]
    commands = [(record, meaning) for record, meaning in heard if record.get("type") == "intent"]
    questions = [meaning for record, meaning in heard if record.get("type") != "intent"]
    right = sum(_slots_right(record["slots"], meaning) for record, meaning in commands)
    told = sum(len(record["slots"]) + len(meaning.slots) for record, meaning in commands)
    stolen = sum(meaning.intent != ASK for meaning in questions)
    return {
        "commands": len(commands),
        "intent": round(sum(r["intent"] == m.intent for r, m in commands) / (len(commands) or 1), 4),
        "slot_f1": round(2 * right / (told or 1), 4),
        "questions_as_commands": round(stolen / (len(questions) or 1), 4),
    }


def _slots_right(wanted: dict[str, str], meaning: Meaning) -> int:
    return sum(fold(meaning.slots.get(name, "")) == fold(value) for name, value in wanted.items())


def _records(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def table(figures: dict[str, Any]) -> str:
    """The figures, one a line."""
    flat = {key: value for key, value in figures.items() if not isinstance(value, dict)}
    flat |= {f"xquad {key}": value for key, value in figures.get("xquad", {}).items()}
    return "\n".join(f"{key:22} {value:>10}" for key, value in flat.items())


def _sources(questions: Path | None, papers: Path | None) -> tuple[Path, Path]:
    if questions is not None and papers is not None:
        return questions, papers
    beside = SHARED / "eval" / "questions-dev.jsonl", SHARED / "documents"
    return beside if all(path.exists() for path in beside) else (SAMPLE / "questions.jsonl", SAMPLE)


def _ask(librarian: Librarian, record: dict[str, Any]) -> _Asked:
    began = time.perf_counter()
    answer = librarian.answer(record["question"], place=record["context_unit"], today=TODAY)
    return _Asked(record, answer, time.perf_counter() - began)


def _figures(asked: Sequence[_Asked]) -> dict[str, Any]:
    told = [one for one in asked if one.question["answerable"]]
    single = [one for one in told if len({label.get("part", 0) for label in one.question["gold"]}) == 1]
    untold = [one for one in asked if not one.question["answerable"]]
    lengths = sorted(len(source.text) for one in told for source in one.answer.sources[:3])
    seconds = sorted(one.seconds for one in asked)
    return {
        "questions": len(asked),
        "r1": _share(single, lambda one: _holds(one, 1)),
        "r3": _share(single, lambda one: _holds(one, 3)),
        "key": _share(told, lambda one: _has_key(one, one.answer.text)),
        "key_in_first_line": _share(told, lambda one: _has_key(one, one.answer.first)),
        "long_first_lines": sum(_is_long(one.answer) for one in asked),
        "wrongly_refused": _share(told, lambda one: not one.answer.answered),
        "caught": _share(untold, lambda one: not one.answer.answered),
        "auroc": _auroc([o.answer.confidence for o in told], [o.answer.confidence for o in untold]),
        "median_passage": lengths[len(lengths) // 2] if lengths else 0,
        "p50_ms": round(1000 * seconds[len(seconds) // 2], 2),
        "p99_ms": round(1000 * seconds[min(len(seconds) - 1, int(len(seconds) * 0.99))], 2),
    }


def _share(asked: Iterable[_Asked], counts: Callable[[_Asked], bool]) -> float:
    hits = [counts(one) for one in asked]
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def _holds(one: _Asked, among: int) -> bool:
    """Whether one of the first passages holds a labelled span."""
    passages = [(source.file, _plain(source.text)) for source in one.answer.sources[:among]]
    gold = [(label["file"], _plain(label["span"])) for label in one.question["gold"]]
    return any(file == where and span in text for file, span in gold for where, text in passages)


def _has_key(one: _Asked, said: str) -> bool:
    text = _plain(said)
    keys = one.question["answer_key"]
    short = len(said) <= _LONGEST_ANSWER
    return short and one.answer.answered and all(any(_plain(way) in text for way in ways) for ways in keys)


def _is_long(answer: Answer) -> bool:
    return any(len(line) > FIRST_LINE for line in answer.first.split("\n"))


def _plain(text: str) -> str:
    """Folded, quotation marks dropped, dates and numbers in one spelling."""
    folded = fold(text.translate(_DROPPED))
    for pattern, written in _SPELLINGS:
        folded = pattern.sub(written, folded)
    return folded


def _auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    pairs = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]
    return round(sum(pairs) / len(pairs), 4) if pairs else 0.0


def _outside(data: dict[str, Any]) -> dict[str, float]:
    """Questions on an encyclopedia: is the paragraph found, and where it is, does the first line answer?"""
    papers: list[StoredDocument] = []
    asked: list[tuple[str, str, list[str]]] = []
    for number, article in enumerate(data["data"]):
        passages = []
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            passages.append(StoredPassage("", "", text, text, BODY))
            asked += [
                (entry["question"], text, [_plain(each["text"]) for each in entry["answers"]])
                for entry in paragraph["qas"]
            ]
        papers.append(StoredDocument(number, f"{number}", Header(), tuple(passages)))
    librarian = Librarian(papers)
    told = [librarian.answer(question, place=None, today=TODAY) for question, _, _ in asked]
    found = [[source.text for source in answer.sources[:3]] for answer in told]
    first = sum(text in texts[:1] for texts, (_, text, _) in zip(found, asked, strict=True))
    third = sum(text in texts for texts, (_, text, _) in zip(found, asked, strict=True))
    quoted = [
        any(key in _plain(answer.first) for key in keys)
        for answer, (_, _, keys) in zip(told, asked, strict=True)
        if any(key in _plain(answer.text) for key in keys)
    ]
    return {
        "r1": round(first / len(asked), 4),
        "r3": round(third / len(asked), 4),
        "first_of_quoted": round(sum(quoted) / (len(quoted) or 1), 4),
        "long_first_lines": sum(map(_is_long, told)),
    }


if __name__ == "__main__":
    print(table(measure(quick=False)))
