"""Calls that nothing has been heard of for a while: what they have said so far counts, and in the end they are over."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from hotline.calls.conversation import hang_up
from hotline.calls.incoming import EndedCall
from hotline.calls.models import Call, CallAnswer
from hotline.calls.telling import TELLS_NOTHING, WISHES_THAT_TELL, tell_so_far
from hotline.database import DATABASE_AWAY, ago
from ivr_flows.flows import STEPS
from ivr_flows.steps import Dial

UNHEARD_OF = "unheard of"
log = logging.getLogger(__name__)
# While a caller speaks with a desk, nothing is heard of the call until one of them hangs up.
LONGEST_TALK = timedelta(hours=2)
_DIALS = [step.name for step in STEPS.values() if isinstance(step, Dial)]

_TOLD = exists().where(
    CallAnswer.call_id == Call.id,
    CallAnswer.understood,
    CallAnswer.value.is_not(None),
    or_(
        CallAnswer.fact.not_in([*TELLS_NOTHING, "wish"]),
        and_(CallAnswer.fact == "wish", CallAnswer.value.in_(WISHES_THAT_TELL)),
    ),
)


def tell_unheard(session: Session, unheard: timedelta, limit: int) -> list[uuid.UUID]:
    """Make tips of what calls not heard of for so long have said; the calls may still go on.

    Nobody can tell a caller who speaks for a minute from one whose end the carrier never told: a tip too early
    does no harm, since it knows more as soon as more is said.
    """
    calls = session.scalars(
        select(Call)
        .where(Call.ended_at.is_(None), Call.tip_id.is_(None), Call.heard_at < ago(unheard), _TOLD)
        .order_by(Call.heard_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _each_by_itself(session, [partial(tell_so_far, session, call) for call in calls])


def hang_up_silent(session: Session, silent: timedelta, limit: int) -> list[uuid.UUID]:
    """End the calls not heard of for so long; the tips that they leave are returned."""
    speaking = or_(*(Call.waiting_at.contains(f".{dial}.", autoescape=True) for dial in _DIALS))
    calls = session.execute(
        select(Call.carrier, Call.carrier_id)
        .where(
            Call.ended_at.is_(None),
            Call.heard_at < ago(silent),
            or_(~speaking, Call.heard_at < ago(LONGEST_TALK)),
        )
        .order_by(Call.heard_at)
        .limit(limit)
    ).all()
    over = [(call.carrier, EndedCall(call.carrier_id, UNHEARD_OF, None)) for call in calls]
    return _each_by_itself(session, [partial(hang_up, session, *end) for end in over])


def _each_by_itself(session: Session, acts: list[Callable[[], uuid.UUID | None]]) -> list[uuid.UUID]:
    """The tips that come of it; one call that cannot be dealt with keeps no other from being heard."""
    tips = []
    for act in acts:
        try:
            with session.begin_nested():
                tips.append(act())
        except DATABASE_AWAY:
            raise
        except Exception:
            log.exception("a call that nothing was heard of cannot be dealt with")
    return [tip for tip in tips if tip is not None]
