"""Missed calls of the practice telephone: it rings the second number once, and picks up what comes back."""

from hotline.carriers.practice import outgoing_calls
from hotline.carriers.practice.models import PracticeCall
from hotline.runtime import Runtime
from hotline.web.practice.calls import Moved, NoSuchCall, a_line


def ring_once(held: Runtime, caller: str) -> None:
    """Ring the number for missed calls, where nobody picks up."""
    with a_line(held) as exchange:
        outgoing_calls.missed_call(exchange, caller, held.settings.missed_call_number).start()


def calls_that_ring(held: Runtime, number: str) -> list[str]:
    with held.database.transaction() as session:
        return [call.call_sid for call in outgoing_calls.ringing(session, number)]


def pick_up(held: Runtime, call_sid: str, *, desk_answers: bool) -> Moved:
    """Pick up a call that rings; raises NoSuchCall when it rings no more."""
    with a_line(held) as exchange:
        with held.database.transaction() as session:
            line = outgoing_calls.pick_up(session, exchange, call_sid)
        if line is None:
            raise NoSuchCall("there is no such call any more")
        line.state.desk_answers = desk_answers
        events = line.start()
    with held.database.transaction() as session:
        if not line.over:
            session.add(PracticeCall(call_sid=call_sid, state=line.state.as_json()))
    return Moved(call_sid, events, line.over)
