"""What Alembic runs: the steps, on the connection that Database.migrate holds."""

from __future__ import annotations

from alembic import context

import storage.store  # noqa: F401 - brings every table along
from storage.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
