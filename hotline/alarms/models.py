"""The tables of alarms: what stands, who was told when, and when each process last showed that it lives."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column


class AlarmKind(StrEnum):
    """What is wrong."""

    TIP_WAITS = "tip_waits"
    REFERRAL_WAITS = "referral_waits"
    REFERRAL_REFUSED = "referral_refused"
    NOBODY_ANSWERS = "nobody_answers"
    KEPT_ON_DISK = "kept_on_disk"
    CLOCK_STOPPED = "clock_stopped"
    DATABASE_AWAY = "database_away"


class Alarm(Base):
    """One alarm, from when it was raised until what it told of had passed; one of a kind stands at a time."""

    __tablename__ = "alarms"
    __table_args__ = (
        Index("uq_alarms_standing", "kind", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[AlarmKind] = mapped_column(enum_column(AlarmKind))
    detail: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Heartbeat(Base):
    """When the clock last made a round, or when one last saw what only its own machine can see."""

    __tablename__ = "heartbeats"

    of: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
