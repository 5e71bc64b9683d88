"""What a conversation asks of the world beyond it: whether a desk is open, and how far an earlier report is."""

from datetime import datetime

from sqlalchemy.orm import Session

from hotline.calls.looks import Found, Look, Looked
from hotline.database import PAKISTAN, time_of
from hotline.hours import within
from hotline.referrals.answering import answer
from hotline.referrals.progress import progress_of
from hotline.runtime import Runtime
from hotline.settings import Settings
from hotline.sms.intake import Answered, Means
from hotline.tips.guessing import TooManyGuesses, find_by_code
from ivr_flows.called_before import REFERENCE
from ivr_flows.danger import EMERGENCY_DESK
from ivr_flows.person import DESK

OPEN = "open"
CLOSED = "closed"
TOO_MANY = "too_many"
WRONG = "wrong"


def looks_beyond(settings: Settings) -> Look:
    """How this installation answers what a flow asks."""

    def look(session: Session, looked: Looked) -> Found:
        if looked.question == REFERENCE:
            return _earlier_report(session, looked)
        return Found(OPEN if desk_number(settings, looked.question, time_of(session)) else CLOSED)

    return look


def texting(runtime: Runtime, *, late: bool = False) -> Means:
    """What this installation lends to whoever takes a text in."""

    def answered(session: Session, number: str, body: str) -> Answered | None:
        return answer(session, runtime.sealer, number, body)

    return Means(runtime.sealer, runtime.patience, progress_of, answered, late)


def desk_number(settings: Settings, desk: str, now: datetime) -> str:
    """Whom to call at that desk; empty when nobody is there. The emergency desk is never closed."""
    return "" if desk == DESK and not is_open(settings, now) else number_at(settings, desk)


def number_at(settings: Settings, desk: str) -> str:
    """The number of that desk at any hour; empty when it has none."""
    return {EMERGENCY_DESK: settings.emergency_number, DESK: settings.desk_number}.get(desk, "")


def is_open(settings: Settings, now: datetime) -> bool:
    here = now.astimezone(PAKISTAN)
    begin, end = settings.desk_hours
    # Hours over midnight belong to the day on which they begin.
    since_yesterday = end < begin and here.time() < end
    day = (here.weekday() - since_yesterday) % 7
    return day in settings.desk_days and within(settings.desk_hours, now)


def _earlier_report(session: Session, looked: Looked) -> Found:
    try:
        tip = find_by_code(session, looked.digits, looked.caller_pseudonym)
    except TooManyGuesses:
        return Found(TOO_MANY)
    return Found(WRONG) if tip is None else Found(progress_of(session, tip), tip.id)
