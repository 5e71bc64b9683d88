"""Whose phone gets the SMS, and whose next: a circle's duty phones, its head, its zone, the headquarters desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Date, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from hotline.circles.duty_phones import DutyPhone, on_duty
from hotline.circles.models import Circle, CirclePhone, CircleType, PassedOver, Rung, in_force
from hotline.database import PAKISTAN
from hotline.languages import SmsLanguage

NOBODY: frozenset[str] = frozenset()
_HEIGHTS = {rung: height for height, rung in enumerate(Rung)}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where an SMS for a circle goes; `number` in E.164, `language` that of the SMS."""

    circle_code: str
    number: str
    rung: Rung
    language: SmsLanguage
    on_duty: bool = True


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
        CirclePhone.head,
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
    .order_by(CirclePhone.practice, CirclePhone.head, CirclePhone.position, Circle.code)
)


def ladder(
    session: Session,
    circle_code: str,
    at: datetime,
    excluded: Collection[str] = NOBODY,
    up_to: Rung = Rung.HEADQUARTERS,
) -> tuple[Recipient, ...]:
    """Every phone up the ladder from this circle, in the order in which they are told.

    Never a phone of a circle that is passed over or `excluded`, unless it is the headquarters desk's.
    """
    day = at.astimezone(PAKISTAN).date()
    rows = session.connection().execute(_PHONES, {"wanted": circle_code, "day": day}).all()
    with_their_own = {row.code for row in rows if not row.practice}
    # A number that two offices share is kept from both.
    kept = {row.number for row in rows if row.code in excluded and row.type is not CircleType.HEADQUARTERS}
    found = [
        Recipient(
            row.code,
            row.number,
            _rung(row.code, row.type, circle_code, head=row.head),
            row.language,
            on_duty(DutyPhone(row.number, row.days, row.hours), at),
        )
        for row in rows
        if not (row.practice and row.code in with_their_own)
        and (row.type is CircleType.HEADQUARTERS or not (row.code in excluded or row.number in kept))
    ]
    within = [each for each in found if _HEIGHTS[each.rung] <= _HEIGHTS[up_to]]
    return tuple(sorted(within, key=lambda each: _HEIGHTS[each.rung]))


def next_of(
    phones: Sequence[Recipient], told: Collection[str] = NOBODY, above: Rung | None = None
) -> Recipient | None:
    """The first of a ladder that somebody answers now and that has not been `told`; where nobody is on duty, the first
    all the same. Never lower than the rung that was reached. None when nobody is left."""
    lowest = _HEIGHTS[above] if above is not None else 0
    left = [each for each in phones if each.number not in told and _HEIGHTS[each.rung] >= lowest]
    return next((each for each in left if each.on_duty), left[0] if left else None)


def phones_for(
    session: Session, circle_code: str, at: datetime, excluded: Collection[str] = NOBODY
) -> Recipient | None:
    """Whose phone is told first."""
    return next_of(ladder(session, circle_code, at, excluded))


def _rung(code: str, kind: CircleType, wanted: str, *, head: bool) -> Rung:
    if code == wanted:
        return Rung.HEAD if head else Rung.CIRCLE
    return Rung.ZONE if kind is CircleType.ZONE else Rung.HEADQUARTERS
