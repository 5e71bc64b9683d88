"""Calls from the practice page: each answer takes the call from its table, moves it on over HTTP, and puts it back."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hotline.carriers.practice import wav
from hotline.carriers.practice.events import Event
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice.models import PracticeCall, PracticeRehearsal
from hotline.carriers.practice.recordings import keep_recording, recording_url
from hotline.carriers.practice.state import CallState
from hotline.carriers.practice_numbers import HOTLINE
from hotline.database import utc_now
from hotline.errors import HotlineError
from hotline.runtime import Runtime

# Each call that moves on keeps one thread waiting for the webhooks that another one answers: never all of them.
AT_ONCE = threading.BoundedSemaphore(2)
FORGOTTEN_AFTER = timedelta(hours=1)
REHEARSALS_FORGOTTEN_AFTER = timedelta(days=90)

Act = Callable[[PracticeLine], list[Event]]


class NoSuchCall(HotlineError):
    """The call has ended, or there never was one."""


class LineBusy(HotlineError):
    """This call is being answered already, or too many calls are: ask again in a moment."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A call to the hotline; `scenario` is the one that it rehearses, if any."""

    caller: str
    desk_answers: bool = False
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened on the call until it waits again or has ended."""

    call_sid: str
    events: list[Event]
    over: bool


def place(held: Runtime, placed: Placed) -> Moved:
    """Call the hotline; raises LineBusy."""
    begun_at = utc_now()
    with a_line(held) as exchange:
        line = PracticeLine.dial(exchange, placed.caller, HOTLINE, placed.desk_answers)
        events = line.start()
    call_sid = line.state.call_sid
    with held.database.transaction() as session:
        session.execute(delete(PracticeCall).where(PracticeCall.changed_at < utc_now() - FORGOTTEN_AFTER))
        if not line.over:
            session.add(PracticeCall(call_sid=call_sid, state=line.state.as_json()))
        if placed.scenario:
            _rehearse(session, placed, call_sid, begun_at)
    return Moved(call_sid, events, line.over)


def move(held: Runtime, call_sid: str, act: Act) -> Moved:
    """Do one thing on the call, such as to press a key; raises NoSuchCall, LineBusy, NobodyListens.

    The call stays locked while its webhooks are on their way, so that two answers never both move it.
    """
    with a_line(held) as exchange, held.database.transaction() as session:
        kept = _locked(session, call_sid)
        line = PracticeLine(exchange, CallState.from_json(kept.state))
        events = act(line)
        if line.over:
            session.delete(kept)
        else:
            kept.state = line.state.as_json()
    return Moved(call_sid, events, line.over)


def drop(held: Runtime, call_sid: str) -> None:
    """Cut the line; the hotline hears nothing of it. Raises NoSuchCall, LineBusy."""
    with held.database.transaction() as session:
        session.delete(_locked(session, call_sid))


def keep(held: Runtime, sound: bytes) -> tuple[str, float]:
    """Keep what was said where the hotline fetches it; its address and seconds. Raises NotARecording."""
    with held.database.transaction() as session:
        sid = keep_recording(session, sound)
    return recording_url(held.settings.public_url, sid), wav.seconds(sound) or 0.0


@contextmanager
def a_line(held: Runtime) -> Iterator[Exchange]:
    """The carrier's way to the hotline's webhooks, while there is room for one more call that waits for them."""
    # A wait here would hold the very thread that a webhook may need.
    if not AT_ONCE.acquire(blocking=False):
        raise LineBusy("too many calls at once")
    try:
        with closing(Exchange.of(held.settings)) as exchange:
            yield exchange
    finally:
        AT_ONCE.release()


def _rehearse(session: Session, placed: Placed, call_sid: str, begun_at: datetime) -> None:
    old = PracticeRehearsal.begun_at < begun_at - REHEARSALS_FORGOTTEN_AFTER
    session.execute(delete(PracticeRehearsal).where(old))
    session.add(
        PracticeRehearsal(
            call_sid=call_sid, scenario=placed.scenario, from_number=placed.caller, begun_at=begun_at
        )
    )


def _locked(session: Session, call_sid: str) -> PracticeCall:
    mine = select(PracticeCall).where(PracticeCall.call_sid == call_sid)
    kept = session.scalar(mine.with_for_update(skip_locked=True))
    if kept is not None:
        return kept
    if session.scalar(select(PracticeCall.call_sid).where(PracticeCall.call_sid == call_sid)) is None:
        raise NoSuchCall("there is no such call any more")
    raise LineBusy("this call is being answered")
