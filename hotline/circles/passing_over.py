"""Circles that get no tips for a while: passed over at once, signed, and ended by whoever is signed in."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.changes import PASSED_OVER, Difference, change_alone, sign
from hotline.circles.jurisdiction_sheet import ONE_DAY
from hotline.circles.models import TAKES_TIPS, Circle, CircleType, PassedOver
from hotline.database import PAKISTAN, utc_now
from hotline.errors import HotlineError
from hotline.languages import N_

# How a change writes a day that is left open, and before the day on which it was taken back.
OPEN, TAKEN_BACK = "…", "×"
CAN_BE_PASSED_OVER = TAKES_TIPS | {CircleType.LABOUR_DEPARTMENT, CircleType.CHILD_PROTECTION}


CANNOT_BE = N_("No tip goes here by its place, or it is the last resort: it cannot be passed over.")


class NotPassedOver(HotlineError):
    """What was asked for cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One span of days on which a circle gets no tips, both included; an empty end is open.

    One that was taken back has a day and a person for that, and `last` is the day before.
    """

    id: int
    circle: str
    first: date | None
    last: date | None
    reason: str
    by: int | None
    at: datetime
    taken_back_by: int | None
    taken_back_at: datetime | None

    def over(self, on: date) -> bool:
        return self.last is not None and self.last < on

    @property
    def taken_back(self) -> date | None:
        return self.taken_back_at.astimezone(PAKISTAN).date() if self.taken_back_at else None


def passed_over(session: Session, circle: str | None = None) -> list[Passed]:
    """Every span, of one circle or of all, the newest first."""
    wanted = select(PassedOver).order_by(PassedOver.id.desc())
    if circle is not None:
        wanted = wanted.where(PassedOver.circle_code == circle)
    return [
        Passed(
            row.id,
            row.circle_code,
            row.valid_from,
            row.valid_until,
            row.reason,
            row.entered_by,
            row.entered_at,
            row.ended_by,
            row.ended_at,
        )
        for row in session.scalars(wanted)
    ]


def pass_over(
    session: Session, circle: str, days: tuple[date | None, date | None], reason: str, by: int
) -> None:
    """Keep tips from the circle on these days; raises NotPassedOver."""
    change_alone(session)
    first, last = days
    if not reason:
        raise NotPassedOver(N_("Please say why."))
    if first and last and last < first:
        raise NotPassedOver(N_("The last day lies before the first."))
    office = session.get(Circle, circle)
    if office is None:
        raise NotPassedOver(N_("There is no such circle yet: the draft must be published first."))
    if office.type not in CAN_BE_PASSED_OVER:
        raise NotPassedOver(CANNOT_BE)
    if any(
        (one.first, one.last, one.taken_back) == (first, last, None) for one in passed_over(session, circle)
    ):
        raise NotPassedOver(N_("It is passed over on these days already."))
    session.add(
        PassedOver(circle_code=circle, valid_from=first, valid_until=last, reason=reason, entered_by=by)
    )
    sign(session, [Difference(circle, PASSED_OVER, "", _told(first, last, reason))], by, reason)


def end_passing_over(session: Session, span: int, by: int, today: date) -> str | None:
    """Let the circle get tips again from today on; its code, or None where there is no such span that still holds."""
    change_alone(session)
    row = session.get(PassedOver, span)
    if row is None or (row.valid_until is not None and row.valid_until < today):
        return None
    before = _told(row.valid_from, row.valid_until, row.reason)
    row.valid_until, row.ended_by, row.ended_at = today - ONE_DAY, by, utc_now()
    after = _told(row.valid_from, f"{TAKEN_BACK}{today}", row.reason)
    sign(session, [Difference(row.circle_code, PASSED_OVER, before, after)], by, row.reason)
    return row.circle_code


def _told(first: date | None, last: date | str | None, reason: str) -> str:
    return f"{first or OPEN} – {last or OPEN}: {reason}"
