"""How a call goes on: it starts, each answer moves it one step, it ends; and whatever was said becomes a tip."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.calls.incoming import Answer, EndedCall
from hotline.calls.models import Call, CallAnswer, Recording
from hotline.sealing import Sealer
from hotline.tips.contact import Contact
from hotline.tips.intake import Told, take_tip, tell_more
from hotline.tips.models import Channel, Tip
from ivr_flows.engine import Answered, Noted, Position, Turn, again, answer


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say next, and the rows that a job must now be nudged about."""

    turn: Turn
    reference: str | None = None
    tip: uuid.UUID | None = None
    recording: uuid.UUID | None = None


_START = """
    INSERT INTO calls (carrier, carrier_id, caller_pseudonym, caller_sealed, language, waiting_at)
    VALUES (%(carrier)s, %(carrier_id)s, %(pseudonym)s, %(sealed)s, %(language)s, %(waiting_at)s)
    ON CONFLICT (carrier, carrier_id) DO UPDATE SET carrier_id = calls.carrier_id
    RETURNING waiting_at
"""

# The whole of an ordinary step: it matches only while the call waits at the step that was answered, so a
# repeated or late webhook finds no row, and the answer is written by the same statement or not at all.
# `num_nonnulls`, not `IS NULL`: planned while the table is small, that would be looked up among all open calls.
_MOVE = """
    WITH moved AS (
        UPDATE calls SET waiting_at = %(next)s, language = %(language)s, heard_at = now()
        WHERE carrier = %(carrier)s AND carrier_id = %(carrier_id)s AND waiting_at = %(here)s
          AND num_nonnulls(ended_at, tip_id) = 0
        RETURNING id
    )
    INSERT INTO call_answers (call_id, turn, step, fact, value, keys, understood)
    SELECT id, %(turn)s, %(step)s, %(fact)s, %(value)s, %(keys)s, %(understood)s FROM moved
    RETURNING call_id
"""


def start_call(connection: Connection, caller: Contact, carrier_id: str, first: Turn) -> Turn:
    """Insert the call, or find it where it waits when the carrier tells of it again. One statement."""
    waiting_at = connection.exec_driver_sql(
        _START,
        {
            "carrier": caller.carrier,
            "carrier_id": carrier_id,
            "pseudonym": caller.pseudonym,
            "sealed": caller.sealed,
            "language": first.position.language,
            "waiting_at": str(first.position),
        },
    ).scalar_one()
    return first if waiting_at == str(first.position) else again(Position.parse(waiting_at))


def is_ordinary(heard: Answer, answered: Answered) -> bool:
    """Whether `move` is all this answer needs: no recording to keep, and not the end of the flow."""
    return heard.recording is None and not answered.turn.over


def move(connection: Connection, carrier: str, here: Position, heard: Answer, answered: Answered) -> bool:
    """Move the call one step in one statement; False when it does not wait at `here`, and nothing has changed."""
    parameters = {
        "carrier": carrier,
        "carrier_id": heard.carrier_id,
        "here": str(here),
        "next": str(answered.turn.position),
        "language": answered.turn.position.language,
        **_as_row(here, heard, answered.noted),
    }
    return connection.exec_driver_sql(_MOVE, parameters).first() is not None


def hear(session: Session, caller: Contact, here: Position, heard: Answer, sealer: Sealer) -> Reply:
    """Move the call one step whatever it needs; a call that waits elsewhere is asked again there, unchanged.

    A call nobody told us of (its first webhook was lost) is taken up at the step answered.
    """
    call = _find(session, caller, here, heard.carrier_id)
    if call.waiting_at != str(here):
        return Reply(again(Position.parse(call.waiting_at)), reference=_reference(session, call.tip_id))
    answered = answer(here, heard.heard)
    session.execute(insert(CallAnswer).values(call_id=call.id, **_as_row(here, heard, answered.noted)))
    call.waiting_at = str(answered.turn.position)
    call.language = answered.turn.position.language
    session.execute(update(Call).where(Call.id == call.id).values(heard_at=func.now()))
    recording = _keep_link(session, call.id, here, heard, sealer)
    tip = None
    if answered.turn.over:
        tip = _tell(session, call, partial=False)
    elif call.ended_at is not None:
        # What was being recorded when the caller hung up comes after the hang-up; so may an answer kept on disk.
        tip = _tell(session, call, partial=True)
    return Reply(answered.turn, _reference(session, call.tip_id), tip, recording)


def hang_up(session: Session, carrier: str, ended: EndedCall) -> uuid.UUID | None:
    """End the call; what it had said so far becomes a tip marked partial, whose id is returned. Safe to run twice."""
    call = session.execute(
        select(Call).where(Call.carrier == carrier, Call.carrier_id == ended.carrier_id).with_for_update()
    ).scalar_one_or_none()
    if call is None or call.ended_at is not None:
        return None
    values = {"ended_at": func.now(), "ended_as": ended.status, "seconds": ended.seconds}
    session.execute(update(Call).where(Call.id == call.id).values(values))
    return _tell(session, call, partial=True) if call.tip_id is None else None


def _find(session: Session, caller: Contact, here: Position, carrier_id: str) -> Call:
    session.execute(
        insert(Call)
        .values(
            carrier=caller.carrier,
            carrier_id=carrier_id,
            caller_pseudonym=caller.pseudonym,
            caller_sealed=caller.sealed,
            language=here.language,
            waiting_at=str(here),
        )
        .on_conflict_do_nothing(index_elements=["carrier", "carrier_id"])
    )
    return session.execute(
        select(Call).where(Call.carrier == caller.carrier, Call.carrier_id == carrier_id).with_for_update()
    ).scalar_one()


def _as_row(here: Position, heard: Answer, noted: Noted) -> dict[str, object]:
    return {
        "turn": here.turn,
        "step": noted.step,
        "fact": noted.fact,
        "value": noted.value,
        "keys": heard.heard.digits[:32],
        "understood": noted.understood,
    }


def _keep_link(
    session: Session, call_id: int, here: Position, heard: Answer, sealer: Sealer
) -> uuid.UUID | None:
    if heard.recording is None:
        return None
    row = {
        "id": uuid.uuid4(),
        "call_id": call_id,
        "turn": here.turn,
        "step": here.step,
        "seconds": heard.recording.seconds,
        "link_sealed": sealer.seal_text(heard.recording.url),
    }
    return session.execute(insert(Recording).values(row).returning(Recording.id)).scalar_one()


def _tell(session: Session, call: Call, partial: bool) -> uuid.UUID | None:
    """Make the call's tip from its answers, or let the tip it has know more; None when nothing was said."""
    rows = session.execute(
        select(CallAnswer.fact, CallAnswer.value)
        .where(CallAnswer.call_id == call.id, CallAnswer.fact.is_not(None), CallAnswer.understood)
        .order_by(CallAnswer.turn)
    )
    facts = {fact: value for fact, value in rows if fact is not None and value is not None}
    if partial and not facts.keys() - {"language"}:
        return None
    told = Told(Channel.CALL, call.language, facts, partial)
    if call.tip_id is not None:
        tell_more(session, call.tip_id, told)
        return call.tip_id
    call.tip_id = take_tip(session, told).id
    session.flush()
    return call.tip_id


def _reference(session: Session, tip_id: uuid.UUID | None) -> str | None:
    if tip_id is None:
        return None
    return session.execute(select(Tip.reference).where(Tip.id == tip_id)).scalar_one()
