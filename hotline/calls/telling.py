"""What a call has told so far, and the tip that it becomes."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.calls.models import Call, CallAnswer
from hotline.database import from_now
from hotline.tips.intake import Told, district_of, take_tip, tell_more
from hotline.tips.models import Channel
from ivr_flows.danger import DANGER
from ivr_flows.engine import step_in

# An urgent tip whose place is still being asked for goes out without it after so long, and once more when the place
# is known. Danger is told 13 s after the answer by whoever cannot speak, and the first choice of each place takes
# 15 s more; 35 s from the answer to the circle is the aim.
WAIT_FOR_THE_PLACE = timedelta(seconds=17)
# What leads a caller about, and tells nothing that anybody could act upon.
TELLS_NOTHING = frozenset(
    {"language", "topic", "reference", "person", "desk", "emergency_desk", "place_right"}
)
WISHES_THAT_TELL = frozenset({"report", "help", "silent"})
DANGER_STEPS = frozenset(step.name for step in DANGER.steps)


def tell_so_far(session: Session, call: Call) -> uuid.UUID | None:
    """Make a tip marked partial of what the call has said, and let the call go on."""
    return tell(session, call, partial=True)


def tell(
    session: Session, call: Call, partial: bool, even_nothing: bool = False, for_the_place: bool = False
) -> uuid.UUID | None:
    """Make the call's tip from its answers, or let the tip it has know more. Returns the tip if a job must now be
    nudged about it; None when nothing was said, and while it may still wait `for_the_place`."""
    facts = _facts(session, call)
    if not even_nothing and not tells(facts):
        return None
    waits = for_the_place and not district_of(facts) and "emergency" not in facts
    ready_at = from_now(WAIT_FOR_THE_PLACE) if waits else None
    told = Told(Channel.CALL, call.language, facts, partial, ready_at=ready_at)
    if call.tip_id is not None:
        tell_more(session, call.tip_id, told)
    else:
        call.tip_id = take_tip(session, told).id
        session.flush()
    return None if waits else call.tip_id


def _facts(session: Session, call: Call) -> dict[str, str]:
    rows = session.execute(
        select(CallAnswer.fact, CallAnswer.value)
        .where(CallAnswer.call_id == call.id, CallAnswer.fact.is_not(None), CallAnswer.understood)
        .order_by(CallAnswer.turn)
    )
    facts = {fact: value for fact, value in rows if fact is not None and value is not None}
    if step_in(call.waiting_at) in DANGER_STEPS:
        # Led there by a key pressed while something was recorded: that answer noted what was said.
        facts |= {"danger": "yes", "emergency": "yes"}
    return facts


def is_half(session: Session, call: Call) -> bool:
    """Whether a call at its end has not told a whole report: without a word, or only adding to an earlier one."""
    facts = _facts(session, call)
    adds = call.tip_id is not None and "reference" in facts
    return adds or not tells(facts)


def tells(facts: dict[str, str]) -> bool:
    """Whether anything was said that somebody could act upon."""
    said = facts.keys() - TELLS_NOTHING
    return bool(said - {"wish"}) or facts.get("wish") in WISHES_THAT_TELL
