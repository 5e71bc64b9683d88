"""The tables of the studio: every recording of a prompt that was ever kept, and what was published when and by whom."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from hotline.database import Base


class PromptRecording(Base):
    """One recording of one prompt. Rows are only added.

    `sound` is the file that a carrier plays; `level` is of what was handed in, in dB below the loudest possible;
    `trimmed` is how many seconds of silence were cut off; `words` are what the prompt said in that language then.
    """

    __tablename__ = "prompt_recordings"
    __table_args__ = (Index("ix_prompt_recordings_of_prompt", "language", "prompt"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    prompt: Mapped[str]
    language: Mapped[str]
    words: Mapped[str] = mapped_column(Text)
    sound: Mapped[bytes] = mapped_column(deferred=True)
    url_name: Mapped[str]
    seconds: Mapped[float]
    level: Mapped[float]
    trimmed: Mapped[float]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("supervisors.id"))
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PromptPublication(Base):
    """One change of what plays. Rows are only added; the last one of a prompt holds.

    `recording_id` None: back to what lies beneath the studio, a file in locales/ or the stand-in. `number` counts
    within the prompt, so that of two who publish at once only one can.
    """

    __tablename__ = "prompt_publications"
    __table_args__ = (UniqueConstraint("language", "prompt", "number"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    prompt: Mapped[str]
    language: Mapped[str]
    number: Mapped[int]
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("prompt_recordings.id"), index=True)
    published_by: Mapped[int] = mapped_column(ForeignKey("supervisors.id"))
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
