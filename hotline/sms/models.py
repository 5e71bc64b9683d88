"""The tables of texting: each text that came in, and the conversation that joins them."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base
from hotline.fetching import Fetched


class TextConversation(Base):
    """The texts of one number that belong together; `waiting_at` is the position that the next text answers.

    `safe`: its sender has said that nobody else reads this phone, so that we may text of our own accord.
    """

    __tablename__ = "text_conversations"
    __table_args__ = (
        # One open conversation a number: two texts that arrive together end up in one tip.
        Index(
            "uq_text_conversations_open",
            "sender_pseudonym",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_text_conversations_safe", "tip_id", postgresql_where=text("safe")),
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
    safe: Mapped[bool] = mapped_column(default=False)


class Text(Base):
    """One text as it came in; the carrier's id of it is unique, so a repeated webhook cannot add a second.

    A `command` (such as STOP) belongs to no conversation where the number has none open.
    """

    __tablename__ = "texts"
    __table_args__ = (UniqueConstraint("carrier", "carrier_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    carrier: Mapped[str]
    carrier_id: Mapped[str]
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("text_conversations.id"), index=True)
    command: Mapped[str | None]
    body_sealed: Mapped[bytes]
    media_count: Mapped[int]
    reply: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Photo(Fetched):
    """A picture or other file that came with a text: sealed as it was fetched, and never opened here.

    `content_type` is what the carrier said that it is.
    """

    __tablename__ = "text_photos"
    __table_args__ = (
        UniqueConstraint("text_id", "number"),
        Index("ix_text_photos_waiting", "try_at", postgresql_where=text("state = 'waiting'")),
    )

    text_id: Mapped[int] = mapped_column(ForeignKey("texts.id"))
    number: Mapped[int]
    content_type: Mapped[str]


class StoppedNumber(Base):
    """A number that asked for no more messages: what it texts is taken in all the same, and not answered."""

    __tablename__ = "stopped_numbers"

    pseudonym: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(server_default=func.now())
