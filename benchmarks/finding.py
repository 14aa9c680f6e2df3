"""How surely and how fast a unit is found by its names; how often a message is wrongly taken for one."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.heard import Heard
from bot.messages import Incoming
from bot.understanding import Understanding
from knowledge.unit_names import UnitNames
from storage.accounts import Address
from storage.database import Database
from storage.store import Store
from storage.units import Ending, NewUnit

HERE = Path(__file__).parent
ENDED = date(2025, 7, 1)
ALL, SEED = 4000, 2026
REPEATS = 3  # the fastest of so many counts: others work on the same machine


@dataclass(frozen=True, slots=True)
class _Way:
    """What is written and the unit meant; None for a sentence that means none."""

    text: str
    unit_id: int | None


def measure(quick: bool) -> dict[str, Any]:
    """Shares (0..1) of the ways put down before and after tuning, also among 4,000 units; milliseconds."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/finding.db")
        database.migrate()
        try:
            with database.transaction() as store:
                ids = found_union(store)
                figures = _figures(store, ids)
                add_many(store, ids)
                return figures | _among_many(store, ids, 1 if quick else REPEATS)
        finally:
            database.close()


def table(figures: dict[str, Any]) -> str:
    """The figures, one a line."""
    return "\n".join(f"{key:14} {value:>10}" for key, value in figures.items())


def found_union(store: Store) -> dict[str, int]:
    """Lays out the union of finding_units.toml; ids by code."""
    units: dict[str, dict[str, Any]] = _read("units")["units"]
    ids: dict[str, int] = {}
    for code, each in units.items():
        new = NewUnit(
            each["name"],
            each.get("kind", "grassroots"),
            code,
            ids.get(each.get("in", "")),
            place=each.get("place"),
            aliases=tuple(each.get("aliases", ())),
            standing=each.get("standing", "line"),
        )
        ids[code] = store.units.add(new).id
    for code, each in units.items():
        if "into" in each:
            store.units.end(ids[code], Ending(ENDED, tuple(ids[into] for into in each["into"]), "split"))
    return ids


def add_many(store: Store, ids: Mapping[str, int]) -> None:
    """Makes it 4,000 units, with names that occur once."""
    words, chance = _read("many"), random.Random(SEED)
    parents = [ids[code] for code in ("KCNDB", "KCNTL", "XDH", "XHA", "XTL", "PBM", "PBT")]
    names: set[str] = set()
    while len(names) < ALL - len(ids):
        size = chance.choice((2, 2, 3))
        names.add(chance.choice(words["kinds"]).format(" ".join(chance.sample(words["syllables"], size))))
    for number, name in enumerate(sorted(names)):
        store.units.add(NewUnit(name, "grassroots", f"N{number}", chance.choice(parents)))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"finding_{name}.toml").read_text(encoding="utf-8"))


def _ways(name: str, ids: Mapping[str, int]) -> list[_Way]:
    return [_Way(text, ids[code]) for code, texts in _read(name)["ways"].items() for text in texts]


def _sentences() -> list[_Way]:
    return [_Way(text, None) for text in _read("sentences")["sentences"]]


def _figures(store: Store, ids: Mapping[str, int]) -> dict[str, Any]:
    understanding = Understanding()
    names = understanding.units(store)
    first, after = _ways("first", ids), _ways("after", ids)
    found = {
        "ways": len(first),
        **_shares(_answers(understanding, names, first), ""),
        "ways_after": len(after),
        **_shares(_answers(understanding, names, after), "_after"),
    }
    taken = [bool(units) for _, units in _answers(understanding, names, _sentences())]
    return found | {"sentences": len(taken), "taken": round(sum(taken) / len(taken), 4)}


def _among_many(store: Store, ids: Mapping[str, int], repeats: int) -> dict[str, Any]:
    understanding, began = Understanding(), time.perf_counter()
    names = understanding.units(store)
    prepared = time.perf_counter() - began
    ways = [*_ways("first", ids), *_ways("after", ids)]
    shares = _shares(_answers(understanding, names, ways), "_of_many")
    taken = [bool(units) for _, units in _answers(understanding, names, _sentences())]
    seconds = sorted(_took(store, understanding, way, repeats) for way in [*ways, *_sentences()])
    return shares | {
        "taken_of_many": round(sum(taken) / len(taken), 4),
        "units": ALL,
        "prepare_ms": round(1000 * prepared, 1),
        "p50_ms": round(1000 * seconds[len(seconds) // 2], 2),
        "p99_ms": round(1000 * seconds[int(len(seconds) * 0.99)], 2),
    }


def _answers(
    understanding: Understanding, names: UnitNames, ways: Iterable[_Way]
) -> Iterator[tuple[int | None, list[int]]]:
    for way in ways:
        heard = _heard(understanding, way.text)
        yield way.unit_id, [match.unit_id for match in names.find(heard.folded, heard.plain)]


def _shares(answers: Iterable[tuple[int | None, Sequence[int]]], after: str) -> dict[str, float]:
    """`first`: that unit alone; `asked`: it is among the two or three that are asked about."""
    found = list(answers)
    first = sum(units == [meant] for meant, units in found)
    asked = sum(len(units) > 1 and meant in units for meant, units in found)
    return {f"first{after}": round(first / len(found), 4), f"asked{after}": round(asked / len(found), 4)}


def _took(store: Store, understanding: Understanding, way: _Way, repeats: int) -> float:
    """Seconds, from what was heard to the units, with a look whether the tree has changed."""
    took = []
    for _ in range(repeats):
        heard = _heard(understanding, way.text)
        said = heard.folded, heard.plain
        began = time.perf_counter()
        understanding.units(store).find(*said)
        took.append(time.perf_counter() - began)
    return min(took)


def _heard(understanding: Understanding, text: str) -> Heard:
    incoming = Incoming(Address("web", "web", "1"), "1", datetime.now(UTC), text)
    return Heard(incoming, understanding.speller)


if __name__ == "__main__":
    print(table(measure(quick=False)))
