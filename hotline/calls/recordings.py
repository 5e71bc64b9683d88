"""Recordings: what callers said, brought home from the carrier and opened for whoever may listen."""

import uuid

from sqlalchemy.orm import Session

from hotline import fetching
from hotline.calls.models import Recording
from hotline.database import Database
from hotline.fetching import KeepsForUs
from hotline.sealing import Sealer


def bring_home(database: Database, carrier: KeepsForUs, sealer: Sealer, recording_id: uuid.UUID) -> None:
    """Safe to run twice and to die anywhere."""
    fetching.bring_home(database, carrier, sealer, Recording, recording_id)


def listen(session: Session, sealer: Sealer, recording_id: uuid.UUID) -> bytes | None:
    """The sound as WAV, or None when we do not have it (yet)."""
    return fetching.open_fetched(session, sealer, Recording, recording_id)


def waiting(session: Session, limit: int) -> list[tuple[uuid.UUID, float]]:
    """Recordings that a job must be put for, with the seconds since they are due."""
    return fetching.waiting(session, Recording, limit)
