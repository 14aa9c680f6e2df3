"""One SQLite file is served by one process."""

from pathlib import Path

import pytest

from commands.locking import Taken, locked


def test_whoever_comes_second_is_told(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "union.db.lock"
    with locked(path), pytest.raises(Taken), locked(path):
        pass


def test_after_the_first_the_next_may(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "union.db.lock"):
            pass
