"""How rightly official papers are read: header, movements, phases, targets, deadlines against annotations."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median
from typing import Any

from commands.read import as_json
from knowledge.files import read_document
from knowledge.reading.reader import read_paper
from storage.vietnamese import clean, fold

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "knowledge" / "reading" / "samples"
OURS = (SAMPLE, SAMPLE.parent / "strangers", SAMPLE.parent / "newcomers")
_HEADER = ("doc_number", "doc_type", "place", "date_issued", "signer")
_LISTS = ("movements", "phases", "targets", "deadlines")
_OPTIONAL = {"count", "limit", "staffing", "score"}

Item = dict[str, Any]


def measure(quick: bool, papers: Path | None = None, annotations: Path | None = None) -> dict[str, Any]:
    """F1 (0..1) of each part with its hits, misses and extras, and milliseconds a paper.

    `papers` is a folder of texts, `annotations` a JSON object of what each says (readings.json beside the
    texts unless given); all of ours unless given.
    """
    counts: dict[str, list[int]] = {}
    seconds = []
    for folder in (papers,) if papers else OURS:
        wanted = json.loads((annotations or folder / "readings.json").read_text(encoding="utf-8"))
        for name, said in wanted.items():
            if not (folder / name).exists():
                continue
            began = time.perf_counter()
            read = as_json(read_paper(read_document(folder / name)))
            seconds.append(time.perf_counter() - began)
            text = (folder / name).read_text(encoding="utf-8")
            for part, tally in compared(said, read, text).items():
                counts[part] = [a + b for a, b in zip(counts.get(part, [0, 0, 0]), tally, strict=True)]
    figures: dict[str, Any] = {part: _f1(*tally) | {"counts": tally} for part, tally in counts.items()}
    return figures | {"papers": len(seconds), "ms_p50": round(1000 * median(seconds), 1)}


def table(figures: dict[str, Any]) -> str:
    """A line for each part."""
    lines = [f"{'part':<12}{'F1':>7}{'hits':>7}{'missed':>8}{'extra':>7}"]
    for part, figure in figures.items():
        if isinstance(figure, dict):
            hits, missed, extra = figure["counts"]
            lines.append(f"{part:<12}{figure['f1']:>7.3f}{hits:>7}{missed:>8}{extra:>7}")
    lines.append(f"{figures['papers']} papers, {figures['ms_p50']} ms each (median)")
    return "\n".join(lines)


def compared(said: Item, read: Item, text: str) -> dict[str, list[int]]:
    """[hits, missed, extra] of each part of one paper."""
    head = [_same_header(name, said.get(name), read.get(name)) for name in _HEADER]
    right, wrong = sum(head), len(head) - sum(head)
    tallies = {"header": [right, wrong, wrong]}
    for name in _LISTS:
        tallies[name] = _matched(read[name], said.get(name, []), _SAME[name])
    quotes = [item["evidence"] for name in (*_LISTS, "reporting_periods") for item in read[name]]
    literal = sum(_squeezed(quote) in _squeezed(text) for quote in quotes if quote)
    return tallies | {"evidence": [literal, len(quotes) - literal, 0]}


def _matched(read: Sequence[Item], said: Sequence[Item], same: Callable[[Item, Item], bool]) -> list[int]:
    """An item that a paper gives as a limit or a mere count may be read or not."""
    wanted = [item for item in said if item.get("kind", "target") not in _OPTIONAL]
    optional = [item for item in said if item.get("kind", "target") in _OPTIONAL]
    left = list(wanted)
    loose = []
    for item in read:
        found = next((each for each in left if same(item, each)), None)
        if found is None:
            loose.append(item)
        else:
            left.remove(found)
    extra = [item for item in loose if not any(same(item, each) for each in optional)]
    return [len(wanted) - len(left), len(left), len(extra)]


def _same_header(name: str, said: str | None, read: str | None) -> bool:
    if name == "doc_number":
        return "".join((said or "").split()).lower() == "".join((read or "").split()).lower()
    return fold(said or "") == fold(read or "")


def _same_name(read: Item, said: Item) -> bool:
    return any(_alike(read["name"], name) for name in (said["name"], *said.get("variants", ())))


def _same_phase(read: Item, said: Item) -> bool:
    return (read["start"], read["end"]) == (said["start"], said["end"])


def _same_target(read: Item, said: Item) -> bool:
    quantity = ("comparator", "value", "value_max")
    if any(read.get(name) != said.get(name) for name in quantity) or fold(read["unit"]) != fold(said["unit"]):
        return False
    one, other = _squeezed(read["evidence"]), _squeezed(said["evidence"])
    return one in other or other in one


def _same_deadline(read: Item, said: Item) -> bool:
    return (read["date"], read["relation"]) == (said["date"], said["relation"])


_SAME: dict[str, Callable[[Item, Item], bool]] = {
    "movements": _same_name,
    "phases": _same_phase,
    "targets": _same_target,
    "deadlines": _same_deadline,
}


def _alike(one: str, other: str) -> bool:
    a, b = fold(one), fold(other)
    return a == b or SequenceMatcher(None, a, b).ratio() >= 0.9


def _squeezed(text: str) -> str:
    return " ".join(clean(text).replace("*", "").split()).lower()


def _f1(hits: int, missed: int, extra: int) -> dict[str, float]:
    whole = 2 * hits + missed + extra
    return {"f1": round(2 * hits / whole, 3) if whole else 1.0}
