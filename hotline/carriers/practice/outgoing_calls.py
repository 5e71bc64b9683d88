"""Calls that the hotline places to a practice phone: each rings in a table until it is picked up or has rung enough."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import INCOMING, PracticeLine
from hotline.carriers.practice.models import PracticeOutgoingCall
from hotline.carriers.practice.state import CallState, new_call_sid
from hotline.database import Database, ago
from hotline.placing import RING_SECONDS

MISSED = "/twilio/calls/missed"
OFFICERS = "/twilio/officers"


class PracticeCalls:
    """Implements PlacesCalls, with no way to any phone but the practice ones."""

    def __init__(self, database: Database, number: str) -> None:
        self._database = database
        self._number = number

    def place(self, to: str) -> str:
        return _place(self._database, self._number, to, INCOMING)


class PracticeOfficerCalls:
    """Implements RingsOfficers in the same way, to the practice phones of circles."""

    def __init__(self, database: Database, number: str) -> None:
        self._database = database
        self._number = number

    def ring(self, to: str, message_id: int) -> str:
        return _place(self._database, self._number, to, f"{OFFICERS}/{message_id}")


def _place(database: Database, number: str, to: str, first_path: str) -> str:
    call_sid = new_call_sid()
    with database.transaction() as session:
        session.execute(delete(PracticeOutgoingCall).where(~_rings()))
        placed = PracticeOutgoingCall(
            call_sid=call_sid, to_number=to, from_number=number, first_path=first_path
        )
        session.add(placed)
    return call_sid


def missed_call(exchange: Exchange, caller: str, called: str) -> PracticeLine:
    """A call to the number for missed calls; when it is started, nobody answers and it is over."""
    return PracticeLine(exchange, CallState(new_call_sid(), caller, called, exchange.public_url + MISSED))


def ringing(session: Session, *numbers: str) -> list[PracticeOutgoingCall]:
    """The calls that ring at these practice phones now, the oldest first."""
    mine = (PracticeOutgoingCall.to_number.in_(numbers), _rings())
    return list(
        session.scalars(select(PracticeOutgoingCall).where(*mine).order_by(PracticeOutgoingCall.placed_at))
    )


def pick_up(session: Session, exchange: Exchange, call_sid: str) -> PracticeLine | None:
    """The call, for whoever picks it up to start after the commit; None when it does not ring (any more)."""
    mine = (PracticeOutgoingCall.call_sid == call_sid, _rings())
    taken = session.scalar(delete(PracticeOutgoingCall).where(*mine).returning(PracticeOutgoingCall))
    if taken is None:
        return None
    first_url = exchange.public_url + taken.first_path
    return PracticeLine.pick_up(exchange, call_sid, taken.from_number, taken.to_number, first_url)


def _rings() -> ColumnElement[bool]:
    return PracticeOutgoingCall.placed_at > ago(timedelta(seconds=RING_SECONDS))
