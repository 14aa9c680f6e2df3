"""The first schema: what comes in and goes out, broadcasts, leases and facts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_21_messages"
down_revision = "2026_11_21_movement"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _broadcast()
    _inbox()
    _outbox()
    _lease()
    _fact()


def _broadcast() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_broadcast_unit_id_unit"), nullable=False),
        sa.Column(
            "author_id", ID, sa.ForeignKey("person.id", name="fk_broadcast_author_id_person"), nullable=False
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_broadcast"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcast_author_id", "broadcast", ["author_id"])
    op.create_index("ix_broadcast_unit_id", "broadcast", ["unit_id"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("bot", sa.String(64), nullable=False),
        sa.Column("update_id", sa.String(160), nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column("payload", DATA, nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("incident", sa.String(12), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint(
            "channel", "bot", "external_id", "update_id", name="uq_inbox_channel_bot_external_id_update_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["channel", "bot", "external_id", "id"],
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "account_id", ID, sa.ForeignKey("account.id", name="fk_outbox_account_id_account"), nullable=False
        ),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column(
            "inbox_id",
            ID,
            sa.ForeignKey("inbox.id", name="fk_outbox_inbox_id_inbox", ondelete="SET NULL"),
            nullable=True,
        ),
        sa.Column(
            "broadcast_id",
            ID,
            sa.ForeignKey("broadcast.id", name="fk_outbox_broadcast_id_broadcast"),
            nullable=True,
        ),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("body", DATA, nullable=False),
        sa.Column("name", sa.String(80), nullable=True),
        sa.Column("sensitive", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("claim", sa.String(80), nullable=True),
        sa.Column("external_id", sa.String(128), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_account", "outbox", ["account_id", "id"])
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["channel", "lane", "due_at", "id"],
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index("ix_outbox_inbox_id", "outbox", ["inbox_id"])
    op.create_index(
        "ix_outbox_name",
        "outbox",
        ["name"],
        sqlite_where=sa.text("status = 'pending' AND name IS NOT NULL"),
        postgresql_where=sa.text("status = 'pending' AND name IS NOT NULL"),
    )
    op.create_index(
        "uq_outbox_broadcast",
        "outbox",
        ["broadcast_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("broadcast_id IS NOT NULL"),
        postgresql_where=sa.text("broadcast_id IS NOT NULL"),
    )


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("value", DATA, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_fact"),
    )
