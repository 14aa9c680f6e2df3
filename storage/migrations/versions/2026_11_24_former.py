"""What people were before: names, chats, units, so that erasing finds what was told under them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_former"
down_revision = "2026_11_23_files"


def upgrade() -> None:
    op.create_table(
        "former",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_former_account_id_account")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_former_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("former", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_former_person_id"), ["person_id"], unique=False)
