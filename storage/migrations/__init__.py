"""The steps that bring an older database up to this program's schema; forward only."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE = Path(__file__).parent


def config() -> Config:
    """What Alembic would otherwise read from a file."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE).replace("%", "%%"))
    settings.set_main_option("path_separator", "newline")
    return settings


def upgrade(connection: Connection) -> None:
    """Takes the steps that are missing, in the transaction that is open."""
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def missing(connection: Connection) -> int:
    """How many steps have not been taken."""
    steps = ScriptDirectory.from_config(config())
    taken = MigrationContext.configure(connection).get_current_revision()
    return len(list(steps.iterate_revisions("head", taken or "base")))
