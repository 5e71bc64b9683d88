"""What a carrier keeps for us until we have it: fetched, sealed here, then deleted there."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, cast

from sqlalchemy import ColumnElement, case, func, select, type_coerce, update
from sqlalchemy.orm import Mapped, Session, column_property, declared_attr, mapped_column, undefer

from hotline.database import Base, Database, enum_column, from_now, seconds_since
from hotline.sealing import Sealer

GIVE_UP_AFTER = 12
CLAIM_SECONDS = 60

log = logging.getLogger(__name__)


class Gone(Exception):
    """The carrier has nothing there that we could keep, and never will."""


class KeepsForUs(Protocol):
    """Where a carrier keeps what a caller said, or what came with a text."""

    def fetch(self, url: str) -> bytes:
        """Raises Gone when there is no hope of it; after anything else it may be tried again."""
        ...

    def delete(self, url: str) -> None:
        """Safe to run twice; whatever it raises, it may be tried again."""
        ...


class FetchState(StrEnum):
    """`waiting`: to be fetched, or, once the seal is ours, still to be deleted at the carrier."""

    WAITING = "waiting"
    KEPT = "kept"
    LOST = "lost"


class Fetched(Base):
    """The columns of a table of such things: first a sealed link to the carrier's copy, then the sealed content.

    Each table needs an index of `try_at` where `state` is waiting.
    """

    __abstract__ = True

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    link_sealed: Mapped[bytes]
    state: Mapped[FetchState] = mapped_column(enum_column(FetchState), default=FetchState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sealed: Mapped[bytes | None] = mapped_column(deferred=True)

    @declared_attr
    @classmethod
    def standing(cls) -> Mapped[FetchState]:
        """Kept as soon as we have the content, whatever is still to be done at the carrier."""
        kept = case((cls.sealed.is_not(None), FetchState.KEPT.value), else_=cls.state)
        typed = type_coerce(kept, enum_column(FetchState))
        return column_property(cast("ColumnElement[FetchState]", typed))


@dataclass(frozen=True, slots=True)
class _Claim:
    id: uuid.UUID
    url: str
    here: bool


def bring_home(
    database: Database, carrier: KeepsForUs, sealer: Sealer, table: type[Fetched], row_id: uuid.UUID
) -> None:
    """Fetch, seal and keep one thing, then delete the carrier's copy. Safe to run twice and to die anywhere: the copy
    there is deleted only after ours is committed, and what dies in between is deleted by the next try."""
    with database.transaction() as session:
        claim = _claim(session, sealer, table, row_id)
    if claim is None:
        return
    if not claim.here:
        try:
            content = carrier.fetch(claim.url)
        except Gone:
            with database.transaction() as session:
                _note(session, table, claim.id, FetchState.LOST)
            return
        with database.transaction() as session:
            session.execute(update(table).where(table.id == claim.id).values(sealed=sealer.seal(content)))
    carrier.delete(claim.url)
    with database.transaction() as session:
        _note(session, table, claim.id, FetchState.KEPT)


def open_fetched(session: Session, sealer: Sealer, table: type[Fetched], row_id: uuid.UUID) -> bytes | None:
    """The content, or None when we do not have it (yet)."""
    row = session.get(table, row_id, options=[undefer(table.sealed)])
    if row is None or row.sealed is None:
        return None
    return sealer.open(row.sealed)


def waiting(session: Session, table: type[Fetched], limit: int) -> list[tuple[uuid.UUID, float]]:
    """What a job must be put for now, with the seconds since it is due."""
    rows = session.execute(
        select(table.id, seconds_since(table.try_at))
        .where(table.state == FetchState.WAITING, table.try_at <= func.now())
        .order_by(table.try_at)
        .limit(limit)
    )
    return [(row_id, overdue) for row_id, overdue in rows]


def _claim(session: Session, sealer: Sealer, table: type[Fetched], row_id: uuid.UUID) -> _Claim | None:
    """Take one try: nobody else takes the next until `try_at`, and each try waits longer than the last."""
    row = session.execute(
        select(table)
        .where(table.id == row_id, table.state == FetchState.WAITING, table.try_at <= func.now())
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if row is None:
        return None
    if row.tries >= GIVE_UP_AFTER:
        # Ours is safe, but the carrier still has its own: a person must delete that one.
        if row.standing is FetchState.KEPT:
            log.error("cannot be deleted at the carrier", extra={"event": table.__tablename__})
        _note(session, table, row.id, row.standing if row.standing is FetchState.KEPT else FetchState.LOST)
        return None
    row.tries += 1
    row.try_at = from_now(timedelta(seconds=CLAIM_SECONDS * 2 ** min(row.tries - 1, 8)))
    return _Claim(row.id, sealer.open_text(row.link_sealed), row.standing is FetchState.KEPT)


def _note(session: Session, table: type[Fetched], row_id: uuid.UUID, state: FetchState) -> None:
    session.execute(update(table).where(table.id == row_id).values(state=state))
