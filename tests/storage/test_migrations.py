"""The migrations make what the models say, on both databases, however often and by however many."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Table, inspect

import storage.migrations
import storage.store  # noqa: F401 - brings every table along
from storage.database import Database
from storage.metadata import OWN_IDS, Data, SortKey, key, link, metadata, moment
from storage.migrations import HERE, config
from storage.migrations.__main__ import draft
from tests.support.databases import new_database, opened
from tests.support.sources import ROOT

TWO_AT_ONCE = """
import sys
from storage.database import Database
database = Database(sys.argv[1])
print("begin", flush=True)
sys.stdin.readline()
database.migrate()
database.close()
"""


def differences(database: Database) -> list[Any]:
    with database.reading() as store:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(store.connection, opts=options)
        return list(compare_metadata(context, metadata))


def test_models_equal_migrations(database: Database) -> None:
    assert differences(database) == []


def test_a_column_more_in_the_models_would_be_noticed(database: Database) -> None:
    with database.transaction() as store:
        store.connection.exec_driver_sql("ALTER TABLE lease DROP COLUMN generation")
    assert len(differences(database)) == 1


def test_every_model_gets_its_unique_and_partial_indexes(database: Database) -> None:
    with database.reading() as store:
        looked_at = inspect(store.connection)
        for table in metadata.tables.values():
            found = {index["name"]: bool(index["unique"]) for index in looked_at.get_indexes(table.name)}
            assert {index.name: bool(index.unique) for index in table.indexes}.items() <= found.items()


def test_references_say_the_same_in_models_and_migrations(database: Database) -> None:
    with database.reading() as store:
        looked_at = inspect(store.connection)
        for table in metadata.tables.values():
            found = {
                (key["constrained_columns"][0], key["referred_table"], key["options"].get("ondelete"))
                for key in looked_at.get_foreign_keys(table.name)
            }
            said = {(fk.parent.name, fk.column.table.name, fk.ondelete) for fk in table.foreign_keys}
            assert found == said


def test_migrating_again_is_harmless(database: Database) -> None:
    with database.transaction() as store:
        store.facts.set("here", value=True)
    database.migrate()
    with database.reading() as store:
        assert store.facts.get("here") is True


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/deep/er 100%/new.db") as database:
        database.migrate()
        with database.reading() as store:
            assert store.units.is_empty()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_processes_may_migrate_at_once(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    if kind == "sqlite":
        migrate_twice_at_once(f"sqlite:///{tmp_path}/new.db")
    else:
        with new_database(request.getfixturevalue("postgresql_url")) as url:
            migrate_twice_at_once(url)


def migrate_twice_at_once(url: str) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", TWO_AT_ONCE, url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for each in both:
        assert each.stdout
        assert each.stdout.readline() == "begin\n"
    for each in both:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()
    for each in both:
        each.communicate()
    assert [each.returncode for each in both] == [0, 0]
    with opened(url) as database:
        assert differences(database) == []


def test_a_migration_that_fails_leaves_the_old_schema(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(connection: object) -> None:
        connection.exec_driver_sql("ALTER TABLE lease ADD COLUMN half INTEGER")  # type: ignore[attr-defined]
        raise LookupError("the second step")

    monkeypatch.setattr(storage.migrations, "upgrade", half)
    with pytest.raises(LookupError):
        database.migrate()
    assert differences(database) == []


def test_a_migration_on_sqlite_that_breaks_references_is_undone(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_references(connection: object) -> None:
        connection.exec_driver_sql(  # type: ignore[attr-defined]
            "INSERT INTO unit_alias (unit_id, alias, alias_folded) VALUES (4711, 'a', 'a')"
        )

    monkeypatch.setattr(storage.migrations, "upgrade", break_references)
    with pytest.raises(RuntimeError, match="references"):
        sqlite_database.migrate()
    with sqlite_database.reading() as store:
        assert store.units.named() == []


def test_migrations_have_dated_names_and_stand_in_one_line() -> None:
    steps = list(ScriptDirectory.from_config(config()).walk_revisions())
    assert len(steps) >= 3
    for step in steps:
        assert step.revision == Path(step.path).stem
        assert step.revision[:10].replace("_", "").isdigit()
        assert not step.is_merge_point
        assert not step.is_branch_point


def test_every_id_on_sqlite_is_used_once_only(sqlite_database: Database) -> None:
    with sqlite_database.reading() as store:
        rows = store.connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        made = {row[0]: row[1] for row in rows}
    with_ids = [table.name for table in metadata.tables.values() if "id" in table.columns]
    assert len(with_ids) > 20
    assert [name for name in with_ids if "AUTOINCREMENT" not in made[name]] == []


def test_a_step_drafted_from_the_models_makes_what_they_say(
    tmp_path: Path, sqlite_database: Database
) -> None:
    columns = (key(), link("unit_id", "unit"), moment("at"), Column("detail", Data), Column("k", SortKey))
    seen = Table("seen", metadata, *columns, **OWN_IDS)
    try:
        path = draft("2026_12_01_who_saw_it", tmp_path)
        assert [difference[0] for difference in differences(sqlite_database)] == ["add_table", "add_index"]
        settings = config()
        settings.set_main_option("version_locations", f"{HERE}/versions\n{tmp_path}")
        with sqlite_database._backend.migrating() as connection:
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            made = connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = 'seen'"
            ).scalar_one()
        assert differences(sqlite_database) == []
    finally:
        metadata.remove(seen)
    assert "AUTOINCREMENT" in made
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""Who saw it."""')
    assert "storage" not in text
