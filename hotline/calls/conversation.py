"""How a call goes on: it starts, each answer moves it one step, it ends; and whatever was said becomes a tip."""

import uuid
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.calls.incoming import Answer, EndedCall
from hotline.calls.looks import Look, Looked
from hotline.calls.models import Call, CallAnswer, Recording
from hotline.calls.telling import DANGER_STEPS, is_half, tell
from hotline.sealing import Sealer
from hotline.tips.contact import Contact
from hotline.tips.intake import wait_no_more
from hotline.tips.models import Tip
from ivr_flows.engine import (
    LAST_TURN,
    Answered,
    Noted,
    Position,
    Turn,
    UnknownPosition,
    again,
    answer,
    begin,
    consulted,
)
from ivr_flows.languages import LANGUAGES, MOST_SHARED
from ivr_flows.main import MAIN
from ivr_flows.steps import Consult, Reference


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say next, and the tip that a job must now be nudged about."""

    turn: Turn
    reference: str | None = None
    tip: uuid.UUID | None = None


_START = """
    INSERT INTO calls (carrier, carrier_id, caller_pseudonym, caller_sealed, language, waiting_at)
    VALUES (%(carrier)s, %(carrier_id)s, %(pseudonym)s, %(sealed)s, %(language)s, %(waiting_at)s)
    ON CONFLICT (carrier, carrier_id) DO UPDATE SET carrier_id = calls.carrier_id
    RETURNING waiting_at
"""

# The whole of an ordinary step: it matches only while the call waits at the step that was answered, so a
# repeated or late webhook finds no row, and the answer is written by the same statement or not at all.
# `num_nonnulls`, not `IS NULL`: planned while the table is small, that would be looked up among all open calls.
_MOVED = """
    WITH moved AS (
        UPDATE calls SET waiting_at = %(next)s, language = %(language)s, heard_at = now()
        WHERE carrier = %(carrier)s AND carrier_id = %(carrier_id)s AND waiting_at = %(here)s
          AND num_nonnulls(ended_at, tip_id) = 0
        RETURNING id
    )
"""
_ANSWERED = """
    INSERT INTO call_answers (call_id, turn, step, fact, value, keys, understood)
    SELECT id, %(turn)s, %(step)s, %(fact)s, %(value)s, %(keys)s, %(understood)s FROM moved
    RETURNING call_id
"""
_MOVE = _MOVED + _ANSWERED
# What the caller said waits for the clock, which has it fetched: nobody on the telephone waits for that.
_MOVE_AND_KEEP = f"""
    {_MOVED}, answered AS ({_ANSWERED})
    INSERT INTO recordings (id, call_id, turn, step, seconds, link_sealed, state, tries)
    SELECT %(recording)s, call_id, %(turn)s, %(step)s, %(seconds)s, %(link)s, 'waiting', 0 FROM answered
    RETURNING call_id
