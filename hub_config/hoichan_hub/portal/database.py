"""The portal's tables: an index over the folders on disk, which hold the truth."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Index, String, Text, UniqueConstraint, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Base of the portal's tables."""


class SubmissionRow(Base):
    """One stored submission; rows are never changed. Order of arrival = ``received_at``."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("lesson", "learner", "request_key"),
        Index("submission_of_learner", "lesson", "learner", "received_at"),
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(40), unique=True)
    lesson: Mapped[str] = mapped_column(String(64))
    learner: Mapped[str] = mapped_column(String(120))
    # The Idempotency-Key; NULL when the client sent none (NULLs are all different).
    request_key: Mapped[str | None] = mapped_column(String(80))
    received_at: Mapped[str] = mapped_column(String(32))
    receipt: Mapped[str] = mapped_column(Text)


class ReleaseRow(Base):
    """One release of a lesson; the one with the largest ``seq`` is handed out."""

    __tablename__ = "release"
    __table_args__ = ({"sqlite_autoincrement": True},)

    seq: Mapped[int] = mapped_column(primary_key=True)
    lesson: Mapped[str] = mapped_column(String(64), index=True)
    folder: Mapped[str] = mapped_column(String(40), unique=True)
    released_at: Mapped[str] = mapped_column(String(32))
    sha256: Mapped[str] = mapped_column(String(64))
    meta: Mapped[str] = mapped_column(Text)
    files: Mapped[str] = mapped_column(Text)


def open_database(url: str) -> Engine:
    """Connect, make missing tables, and have SQLite sync every commit to disk."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
    Base.metadata.create_all(engine)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Readers do not wait for the writer (WAL); a commit is on disk before it returns (FULL)."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
