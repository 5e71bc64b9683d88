"""The tables of sending: whose turn it is of two carriers, how fast a sender may go, and SMS that are no referral."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column


class CarrierTurn(Base):
    """From then on `share` per cent of the SMS go by the first carrier, the others by the second; never changed."""

    __tablename__ = "carrier_turns"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    share: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class SenderPace(Base):
    """Until when all that a sender has sent would have taken it at its steady pace."""

    __tablename__ = "sender_paces"

    sender: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class NoticeState(StrEnum):
    """Where a notice stands; one of unknown fate is never sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    LEFT = "left"


class Notice(Base):
    """One SMS that is no referral, once for each `key`; its number and words are sealed, and gone when it is done."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_due", "next_try_at", postgresql_where=text("state IN ('waiting', 'sending')")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    key: Mapped[str] = mapped_column(unique=True)
    number_sealed: Mapped[bytes | None]
    body_sealed: Mapped[bytes | None]
    state: Mapped[NoticeState] = mapped_column(enum_column(NoticeState), default=NoticeState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    carrier: Mapped[str | None]
    carrier_message_id: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    next_try_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
