"""Calls that the hotline places to a practice phone: each rings in a table until it is picked up or has rung enough."""

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from hotline.calls.placing import RING_SECONDS
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.models import PracticeOutgoingCall
from hotline.carriers.practice.state import RINGING, CallState, call_fields
from hotline.database import Database, utc_now

MISSED = "/twilio/calls/missed"


class PracticeCalls:
    """Implements PlacesCalls, with no way to any phone but the practice ones."""

    def __init__(self, database: Database, number: str) -> None:
        self._database = database
        self._number = number

    def place(self, to: str) -> str:
        call_sid = f"CA{secrets.token_hex(16)}"
        with self._database.transaction() as session:
            session.execute(delete(PracticeOutgoingCall).where(~_rings()))
            session.add(PracticeOutgoingCall(call_sid=call_sid, to_number=to, from_number=self._number))
        return call_sid


def leave_missed_call(exchange: Exchange, caller: str, called: str) -> None:
    """Ring the number for missed calls once; nobody answers there. Raises WebhookFailed."""
    state = CallState(f"CA{secrets.token_hex(16)}", caller, called, status=RINGING)
    exchange.post(exchange.public_url + MISSED, call_fields(state))


def ringing(session: Session, number: str) -> list[PracticeOutgoingCall]:
    """The calls that ring at this practice phone now, the oldest first."""
    mine = (PracticeOutgoingCall.to_number == number, _rings())
    return list(
        session.scalars(select(PracticeOutgoingCall).where(*mine).order_by(PracticeOutgoingCall.placed_at))
    )


def pick_up(session: Session, call_sid: str) -> PracticeOutgoingCall | None:
    """Take the call, so that it rings no more; None when it does not ring any more, or was picked up already.

    What PracticeLine needs of it: `call_sid`, `from_number` (the hotline's), `to_number` (the phone's).
    """
    mine = (PracticeOutgoingCall.call_sid == call_sid, _rings())
    return session.scalar(delete(PracticeOutgoingCall).where(*mine).returning(PracticeOutgoingCall))


def _rings() -> ColumnElement[bool]:
    return PracticeOutgoingCall.placed_at > utc_now() - timedelta(seconds=RING_SECONDS)
