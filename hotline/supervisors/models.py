"""The tables of supervisors: their accounts, and the trail of what each has looked at."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base, enum_column

LONGEST_NAME = 64


class Supervisor(Base):
    """One person's account. `session_epoch` counts up to end every session that began before."""

    __tablename__ = "supervisors"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    password_hash: Mapped[str]
    # None until chosen: the console then speaks the language that the browser asks for.
    language: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    disabled: Mapped[bool] = mapped_column(default=False)


class Looked(StrEnum):
    """What a supervisor can have looked at."""

    CALL = "call"
    TEXTS = "texts"
    RECORDING = "recording"
    PHOTO = "photo"


class Look(Base):
    """One look at one thing; rows are only added."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_at_thing", "what", "item"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("supervisors.id"), index=True)
    what: Mapped[Looked] = mapped_column(enum_column(Looked))
    item: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
