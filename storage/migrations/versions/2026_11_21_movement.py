"""The first schema: documents, campaigns, what members register and what officers decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2026_11_21_movement"
down_revision = "2026_11_21_organisation"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _document()
    _passage()
    _campaign()
    _campaign_phase()
    _campaign_deadline()
    _campaign_target()
    _title()
    _registration()
    _initiative()
    _review()
    _attachment()
    _question()
    _audit()


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_document_unit_id_unit"), nullable=True),
        sa.Column("file", sa.String(300), nullable=False),
        sa.Column("number", sa.String(120), nullable=True),
        sa.Column("kind", sa.String(80), nullable=True),
        sa.Column("issuer", sa.String(300), nullable=True),
        sa.Column("place", sa.String(120), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("inferred", DATA, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint("file", name="uq_document_file"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_document_unit_id", "document", ["unit_id"])
    op.create_index("ix_document_version", "document", ["version"])


def _passage() -> None:
    op.create_table(
        "passage",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "document_id",
            ID,
            sa.ForeignKey("document.id", name="fk_passage_document_id_document"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("paragraph", sa.Text(), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_passage"),
        sa.UniqueConstraint("document_id", "position", name="uq_passage_document_id_position"),
        sqlite_autoincrement=True,
    )


def _campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_campaign_unit_id_unit"), nullable=False),
        sa.Column(
            "document_id",
            ID,
            sa.ForeignKey("document.id", name="fk_campaign_document_id_document"),
            nullable=True,
        ),
        sa.Column("name", sa.String(400), nullable=False),
        sa.Column("aliases", DATA, nullable=False),
        sa.Column("slogan", sa.String(400), nullable=True),
        sa.Column("reference", sa.String(200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("register_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_campaign"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaign_document_id", "campaign", ["document_id"])
    op.create_index("ix_campaign_unit_id", "campaign", ["unit_id"])


def _campaign_phase() -> None:
    op.create_table(
        "campaign_phase",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "campaign_id",
            ID,
            sa.ForeignKey("campaign.id", name="fk_campaign_phase_campaign_id_campaign"),
            nullable=False,
        ),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("theme", sa.String(300), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_phase"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaign_phase_campaign_id", "campaign_phase", ["campaign_id"])


def _campaign_deadline() -> None:
    op.create_table(
        "campaign_deadline",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "campaign_id",
            ID,
            sa.ForeignKey("campaign.id", name="fk_campaign_deadline_campaign_id_campaign"),
            nullable=False,
        ),
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("section", sa.String(40), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_deadline"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaign_deadline_campaign_id", "campaign_deadline", ["campaign_id"])


def _campaign_target() -> None:
    op.create_table(
        "campaign_target",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "campaign_id",
            ID,
            sa.ForeignKey("campaign.id", name="fk_campaign_target_campaign_id_campaign"),
            nullable=False,
        ),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("comparator", sa.String(8), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit_of_measure", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_target"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_campaign_target_campaign_id", "campaign_target", ["campaign_id"])


def _title() -> None:
    op.create_table(
        "title",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "campaign_id",
            ID,
            sa.ForeignKey("campaign.id", name="fk_title_campaign_id_campaign"),
            nullable=False,
        ),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_folded", sa.String(200), nullable=False),
        sa.Column("aliases", DATA, nullable=False),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("reward", sa.String(300), nullable=True),
        sa.Column("section", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_title"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_title_campaign_id", "title", ["campaign_id"])
    op.create_index("ix_title_campaign_name", "title", ["campaign_id", "name_folded"])


def _registration() -> None:
    op.create_table(
        "registration",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "person_id",
            ID,
            sa.ForeignKey("person.id", name="fk_registration_person_id_person"),
            nullable=False,
        ),
        sa.Column(
            "unit_id", ID, sa.ForeignKey("unit.id", name="fk_registration_unit_id_unit"), nullable=False
        ),
        sa.Column(
            "campaign_id",
            ID,
            sa.ForeignKey("campaign.id", name="fk_registration_campaign_id_campaign"),
            nullable=True,
        ),
        sa.Column(
            "phase_id",
            ID,
            sa.ForeignKey("campaign_phase.id", name="fk_registration_phase_id_campaign_phase"),
            nullable=True,
        ),
        sa.Column(
            "title_id", ID, sa.ForeignKey("title.id", name="fk_registration_title_id_title"), nullable=True
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(300), nullable=True),
        sa.Column("work", sa.Text(), nullable=True),
        sa.Column("team", sa.String(120), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registration"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_registration_campaign_id", "registration", ["campaign_id"])
    op.create_index("ix_registration_person_id", "registration", ["person_id"])
    op.create_index("ix_registration_status", "registration", ["status"])
    op.create_index("ix_registration_unit_id", "registration", ["unit_id"])


def _initiative() -> None:
    op.create_table(
        "initiative",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "person_id", ID, sa.ForeignKey("person.id", name="fk_initiative_person_id_person"), nullable=False
        ),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_initiative_unit_id_unit"), nullable=False),
        sa.Column(
            "campaign_id",
            ID,
            sa.ForeignKey("campaign.id", name="fk_initiative_campaign_id_campaign"),
            nullable=True,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since_text", sa.String(200), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("authors_text", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=True),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_initiative"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_initiative_campaign_id", "initiative", ["campaign_id"])
    op.create_index("ix_initiative_person_id", "initiative", ["person_id"])
    op.create_index("ix_initiative_status", "initiative", ["status"])
    op.create_index("ix_initiative_unit_id", "initiative", ["unit_id"])


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("id", ID, nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("by", ID, sa.ForeignKey("person.id", name="fk_review_by_person"), nullable=False),
        sa.Column("decision", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_by", "review", ["by"])
    op.create_index("ix_review_subject_id", "review", ["subject_id"])


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "account_id",
            ID,
            sa.ForeignKey("account.id", name="fk_attachment_account_id_account"),
            nullable=False,
        ),
        sa.Column("subject", sa.String(20), nullable=True),
        sa.Column("subject_id", ID, nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("external_id", sa.String(300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attachment_account_id", "attachment", ["account_id"])
    op.create_index("ix_attachment_subject", "attachment", ["subject", "subject_id"])


def _question() -> None:
    op.create_table(
        "question",
        sa.Column("id", ID, nullable=False),
        sa.Column(
            "account_id",
            ID,
            sa.ForeignKey("account.id", name="fk_question_account_id_account"),
            nullable=False,
        ),
        sa.Column(
            "person_id", ID, sa.ForeignKey("person.id", name="fk_question_person_id_person"), nullable=True
        ),
        sa.Column("unit_id", ID, sa.ForeignKey("unit.id", name="fk_question_unit_id_unit"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answered_by",
            ID,
            sa.ForeignKey("person.id", name="fk_question_answered_by_person"),
            nullable=True,
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_account_id", "question", ["account_id"])
    op.create_index("ix_question_person_id", "question", ["person_id"])
    op.create_index("ix_question_unit_id", "question", ["unit_id"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("actor", ID, sa.ForeignKey("person.id", name="fk_audit_actor_person"), nullable=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("detail", DATA, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_actor", "audit", ["actor"])
    op.create_index("ix_audit_subject", "audit", ["subject", "subject_id"])
