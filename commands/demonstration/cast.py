"""Whom one can talk as in the demonstration union."""

from __future__ import annotations

from dataclasses import dataclass

from storage.store import Store

MARK = "demonstration"


@dataclass(frozen=True, slots=True)
class CastMember:
    """`as_` is the name to give (`chat --as NAME`), `label` what a person reads."""

    as_: str
    label: str
    person_id: int


def cast(store: Store) -> list[CastMember]:
    """The people one can talk as; nobody where the union is a real one."""
    mark = store.facts.get(MARK) or {"cast": []}
    return [CastMember(each["as"], each["label"], each["person_id"]) for each in mark["cast"]]
