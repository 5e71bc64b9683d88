"""The webhook of the second number: every call there is turned away, and some are called back by job or clock."""

import secrets
import threading
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from app import create_app
from hotline import jobs
from hotline.calls.missed_models import MissedCall
from hotline.calls.models import Call
from hotline.carriers.practice.models import PracticeOutgoingCall
from hotline.database import utc_now
from hotline.hours import written
from hotline.placing import Placing
from hotline.queues import TIPS
from hotline.runtime import build_runtime
from hotline.settings import Settings
from tests.cut_off import without_database
from tests.missed.conftest import NOW, SECOND, Phone, hours_from, turned_away
from tests.webhooks import CALLER, HOTLINE, FarEnd
from worker import make_worker


def rows(runtime: Any, what: Any) -> list[Any]:
    with runtime.database.transaction() as session:
        return list(session.scalars(select(what)))


def work(runtime: Any) -> None:
    make_worker(runtime, [TIPS]).work(burst=True)


def test_it_is_turned_away_and_the_phone_rings(phone: Phone, runtime: Any) -> None:
    assert turned_away(phone.ring())
    work(runtime)
    [ringing] = rows(runtime, PracticeOutgoingCall)
    assert (ringing.to_number, ringing.from_number) == (CALLER, SECOND)
    [missed] = rows(runtime, MissedCall)
    assert (missed.state, missed.call_back_id) == (Placing.PLACED, ringing.call_sid)
    assert rows(runtime, Call) == [], "a call that nobody answers is none"


def test_what_is_kept_tells_nobody_the_number(phone: Phone, runtime: Any) -> None:
    phone.ring()
    [missed] = rows(runtime, MissedCall)
    assert CALLER[3:] not in f"{missed.caller_pseudonym} {missed.caller_sealed!r}"
    assert runtime.sealer.open_text(missed.caller_sealed) == CALLER


def test_told_twice_it_is_one_missed_call(phone: Phone, runtime: Any) -> None:
    assert turned_away(phone.ring())
    assert turned_away(phone.ring())
    work(runtime)
    assert turned_away(phone.ring())
    work(runtime)
    assert len(rows(runtime, MissedCall)) == len(rows(runtime, PracticeOutgoingCall)) == 1


def test_told_by_many_at_once_it_is_one_missed_call(app: Any, runtime: Any) -> None:
    sid = f"CA{secrets.token_hex(16)}"
    barrier = threading.Barrier(6)
    answers: list[Any] = []

    def tell() -> None:
        far_end = FarEnd(app.test_client(), runtime, call_sid=sid)
        barrier.wait()
        answers.append(Phone(far_end).ring())

    threads = [threading.Thread(target=tell) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(turned_away(answer) for answer in answers)
    work(runtime)
    assert len(rows(runtime, MissedCall)) == len(rows(runtime, PracticeOutgoingCall)) == 1


def test_a_webhook_that_nobody_signed_changes_nothing(client: Any, runtime: Any) -> None:
    form = {"CallSid": "CA1", "From": CALLER, "To": SECOND}
    assert client.post("/twilio/calls/missed", data=form).status_code == 403
    assert rows(runtime, MissedCall) == []


@pytest.mark.parametrize(
    "caller",
    [
        "",
        "anonymous",
        "Restricted",
        "+266696687",
        "1234",
        "+92364000900",
        "+14155550123",
        "+447700900123",
        "+92900123456",
        "sip:someone@example.com",
    ],
)
def test_whoever_cannot_be_called_back_within_the_country_is_only_turned_away(
    phone: Phone, runtime: Any, caller: str
) -> None:
    assert turned_away(phone.ring(From=caller))
    assert rows(runtime, MissedCall) == []


def test_a_landline_is_called_back_however_the_carrier_writes_it(phone: Phone, runtime: Any) -> None:
    assert turned_away(phone.ring(From="042 35761234"))
    work(runtime)
    assert [call.to_number for call in rows(runtime, PracticeOutgoingCall)] == ["+924235761234"]


def test_a_call_to_another_number_is_only_turned_away(phone: Phone, runtime: Any) -> None:
    assert turned_away(phone.ring(To=HOTLINE))
    assert turned_away(phone.ring(To=""))
    assert rows(runtime, MissedCall) == []


def test_a_webhook_without_its_id_is_turned_away_too(phone: Phone, runtime: Any) -> None:
    assert turned_away(phone.ring(CallSid=""))
    assert rows(runtime, MissedCall) == []


def test_where_it_is_not_switched_on_nobody_is_called_back(environ: dict[str, str]) -> None:
    for off in ("", HOTLINE):
        runtime = build_runtime(Settings.from_environ({**environ, "HOTLINE_MISSED_CALL_NUMBER": off}))
        phone = Phone(FarEnd(create_app(runtime).test_client(), runtime))
        assert turned_away(phone.ring())
        assert turned_away(phone.ring(To=""))
        assert rows(runtime, MissedCall) == []
        runtime.close()


def test_in_quiet_hours_nobody_is_called_back(environ: dict[str, str]) -> None:
    quiet = written(hours_from(*NOW))
    runtime = build_runtime(Settings.from_environ({**environ, "HOTLINE_QUIET_HOURS": quiet}))
    assert turned_away(Phone(FarEnd(create_app(runtime).test_client(), runtime)).ring())
    assert runtime.queues.lengths()[TIPS] == 0
    jobs.sweep(runtime)
    assert runtime.queues.lengths()[TIPS] == 0
    assert [missed.state for missed in rows(runtime, MissedCall)] == [Placing.LEFT]
    runtime.close()


def test_with_the_database_away_the_caller_is_turned_away_and_nobody_is_called_back_later(
    environ: dict[str, str], runtime: Any
) -> None:
    with without_database(environ) as far_end:
        assert turned_away(Phone(far_end).ring())
    assert runtime.spool.count() == 0
    jobs.sweep(runtime)
    work(runtime)
    assert rows(runtime, PracticeOutgoingCall) == []


def test_what_the_queue_lost_the_clock_finds_and_nothing_is_done_twice(phone: Phone, runtime: Any) -> None:
    phone.ring()
    runtime.queues.connection.flushdb()
    for _ in range(3):
        jobs.sweep(runtime)
    assert runtime.queues.lengths()[TIPS] == 1
    work(runtime)
    jobs.sweep(runtime)
    work(runtime)
    assert len(rows(runtime, PracticeOutgoingCall)) == 1


def test_the_job_run_twice_is_as_good_as_once_and_one_about_no_row_does_no_harm(
    phone: Phone, runtime: Any
) -> None:
    jobs.begin_work(runtime)
    phone.ring()
    [missed] = rows(runtime, MissedCall)
    for missed_id in (missed.id, missed.id, uuid.uuid4()):
        jobs.call_back(str(missed_id))
    assert len(rows(runtime, PracticeOutgoingCall)) == 1


def test_what_is_wrong_with_calling_back_is_told_by_health(phone: Phone, client: Any, runtime: Any) -> None:
    assert "called back, except from" in client.get("/health").text
    phone.ring()
    with runtime.database.transaction() as session:
        [missed] = session.scalars(select(MissedCall))
        missed.state, missed.claimed_at = Placing.REFUSED, utc_now()
    assert "calls back that the carrier refused within a day: 1" in client.get("/health").text
