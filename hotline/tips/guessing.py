"""Looking up a reference code, with guessing slowed down: by caller, and in total."""

from datetime import timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from hotline.database import ago
from hotline.tips.models import Tip, WrongCode
from hotline.tips.reference import is_reference

WITHIN = timedelta(hours=1)
# Two calls of three tries each. All who withhold their numbers are one caller here.
MOST_OF_ONE = 6
# Of ten million codes, with 10,000 reports: whoever guesses day and night, from any number of telephones, finds one
# in about a day and a half, and hears no more of it than how far it is.
MOST_IN_ALL = 30
LOCK = 0x7772_6F6E


class TooManyGuesses(Exception):
    """Right or wrong, no code is looked up for a while."""


def find_by_code(session: Session, code: str, caller_pseudonym: str | None) -> Tip | None:
    """The tip of this code. Raises TooManyGuesses.

    A guess is a code that could be one and is none: who mistypes a digit or swaps two is caught by the check digit,
    and not counted.
    """
    if not is_reference(code):
        return None
    # One look at a time: guesses made all at once would not see one another.
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    since = ago(WITHIN)
    mine = WrongCode.caller_pseudonym.is_not_distinct_from(caller_pseudonym)
    counts = session.execute(
        select(func.count(), func.count().filter(mine)).where(WrongCode.at > since).select_from(WrongCode)
    ).one()
    if counts[0] >= MOST_IN_ALL or counts[1] >= MOST_OF_ONE:
        raise TooManyGuesses
    tip = session.scalars(select(Tip).where(Tip.reference == code)).one_or_none()
    if tip is None:
        session.execute(delete(WrongCode).where(WrongCode.at <= since))
        session.add(WrongCode(caller_pseudonym=caller_pseudonym))
        session.flush()
    return tip
