"""Who has said that their phone is safe hears by SMS that the report is taken, and that it is closed; nobody else."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from hotline import jobs
from hotline.carriers.practice.models import PracticeText
from hotline.carriers.practice_numbers import CALLER
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.acknowledgement import acknowledge, close
from hotline.referrals.feedback import put_feedback
from hotline.referrals.models import Referral
from hotline.sms.carrier_models import Notice, NoticeState
from hotline.sms.models import TextConversation
from hotline.tips.models import Tip
from hotline.tips.reference import spaced
from tests.sms.texting import IN_DANGER, OTHER
from tests.webhooks import FarEnd
from worker import make_worker

NEVER = (time(), time(0, 0, 0, 1))
"""Quiet hours that nobody is within: a millionth of a second at midnight."""


class Report:
    """A text that has become a referral, and what its sender hears."""

    def __init__(self, client: Any, runtime: Any) -> None:
        self.carrier = FarEnd(client, runtime)
        self.runtime = runtime
        self.text(f"{IN_DANGER} in Multan")
        make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
        with runtime.database.transaction() as session:
            self.referral = session.scalars(select(Referral.id)).one()

    def code(self) -> str:
        with self.runtime.database.transaction() as session:
            return spaced(session.scalars(select(Tip.reference)).one())

    def text(self, body: str, **more: Any) -> None:
        self.carrier.text(body, **more)

    def acknowledge(self) -> None:
        with self.runtime.database.transaction() as session:
            acknowledge(session, self.referral, "C-MUL, by SMS")

    def close(self) -> None:
        with self.runtime.database.transaction() as session:
            close(session, self.referral, "C-MUL, by SMS", None)

    def put(self, quiet: tuple[time, time] = NEVER) -> int:
        with self.runtime.database.transaction() as session:
            return put_feedback(session, self.runtime.sealer, quiet, 10)

    def told(self) -> list[str]:
        sealer = self.runtime.sealer
        with self.runtime.database.transaction() as session:
            waiting = select(Notice).where(Notice.state == NoticeState.WAITING).order_by(Notice.made_at)
            return [sealer.open_text(row.body_sealed) for row in session.scalars(waiting)]


@pytest.fixture
def report(client: Any, runtime: Any, practice_directory: None) -> Report:
    return Report(client, runtime)


def test_who_has_not_said_that_it_is_safe_hears_nothing(report: Report) -> None:
    report.acknowledge()
    assert report.put() == 0


def test_who_has_hears_once_that_it_is_taken_and_once_that_it_is_closed(report: Report) -> None:
    report.text("SAFE")
    assert report.put() == 0, "nothing has come of it yet"
    report.acknowledge()
    assert [report.put() for _ in range(2)] == [1, 0]
    report.close()
    assert [report.put() for _ in range(2)] == [1, 0]
    taken, closed = report.told()
    assert "is being worked on" in taken
    assert "has ended" in closed


def test_what_is_closed_at_once_is_told_once(report: Report) -> None:
    report.text("SAFE")
    report.acknowledge()
    report.close()
    assert report.put() == 1
    assert "has ended" in report.told()[0]


def test_it_is_told_in_the_language_of_the_conversation(report: Report) -> None:
    report.text("محفوظ")
    with report.runtime.database.transaction() as session:
        session.execute(update(TextConversation).values(language="ur"))
    report.acknowledge()
    report.put()
    assert "رپورٹ" in report.told()[0] or "اطلاع" in report.told()[0]


def test_safe_counts_for_the_last_report_of_this_number_only_also_when_it_was_a_while_ago(
    report: Report,
) -> None:
    report.text("A girl is kept in a house in Kasur", sender=OTHER)
    with report.runtime.database.transaction() as session:
        session.execute(
            update(TextConversation).values(heard_at=TextConversation.heard_at - timedelta(hours=1))
        )
    report.text("SAFE")
    with report.runtime.database.transaction() as session:
        safe = session.scalars(select(TextConversation.safe).order_by(TextConversation.id)).all()
    assert safe == [True, False]


@pytest.mark.parametrize("after", [False, True])
def test_after_stop_nothing_is_told_not_even_what_waits(report: Report, after: bool) -> None:
    report.text("SAFE")
    report.acknowledge()
    if after:
        assert report.put() == 1
    report.text("STOP")
    assert report.put() == 0
    assert report.told() == []
    report.text("START")
    assert report.put() == 0, "whoever starts again has not said that it is safe"


def test_at_night_it_waits_for_the_morning(report: Report) -> None:
    report.text("SAFE")
    report.acknowledge()
    assert report.put((time(0), time.max)) == 0
    assert report.put() == 1


def test_what_could_not_be_told_within_a_day_is_not_told(report: Report) -> None:
    report.text("SAFE")
    report.acknowledge()
    with report.runtime.database.transaction() as session:
        session.execute(text("UPDATE referrals SET acknowledged_at = now() - interval '25 hours'"))
    assert report.put() == 0


def test_the_clock_and_a_worker_bring_it_to_the_phone(report: Report) -> None:
    report.text("SAFE")
    report.acknowledge()
    runtime = replace(report.runtime, settings=replace(report.runtime.settings, quiet_hours=NEVER))
    jobs.sweep(runtime)
    for _ in range(2):
        make_worker(runtime, [TIPS, REFERRALS]).work(burst=True)
        jobs.sweep(runtime)
    with runtime.database.transaction() as session:
        said = session.scalars(select(PracticeText.body).where(PracticeText.to_number == CALLER)).all()
    assert [body for body in said if "is being worked on" in body] == [
        f"Code {report.code()}: your report is being worked on. If there is danger now, call 15."
    ]
