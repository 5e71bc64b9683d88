"""Puts what is published from the tables, where it is kept, into the folder that every process reads."""

import fcntl
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from hotline.database import Database
from hotline.prompts import INDEX, words_key
from hotline.studio.models import PromptPublication, PromptRecording
from hotline.studio.recordings import sound_of


def shelve(database: Database, folder: Path) -> bool:
    """Make the folder say what the tables say, whatever was lost of it; whether there was something to do.

    Cheap when there is not. Safe to run again, and in several processes at once.
    """
    with database.statement() as session:
        if _edition_of(session) == _edition_on_disk(folder) and not _lost(folder):
            return False
    with _alone_in(folder), database.transaction() as session:
        edition = _edition_of(session)
        playing = _published(session)
        for language, prompts in playing.items():
            for told in prompts.values():
                path = folder / language / told["file"]
                if not path.exists():
                    _write(path, sound_of(session, told["recording"]) or b"")
        # Last, and as a whole: whoever reads it finds every file that it names.
        _write(folder / INDEX, json.dumps({"edition": edition, "playing": playing}).encode())
    return True


def _edition_of(session: Session) -> str | None:
    """Another one after every publication; None before the first. The newest alone would not tell: it may have been
    committed before an older one."""
    number, at = func.count(), func.max(PromptPublication.published_at)
    row = session.execute(select(number.label("number"), at.label("at"))).one()
    return f"{row.number} until {row.at.isoformat()}" if row.number else None


def _published(session: Session) -> dict[str, dict[str, Any]]:
    """By language and prompt, what plays of the studio; a prompt taken back is not in it."""
    last = (
        select(PromptPublication)
        .ext(distinct_on(PromptPublication.language, PromptPublication.prompt))
        .order_by(PromptPublication.language, PromptPublication.prompt, PromptPublication.number.desc())
        .subquery()
    )
    rows = session.execute(
        select(
            PromptRecording.id,
            PromptRecording.language,
            PromptRecording.prompt,
            PromptRecording.url_name,
            PromptRecording.seconds,
            PromptRecording.words,
        ).join(last, last.c.recording_id == PromptRecording.id)
    )
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        found[row.language][row.prompt] = {
            "file": row.url_name,
            "seconds": row.seconds,
            "recording": row.id,
            "words": words_key(row.words),
        }
    return found


def _on_disk(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / INDEX).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _edition_on_disk(folder: Path) -> str | None:
    edition: str | None = _on_disk(folder).get("edition")
    return edition


def _lost(folder: Path) -> bool:
    """Whether a file that plays is no longer there."""
    playing = _on_disk(folder).get("playing", {})
    return any(
        not (folder / language / told["file"]).exists()
        for language, prompts in playing.items()
        for told in prompts.values()
    )


def _write(path: Path, content: bytes) -> None:
    """Written beside and renamed: nobody reads half a file, and a crash leaves none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One process at a time: what was read first must not be written last."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
