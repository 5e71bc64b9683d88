"""While the database is away that is told from memory, by web and SMS, and once it is back that too."""

from typing import Any

import pytest
from sqlalchemy import select, text

from hotline.alarms.models import Alarm, AlarmKind
from hotline.alarms.standing import Telling
from hotline.alarms.without_database import WithoutDatabase
from hotline.database import DATABASE_AWAY, Database
from hotline.sms.sending import SmsNotSent, SmsRefused
from hotline.sms.ways import SECOND, Way, Ways
from tests.alarms.conftest import ON_DUTY, Carrier, Tower


def test_it_is_told_after_a_minute_and_every_quarter_of_an_hour() -> None:
    said: list[Telling] = []
    alarm = WithoutDatabase(60, 0.0, said.append)
    assert alarm.answered(10.0) is None
    assert [now for now in range(11, 2000) if alarm.tell(float(now))] == [71, 971, 1871]
    assert "has not answered for 61 s" in said[0].words
    assert "for 31 min" in said[2].words
    assert alarm.answered(2000.0) == 1990.0
    assert alarm.answered(2001.0) is None
    assert [each.passed for each in said] == [False, False, False, True]
    assert not alarm.tell(2060.0)
    assert alarm.tell(2062.0)


def test_it_needs_no_row(tower: Tower) -> None:
    watch = tower.watch()
    watch.without_database = WithoutDatabase(60, tower.now, watch.without_database._say)
    away = Database("postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=1")
    here, watch._database = watch._database, away
    for _ in range(2):
        with pytest.raises(DATABASE_AWAY):
            tower.round(watch, after=31)
        watch.without_database.tell(tower.now)
    away.close()
    [(to, words)] = tower.carrier.sent
    assert to == ON_DUTY
    assert words == "Raabta ALARM: the database has not answered for 62 s. Callers hear an apology."
    assert [each["alarm"] for each in tower.posted()] == ["database_away"]
    watch._database = here
    tower.round(watch, after=1)
    assert tower.carrier.sent[1:] == [(ON_DUTY, "Raabta, over: the database answers again.")]
    with tower.runtime.database.transaction() as session:
        kept = session.execute(select(Alarm.kind, Alarm.detail, Alarm.ended_at)).one()
        lasted = session.scalar(select(Alarm.ended_at - Alarm.raised_at))
    assert (kept.kind, kept.detail) == (AlarmKind.DATABASE_AWAY, "63 s")
    assert lasted is not None
    assert round(lasted.total_seconds()) == 63


@pytest.mark.parametrize(
    ("fault", "by_the_second"),
    [(SmsNotSent("a", "b"), 1), (SmsRefused("a", "b"), 1), (TimeoutError("may have arrived"), 0)],
)
def test_a_carrier_that_certainly_did_not_take_it_has_another_stand_in(
    tower: Tower, fault: Exception, by_the_second: int
) -> None:
    watch, second = tower.watch(), Carrier()
    watch._ways = Ways(watch._ways.first, Way(SECOND, second, "", 0))
    tower.carrier.faults = [fault]
    watch.without_database.tell(10**9)
    assert len(second.sent) == by_the_second


def test_a_database_that_hung_is_back_when_it_answers_not_when_it_was_asked(tower: Tower) -> None:
    watch = tower.watch()
    watch.without_database = WithoutDatabase(60, 1000.0, watch.without_database._say)
    assert watch.without_database.tell(1062.0)
    asked, answered = 1005.0, 1100.0
    moments = iter((asked, answered))
    watch.round(lambda: next(moments))
    assert not watch.without_database.tell(answered)
    assert [each["passed"] for each in tower.posted()] == [False, True]


def test_a_database_that_answers_ends_nothing_that_was_never_told(tower: Tower, runtime: Any) -> None:
    tower.round(tower.watch())
    with runtime.database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM alarms")) == 0
