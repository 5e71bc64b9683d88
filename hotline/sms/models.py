"""The tables of texting: each text that came in, and the conversation that joins them."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base


class TextConversation(Base):
    """The texts of one number that belong together; `waiting_at` is the position that the next text answers."""

    __tablename__ = "text_conversations"
    __table_args__ = (
        # One open conversation a number: two texts that arrive together end up in one tip.
        Index(
            "uq_text_conversations_open",
            "sender_pseudonym",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_text_conversations_newest", text("begun_at DESC"), text("id DESC")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    carrier: Mapped[str]
    sender_pseudonym: Mapped[str | None]
    sender_sealed: Mapped[bytes | None]
    language: Mapped[str]
    waiting_at: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(server_default=func.now())
    heard_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]
    tip_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tips.id"), index=True)


class Text(Base):
    """One text as it came in; the carrier's id of it is unique, so a repeated webhook cannot add a second."""

    __tablename__ = "texts"
    __table_args__ = (UniqueConstraint("carrier", "carrier_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    carrier: Mapped[str]
    carrier_id: Mapped[str]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("text_conversations.id"), index=True)
    body_sealed: Mapped[bytes]
    media_count: Mapped[int]
    reply: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
