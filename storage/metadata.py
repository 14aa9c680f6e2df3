"""The shared ground of every table: naming convention, UTC time column, keys."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only, gives them back in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer(), "sqlite")
Data = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

# Keys from storage.vietnamese.sort_key compare byte by byte, whatever the server's own language.
SortKey = String().with_variant(String(collation="C"), "postgresql")

# SQLite reuses the ids of deleted rows unless told not to, and an old button would then act on a new row.
OWN_IDS: dict[str, Any] = {"sqlite_autoincrement": True}


def key() -> Column[int]:
    """A primary key that is never used twice."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def link(
    name: str, to: str, *, nullable: bool = False, index: bool = True, ondelete: str | None = None
) -> Column[int]:
    """A column that points at the id of another table."""
    return Column(name, Id, ForeignKey(f"{to}.id", ondelete=ondelete), nullable=nullable, index=index)


def moment(name: str, *, nullable: bool = True) -> Column[datetime]:
    """An instant, UTC."""
    return Column(name, UtcTime(), nullable=nullable)


def day(name: str, *, nullable: bool = True) -> Column[date]:
    """A calendar day in Viet Nam."""
    return Column(name, Date(), nullable=nullable)
