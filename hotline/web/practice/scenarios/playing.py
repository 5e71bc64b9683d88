"""Plays a scenario's steps over the practice line, as a trainee would who follows them to the letter."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.calls.models import Call
from hotline.carriers.practice import wav
from hotline.carriers.practice.events import Asked, Event
from hotline.carriers.practice.line import PracticeLine
from hotline.runtime import Runtime
from hotline.settings import PRACTICE
from hotline.tips.models import Tip
from hotline.web.practice.calls import Act, Moved, Placed, drop, keep, move, place
from hotline.web.practice.scenarios.scenario import (
    HangUp,
    LineDrops,
    Listen,
    Press,
    Scenario,
    Speak,
    Step,
    TypeCode,
    Wait,
)


def play(held: Runtime, scenario: Scenario, caller: str, code: str = "") -> str:
    """Call from this number and take every step; the call's id. `code` is that of the earlier report."""
    moved = place(held, Placed(caller, scenario=scenario.name))
    for step in scenario.steps:
        moved = _take(held, moved, step, code)
    return moved.call_sid


def code_of(session: Session, call_sid: str) -> str | None:
    """The code of the report that this call has made, if it has made one."""
    mine = (Call.carrier == PRACTICE, Call.carrier_id == call_sid)
    return session.scalar(select(Tip.reference).join(Call, Call.tip_id == Tip.id).where(*mine))


def _take(held: Runtime, moved: Moved, step: Step, code: str) -> Moved:
    call_sid = moved.call_sid
    match step:
        case Press(keys=keys):
            for key in keys:
                moved = move(held, call_sid, _pressing(key))
            return moved
        case TypeCode():
            return move(held, call_sid, _pressing(code))
        case Wait():
            return _wait(held, moved)
        case Speak(seconds=seconds):
            url, length = keep(held, wav.tone(seconds))
            return move(held, call_sid, lambda line: line.recorded(url, length))
        case HangUp(seconds=seconds):
            if _may_press_first(moved.events):
                moved = move(held, call_sid, PracticeLine.silent)
            url, length = keep(held, wav.tone(seconds))
            return move(held, call_sid, lambda line: line.hang_up(url, length))
        case LineDrops():
            drop(held, call_sid)
            return moved
        case Listen():
            return moved


def _pressing(keys: str) -> Act:
    return lambda line: line.press(keys)


def _wait(held: Runtime, moved: Moved) -> Moved:
    """Let keys that may be pressed before a tone go by as well, and then the tone."""
    optional = _may_press_first(moved.events)
    moved = move(held, moved.call_sid, PracticeLine.silent)
    return _wait(held, moved) if optional else moved


def _may_press_first(events: Sequence[Event]) -> bool:
    asked = [event for event in events if isinstance(event, Asked)]
    return bool(asked) and asked[-1].optional
