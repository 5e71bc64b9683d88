"""Duty phones for a carrier that believes itself real: one digit too short to be anybody's.

The practice numbers cannot stand here, since the real carrier's adapter refuses to write to them. Pakistan's mobile
numbers have ten digits after the country's code, these have nine: the hotline's directory would not take them from a
sheet, no operator could route them, and they are put into the rows of an installation that lives for one run only and
whose carrier is a process on this machine.
"""

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from hotline.circles.models import Circle, CirclePhone
from hotline.languages import SmsLanguage

PREFIX = "+92300"
DIGITS = 6
HOTLINE = f"{PREFIX}{0:0{DIGITS}d}"
SECOND_HOTLINE = f"{PREFIX}{999_999:0{DIGITS}d}"


def duty_number(place: int) -> str:
    return f"{PREFIX}{place + 1:0{DIGITS}d}"


def enter_duty_phones(session: Session) -> None:
    """A phone for each circle, zone and desk, for some a second one, for others a head: a ladder to climb.

    They are written to in every language in turn.
    """
    session.execute(delete(CirclePhone))
    codes = session.execute(select(Circle.code).order_by(Circle.code)).scalars().all()
    for place, code in enumerate(codes):
        language = list(SmsLanguage)[place % len(SmsLanguage)]
        session.execute(update(Circle).where(Circle.code == code).values(language=language))
    phones = [
        {
            "circle_code": code,
            "number": duty_number(3 * place + position),
            "position": position,
            "head": position == 2,
        }
        for place, code in enumerate(codes)
        for position in sorted({0, place % 3})
    ]
    session.execute(insert(CirclePhone).values(phones))
