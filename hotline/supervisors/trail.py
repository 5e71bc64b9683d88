"""The trail: who looked at what, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from hotline.supervisors.models import Look, Looked, Supervisor


@dataclass(frozen=True, slots=True)
class LastLook:
    """When this supervisor last looked at the thing."""

    by: str
    at: datetime


def remember_look(session: Session, supervisor_id: int, what: Looked, item: str) -> None:
    """Add a look. Commit it before anything is shown: what is shown must be in the trail."""
    session.add(Look(supervisor_id=supervisor_id, what=what, item=item))


def has_looked(session: Session, supervisor_id: int, what: Looked, item: str, since: datetime) -> bool:
    """Whether this supervisor has looked at the thing since then."""
    look = exists().where(
        Look.supervisor_id == supervisor_id, Look.what == what, Look.item == item, Look.at >= since
    )
    return bool(session.scalar(select(look)))


def last_looks(session: Session, what: Looked, item: str) -> list[LastLook]:
    """Everyone who has looked at one thing, whoever looked last first."""
    last = func.max(Look.at)
    rows = session.execute(
        select(Supervisor.name, last)
        .join(Supervisor, Supervisor.id == Look.supervisor_id)
        .where(Look.what == what, Look.item == item)
        .group_by(Supervisor.id)
        .order_by(last.desc(), Supervisor.id)
    )
    return [LastLook(name, at) for name, at in rows]
