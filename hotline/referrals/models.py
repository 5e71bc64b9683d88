"""The tables of a referral: where it stands, each SMS that was to bring it, and every move that brought it there."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.circles.models import Rung
from hotline.database import Base, enum_column


class ReferralState(StrEnum):
    """Where a referral stands; `states.ALLOWED` says which moves there are. Who was `WITHDRAWN` from was never told.

    `ESCALATED` is to go to the next one up the ladder. `DECLINED` stays only where nobody is left to go to.
    """

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    ESCALATED = "escalated"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """For what an office gets a tip: `MAIN` is the circle whose ground it is, the others get it beside."""

    MAIN = "main"
    LABOUR = "labour"
    CHILD_PROTECTION = "child_protection"


class Outcome(StrEnum):
    """What came of a tip, as whoever closes its referral says."""

    VICTIMS_IDENTIFIED = "victims_identified"
    FIR = "fir"
    REFERRED = "referred"
    UNFOUNDED = "unfounded"
    NOT_REACHABLE = "not_reachable"
    OTHER = "other"


class Fate(StrEnum):
    """What became of one SMS. All but `NOT_SENT` and `REFUSED` may have reached the phone."""

    PENDING = "pending"
    NOT_SENT = "not_sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    TAKEN = "taken"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


class Referral(Base):
    """One tip on its way to one office; a tip has at most one of each role.

    `tag` is what an officer answers it by. `step` counts whoever is told, from 0: up the ladder, which began at
    `ladder_from`, and up another one with `news`, when more is known than was sent before, or when it has been
    declined; `tries` counts the attempts in a row at this step, `attempts` all of them. Unless it is answered by
    `acknowledge_by` it goes up the ladder; since `unanswered_at` nobody is left there.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("tip_id", "role"),
        Index(
            "ix_referrals_due",
            "next_try_at",
            postgresql_where=text("state IN ('waiting', 'sending', 'unknown', 'escalated')"),
        ),
        Index(
            "ix_referrals_unanswered", "acknowledge_by", postgresql_where=text("acknowledge_by IS NOT NULL")
        ),
        Index("ix_referrals_refused", "opened_at", postgresql_where=text("state = 'refused'")),
        Index(
            "ix_referrals_nobody_answers",
            "unanswered_at",
            postgresql_where=text(
                "unanswered_at IS NOT NULL AND acknowledged_at IS NULL AND closed_at IS NULL"
            ),
        ),
        Index("ix_referrals_open", "circle_code", "tag", postgresql_where=text("closed_at IS NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    tip_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tips.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role), default=Role.MAIN, server_default=Role.MAIN)
    circle_code: Mapped[str] = mapped_column(ForeignKey("circles.code"))
    why: Mapped[str]
    detail: Mapped[str]
    km: Mapped[int | None]
    state: Mapped[ReferralState] = mapped_column(enum_column(ReferralState), default=ReferralState.WAITING)
    tag: Mapped[str] = mapped_column(String(4))
    step: Mapped[int] = mapped_column(default=0)
    ladder_from: Mapped[int] = mapped_column(default=0)
    rung: Mapped[Rung | None] = mapped_column(enum_column(Rung))
    attempts: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    next_try_at: Mapped[datetime] = mapped_column(server_default=func.now())
    handed_at: Mapped[datetime | None]
    acknowledge_by: Mapped[datetime | None]
    unanswered_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    told_urgent: Mapped[bool] = mapped_column(default=False)
    news: Mapped[bool] = mapped_column(default=False)


class ReferralMessage(Base):
    """One attempt to hand one SMS to a carrier; that of the referral's last `attempt` is the current one.

    Of one step at most one may have reached a phone without saying that it is a `repeat`.
    """

    __tablename__ = "referral_messages"
    __table_args__ = (
        UniqueConstraint("referral_id", "attempt"),
        Index(
            "uq_referral_messages_once",
            "referral_id",
            "step",
            unique=True,
            postgresql_where=text("NOT repeat AND fate NOT IN ('not_sent', 'refused')"),
        ),
        Index("ix_referral_messages_number", "number"),
        Index("ix_referral_messages_carrier", "carrier", "claimed_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"))
    step: Mapped[int]
    attempt: Mapped[int]
    repeat: Mapped[bool]
    circle_code: Mapped[str] = mapped_column(ForeignKey("circles.code"))
    rung: Mapped[Rung] = mapped_column(enum_column(Rung))
    number: Mapped[str]
    body: Mapped[str]
    urgent: Mapped[bool]
    carrier: Mapped[str]
    claimed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    handed_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    carrier_message_id: Mapped[str | None]
    fate: Mapped[Fate] = mapped_column(enum_column(Fate), default=Fate.PENDING)
    code: Mapped[str] = mapped_column(default="")


class ReferralEvent(Base):
    """One move of a referral at one step, with its reason and what an officer wrote; rows are only added."""

    __tablename__ = "referral_events"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    referral_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(enum_column(ReferralState))
    step: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str]
    words_sealed: Mapped[bytes | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
