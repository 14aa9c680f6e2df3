"""What the program has read: speller, librarian and units' names, made anew when what they hold changes."""

from __future__ import annotations

from threading import Lock

from bot import texts
from knowledge.answering import Librarian
from knowledge.spelling import Speller
from knowledge.unit_names import UnitNames
from storage.store import Store


class Understanding:
    """Shared by all turns of a process. Reading is lock-free; a refresh swaps both parts at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version = -1
        self.speller = Speller(texts.phrases("common.vocabulary"))
        self.librarian = Librarian([])
        self._units: tuple[str | None, UnitNames] = (None, UnitNames([]))

    def refresh(self, store: Store) -> None:
        """Reads the documents again if any changed since."""
        version = store.documents.version()
        if version == self._version:
            return
        with self._lock:
            if version == self._version:
                return
            held = store.documents.all()
            spoken = texts.phrases("common.vocabulary")
            self.librarian = Librarian(held)
            self.speller = Speller([*spoken, *(p.paragraph for d in held for p in d.passages)])
            self._version = version

    def units(self, store: Store) -> UnitNames:
        """The names of the tree as this transaction sees it; prepared once for each state of it."""
        stamp = store.units.stamp()
        held, names = self._units
        if held == stamp:
            return names
        with self._lock:
            if self._units[0] != stamp:
                self._units = (stamp, UnitNames(store.units.named()))
            return self._units[1]
