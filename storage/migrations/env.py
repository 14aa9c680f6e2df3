"""What Alembic runs: the steps, on the connection that Database.migrate holds."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

import storage.store  # noqa: F401 - brings every table along
from storage.metadata import UtcTime, metadata


def render(kind: str, item: Any, about: AutogenContext) -> str | Literal[False]:
    """A step names only what will not change under it: no type of our own."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        about.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_server_default=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
