"""The table of calls to officers: each SMS of something urgent may ring its phone once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column
from hotline.placing import Placing


class OfficerCall(Base):
    """A call about one SMS, to the number that it went to. LEFT: the carrier did not place it, however often asked."""

    __tablename__ = "officer_calls"
    __table_args__ = (Index("ix_officer_calls_claimed_at", "claimed_at"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("referral_messages.id"), primary_key=True)
    state: Mapped[Placing] = mapped_column(enum_column(Placing), default=Placing.PLACING)
    why: Mapped[str | None]
    tries: Mapped[int] = mapped_column(default=1)
    claimed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    try_at: Mapped[datetime | None]
    call_id: Mapped[str | None]
