"""The table of tips."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ARRAY, BigInteger, Identity, Index, String, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column


class Channel(StrEnum):
    CALL = "call"
    SMS = "sms"


class Kind(StrEnum):
    """Kinds of tip, named for the Human Trafficking Case Data Standard where it has a word (IOM HTCDS, CC BY 4.0)."""

    FORCED_LABOUR = "forced_labour"
    BONDED_LABOUR = "bonded_labour"
    SEXUAL_EXPLOITATION = "sexual_exploitation"
    CHILD_LABOUR = "child_labour"
    CHILD_BEGGING = "child_begging"
    FORCED_MARRIAGE = "forced_marriage"
    DOMESTIC_SERVITUDE = "domestic_servitude"
    ORGAN_REMOVAL = "organ_removal"
    SMUGGLING = "smuggling"
    OTHER = "other"
    UNKNOWN = "unknown"
    NOT_A_TIP = "not_a_tip"


OF_A_CHILD = frozenset({Kind.CHILD_LABOUR, Kind.CHILD_BEGGING})


class Callback(StrEnum):
    """When whoever told us may be called back; nobody is without one of the first three."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NO = "no"


class Tip(Base):
    """What one person told us. It is recorded (`recorded_at`) by the worker once it is ready (`ready_at`).

    `places` are all districts that its words name, in order; `excluded` the circles that a supervisor keeps it from.
    `danger` to `other_tongue` are what its words say, with the phrases that say so sealed; `score` ranks, 0 to 100.
    `other_tongue`: its letters are of a language that a person must read.
    """

    __tablename__ = "tips"
    __table_args__ = (Index("ix_tips_unrecorded", "ready_at", postgresql_where=text("recorded_at IS NULL")),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    language: Mapped[str]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), default=Kind.UNKNOWN)
    province: Mapped[str | None]
    district: Mapped[str | None]
    place_why: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    partial: Mapped[bool] = mapped_column(default=False)
    callback: Mapped[Callback | None] = mapped_column(enum_column(Callback))
    may_say_who: Mapped[bool] = mapped_column(default=False)
    words_sealed: Mapped[bytes | None]
    places: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    excluded: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    danger: Mapped[bool] = mapped_column(default=False)
    child: Mapped[bool] = mapped_column(default=False)
    official_involved: Mapped[bool] = mapped_column(default=False)
    moving: Mapped[bool] = mapped_column(default=False)
    score: Mapped[int | None]
    reasons_sealed: Mapped[bytes | None]
    other_tongue: Mapped[str | None]
    taken_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ready_at: Mapped[datetime] = mapped_column(server_default=func.now())
    recorded_at: Mapped[datetime | None]


class WrongCode(Base):
    """One look for a reference code that there is none of; the pseudonym is None for a withheld number."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index("ix_wrong_codes_at", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    caller_pseudonym: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
