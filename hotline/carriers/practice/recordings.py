"""Recordings of practice calls and photos of practice texts, kept until the hotline fetches and deletes them over
HTTP."""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hotline.carriers.practice import wav
from hotline.carriers.practice.models import PracticeRecording

PATH = "/practice/recordings"
LARGEST = 8 * 1024 * 1024
# How the ids of the two kinds begin, as at the real carrier.
RECORDING, PHOTO = "RE", "ME"


class NotARecording(ValueError):
    """Not WAV, or more than 8 MB."""


def keep_recording(session: Session, sound: bytes) -> str:
    """Keep it and return its id; raises NotARecording."""
    if not wav.is_wav(sound) or len(sound) > LARGEST:
        raise NotARecording("a recording must be WAV of at most 8 MB")
    return _keep(session, RECORDING, sound)


def keep_photo(session: Session, content: bytes) -> str:
    """Keep it, whatever it is, and return its id."""
    return _keep(session, PHOTO, content)


def recording_url(public_url: str, sid: str) -> str:
    return f"{public_url.rstrip('/')}{PATH}/{sid}"


def read_recording(session: Session, sid: str) -> bytes | None:
    return session.scalar(select(PracticeRecording.wav).where(PracticeRecording.sid == sid))


def delete_recording(session: Session, sid: str) -> bool:
    """Whether there was one to delete."""
    deleted = session.execute(
        delete(PracticeRecording).where(PracticeRecording.sid == sid).returning(PracticeRecording.sid)
    )
    return deleted.first() is not None


def _keep(session: Session, kind: str, content: bytes) -> str:
    sid = f"{kind}{secrets.token_hex(16)}"
    session.add(PracticeRecording(sid=sid, wav=content))
    return sid
