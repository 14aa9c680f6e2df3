"""The first schema: units, people, accounts and what conversations remember."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_21_organisation"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    _unit()
    _unit_alias()
    _unit_successor()
    _person()
    _role()
    _account()
    _conversation()
    _session()


def _unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", ID, nullable=False),
        sa.Column("parent_id", ID, sa.ForeignKey("unit.id", name="fk_unit_parent_id_unit"), nullable=True),
        sa.Column("path", SORTED, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("name_folded", sa.String(300), nullable=False),
        sa.Column("name_key", SORTED, nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("place", sa.String(120), nullable=True),
        sa.Column("sector", sa.String(80), nullable=True),
        sa.Column("employer_type", sa.String(80), nullable=True),
        sa.Column("cluster", sa.String(80), nullable=True),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("code", name="uq_unit_code"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unit_name_folded", "unit", ["name_folded"])
    op.create_index("ix_unit_parent_id", "unit", ["parent_id"])
    op.create_index("ix_unit_path", "unit", ["path"])


def _unit_alias() -> None:
    op.create_table(
        "unit_alias",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_unit_alias_unit_id_unit"), nullable=False),
        sa.Column("alias", sa.String(300), nullable=False),
        sa.Column("alias_folded", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit_alias"),
        sa.UniqueConstraint("unit_id", "alias_folded", name="uq_unit_alias_unit_id_alias_folded"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unit_alias_alias_folded", "unit_alias", ["alias_folded"])
    op.create_index("ix_unit_alias_unit_id", "unit_alias", ["unit_id"])


def _unit_successor() -> None:
    op.create_table(
        "unit_successor",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "unit_id", ID, sa.ForeignKey("unit.id", name="fk_unit_successor_unit_id_unit"), nullable=False
        ),
        sa.Column(
            "successor_id",
            ID,
            sa.ForeignKey("unit.id", name="fk_unit_successor_successor_id_unit"),
            nullable=False,
        ),
        sa.Column("how", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unit_successor"),
        sa.UniqueConstraint("unit_id", "successor_id", name="uq_unit_successor_unit_id_successor_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_unit_successor_successor_id", "unit_successor", ["successor_id"])
    op.create_index("ix_unit_successor_unit_id", "unit_successor", ["unit_id"])


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_person_unit_id_unit"), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("name_folded", sa.String(300), nullable=False),
        sa.Column("name_key", SORTED, nullable=False),
        sa.Column("team", sa.String(120), nullable=True),
        sa.Column("work_kind", sa.String(40), nullable=True),
        sa.Column("sex", sa.String(10), nullable=True),
        sa.Column("phone", sa.String(20), nullable=True),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "confirmed_by",
            ID,
            sa.ForeignKey("person.id", name="fk_person_confirmed_by_person"),
            nullable=True,
        ),
        sa.Column("consent_text", sa.String(60), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_channel", sa.String(20), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_name_folded", "person", ["name_folded"])
    op.create_index("ix_person_unit_id", "person", ["unit_id"])


def _role() -> None:
    op.create_table(
        "role",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "person_id", ID, sa.ForeignKey("person.id", name="fk_role_person_id_person"), nullable=False
        ),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_role_unit_id_unit"), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_role_person_id", "role", ["person_id"])
    op.create_index("ix_role_unit_id", "role", ["unit_id"])


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("bot", sa.String(64), nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column(
            "person_id", ID, sa.ForeignKey("person.id", name="fk_account_person_id_person"), nullable=True
        ),
        sa.Column("pronoun", sa.String(10), nullable=True),
        sa.Column("memory", DATA, nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("wants_news", sa.Boolean(), nullable=False),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("channel", "bot", "external_id", name="uq_account_channel_bot_external_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_account_person_id", "account", ["person_id"])


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "account_id",
            ID,
            sa.ForeignKey("account.id", name="fk_conversation_account_id_account"),
            nullable=False,
        ),
        sa.Column("flow", sa.String(40), nullable=False),
        sa.Column("state", DATA, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversation_account_id", "conversation", ["account_id"])
    op.create_index(
        "uq_conversation_open",
        "conversation",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("external_id", sa.String(128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_session"),
    )
    op.create_index("ix_session_external_id", "session", ["external_id"])
