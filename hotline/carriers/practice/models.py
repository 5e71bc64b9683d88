"""What the practice carrier keeps: texts, calls ringing and under way, recordings and photos until the hotline has
fetched them.

Nothing here is sealed. It is a stage for people who practise, like a telephone network it knows every word, and
it is only there while no real carrier is.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, LargeBinary, String, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base


class PracticeText(Base):
    """One SMS on a practice handset. `receipt_url` is empty for a reply that nobody wants a receipt of."""

    __tablename__ = "practice_texts"
    __table_args__ = (
        Index(
            "ix_practice_texts_unreceipted",
            "id",
            postgresql_where=text("receipted_at IS NULL AND receipt_url <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    to_number: Mapped[str] = mapped_column(String(64), index=True)
    from_number: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    receipt_url: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    receipted_at: Mapped[datetime | None]


class PracticeRecording(Base):
    """What a practice caller said, as WAV; or, under an id of its own kind, what came with a practice text."""

    __tablename__ = "practice_recordings"

    sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    wav: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PracticeCall(Base):
    """A call that is placed step by step, from a page, between two of its answers."""

    __tablename__ = "practice_calls"

    call_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changed_at: Mapped[datetime] = mapped_column(
        server_default=func.clock_timestamp(), onupdate=func.clock_timestamp()
    )


class PracticeOutgoingCall(Base):
    """A call that the hotline placed, while it rings: whoever picks it up takes it from here to `first_path`."""

    __tablename__ = "practice_outgoing_calls"

    call_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    to_number: Mapped[str] = mapped_column(String(64), index=True)
    from_number: Mapped[str] = mapped_column(String(64))
    first_path: Mapped[str]
    placed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class PracticeRehearsal(Base):
    """A call that a trainee placed to rehearse a scenario, so that it can be compared with what should come of it."""

    __tablename__ = "practice_rehearsals"

    call_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    scenario: Mapped[str] = mapped_column(String(64), index=True)
    from_number: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
