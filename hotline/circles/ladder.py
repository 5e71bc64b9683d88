"""Whose phone gets the SMS: the circle's own, else its zone's, else the headquarters desk's."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Date, String, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle, CirclePhone, CircleType, in_force
from hotline.languages import Language


class Rung(StrEnum):
    """How far up the ladder the phone was found, from the lowest."""

    CIRCLE = "circle"
    ZONE = "zone"
    HEADQUARTERS = "headquarters"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where an SMS for a circle goes; `number` in E.164, `language` that of the SMS."""

    circle_code: str
    number: str
    step: Rung
    language: Language


_WANTED = bindparam("wanted", type_=String)
_ZONE_OF_WANTED = select(Circle.zone).where(Circle.code == _WANTED).scalar_subquery()
# Built once: every referral asks it.
_PHONES = (
    select(Circle.code, Circle.type, Circle.language, CirclePhone.number)
    .join(CirclePhone, CirclePhone.circle_code == Circle.code)
    .where(
        in_force(Circle, bindparam("day", type_=Date)),
        or_(
            Circle.code == _WANTED,
            and_(Circle.type == CircleType.ZONE, Circle.zone != "", Circle.zone == _ZONE_OF_WANTED),
            Circle.type == CircleType.HEADQUARTERS,
        ),
    )
    .order_by(CirclePhone.practice, CirclePhone.position, Circle.code)
)


def phones_for(session: Session, circle_code: str, on: date) -> Recipient | None:
    """The first phone up the ladder from this circle on that day; None when there is none anywhere."""
    rows = session.connection().execute(_PHONES, {"wanted": circle_code, "day": on}).all()
    found = [
        Recipient(row.code, row.number, _rung(row.code, row.type, circle_code), row.language) for row in rows
    ]
    return min(found, key=lambda recipient: list(Rung).index(recipient.step), default=None)


def _rung(code: str, kind: CircleType, wanted: str) -> Rung:
    if code == wanted:
        return Rung.CIRCLE
    return Rung.ZONE if kind is CircleType.ZONE else Rung.HEADQUARTERS