"""  # noqa: S608
_ADD_ANSWER = insert(cast(Table, CallAnswer.__table__))
_ADD_LAST = _ADD_ANSWER.on_conflict_do_nothing().returning(CallAnswer.turn)


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
    if waiting_at == str(first.position):
        return first
    try:
        return again(Position.parse(waiting_at))
    except UnknownPosition:
        return first  # the flows have changed under the call: the next answer takes it up anew


def move(
    connection: Connection, carrier: str, here: Position, heard: Answer, answered: Answered, sealer: Sealer
) -> bool:
    """Move the call one step in one statement; False when it does not wait at `here`, and nothing has changed.

    For every step but the last one, which makes the tip: that is `hear`'s.
    """
    parameters = {
        "carrier": carrier,
        "carrier_id": heard.carrier_id,
        "here": str(here),
        "next": str(answered.turn.position),
        "language": answered.turn.position.language,
        **_as_row(here, heard, answered.noted),
    }
    statement = _MOVE
    if heard.recording is not None:
        statement = _MOVE_AND_KEEP
        parameters |= {
            "recording": uuid.uuid4(),
            "seconds": heard.recording.seconds,
            "link": sealer.seal_text(heard.recording.url),
        }
    return connection.exec_driver_sql(statement, parameters).first() is not None


def is_ordinary(answered: Answered) -> bool:
    """Whether `move` can do the step: nothing is looked up or dialled, no tip is due, and no message belongs to one."""
    turn = answered.turn
    return not (turn.over or isinstance(turn.step, Consult) or _is_danger(answered))


def hear(
    session: Session, caller: Contact, here: Position, heard: Answer, sealer: Sealer, look: Look
) -> Reply:
    """Move the call one step whatever it needs; a call that waits elsewhere is asked again there, unchanged.

    A call nobody told us of (its first webhook was lost) is taken up at the step answered.
    """
    call = _find(session, caller, here, heard.carrier_id)
    if call.waiting_at != str(here):
        return Reply(again(_where_it_waits(session, call)), reference=_reference(session, call.tip_id))
    if heard.hung_up:
        return _keep_last_words(session, call, here, heard, sealer)
    answered = answer(here, heard.heard)
    session.execute(_ADD_ANSWER, {"call_id": call.id, **_as_row(here, heard, answered.noted)})
    turn = _look_beyond(session, call, answered, look)
    call.waiting_at = str(turn.position)
    call.language = turn.position.language
    call.heard_at = func.now()
    _keep_link(session, call.id, here, heard, sealer)
    tip = None
    if turn.over and call.ended_at is None:
        tip = tell(session, call, partial=is_half(session, call), even_nothing=Reference() in turn.prompts)
    elif call.ended_at is not None or call.tip_id is not None or _is_danger(answered):
        # What was being recorded when the caller hung up comes after the hang-up; so may an answer kept on disk.
        tip = tell(session, call, partial=True, for_the_place=call.ended_at is None)
    return Reply(turn, _reference(session, call.tip_id), tip)


def _keep_last_words(session: Session, call: Call, here: Position, heard: Answer, sealer: Sealer) -> Reply:
    """Keep what was said when the caller hung up; the call stays where it was left. Safe to run twice."""
    noted = answer(here, heard.heard).noted
    added = session.execute(_ADD_LAST, {"call_id": call.id, **_as_row(here, heard, noted)}).first()
    tip = None
    if added is not None:
        call.heard_at = func.now()
        _keep_link(session, call.id, here, heard, sealer)
        if call.ended_at is not None or call.tip_id is not None:
            tip = tell(session, call, partial=True)
    return Reply(again(here), _reference(session, call.tip_id), tip)


def _where_it_waits(session: Session, call: Call) -> Position:
    """Where the call waits; from the main menu on when the flows have changed under it and the step is gone."""
    try:
        return Position.parse(call.waiting_at)
    except UnknownPosition:
        turns = session.scalar(select(func.max(CallAnswer.turn)).where(CallAnswer.call_id == call.id))
        anew = begin(MAIN, call.language if call.language in LANGUAGES else MOST_SHARED).position
        anew = replace(anew, turn=0 if turns is None else min(turns + 1, LAST_TURN))
        call.waiting_at = str(anew)
        return anew


def _look_beyond(session: Session, call: Call, answered: Answered, look: Look) -> Turn:
    """The turn that comes once everything beyond the flow has been looked up."""
    turn = answered.turn
    while isinstance(turn.step, Consult):
        found = look(session, Looked(turn.step.question, answered.noted.value or "", call.caller_pseudonym))
        if found.tip is not None:
            # From here on this call speaks of that report: what it adds belongs there.
            call.tip_id = found.tip
        turn = consulted(turn, found.value)
    return turn


def _is_danger(answered: Answered) -> bool:
    noted = answered.noted
    return (noted.fact == "danger" and noted.value == "yes") or answered.turn.position.step in DANGER_STEPS


def hang_up(session: Session, carrier: str, ended: EndedCall) -> uuid.UUID | None:
    """End the call; what it had said so far becomes a tip marked partial, whose id is returned. Safe to run twice."""
    call = session.execute(
        update(Call)
        .where(Call.carrier == carrier, Call.carrier_id == ended.carrier_id, Call.ended_at.is_(None))
        .values(ended_at=func.now(), ended_as=ended.status, seconds=ended.seconds)
        .returning(Call)
    ).scalar_one_or_none()
    if call is None:
        return None
    if call.tip_id is not None:
        return call.tip_id if wait_no_more(session, call.tip_id) else None
    return tell(session, call, partial=True)


_CALL = (
    select(Call)
    .where(Call.carrier == bindparam("carrier"), Call.carrier_id == bindparam("carrier_id"))
    .with_for_update()
)


def _find(session: Session, caller: Contact, here: Position, carrier_id: str) -> Call:
    key = {"carrier": caller.carrier, "carrier_id": carrier_id}
    call = session.execute(_CALL, key).scalar_one_or_none()
    if call is not None:
        return call
    started = {
        "caller_pseudonym": caller.pseudonym,
        "caller_sealed": caller.sealed,
        "language": here.language,
        "waiting_at": str(here),
    }
    session.execute(insert(Call).values(**key, **started).on_conflict_do_nothing())
    return session.execute(_CALL, key).scalar_one()


def _as_row(here: Position, heard: Answer, noted: Noted) -> dict[str, object]:
    return {
        "turn": here.turn,
        "step": noted.step,
        "fact": noted.fact,
        "value": noted.value,
        "keys": heard.heard.digits[:32],
        "understood": noted.understood,
    }


def _keep_link(session: Session, call_id: int, here: Position, heard: Answer, sealer: Sealer) -> None:
    if heard.recording is not None:
        link = sealer.seal_text(heard.recording.url)
        session.add(
            Recording(
                call_id=call_id,
                turn=here.turn,
                step=here.step,
                seconds=heard.recording.seconds,
                link_sealed=link,
            )
        )


def _reference(session: Session, tip_id: uuid.UUID | None) -> str | None:
    tip = session.get(Tip, tip_id) if tip_id is not None else None
    return tip.reference if tip is not None else None
