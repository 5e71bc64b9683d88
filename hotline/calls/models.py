"""The tables of a call: the call itself, each answer in it, and its recordings."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base
from hotline.fetching import Fetched


class Call(Base):
    """One call. `waiting_at` is the position (`ur.report_tip.kind.1.0`) whose answer moves it on."""

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("carrier", "carrier_id"),
        # Neither `heard_at` nor `waiting_at` stands in any index: a step then rewrites the row alone, none of these.
        Index("ix_calls_going", "id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_calls_newest", text("started_at DESC"), text("id DESC")),
        Index("ix_calls_tip_id", "tip_id", postgresql_where=text("tip_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    carrier: Mapped[str]
    carrier_id: Mapped[str]
    caller_pseudonym: Mapped[str | None] = mapped_column(index=True)
    caller_sealed: Mapped[bytes | None]
    language: Mapped[str]
    waiting_at: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    heard_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[str | None]
    seconds: Mapped[int | None]
    tip_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("tips.id"))


class CallAnswer(Base):
    """What the caller did at one step; `turn` counts within the call, so a repeated webhook cannot add a second."""

    __tablename__ = "call_answers"

    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str]
    fact: Mapped[str | None]
    value: Mapped[str | None]
    keys: Mapped[str]
    understood: Mapped[bool]
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class Recording(Fetched):
    """What the caller said at one step, as sealed WAV."""

    __tablename__ = "recordings"
    __table_args__ = (
        UniqueConstraint("call_id", "turn"),
        Index("ix_recordings_waiting", "try_at", postgresql_where=text("state = 'waiting'")),
    )

    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    turn: Mapped[int]
    step: Mapped[str]
    seconds: Mapped[int]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
