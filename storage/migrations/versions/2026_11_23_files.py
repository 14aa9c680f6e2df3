"""On SQLite the bytes of a file stand last in their row: only there can they be written piece by piece."""

from __future__ import annotations

from alembic import op

revision = "2026_11_23_files"
down_revision = "2026_11_22_people"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table(
        "attachment",
        recreate="always",
        table_kwargs={"sqlite_autoincrement": True},
        partial_reordering=[("created_at", "message", "content")],
    ):
        pass
