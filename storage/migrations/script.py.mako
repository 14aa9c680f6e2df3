"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${(imports + "\n") if imports else ""}
revision = "${up_revision}"
down_revision = "${down_revision}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
