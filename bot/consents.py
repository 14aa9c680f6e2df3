"""The texts people agreed to, every version as it was shown: what a consent in the database stands for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.texts import FOLDER

ARCHIVE = FOLDER / "consents"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version. `abroad` is what a channel with servers abroad adds, `details` what one button shows."""

    id: str  # "joining.consent@2": the key of its sentence and its version
    purpose: str
    since: date
    text: str
    abroad: str
    details: str

    @property
    def key(self) -> str:
        return self.id.partition("@")[0]

    @property
    def version(self) -> int:
        return int(self.id.partition("@")[2])


@cache
def archive() -> tuple[ConsentText, ...]:
    """All versions there ever were, the oldest first."""
    read = (tomllib.loads(path.read_text(encoding="utf-8")) for path in ARCHIVE.glob("*.toml"))
    return tuple(sorted((ConsentText(**each) for each in read), key=lambda each: (each.key, each.version)))


def current(key: str) -> ConsentText:
    """The version of this text that is shown now. Raises LookupError."""
    return [each for each in archive() if each.key == key][-1]
