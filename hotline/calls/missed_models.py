"""The table of missed calls: who rang the second number, and what became of calling back."""

import uuid
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column
from hotline.placing import Placing


class MissedCall(Base):
    """One ring at the second number. `day` (in Pakistan) and `nth` are its place among that day's calls back.

    LEFT: not called back, `why` says why. The sealed number is there only until nobody needs it any more.
    """

    __tablename__ = "missed_calls"
    __table_args__ = (
        UniqueConstraint("carrier", "carrier_id"),
        # Whatever runs at once, the same number never has a second first call back of a day, nor a fourth one.
        UniqueConstraint("caller_pseudonym", "day", "nth"),
        Index("ix_missed_calls_going", "try_at", postgresql_where=text("state IN ('waiting', 'placing')")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    carrier: Mapped[str]
    carrier_id: Mapped[str]
    caller_pseudonym: Mapped[str]
    caller_sealed: Mapped[bytes | None]
    state: Mapped[Placing] = mapped_column(enum_column(Placing), default=Placing.WAITING)
    why: Mapped[str | None]
    day: Mapped[date | None]
    nth: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    missed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    try_at: Mapped[datetime] = mapped_column(server_default=func.now())
    claimed_at: Mapped[datetime | None]
    call_back_id: Mapped[str | None]
