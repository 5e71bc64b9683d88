"""Every job may run twice, and what no job came for the clock finds."""

import gc
import uuid
from datetime import timedelta
from typing import Any

import pytest
from rq.worker import SimpleWorker
from sqlalchemy import func, select, update

from hotline import jobs
from hotline.calls.models import Call
from hotline.carriers.practice.inbox import PracticeText
from hotline.database import utc_now
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.models import Referral, ReferralState
from hotline.tips.models import Tip
from tests.webhooks import FarEnd, answer_url
from worker import make_worker


@pytest.fixture
def carrier(client: Any, runtime: Any, practice_directory: None) -> FarEnd:
    return FarEnd(client, runtime)


@pytest.fixture
def worker(runtime: Any) -> SimpleWorker:
    return make_worker(runtime, [TIPS, REFERRALS])


def rows(runtime: Any, what: Any) -> list[Any]:
    with runtime.database.transaction() as session:
        return list(session.execute(select(what)).scalars())


def referral_texts(runtime: Any) -> list[str]:
    with runtime.database.transaction() as session:
        return list(
            session.execute(select(PracticeText.body).where(PracticeText.receipt_url != "")).scalars()
        )


def test_a_text_reaches_the_circle_by_the_two_queues(
    carrier: FarEnd, runtime: Any, worker: SimpleWorker
) -> None:
    carrier.text("Workers are held at a brick kiln in Gujranwala")
    worker.work(burst=True)
    [referral] = rows(runtime, Referral)
    assert (referral.circle_code, referral.why, referral.state) == (
        "C-GRW",
        "jurisdiction",
        ReferralState.SENT,
    )
    [words] = referral_texts(runtime)
    assert "Gujranwala" in words


def test_each_job_run_twice_is_as_good_as_once(carrier: FarEnd, runtime: Any) -> None:
    jobs.begin_work(runtime)
    carrier.text("Workers are held at a brick kiln in Gujranwala")
    [tip] = rows(runtime, Tip)
    for _ in range(2):
        jobs.record_tip_metadata(str(tip.id))
    [referral] = rows(runtime, Referral)
    for _ in range(2):
        jobs.dispatch_referral(str(referral.id))
    assert len(referral_texts(runtime)) == 1
    assert len(rows(runtime, Referral)) == 1


def test_a_job_about_a_row_that_is_not_there_does_no_harm(runtime: Any, practice_directory: None) -> None:
    jobs.begin_work(runtime)
    for job in (jobs.record_tip_metadata, jobs.dispatch_referral, jobs.fetch_recording):
        job(str(uuid.uuid4()))
    assert rows(runtime, Referral) == []


def test_what_the_queue_lost_the_clock_finds(carrier: FarEnd, runtime: Any, worker: SimpleWorker) -> None:
    carrier.text("Workers are held at a brick kiln in Gujranwala")
    runtime.queues.connection.flushdb()
    jobs.sweep(runtime)
    worker.work(burst=True)
    assert len(referral_texts(runtime)) == 1


def test_a_round_of_the_clock_does_not_queue_the_same_twice(carrier: FarEnd, runtime: Any) -> None:
    carrier.text("Workers are held at a brick kiln in Gujranwala")
    for _ in range(5):
        jobs.sweep(runtime)
    assert runtime.queues.lengths() == {TIPS: 1, REFERRALS: 0}


def test_an_overdue_row_is_nudged_once_more_for_each_doubling_of_the_wait(
    carrier: FarEnd, runtime: Any
) -> None:
    carrier.text("Workers are held at a brick kiln in Gujranwala")
    for seconds in (20, 21, 40, 45, 3600):
        with runtime.database.transaction() as session:
            session.execute(update(Tip).values(ready_at=utc_now() - timedelta(seconds=seconds)))
        jobs.sweep(runtime)
    assert runtime.queues.lengths()[TIPS] == 4


