"""An installation with a number for missed calls, and a carrier's far end that lists whom it was made to ring."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from hotline.calls.missed import call_back, note_missed
from hotline.calls.missed_models import MissedCall
from hotline.database import PAKISTAN, Database, utc_now
from hotline.hours import written
from hotline.phone_numbers import pseudonym
from hotline.sealing import Sealer
from hotline.tips.contact import Contact
from tests.webhooks import CALLER, FarEnd, twiml

SECOND = "+923640001000"
KEY = Fernet.generate_key().decode()

Hours = tuple[time, time]


def hours_from(begin: timedelta, end: timedelta) -> Hours:
    """Quiet hours that begin and end so far from now."""
    now = utc_now().astimezone(PAKISTAN)
    return (now + begin).time(), (now + end).time()


NOT_NOW = (timedelta(hours=11), timedelta(hours=13))
NOW = (timedelta(hours=-2), timedelta(hours=2))


@dataclass
class CarrierEnd:
    """Lists whom it rang; `faults` are raised by the next calls, `rang` says that a fault came after ringing."""

    rung: list[str] = field(default_factory=list)
    faults: list[tuple[BaseException, bool]] = field(default_factory=list)
    while_placing: Callable[[], None] = lambda: None

    def place(self, to: str) -> str:
        self.while_placing()
        fault, rang = self.faults.pop(0) if self.faults else (None, True)
        if rang:
            self.rung.append(to)
        if fault is not None:
            raise fault
        return f"CA{len(self.rung)}"


@dataclass
class Desk:
    """Missed calls and what a test does with them."""

    database: Database
    carrier: CarrierEnd = field(default_factory=CarrierEnd)
    quiet: Hours = field(default_factory=lambda: hours_from(*NOT_NOW))
    sealer: Sealer = field(default_factory=lambda: Sealer((KEY,)))

    def contact(self, number: str) -> Contact:
        return Contact("practice", pseudonym(number, "key"), self.sealer.seal_text(number))

    def miss(self, number: str = CALLER, carrier_id: str | None = None) -> uuid.UUID | None:
        sid = carrier_id or f"CA{secrets.token_hex(16)}"
        with self.database.transaction() as session:
            return note_missed(session, self.contact(number), sid, self.quiet)

    def call_back(self, missed: uuid.UUID | None, carrier: CarrierEnd | None = None) -> None:
        assert missed is not None
        call_back(self.database, carrier or self.carrier, self.sealer, self.quiet, missed)

    def miss_and_call_back(self, number: str = CALLER) -> MissedCall:
        missed = self.miss(number)
        self.call_back(missed)
        return self.row(missed)

    def row(self, missed: uuid.UUID | None) -> MissedCall:
        [row] = [row for row in self.rows() if row.id == missed]
        return row

    def rows(self) -> list[MissedCall]:
        with self.database.transaction() as session:
            return list(session.scalars(select(MissedCall)))

    def change(self, **values: Any) -> None:
        """For every missed call: what time, or another machine, would have made of it."""
        with self.database.transaction() as session:
            session.execute(update(MissedCall).values(**values))

    def let_pass(self, minutes: float) -> None:
        past = timedelta(minutes=minutes)
        self.change(
            missed_at=MissedCall.missed_at - past,
            try_at=MissedCall.try_at - past,
            claimed_at=MissedCall.claimed_at - past,
        )


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    return {
        **environ,
        "HOTLINE_MISSED_CALL_NUMBER": SECOND,
        "HOTLINE_QUIET_HOURS": written(hours_from(*NOT_NOW)),
    }


@dataclass
class Phone:
    """Rings the second number, as the carrier tells of it."""

    far_end: FarEnd

    def ring(self, **more: str) -> Any:
        form = self.far_end.call_form(**{"CallStatus": "ringing", "To": SECOND, **more})
        return self.far_end.post("/twilio/calls/missed", form)


@pytest.fixture
def phone(client: Any, runtime: Any) -> Phone:
    return Phone(FarEnd(client, runtime))


def turned_away(response: Any) -> bool:
    [verb] = list(twiml(response))
    return verb.tag == "Reject" and verb.attrib == {"reason": "busy"}
