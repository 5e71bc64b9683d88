"""The trail: who looked at what, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.supervisors.models import Look, Looked, Supervisor


@dataclass(frozen=True, slots=True)
class Seen:
    """One look, with the name of who looked."""

    by: str
    at: datetime


def remember_look(session: Session, supervisor_id: int, what: Looked, item: str) -> None:
    """Add a look. Commit it before anything is shown: what is shown must be in the trail."""
    session.add(Look(supervisor_id=supervisor_id, what=what, item=item))


def looks_at(session: Session, what: Looked, item: str, limit: int = 20) -> list[Seen]:
    """The last looks at one thing, newest first."""
    rows = session.execute(
        select(Supervisor.name, Look.at)
        .join(Supervisor, Supervisor.id == Look.supervisor_id)
        .where(Look.what == what, Look.item == item)
        .order_by(Look.at.desc(), Look.id.desc())
        .limit(limit)
    )
    return [Seen(name, at) for name, at in rows]
