"""The tables of a referral: where it stands, and every move that brought it there."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column


class ReferralState(StrEnum):
    """Where a referral stands; `states.ALLOWED` says which moves there are. Who was `WITHDRAWN` from was never told."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """For what an office gets a tip: `MAIN` is the circle whose ground it is, the others get it beside."""

    MAIN = "main"
    LABOUR = "labour"
    CHILD_PROTECTION = "child_protection"


class Referral(Base):
    """One tip on its way to one office; a tip has at most one of each role. With `news` it goes out once more, since
    more is known than was sent before; `told_urgent` says whether what was sent said that it is urgent."""

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("tip_id", "role"),
        Index(
            "ix_referrals_due",
            "next_try_at",
            postgresql_where=text("state IN ('waiting', 'sending', 'unknown')"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tip_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tips.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role), default=Role.MAIN, server_default=Role.MAIN)
    circle_code: Mapped[str] = mapped_column(ForeignKey("circles.code"))
    why: Mapped[str]
    detail: Mapped[str]
    km: Mapped[int | None]
    state: Mapped[ReferralState] = mapped_column(enum_column(ReferralState), default=ReferralState.WAITING)
    recipient_circle: Mapped[str | None] = mapped_column(ForeignKey("circles.code"))
    rung: Mapped[str | None]
    number: Mapped[str | None]
    body: Mapped[str | None]
    carrier_message_id: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    next_try_at: Mapped[datetime] = mapped_column(server_default=func.now())
    claimed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    told_urgent: Mapped[bool] = mapped_column(default=False)
    news: Mapped[bool] = mapped_column(default=False)


class ReferralEvent(Base):
    """One move of a referral, with its reason; rows are only added."""

    __tablename__ = "referral_events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(enum_column(ReferralState))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
