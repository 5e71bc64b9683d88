"""Taking in what came while the database was away: each kept webhook goes the way it would have gone."""

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from hotline.calls.conversation import hang_up, hear, start_call
from hotline.calls.incoming import Answer, EndedCall, IncomingCall, RecordingLink
from hotline.consulting import looks_beyond, texting
from hotline.database import DATABASE_AWAY
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.referrals.receipts import take_receipt
from hotline.runtime import Runtime
from hotline.sms.incoming import IncomingSms
from hotline.sms.intake import receive
from hotline.spool import Kept
from ivr_flows.engine import Heard, Position, begin
from ivr_flows.flows import PHONE

INCOMING_CALL = "incoming call"
ANSWER = "answer"
ENDED_CALL = "ended call"
INCOMING_SMS = "incoming sms"
RECEIPT = "receipt"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What jobs must be nudged about: the tip that must be recorded, the referral that an officer passed on."""

    tip: uuid.UUID | None = None
    referral: uuid.UUID | None = None


NOTHING = TakenIn()


def take_in_spool(runtime: Runtime) -> list[TakenIn]:
    """Take in everything that waits, oldest first.

    Stops where the database is away again; what cannot be taken in for another reason is put aside for a person.
    """
    taken: list[TakenIn] = []
    for kept in runtime.spool.waiting():
        try:
            taken.append(_take_in(runtime, kept))
        except DATABASE_AWAY:
            break
        except Exception:
            log.exception("cannot be taken in", extra={"event": kept.kind})
            runtime.spool.put_aside(kept.path)
            continue
        kept.path.unlink(missing_ok=True)
    return taken


def _take_in(runtime: Runtime, kept: Kept) -> TakenIn:
    with runtime.database.transaction() as session:
        if kept.kind == INCOMING_CALL:
            call = IncomingCall(**kept.content["call"])
            start_call(
                session.connection(), runtime.contact(call.caller), call.carrier_id, begin(PHONE, "ur")
            )
            return NOTHING
        if kept.kind == ANSWER:
            heard = _answer(kept.content["answer"])
            here = Position.parse(kept.content["position"])
            look = looks_beyond(runtime.settings)
            return TakenIn(
                hear(session, runtime.contact(heard.caller), here, heard, runtime.sealer, look).tip
            )
        if kept.kind == ENDED_CALL:
            return TakenIn(hang_up(session, runtime.settings.carrier, EndedCall(**kept.content["ended"])))
        if kept.kind == INCOMING_SMS:
            sms = IncomingSms.from_kept(kept.content["sms"])
            reply = receive(session, runtime.contact(sms.sender), sms, texting(runtime, late=True))
            return TakenIn(reply.tip, reply.referral)
        receipt = kept.content["receipt"]
        status = ReceiptStatus(receipt["status"])
        take_receipt(
            session,
            uuid.UUID(kept.content["referral"]),
            Receipt(receipt["carrier_id"], status, receipt["code"]),
        )
        return NOTHING


def _answer(told: dict[str, Any]) -> Answer:
    link = told["recording"]
    return Answer(
        told["carrier_id"],
        Heard(**told["heard"]),
        RecordingLink(**link) if link else None,
        told["caller"],
        told["called"],
        told["hung_up"],
    )
