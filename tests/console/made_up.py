"""Made-up calls and texts, carried through the hotline's own verbs as the webhooks and the workers carry them."""

import secrets
import struct
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text, update

from hotline.calls.conversation import hang_up, hear, start_call
from hotline.calls.incoming import Answer, EndedCall, RecordingLink
from hotline.calls.models import Call, Recording
from hotline.circles.models import CirclePhone
from hotline.consulting import looks_beyond, texting
from hotline.fetching import FetchState
from hotline.jobs import deadlines
from hotline.referrals.dispatch import dispatch
from hotline.referrals.escalation import escalate_late
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.referrals.models import Referral
from hotline.referrals.opening import open_referrals
from hotline.referrals.receipts import take_receipt
from hotline.runtime import Runtime
from hotline.sms.incoming import IncomingSms
from hotline.sms.intake import receive
from hotline.sms.models import TextConversation
from hotline.sms.ways import Way, Ways
from hotline.tips.metadata import record_metadata
from hotline.tips.models import Tip
from ivr_flows.engine import Heard, Position, begin
from ivr_flows.flows import PHONE

NADIA = "+923640000011"
OMAR = "+923640000012"
WITHHELD = "anonymous"
SPOKEN = "spoken"
# What one speaks is ended by a key that means something everywhere.
SPOKEN_THEN = "spoken, then "
DESK_ANSWERS = "the desk answers"
DESK_IS_SILENT = "the desk is silent"
SILENCE = ""
# Bonded labour in Punjab, nobody in danger now, city and story spoken: up to whether we may call back.
REPORT = ("2", "1", "1", "1", "2", "1", SPOKEN, SPOKEN)
SOUND = (
    b"RIFF" + struct.pack("<I", 36 + 160) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 7, 1, 8000, 8000, 1, 8)
)
SOUND += b"data" + struct.pack("<I", 160) + b"\xff" * 160


@dataclass
class CarrierEnd:
    """A carrier's far end: takes every message unless `fault` is set."""

    fault: Exception | None = None
    sent: list[str] = field(default_factory=list)

    def send(self, to: str, body: str, receipt_url: str) -> str:
        if self.fault is not None:
            raise self.fault
        self.sent.append(body)
        return f"SM{len(self.sent)}"

    def look_up(self, to: str, body: str, since: Any) -> str | None:
        return None


