"""An alarm is raised once, told to whom it may concern, told again while it stands, and once when it is over."""

import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from hotline.alarms.heartbeat import CLOCK, beat
from hotline.alarms.models import AlarmKind
from hotline.alarms.telling import phones_on_duty
from hotline.alarms.watching import begin_watching
from hotline.database import PAKISTAN
from hotline.sms.carrier_models import Notice, NoticeState
from hotline.sms.sending import SmsNotSent
from hotline.tips.intake import Told, take_tip
from hotline.tips.models import Channel
from tests.alarms.conftest import NEXT, ON_DUTY, Tower
from tests.carriers.far_end import HANG, Answer


@pytest.fixture
def waiting(tower: Tower) -> Tower:
    """A tip has waited for two minutes."""
    with tower.runtime.database.transaction() as session:
        take_tip(session, Told(Channel.SMS, "en", {}))
    tower.say("UPDATE tips SET ready_at = now() - interval '125 s'")
    return tower


def test_while_all_is_well_nobody_is_told(tower: Tower) -> None:
    tower.round(tower.watch())
    assert (tower.alarms(), tower.carrier.sent, tower.posted()) == ([], [], [])


def test_it_is_told_by_web_and_by_sms_and_only_once(waiting: Tower) -> None:
    watch = waiting.watch()
    for _ in range(3):
        waiting.round(watch)
    [(to, words)] = waiting.carrier.sent
    assert to == ON_DUTY
    assert words.startswith("Raabta ALARM: tips that no worker has read: 1, the oldest for 2 min.")
    [posted] = waiting.posted()
    assert posted == {
        "text": words,
        "alarm": "tip_waits",
        "passed": False,
        "hotline": waiting.runtime.settings.public_url,
    }
    assert waiting.alarms() == [(AlarmKind.TIP_WAITS, True)]


def test_it_is_told_again_every_quarter_of_an_hour_while_it_stands(waiting: Tower) -> None:
    watch = waiting.watch()
    waiting.round(watch)
    waiting.let_a_quarter_pass()
    for _ in range(2):
        waiting.round(watch)
    assert len(waiting.carrier.sent) == len(waiting.posted()) == 2
    assert waiting.alarms() == [(AlarmKind.TIP_WAITS, True)]


def test_when_it_has_passed_for_a_minute_that_is_told_once(waiting: Tower) -> None:
    watch = waiting.watch()
    waiting.round(watch)
    waiting.say("UPDATE tips SET recorded_at = now()")
    waiting.round(watch)
    waiting.round(watch, after=50)
    assert len(waiting.carrier.sent) == 1, "what comes and goes is one alarm"
    for _ in range(2):
        waiting.round(watch, after=10)
    assert waiting.carrier.sent[1:] == [(ON_DUTY, "Raabta, over: tips are read again.")]
    assert [each["passed"] for each in waiting.posted()] == [False, True]
    assert waiting.alarms() == [(AlarmKind.TIP_WAITS, False)]


