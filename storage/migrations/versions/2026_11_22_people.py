"""Consents by purpose, offices with a scope, former places of work, requests, breaches, lists handed in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_22_people"
down_revision = "2026_11_21_messages"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _account()
    _attachment()
    _breach()
    _consent()
    _placement()
    _data_request()
    _erased_mark()
    _list_import()
    _person()
    _role()
    _unit()


def _account() -> None:
    op.execute("UPDATE account SET wants_news = FALSE")  # nobody was asked for that by itself


def _attachment() -> None:
    with op.batch_alter_table("attachment", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("message", sa.String(length=128), nullable=True))


def _breach() -> None:
    op.create_table(
        "breach",
        sa.Column("id", ID, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), server_default="0", nullable=False),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agency_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_breach"),
        sqlite_autoincrement=True,
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_channel", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("consent") as batch_op:
        batch_op.create_index("ix_consent_person_id", ["person_id"], unique=False)


def _placement() -> None:
    op.create_table(
        "placement",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("team", sa.String(length=120), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_placement_person_id_person"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_placement_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_placement"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("placement") as batch_op:
        batch_op.create_index("ix_placement_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_placement_unit_id", ["unit_id"], unique=False)


def _data_request() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("extended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_data_request_account_id_account"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_data_request_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_data_request"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("data_request") as batch_op:
        batch_op.create_index("ix_data_request_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_data_request_person_id", ["person_id"], unique=False)


def _erased_mark() -> None:
    op.create_table(
        "erased_mark",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_erased_mark"),
    )


def _list_import() -> None:
    op.create_table(
        "list_import",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("by", ID, nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("attachment_id", ID, nullable=True),
        sa.Column("file", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("counts", DATA, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_list_import_account_id_account"),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_list_import_attachment_id_attachment"
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_list_import_by_person"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_list_import_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_list_import"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("list_import") as batch_op:
        batch_op.create_index("ix_list_import_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_list_import_unit_id", ["unit_id"], unique=False)


def _person() -> None:
    op.execute(
        "INSERT INTO consent (person_id, purpose, text, channel, given_at)"
        " SELECT id, 'emulation', consent_text, consent_channel, consent_at FROM person"
        " WHERE consent_at IS NOT NULL AND consent_text IS NOT NULL AND consent_channel IS NOT NULL"
    )
    with op.batch_alter_table("person", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_column("consent_text")
        batch_op.drop_column("consent_channel")
    op.execute("UPDATE person SET left_at = CURRENT_TIMESTAMP WHERE status = 'left'")  # from now on it counts
    confirmed = sa.text("confirmed_by IS NOT NULL")
    op.create_index(
        "ix_person_confirmed_by",
        "person",
        ["confirmed_by"],
        sqlite_where=confirmed,
        postgresql_where=confirmed,
    )
    waits = sa.text("status = 'waiting'")
    op.create_index("ix_person_waiting", "person", ["unit_id"], sqlite_where=waits, postgresql_where=waits)


def _role() -> None:
    with op.batch_alter_table("role", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("sector", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("board_id", ID, nullable=True))
        batch_op.add_column(sa.Column("given_by", ID, nullable=True))
        batch_op.add_column(sa.Column("acts_for", ID, nullable=True))
        batch_op.create_index("ix_role_board_id", ["board_id"], unique=False)
        batch_op.create_foreign_key("fk_role_given_by_person", "person", ["given_by"], ["id"])
        batch_op.create_foreign_key("fk_role_acts_for_person", "person", ["acts_for"], ["id"])
        batch_op.create_foreign_key("fk_role_board_id_unit", "unit", ["board_id"], ["id"])


def _unit() -> None:
    with op.batch_alter_table("unit") as batch_op:
        batch_op.add_column(
            sa.Column("standing", sa.String(length=10), server_default="line", nullable=False)
        )
