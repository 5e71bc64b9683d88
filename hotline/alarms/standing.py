"""Which alarms stand: raised once, told again while they stand, ended once; however many clocks look."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.alarms.models import Alarm, AlarmKind
from hotline.alarms.wording import alarm_words, passed_words
from hotline.database import ago, from_now

AGAIN_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told now, and never by another clock too; `key` differs from one telling to the next."""

    alarm: int | None
    kind: AlarmKind
    words: str
    passed: bool
    key: str


def stand(session: Session, found: Mapping[AlarmKind, str], passed: Collection[AlarmKind]) -> list[Telling]:
    """Raise what is found and does not stand yet, end what has passed, and say what is to be told now."""
    for kind, detail in found.items():
        _raise(session, kind, detail)
    again = (
        update(Alarm)
        .where(Alarm.ended_at.is_(None), or_(Alarm.told_at.is_(None), Alarm.told_at <= ago(AGAIN_AFTER)))
        .where(Alarm.kind.in_(found))
        .values(told_at=func.clock_timestamp())
        .returning(Alarm.id, Alarm.kind, Alarm.detail, _seconds().label("turn"))
    )
    over = (
        update(Alarm)
        .where(Alarm.ended_at.is_(None), Alarm.kind.in_(passed))
        .values(ended_at=func.clock_timestamp())
        .returning(Alarm.id, Alarm.kind, Alarm.told_at)
    )
    told = [_again(row) for row in session.execute(again)] if found else []
    ended: Iterable[Row[Any]] = session.execute(over) if passed else ()
    return told + [_over(row) for row in ended if row.told_at is not None]


def _raise(session: Session, kind: AlarmKind, detail: str) -> None:
    row = insert(Alarm).values(kind=kind, detail=detail)
    session.execute(
        row.on_conflict_do_update(
            index_elements=[Alarm.kind], index_where=Alarm.ended_at.is_(None), set_={"detail": detail}
        )
    )


def _seconds() -> Any:
    return func.floor(func.extract("epoch", func.clock_timestamp() - Alarm.raised_at))


def _again(row: Row[Any]) -> Telling:
    words = alarm_words(row.kind, row.detail)
    return Telling(row.id, row.kind, words, passed=False, key=f"{row.id}-{int(row.turn)}")


def _over(row: Row[Any]) -> Telling:
    return Telling(row.id, row.kind, passed_words(row.kind), passed=True, key=f"{row.id}-over")


def keep_passed(session: Session, kind: AlarmKind, detail: str, lasted: timedelta) -> None:
    """Keep an alarm that could not be kept while it stood."""
    if session.scalar(select(Alarm.id).where(Alarm.kind == kind, Alarm.ended_at > ago(lasted))) is None:
        now = func.clock_timestamp()
        session.execute(
            insert(Alarm).values(
                kind=kind, detail=detail, raised_at=from_now(-lasted), told_at=now, ended_at=now
            )
        )
