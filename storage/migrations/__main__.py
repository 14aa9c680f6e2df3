"""Writes the step from the migrations to the models: python -m storage.migrations 2026_12_01_shares."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import make_url

from storage.migrations import HERE, config
from storage.sqlite import Sqlite


def draft(name: str, folder: Path = HERE / "versions") -> Path:
    """Compares an up-to-date database with the models; the file it writes is to be read before it is kept."""
    settings = config()
    settings.set_main_option("file_template", "%%(rev)s")
    settings.set_main_option("version_locations", f"{HERE / 'versions'}\n{folder}".replace("%", "%%"))
    with TemporaryDirectory() as scratch:
        database = Sqlite(make_url(f"sqlite:///{scratch}/scratch.db"))
        try:
            with database.migrating() as connection:
                settings.attributes["connection"] = connection
                command.upgrade(settings, "head")
                message = name[11:].replace("_", " ").capitalize()
                command.revision(settings, message, autogenerate=True, rev_id=name, version_path=str(folder))
        finally:
            database.close()
    return folder / f"{name}.py"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    draft(sys.argv[1])
