"""Whose phone gets the SMS: the first on duty of the circle's own, else of its zone's, else the headquarters desk's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Date, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from hotline.circles.duty_phones import DutyPhone, on_duty
from hotline.circles.models import Circle, CirclePhone, CircleType, PassedOver, in_force
from hotline.database import PAKISTAN
from hotline.languages import Language

NOBODY: frozenset[str] = frozenset()


class Rung(StrEnum):
    """How far up the ladder the phone was found, from the lowest."""

    CIRCLE = "circle"
    HEAD = "head"
    ZONE = "zone"
    HEADQUARTERS = "headquarters"


_STEPS = {step: number for number, step in enumerate(Rung)}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where an SMS for a circle goes; `number` in E.164, `language` that of the SMS."""

    circle_code: str
    number: str
    step: Rung
    language: Language


_WANTED = bindparam("wanted", type_=String)
_DAY = bindparam("day", type_=Date)
_ZONE_OF_WANTED = select(Circle.zone).where(Circle.code == _WANTED).scalar_subquery()
# Built once: every referral asks it.
_PHONES = (
    select(
        Circle.code,
        Circle.type,
        Circle.language,
        CirclePhone.number,
        CirclePhone.days,
        CirclePhone.hours,
        CirclePhone.practice,
    )
    .join(CirclePhone, CirclePhone.circle_code == Circle.code)
    .where(
        in_force(Circle, _DAY),
        or_(
            Circle.code == _WANTED,
            and_(Circle.type == CircleType.ZONE, Circle.zone != "", Circle.zone == _ZONE_OF_WANTED),
            Circle.type == CircleType.HEADQUARTERS,
        ),
        or_(
            Circle.type == CircleType.HEADQUARTERS,
            ~select(PassedOver.id)
            .where(PassedOver.circle_code == Circle.code, in_force(PassedOver, _DAY))
            .exists(),
        ),
    )
    .order_by(CirclePhone.practice, CirclePhone.position, Circle.code)
)


def phones_for(
    session: Session,
    circle_code: str,
    at: datetime,
    excluded: frozenset[str] = NOBODY,
    up_to: Rung = Rung.HEADQUARTERS,
) -> Recipient | None:
    """The first phone up the ladder from this circle that somebody answers then; where nobody is on duty, the first
    all the same. None when there is none anywhere.

    Never a phone of a circle that is passed over or `excluded`, unless it is the headquarters desk's.
    """
    day = at.astimezone(PAKISTAN).date()
    rows = session.connection().execute(_PHONES, {"wanted": circle_code, "day": day}).all()
    with_their_own = {row.code for row in rows if not row.practice}
    best: tuple[bool, int] | None = None
    recipient = None
    for row in rows:
        step = _rung(row.code, row.type, circle_code)
        if _STEPS[step] > _STEPS[up_to] or (row.practice and row.code in with_their_own):
            continue
        if row.code in excluded and row.type is not CircleType.HEADQUARTERS:
            continue
        place = not on_duty(DutyPhone(row.number, row.days, row.hours), at), _STEPS[step]
        if best is None or place < best:
            best, recipient = place, Recipient(row.code, row.number, step, row.language)
    return recipient


def _rung(code: str, kind: CircleType, wanted: str) -> Rung:
    if code == wanted:
        return Rung.CIRCLE
    return Rung.ZONE if kind is CircleType.ZONE else Rung.HEADQUARTERS
