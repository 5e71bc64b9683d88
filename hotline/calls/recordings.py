"""Recordings: fetched from the carrier, sealed here, then deleted there."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session, undefer

from hotline.calls.models import Recording, RecordingState
from hotline.database import Database, utc_now
from hotline.sealing import Sealer

GIVE_UP_AFTER = 12
CLAIM_SECONDS = 60


class RecordingGone(Exception):
    """The carrier no longer has the recording."""


class KeepsRecordings(Protocol):
    """Where a carrier keeps what a caller said until we have it."""

    def fetch(self, url: str) -> bytes:
        """The sound as WAV; raises RecordingGone when it is not there any more, anything else may be tried again."""
        ...

    def delete(self, url: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Claim:
    id: uuid.UUID
    url: str


def bring_home(database: Database, carrier: KeepsRecordings, sealer: Sealer, recording_id: uuid.UUID) -> None:
    """Fetch, seal and keep one recording, then delete the carrier's copy. Safe to run twice and to die anywhere:
    the copy there is deleted only after ours is committed."""
    with database.transaction() as session:
        claim = _claim(session, sealer, recording_id)
    if claim is None:
        return
    try:
        sound = carrier.fetch(claim.url)
    except RecordingGone:
        with database.transaction() as session:
            _note(session, claim.id, RecordingState.LOST, None)
        return
    with database.transaction() as session:
        _note(session, claim.id, RecordingState.KEPT, sealer.seal(sound))
    carrier.delete(claim.url)


def listen(session: Session, sealer: Sealer, recording_id: uuid.UUID) -> bytes | None:
    """The sound as WAV, or None when we do not have it (yet)."""
    recording = session.get(Recording, recording_id, options=[undefer(Recording.sealed)])
    if recording is None or recording.sealed is None:
        return None
    return sealer.open(recording.sealed)


def waiting(session: Session, limit: int) -> list[tuple[uuid.UUID, datetime]]:
    """Recordings to be fetched now, with the time since when they are due."""
    rows = session.execute(
        select(Recording.id, Recording.try_at)
        .where(Recording.state == RecordingState.WAITING, Recording.try_at <= utc_now())
        .order_by(Recording.try_at)
        .limit(limit)
    )
    return [(row.id, row.try_at) for row in rows]


def _claim(session: Session, sealer: Sealer, recording_id: uuid.UUID) -> _Claim | None:
    """Take one try: nobody else fetches it until `try_at`, and each try waits longer than the last."""
    recording = session.execute(
        select(Recording)
        .where(
            Recording.id == recording_id,
            Recording.state == RecordingState.WAITING,
            Recording.try_at <= utc_now(),
        )
        .with_for_update(skip_locked=True)
    ).scalar_one_or_none()
    if recording is None:
        return None
    if recording.tries >= GIVE_UP_AFTER:
        _note(session, recording.id, RecordingState.LOST, None)
        return None
    recording.tries += 1
    recording.try_at = utc_now() + timedelta(seconds=CLAIM_SECONDS * 2 ** min(recording.tries - 1, 8))
    return _Claim(recording.id, sealer.open_text(recording.link_sealed))


def _note(session: Session, recording_id: uuid.UUID, state: RecordingState, sealed: bytes | None) -> None:
    session.execute(update(Recording).where(Recording.id == recording_id).values(state=state, sealed=sealed))