@dataclass
class MadeUp:
    """Callers and texters of one test."""

    runtime: Runtime

    def call(self, *answers: str, caller: str = NADIA, over: bool = True, sound: bool = True) -> int:
        """A call that gives these answers, keys or the words above; hung up after the last one if `over`."""
        carrier_id = f"CA{secrets.token_hex(16)}"
        contact = self.runtime.contact(caller)
        with self.runtime.database.transaction() as session:
            start_call(session.connection(), contact, carrier_id, begin(PHONE, "ur"))
        for given in answers:
            with self.runtime.database.transaction() as session:
                waiting = session.scalars(select(Call.waiting_at).where(Call.carrier_id == carrier_id)).one()
                heard = self._answer(carrier_id, given, caller)
                look = looks_beyond(self.runtime.settings)
                hear(session, contact, Position.parse(waiting), heard, self.runtime.sealer, look)
        with self.runtime.database.transaction() as session:
            if over:
                hang_up(session, contact.carrier, EndedCall(carrier_id, "completed", 73))
            if sound:
                sealed = self.runtime.sealer.seal(SOUND)
                session.execute(update(Recording).values(state=FetchState.KEPT, sealed=sealed))
            return session.scalars(select(Call.id).where(Call.carrier_id == carrier_id)).one()

    def _answer(self, carrier_id: str, given: str, caller: str) -> Answer:
        heard, link = Heard(digits=given), None
        if given in {DESK_ANSWERS, DESK_IS_SILENT}:
            heard = Heard(dialled=given == DESK_ANSWERS)
        elif given.startswith(SPOKEN):
            heard = Heard(recording=True, digits=given.removeprefix(SPOKEN_THEN).removeprefix(SPOKEN))
            link = RecordingLink("https://recordings.example/RE1", 21)
        return Answer(carrier_id, heard, link, caller, "+923640000000")

    def code(self, call: int) -> str:
        """The code of the call's tip."""
        with self.runtime.database.transaction() as session:
            return session.scalars(select(Tip.reference).join(Call).where(Call.id == call)).one()

    def texts(self, *bodies: str, sender: str = OMAR, pictures: int = 0) -> int:
        for body in bodies:
            sms = IncomingSms(f"SM{secrets.token_hex(16)}", sender, "+923640000000", body, pictures)
            with self.runtime.database.transaction() as session:
                receive(session, self.runtime.contact(sender), sms, texting(self.runtime))
        with self.runtime.database.transaction() as session:
            return session.scalars(select(TextConversation.id).order_by(TextConversation.id.desc())).first()

    def record(self) -> list[uuid.UUID]:
        """Let the worker record every tip and open its referrals."""
        opened = []
        with self.runtime.database.transaction() as session:
            session.execute(update(Tip).values(ready_at=text("now() - interval '1 second'")))
            for tip_id in session.scalars(select(Tip.id).where(Tip.recorded_at.is_(None))).all():
                tip = record_metadata(
                    session, self.runtime.sealer, self.runtime.settings.pseudonym_key, tip_id
                )
                opened += [referral.id for referral in open_referrals(session, tip)]
        return opened

    def give_phone(self, circle: str, number: str = "+923640000099", *, head: bool = False) -> None:
        with self.runtime.database.transaction() as session:
            session.add(CirclePhone(circle_code=circle, number=number, position=0, head=head))

    def send(self, fault: Exception | None = None) -> None:
        """Let the worker send every referral that waits."""
        with self.runtime.database.transaction() as session:
            session.execute(update(Referral).values(next_try_at=text("now() - interval '1 second'")))
            waiting = session.scalars(
                select(Referral.id).where(Referral.state.in_(["waiting", "escalated"]))
            ).all()
        for referral_id in waiting:
            ways = Ways(Way("practice", CarrierEnd(fault), "+923640000000", 0))
            until = deadlines(self.runtime.settings)
            dispatch(self.runtime.database, ways, self.runtime.receipts_url, until, referral_id)

    def is_late(self) -> int:
        """Let nobody have answered in time, and the clock make its round; how many have gone up the ladder."""
        with self.runtime.database.transaction() as session:
            late = Referral.acknowledge_by.is_not(None)
            session.execute(
                update(Referral).where(late).values(acknowledge_by=text("now() - interval '1 second'"))
            )
        with self.runtime.database.transaction() as session:
            return escalate_late(session, 100)

    def report(self, status: ReceiptStatus, code: str = "") -> None:
        """Let the carrier report on every referral."""
        with self.runtime.database.transaction() as session:
            for referral_id in session.scalars(select(Referral.id)).all():
                take_receipt(session, referral_id, Receipt("SM1", status, code))

    def make_older(self, by: timedelta) -> None:
        """Let everything so far have happened longer ago."""
        columns = {
            "calls": ("started_at", "heard_at", "ended_at"),
            "call_answers": ("at",),
            "recordings": ("at",),
            "text_conversations": ("begun_at", "heard_at"),
            "texts": ("received_at",),
            "tips": ("taken_at", "ready_at", "recorded_at"),
            "referrals": ("opened_at", "next_try_at", "handed_at", "acknowledge_by"),
            "referral_messages": ("claimed_at", "handed_at", "delivered_at"),
            "referral_events": ("at",),
        }
        with self.runtime.database.transaction() as session:
            for table, names in columns.items():
                changes = ", ".join(f"{name} = {name} - :by" for name in names)
                session.execute(text(f"UPDATE {table} SET {changes}"), {"by": by})
