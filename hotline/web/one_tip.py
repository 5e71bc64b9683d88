"""A tip as its entries tell it: why it is urgent, whether and how to call back, which entry made it, what was added."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, SQLColumnExpression, exists, or_, select
from sqlalchemy.orm import Session

from hotline.calls.models import Call, CallAnswer, Recording
from hotline.calls.telling import DANGER_STEPS
from hotline.fetching import FetchState
from hotline.sms.models import TextConversation
from hotline.tips.models import OF_A_CHILD, Channel, Tip
from ivr_flows.engine import step_in

FACTS = ("danger", "child", "callback", "safe_word")


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording: where it stands, by which id it is played, and at which step it was spoken."""

    id: uuid.UUID
    seconds: int
    state: FetchState
    step: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The entry that made a tip."""

    channel: Channel
    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Addition:
    """A later call that gave the tip's code, and what was said in it."""

    id: int
    at: datetime
    sounds: tuple[Sound, ...]


@dataclass(frozen=True, slots=True)
class TipTold:
    """What a tip's own row does not hold. `has_number`: there is a number to call, of the call that allowed it."""

    danger: bool
    child: bool
    has_number: bool
    safe_word: Sound | None
    made_by: Origin | None
    added: tuple[Addition, ...]

    def is_added_to_by(self, call_id: int) -> bool:
        """Whether that call speaks of this tip without having made it."""
        return any(addition.id == call_id for addition in self.added)


def adds(call_id: SQLColumnExpression[int], reference: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Whether a call adds to the tip of this code: it was made before, and its code typed in this call."""
    return exists().where(
        CallAnswer.call_id == call_id, CallAnswer.fact == "reference", CallAnswer.value == reference
    )


def read_tip(session: Session, tip: Tip) -> TipTold:
    """What all entries of one tip tell of it; there may be several calls, and one of them, or a text, has made it."""
    calls = session.execute(
        select(
            Call.id,
            Call.started_at.label("at"),
            Call.waiting_at,
            Call.caller_pseudonym.is_not(None).label("has_number"),
            adds(Call.id, Tip.reference).label("adds"),
        )
        .join(Tip, Tip.id == Call.tip_id)
        .where(Call.tip_id == tip.id)
        .order_by(Call.started_at, Call.id)
    ).all()
    told = _told(session, [call.id for call in calls])
    facts = {(row.fact, row.value) for row in told}
    allowed = {row.call_id for row in told if row.fact == "callback"}
    callers = [call.has_number for call in calls if call.id in allowed]
    safe_words = [_sound(row) for row in told if row.fact == "safe_word" and row.id is not None]
    return TipTold(
        danger=("danger", "yes") in facts
        or any(_led_to_danger(call.waiting_at, told, call.id) for call in calls),
        child=("child", "yes") in facts or tip.kind in OF_A_CHILD,
        has_number=bool(callers and callers[-1]),
        safe_word=safe_words[-1] if safe_words else None,
        made_by=_made_by(session, tip, calls),
        added=tuple(
            Addition(
                call.id, call.at, tuple(_sound(row) for row in told if row.call_id == call.id and row.id)
            )
            for call in calls
            if call.adds
        ),
    )


def _told(session: Session, calls: list[int]) -> list[Row[*tuple[Any, ...]]]:
    """The answers that a tip's own page needs: a few facts, all that was recorded, and where danger was told of."""
    return list(
        session.execute(
            select(
                CallAnswer.call_id, CallAnswer.step, CallAnswer.fact, CallAnswer.value,
                Recording.id, Recording.seconds, Recording.standing.label("state"),
            )
            .join(Call, Call.id == CallAnswer.call_id)
            .outerjoin(
                Recording, (Recording.call_id == CallAnswer.call_id) & (Recording.turn == CallAnswer.turn)
            )
            .where(
                CallAnswer.call_id.in_(calls),
                CallAnswer.understood,
                or_(
                    CallAnswer.fact.in_(FACTS),
                    Recording.id.is_not(None),
                    CallAnswer.step.in_(DANGER_STEPS),
                ),
            )
            .order_by(Call.started_at, CallAnswer.call_id, CallAnswer.turn)
        ).all()
    )  # fmt: skip


def _led_to_danger(waiting_at: str, told: list[Row[*tuple[Any, ...]]], call_id: int) -> bool:
    """Whether the call was, or waits, where danger now leads: the key for it may be pressed while one speaks."""
    return step_in(waiting_at) in DANGER_STEPS or any(
        row.call_id == call_id and row.step in DANGER_STEPS for row in told
    )


def _sound(row: Row[*tuple[Any, ...]]) -> Sound:
    return Sound(row.id, row.seconds, row.state, row.step)


def _made_by(session: Session, tip: Tip, calls: Sequence[Row[*tuple[Any, ...]]]) -> Origin | None:
    if tip.channel is Channel.CALL:
        return next((Origin(Channel.CALL, call.id, call.at) for call in calls if not call.adds), None)
    row = session.execute(
        select(TextConversation.id, TextConversation.begun_at)
        .where(TextConversation.tip_id == tip.id)
        .order_by(TextConversation.begun_at)
        .limit(1)
    ).first()
    return Origin(Channel.SMS, row.id, row.begun_at) if row is not None else None
