"""Taking in what came while the database was away: each kept webhook goes the way it would have gone."""

import logging
import uuid
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


def take_in_spool(runtime: Runtime) -> list[uuid.UUID]:
    """Take in everything that waits, oldest first, and return the tips that must be recorded.

    Stops where the database is away again; what cannot be taken in for another reason is put aside for a person.
    """
    tips: list[uuid.UUID] = []
    for kept in runtime.spool.waiting():
        try:
            tip = _take_in(runtime, kept)
        except DATABASE_AWAY:
            break
        except Exception:
            log.exception("cannot be taken in", extra={"event": kept.kind})
            runtime.spool.put_aside(kept.path)
            continue
        kept.path.unlink(missing_ok=True)
        if tip is not None:
            tips.append(tip)
    return tips


def _take_in(runtime: Runtime, kept: Kept) -> uuid.UUID | None:
    with runtime.database.transaction() as session:
        if kept.kind == INCOMING_CALL:
            call = IncomingCall(**kept.content["call"])
            start_call(
                session.connection(), runtime.contact(call.caller), call.carrier_id, begin(PHONE, "ur")
            )
            return None
        if kept.kind == ANSWER:
            heard = _answer(kept.content["answer"])
            here = Position.parse(kept.content["position"])
            look = looks_beyond(runtime.settings)
            return hear(session, runtime.contact(heard.caller), here, heard, runtime.sealer, look).tip
        if kept.kind == ENDED_CALL:
            return hang_up(session, runtime.settings.carrier, EndedCall(**kept.content["ended"]))
        if kept.kind == INCOMING_SMS:
            sms = IncomingSms.from_kept(kept.content["sms"])
            return receive(session, runtime.contact(sms.sender), sms, texting(runtime, late=True)).tip
        receipt = kept.content["receipt"]
        status = ReceiptStatus(receipt["status"])
        take_receipt(
            session,
            uuid.UUID(kept.content["referral"]),
            Receipt(receipt["carrier_id"], status, receipt["code"]),
        )
        return None


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