def test_a_text_whose_question_is_not_answered_goes_out_as_it_is(
    carrier: FarEnd, runtime: Any, worker: SimpleWorker
) -> None:
    carrier.text("My brother works off a debt at a farm")
    jobs.sweep(runtime)
    worker.work(burst=True)
    assert rows(runtime, Referral) == []
    with runtime.database.transaction() as session:
        session.execute(update(Tip).values(ready_at=utc_now()))
    jobs.sweep(runtime)
    worker.work(burst=True)
    [referral] = rows(runtime, Referral)
    assert (referral.circle_code, referral.why) == ("HQ-TIP", "headquarters")


def test_half_a_call_whose_end_we_are_never_told_of_is_a_tip_within_a_minute(
    carrier: FarEnd, runtime: Any, worker: SimpleWorker
) -> None:
    where = carrier.walk("1", "1", "3", "2", "6")
    jobs.sweep(runtime)
    assert rows(runtime, Tip) == []
    not_heard_of(runtime, seconds=50)
    jobs.sweep(runtime)
    worker.work(burst=True)
    [tip] = rows(runtime, Tip)
    assert (tip.partial, tip.province) == (True, "ICT")
    [referral] = rows(runtime, Referral)
    assert referral.circle_code == "C-ISB"
    # The caller was only speaking all that while: the same tip is whole in the end.
    what = carrier.speak(answer_url(where))
    carrier.press(answer_url(carrier.speak(answer_url(what))), "4")
    assert [tip.partial for tip in rows(runtime, Tip)] == [False]
    worker.work(burst=True)
    assert len(rows(runtime, Referral)) == 1


def test_a_call_that_says_nothing_is_no_tip_after_a_minute_either(carrier: FarEnd, runtime: Any) -> None:
    carrier.walk("1", "4")
    not_heard_of(runtime, seconds=3600)
    jobs.sweep(runtime)
    assert rows(runtime, Tip) == []
    assert [call.ended_as for call in rows(runtime, Call)] == ["unheard of"]


def not_heard_of(runtime: Any, seconds: int) -> None:
    with runtime.database.transaction() as session:
        session.execute(update(Call).values(heard_at=utc_now() - timedelta(seconds=seconds)))


def test_delivery_comes_back_as_a_receipt_by_http(
    live: Any, runtime: Any, practice_directory: None, worker: SimpleWorker
) -> None:
    FarEnd(live.app.test_client(), runtime).text("Workers are held at a brick kiln in Gujranwala")
    worker.work(burst=True)
    jobs.sweep(runtime)
    assert rows(runtime, Referral)[0].state is ReferralState.DELIVERED


def test_with_valkey_down_the_webhook_answers_and_the_tip_is_recorded_when_it_is_back(
    runtime: Any, environ: dict[str, str], practice_directory: None, worker: SimpleWorker
) -> None:
    from app import create_app
    from hotline.runtime import build_runtime
    from hotline.settings import Settings

    without = build_runtime(Settings.from_environ({**environ, "HOTLINE_REDIS_URL": "redis://127.0.0.1:1/0"}))
    response = FarEnd(create_app(without).test_client(), without).text("Workers are held in Gujranwala")
    without.close()
    assert response.status_code == 200
    worker.work(burst=True)
    assert referral_texts(runtime) == []
    jobs.sweep(runtime)
    worker.work(burst=True)
    assert len(referral_texts(runtime)) == 1


def test_several_clocks_at_once_do_the_work_once(carrier: FarEnd, runtime: Any) -> None:
    with runtime.database.transaction() as session:
        session.execute(select(func.pg_advisory_xact_lock(jobs.CLOCK_LOCK)))
        carrier.text("Workers are held at a brick kiln in Gujranwala")
        runtime.queues.connection.flushdb()
        jobs.sweep(runtime)
        assert runtime.queues.lengths()[TIPS] == 0
    jobs.sweep(runtime)
    assert runtime.queues.lengths()[TIPS] == 1


def test_a_worker_has_read_its_lists_and_leaves_them_out_of_the_collectors_rounds(runtime: Any) -> None:
    make_worker(runtime, [TIPS])
    assert gc.get_freeze_count()
    gc.unfreeze()
