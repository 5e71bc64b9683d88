"""An officer answers by SMS, by real webhooks from the practice phones: mine, not ours, done, and who may not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, update

from hotline import jobs
from hotline.carriers.practice.inbox import inbox
from hotline.circles.ladder import phones_for
from hotline.database import utc_now
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.models import Outcome, Referral, ReferralEvent, ReferralState
from hotline.sms.intake import ANSWER
from hotline.sms.models import Text
from hotline.tips.models import Tip
from tests.cut_off import without_database
from tests.webhooks import FarEnd, texted
from worker import make_worker

HELD = "Workers are held at a brick kiln in Gujranwala"


@dataclass
class Practice:
    """The hotline, a caller, and the officers with the practice phones of their circles."""

    far_end: FarEnd

    @property
    def database(self) -> Any:
        return self.far_end.runtime.database

    def report(self, words: str = HELD) -> str:
        """A caller texts a tip and the workers pass it on; its tag, out of the SMS that the circle got."""
        self.far_end.text(words)
        with self.database.transaction() as session:
            session.execute(update(Tip).values(ready_at=func.now()))
        jobs.sweep(self.far_end.runtime)
        self.work()
        found = re.search(r"Reply 1 (\d{4})", self.read("C-GRW")[-1])
        assert found is not None
        return found[1]

    def work(self) -> None:
        make_worker(self.far_end.runtime, [TIPS, REFERRALS]).work(burst=True)

    def phone(self, circle: str) -> str:
        with self.database.transaction() as session:
            phone = phones_for(session, circle, utc_now())
        assert phone is not None
        return phone.number

    def read(self, circle: str) -> list[str]:
        with self.database.transaction() as session:
            return [text.body for text in inbox(session, self.phone(circle))]

    def answer(self, circle: str, body: str, sid: str | None = None) -> str:
        return texted(self.far_end.text(body, sid, sender=self.phone(circle)))

    def referral(self) -> Referral:
        with self.database.transaction() as session:
            return session.scalars(select(Referral)).one()

    def status(self) -> str:
        with self.database.transaction() as session:
            code = session.scalars(select(Tip.reference)).one()
        return texted(self.far_end.text(f"STATUS {code}"))

    def count(self, what: Any) -> int:
        with self.database.transaction() as session:
            return session.scalar(select(func.count()).select_from(what)) or 0


@pytest.fixture
def practice(client: Any, runtime: Any, practice_directory: None) -> Practice:
    return Practice(FarEnd(client, runtime))


def test_the_circle_takes_it_and_the_caller_hears_that_it_is_worked_on(practice: Practice) -> None:
    tag = practice.report()
    assert "passed on" in practice.status()
    assert practice.answer("C-GRW", "1") == (
        f"{tag}: noted as yours. When it is done, reply 3 {tag} and what came of it."
    )
    assert practice.referral().state is ReferralState.ACKNOWLEDGED
    assert "being worked on" in practice.status()
    assert practice.count(Tip) == 1, "an answer is no tip"


def test_told_of_the_same_answer_again_nothing_changes(practice: Practice) -> None:
    tag = practice.report()
    sid = "SM" + "d" * 32
    first = practice.answer("C-GRW", f"2 {tag} Lahore ka hai", sid)
    practice.work()
    events, texts = practice.count(ReferralEvent), practice.count(Text)
    assert practice.answer("C-GRW", f"2 {tag} Lahore ka hai", sid) == first
    practice.work()
    assert (practice.count(ReferralEvent), practice.count(Text)) == (events, texts)
    assert len(practice.read("C-LHR")) == 1


def test_declined_it_goes_on_to_another_circle_at_once(practice: Practice) -> None:
    tag = practice.report()
    assert "goes on to another office" in practice.answer("C-GRW", f"2 {tag} Lahore ka hai")
    assert practice.read("C-LHR") == []
    practice.work()
    [told] = practice.read("C-LHR")
    assert tag in told
    assert practice.answer("C-LHR", f"1 {tag}").startswith(f"{tag}: noted as yours")
    referral = practice.referral()
    assert (referral.state, referral.circle_code) == (ReferralState.ACKNOWLEDGED, "C-LHR")


def test_done_closes_it_and_what_came_of_it_is_asked_for(practice: Practice) -> None:
    tag = practice.report()
    practice.answer("C-GRW", f"1 {tag}")
    assert "What came of it?" in practice.answer("C-GRW", f"3 {tag}")
    assert practice.answer("C-GRW", f"3 {tag} F") == f"{tag} is closed: FIR registered. Thank you."
    referral = practice.referral()
    assert (referral.state, referral.outcome) == (ReferralState.CLOSED, Outcome.FIR)
    assert "has ended" in practice.status()


def test_an_answer_from_another_circle_does_nothing(practice: Practice) -> None:
    tag = practice.report()
    before = practice.count(ReferralEvent)
    for body in (f"1 {tag}", f"2 {tag}", f"3 {tag} U", "1"):
        assert practice.answer("C-LHR", body).startswith("No tip")
    assert practice.count(ReferralEvent) == before
    assert practice.referral().state in {ReferralState.SENT, ReferralState.DELIVERED}


def test_the_same_text_of_a_stranger_is_a_text_like_any(practice: Practice) -> None:
    tag = practice.report()
    other = f"{(int(tag) + 1) % 10_000:04}"
    said = texted(practice.far_end.text(f"1 {tag}", sender="+923640009002"))
    same = texted(practice.far_end.text(f"1 {other}", sender="+923640009003"))
    without_code = [re.sub(r"\d{4} \d{4}", "", reply) for reply in (said, same)]
    assert without_code[0] == without_code[1], "nobody learns which tags there are"
    assert practice.referral().state in {ReferralState.SENT, ReferralState.DELIVERED}
    assert practice.count(Tip) == 3


def test_commands_of_a_duty_phone_stay_what_they_are(practice: Practice) -> None:
    tag = practice.report()
    assert "STATUS" in practice.answer("C-GRW", "HELP")
    assert "no more texts" in practice.answer("C-GRW", "STOP")
    assert practice.answer("C-GRW", f"1 {tag}") == "", "who wants no texts gets none"
    with practice.database.transaction() as session:
        states = session.scalars(select(Referral.state)).all()
        assert ReferralState.ACKNOWLEDGED in states
        assert session.scalars(select(Text).order_by(Text.id.desc())).first().command == ANSWER


@pytest.fixture
def cut_off(environ: dict[str, str]) -> Iterator[FarEnd]:
    with without_database(environ) as far_end:
        yield far_end


def test_an_answer_that_comes_while_the_database_is_away_counts_later(
    practice: Practice, cut_off: FarEnd
) -> None:
    tag = practice.report()
    assert cut_off.text(f"2 {tag} Lahore ka hai", sender=practice.phone("C-GRW")).status_code == 200
    assert practice.referral().circle_code == "C-GRW"
    jobs.sweep(practice.far_end.runtime)
    practice.work()
    assert practice.referral().circle_code == "C-LHR"
    assert len(practice.read("C-LHR")) == 1
    assert practice.count(Tip) == 1


def test_no_line_of_the_log_and_no_row_tells_who_told_us(
    practice: Practice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    tag = practice.report()
    practice.answer("C-GRW", f"3 {tag} FIR 12/2026 gaon Wahndo")
    logged = caplog.text
    assert "Wahndo" not in logged
    assert practice.phone("C-GRW").removeprefix("+92") not in logged
    with practice.database.transaction() as session:
        rows = [
            str(row) for table in (Text, ReferralEvent) for row in session.execute(select(table.__table__))
        ]
    assert not any("Wahndo" in row for row in rows)
