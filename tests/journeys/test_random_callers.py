"""Whatever callers do and however often the carrier tells of it: a voice for each, and one tip for whoever gave one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from bench.random_callers import Caller, Unreliable
from hotline import jobs
from hotline.calls.models import Call
from hotline.carriers.practice import wav
from hotline.carriers.practice.inbox import inbox
from hotline.carriers.practice.models import PracticeOutgoingCall
from hotline.carriers.practice.recordings import keep_recording, recording_url
from hotline.carriers.practice_numbers import DESK, caller_number
from hotline.database import utc_now
from hotline.tips.models import Tip


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    """With both desks; whether one answers is up to the caller's line."""
    desks = {"HOTLINE_EMERGENCY_NUMBER": DESK, "HOTLINE_DESK_NUMBER": DESK, "HOTLINE_DESK_DAYS": "mon-sun"}
    return environ | desks | {"HOTLINE_DESK_HOURS": "00:00-24:00"}


@pytest.fixture
def exchange(live: Any, practice_directory: None) -> Iterator[Unreliable]:
    exchange = Unreliable.of(live.runtime.settings)
    yield exchange
    exchange.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), number=st.integers(0, 999))
def test_a_caller_who_does_anything_hears_a_voice_and_leaves_what_they_gave(
    live: Any, exchange: Unreliable, seed: int, number: int
) -> None:
    runtime = live.runtime
    with runtime.database.transaction() as session:
        url = recording_url(runtime.settings.public_url, keep_recording(session, wav.tone(1.0)))
        before = session.execute(select(func.count()).select_from(Tip)).scalar_one()
    caller = Caller(number)
    caller.call(exchange, url, seed)
    assert caller.wrong == []
    with runtime.database.transaction() as session:
        session.execute(update(Call).values(heard_at=utc_now() - timedelta(hours=1)))
    jobs.sweep(runtime)
    with runtime.database.transaction() as session:
        tips = session.execute(select(func.count()).select_from(Tip)).scalar_one() - before
        call = session.execute(select(Call).where(Call.carrier_id == caller.call_sid)).scalar_one()
        rung = session.execute(select(func.count()).select_from(PracticeOutgoingCall)).scalar_one()
        texted = inbox(session, caller_number(number))
    assert (rung, texted) == (0, []), "nothing is ever sent to a caller by itself"
    assert call.ended_at is not None
    assert tips == int(call.tip_id is not None) <= 1
    assert not caller.gave or tips == 1
    assert runtime.spool.count() == 0
