"""The tables of places: names that supervisors added, and words that stood for a place but fit no name."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base


class AddedPlaceName(Base):
    """A spelling that a supervisor added for a routing unit; `place_when` is that of `ordinary_words.csv`, or `free`.

    Never deleted: one that was wrong has `removed_at`.
    """

    __tablename__ = "added_place_names"
    __table_args__ = (
        Index(
            "uq_added_place_names_in_force",
            "spelling",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    spelling: Mapped[str]
    unit: Mapped[str]
    place_when: Mapped[str]
    added_by: Mapped[int] = mapped_column(ForeignKey("supervisors.id"))
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("supervisors.id"))
    removed_at: Mapped[datetime | None]


class UnknownPlaceWord(Base):
    """A word that stood where a place stands and fits no name: sealed, since it may be anything a person wrote.

    `key` is its keyed pseudonym, by which it is known again.
    """

    __tablename__ = "unknown_place_words"

    key: Mapped[str] = mapped_column(primary_key=True)
    word_sealed: Mapped[bytes]
    seen: Mapped[int] = mapped_column(default=1)
    first_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("supervisors.id"))
    settled_at: Mapped[datetime | None]
