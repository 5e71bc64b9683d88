"""What is done with recordings of prompts: kept, heard, published, taken back; nothing that was kept is ever lost."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.errors import HotlineError
from hotline.prompts import public_name
from hotline.studio.models import PromptPublication, PromptRecording
from hotline.studio.takes import Take


class NoSuchRecording(HotlineError):
    """The prompt has no recording of this id in this language."""


class SomebodyElseWas(HotlineError):
    """Something was published that the one who publishes now has not seen."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A prompt in one language, with the words it says there."""

    prompt: str
    language: str
    words: str


def keep_recording(session: Session, take: Take, spoken: Spoken, supervisor_id: int) -> int:
    """Keep a recording, heard by nobody yet; its id."""
    recording = PromptRecording(
        prompt=spoken.prompt,
        language=spoken.language,
        words=spoken.words,
        sound=take.sound,
        url_name=public_name(spoken.prompt, take.sound),
        seconds=take.seconds,
        level=take.level,
        trimmed=take.trimmed,
        recorded_by=supervisor_id,
    )
    session.add(recording)
    session.flush()
    return recording.id


def sound_of(session: Session, recording_id: int) -> bytes | None:
    return session.scalar(select(PromptRecording.sound).where(PromptRecording.id == recording_id))


def last_publication(session: Session, prompt: str, language: str) -> PromptPublication | None:
    return session.scalar(
        select(PromptPublication)
        .where(PromptPublication.language == language, PromptPublication.prompt == prompt)
        .order_by(PromptPublication.number.desc())
        .limit(1)
    )


def publish(
    session: Session, spoken: Spoken, recording_id: int | None, seen: int, supervisor_id: int
) -> None:
    """Let callers hear this recording, or with None what lies beneath the studio.

    `seen` is the number of the publication that the supervisor knew of as the last one; raises SomebodyElseWas
    when it no longer is, unless that one did just the same.
    """
    if recording_id is not None and not _is_of(session, recording_id, spoken):
        raise NoSuchRecording
    last = last_publication(session, spoken.prompt, spoken.language)
    if recording_id == (last.recording_id if last else None):
        return
    if seen != (last.number if last else 0):
        raise SomebodyElseWas
    # Of two that come to here together, the second waits for the first to commit, and then adds nothing.
    added = session.execute(
        insert(PromptPublication)
        .values(
            prompt=spoken.prompt,
            language=spoken.language,
            number=seen + 1,
            recording_id=recording_id,
            published_by=supervisor_id,
        )
        .on_conflict_do_nothing()
        .returning(PromptPublication.id)
    )
    if added.first() is None:
        raise SomebodyElseWas


def _is_of(session: Session, recording_id: int, spoken: Spoken) -> bool:
    found = select(func.count()).where(
        PromptRecording.id == recording_id,
        PromptRecording.prompt == spoken.prompt,
        PromptRecording.language == spoken.language,
    )
    return bool(session.scalar(found))
