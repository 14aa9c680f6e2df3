"""read: shows what was read out of an official document, for a person or as JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from commands.ingest import refusal
from knowledge.documents import Unreadable
from knowledge.files import read_document
from knowledge.reading.items import Evidence, Named, Reading
from knowledge.reading.reader import read_paper


def add_arguments(parser: ArgumentParser) -> None:
    """One file."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of words")


def run(arguments: Namespace, program: object) -> int:
    """0 when read; 1 when nothing can be read from the file."""
    try:
        reading = read_paper(read_document(arguments.file))
    except Unreadable as unreadable:
        print(refusal(arguments.file, unreadable), file=sys.stderr)
        return 1
    print(json.dumps(as_json(reading), ensure_ascii=False) if arguments.json else _words(reading))
    return 0


def as_json(reading: Reading) -> dict[str, Any]:
    """What was read: absent is null; every item with its evidence and section."""
    header = reading.header
    return {
        "doc_number": header.number,
        "doc_type": header.kind,
        "issuer": header.issuer,
        "place": None if "place" in header.inferred else header.place,
        "date_issued": header.date.isoformat() if header.date else None,
        "title": header.title,
        "signer": reading.signer.name,
        "signer_title": reading.signer.post,
        "signed_for": reading.signer.on_behalf,
        "parent_documents": list(reading.parents),
        "movements": _named(reading.movements),
        "titles": _named(reading.titles),
        "themes": _named(reading.themes),
        "slogans": _named(reading.slogans),
        "phases": [
            {"name": p.name, "theme": p.theme, "start": p.start, "end": p.end, **_evidence(p.evidence)}
            for p in reading.phases
        ],
        "targets": [
            {
                "text": t.text,
                "comparator": t.comparator,
                "value": t.value,
                "value_max": t.value_max,
                "unit": t.unit,
                **_evidence(t.evidence),
            }
            for t in reading.targets
        ],
        "deadlines": [
            {"what": d.what, "who": d.who, "date": d.date, "relation": d.relation, **_evidence(d.evidence)}
            for d in reading.deadlines
        ],
        "reporting_periods": [
            {"period": r.period, "who": r.who, **_evidence(r.evidence)} for r in reading.rhythms
        ],
        "flags": list(reading.flags),
    }


def _named(found: Iterable[Named]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "kind": each.kind,
            "primary": each.primary,
            "variants": list(each.variants),
            **_evidence(each.evidence),
        }
        for each in found
    ]


def _evidence(evidence: Evidence) -> dict[str, str]:
    return {"evidence": evidence.text, "section": evidence.section}


def _words(reading: Reading) -> str:
    """The same for the eye, an item a line."""
    lines = []
    for name, value in as_json(reading).items():
        if isinstance(value, Sequence) and not isinstance(value, str):
            lines += [f"{name}: {len(value)}", *(f"  - {_line(item)}" for item in value)]
        else:
            lines.append(f"{name}: {value if value is not None else '-'}")
    return "\n".join(lines)


def _line(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    shown = {
        key: value for key, value in item.items() if key != "evidence" and value not in (None, "", [], False)
    }
    return "; ".join(f"{key} {value}" for key, value in shown.items())