def test_two_clocks_tell_it_once(waiting: Tower) -> None:
    first, second = waiting.watch(), waiting.watch()
    begin = threading.Barrier(2)

    def look(watch: Any) -> None:
        begin.wait()
        watch.round(lambda: 1000.0)
        watch.tell_waiting()

    clocks = [threading.Thread(target=look, args=(watch,)) for watch in (first, second)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    assert len(waiting.carrier.sent) == len(waiting.posted()) == 1


def test_no_queue_and_no_worker_is_needed(waiting: Tower) -> None:
    """The runtime of this test has a queue store, and nothing is put there."""
    waiting.round(waiting.watch())
    assert waiting.carrier.sent
    assert set(waiting.runtime.queues.lengths().values()) == {0}


def test_every_phone_on_duty_is_told_and_where_nobody_is_the_first() -> None:
    cell = f"{ON_DUTY} mon-fri 09:00-17:00; {NEXT}"
    monday, sunday = datetime(2026, 11, 23, 12, tzinfo=PAKISTAN), datetime(2026, 11, 22, 12, tzinfo=PAKISTAN)
    assert phones_on_duty(cell, monday) == (ON_DUTY, NEXT)
    assert phones_on_duty(cell, sunday) == (NEXT,)
    assert phones_on_duty(f"{ON_DUTY} mon-fri; {NEXT} sat", sunday) == (ON_DUTY,)
    assert phones_on_duty("", monday) == phones_on_duty("no number", monday) == ()


def test_what_the_carrier_did_not_take_is_tried_again_and_overtaken_by_what_is_newer(waiting: Tower) -> None:
    watch = waiting.watch()
    waiting.carrier.faults = [SmsNotSent("30001", "queue full")]
    waiting.round(watch)
    assert waiting.carrier.sent == []
    waiting.let_a_quarter_pass()
    waiting.round(watch)
    assert len(waiting.carrier.sent) == 1
    with waiting.runtime.database.transaction() as session:
        states = session.scalars(select(Notice.state).order_by(Notice.made_at)).all()
    assert states == [NoticeState.LEFT, NoticeState.SENT]


@pytest.mark.parametrize(
    ("answer", "tries"), [(Answer(status=500), 3), (Answer(status=302, headers={"Location": "/other"}), 3)]
)
def test_an_address_that_does_not_take_it_is_tried_a_few_times_and_never_followed_elsewhere(
    waiting: Tower, answer: Answer, tries: int
) -> None:
    waiting.far_end.answer = lambda sent: answer
    watch = waiting.watch()
    for _ in range(5):
        waiting.round(watch)
    assert [sent.path for sent in waiting.far_end.sent] == ["/hook"] * tries
    assert len(waiting.carrier.sent) == 1


def test_an_address_that_hangs_keeps_no_sms_from_going_out(
    waiting: Tower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.alarms.telling.ANSWER_SECONDS", 0.2)
    waiting.far_end.answer = lambda sent: HANG
    waiting.round(waiting.watch())
    assert len(waiting.carrier.sent) == 1


def test_what_waits_on_disk_is_told_by_whoever_sees_it_and_ended_by_no_other(
    tower: Tower, tmp_path: Path
) -> None:
    here = tower.watch()
    tower.runtime.spool.keep("incoming sms", sms={})
    tower.round(here)
    tower.round(here, after=59)
    assert tower.alarms() == []
    tower.round(here, after=2)
    assert tower.alarms() == [(AlarmKind.KEPT_ON_DISK, True)]
    elsewhere = tower.watch()
    elsewhere._kept._spool = type(tower.runtime.spool)(tmp_path / "elsewhere", tower.runtime.sealer)
    for after in (0, 61, 61):
        tower.round(elsewhere, after=after)
    assert tower.alarms() == [(AlarmKind.KEPT_ON_DISK, True)]


def test_a_clock_that_has_stopped_is_told_of(tower: Tower) -> None:
    watch = tower.watch()
    tower.round(watch)
    with tower.runtime.database.bare() as connection:
        beat(connection, CLOCK)
    tower.round(watch)
    assert tower.alarms() == []
    tower.say("UPDATE heartbeats SET at = at - interval '61 s'")
    tower.round(watch)
    assert tower.alarms() == [(AlarmKind.CLOCK_STOPPED, True)]


def test_the_threads_of_a_clock_tell_it_and_end_with_it(
    waiting: Tower, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = threading.Event()
    monkeypatch.setattr("hotline.alarms.watching.EVERY_SECONDS", 0.01)
    waiting.far_end.answer = lambda sent: told.set() or Answer(status=204)  # type: ignore[func-returns-value]
    stop = threading.Event()
    threads = begin_watching(waiting.watch(), stop)
    assert told.wait(20)
    stop.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def test_nobody_to_tell_is_no_fault(waiting: Tower) -> None:
    waiting.settings = {"alarm_url": "", "alarm_phones": "no number"}
    waiting.round(waiting.watch())
    assert waiting.alarms() == [(AlarmKind.TIP_WAITS, True)]
    with waiting.runtime.database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM notices")) == 0
