"""Once a day each zone hears how many of its referrals are open, in one SMS."""

from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy import select, text

from hotline.database import PAKISTAN, Database
from hotline.languages import SmsLanguage
from hotline.referrals.acknowledgement import acknowledge, close
from hotline.referrals.digest import Digest, digest_words, put_digests, zone_name
from hotline.referrals.opening import open_referrals
from hotline.sealing import Sealer
from hotline.sms.carrier_models import Notice
from hotline.sms.segments import Encoding, count
from tests.referrals.conftest import a_recorded_tip, recorded

DESK, ZONE = "+923640000021", "+923640000022"


class Morning:
    """Two zones and the headquarters desk, and what they are told."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self.database = database
        self.sealer = sealer
        self.referrals = [
            self.open("Gujranwala"),
            self.open("Gujranwala"),
            self.open("Multan"),
            self.open(None),
        ]

    def open(self, district: str | None) -> Any:
        tip = a_recorded_tip(self.database, district)
        with self.database.transaction() as session:
            return open_referrals(session, recorded(tip))[0].id

    def say(self, statement: str, **given: Any) -> None:
        with self.database.transaction() as session:
            session.execute(text(statement), given)

    def enter_phone(self, which: str, number: str) -> None:
        self.say(
            "INSERT INTO circle_phones (circle_code, number, position, days, hours, head, practice)"
            f" SELECT code, :number, 1, '', '', false, false FROM circles WHERE {which}",
            number=number,
        )

    def put(self, at: time | None = None) -> int:
        """The digest's time is now, unless another is given."""
        with self.database.transaction() as session:
            now = session.execute(text("SELECT (now() AT TIME ZONE 'Asia/Karachi')::time")).scalar_one()
            return put_digests(session, self.sealer, at or now)

    def told(self) -> list[tuple[str, str]]:
        with self.database.transaction() as session:
            rows = session.scalars(
                select(Notice).where(Notice.number_sealed.is_not(None)).order_by(Notice.key)
            )
            return [
                (
                    self.sealer.open_text(row.number_sealed or b""),
                    self.sealer.open_text(row.body_sealed or b""),
                )
                for row in rows
            ]


@pytest.fixture
def morning(database: Database, directory: None, settings: Any) -> Morning:
    return Morning(database, Sealer(settings.sealing_keys))


def test_each_zone_hears_of_its_own_and_who_has_no_phone_by_the_headquarters_desk(morning: Morning) -> None:
    morning.enter_phone("type = 'headquarters'", DESK)
    morning.enter_phone("type = 'zone' AND zone = 'Gujranwala'", ZONE)
    morning.say("UPDATE tips SET urgent = true WHERE district = 'Multan'")
    with morning.database.transaction() as session:
        acknowledge(session, morning.referrals[0], "C-GRW, by SMS")
    assert morning.put() == 3
    rest = f"the oldest since {datetime.now(PAKISTAN):%d/%m}. Full list in the console."
    assert sorted(morning.told()) == [
        (DESK, f"Raabta, headquarters desk: 1 open, 0 urgent, 1 not answered; {rest}"),
        (DESK, f"Raabta, zone Multan: 1 open, 1 urgent, 1 not answered; {rest}"),
        (ZONE, f"Raabta, zone Gujranwala: 2 open, 0 urgent, 1 not answered; {rest}"),
    ]


def test_it_is_put_once_a_day_however_often_the_clock_asks(morning: Morning) -> None:
    morning.enter_phone("type = 'headquarters'", DESK)
    assert [morning.put() for _ in range(3)] == [3, 0, 0]
    morning.say("UPDATE notices SET key = replace(key, right(key, 10), '2020-01-01')")
    assert morning.put() == 3


def test_what_is_closed_is_not_in_it_and_a_zone_with_nothing_open_hears_nothing(morning: Morning) -> None:
    morning.enter_phone("type = 'headquarters'", DESK)
    with morning.database.transaction() as session:
        for referral in morning.referrals:
            close(session, referral, "C-GRW, by SMS", None)
    assert morning.put() == 0
    assert morning.told() == []


@pytest.mark.parametrize("hours", [1, -5])
def test_before_its_time_and_long_after_it_there_is_none(morning: Morning, hours: int) -> None:
    morning.enter_phone("type = 'headquarters'", DESK)
    with morning.database.transaction() as session:
        at = session.execute(
            text("SELECT (now() AT TIME ZONE 'Asia/Karachi')::time + make_interval(hours => :hours)"),
            {"hours": hours},
        ).scalar_one()
        now = session.execute(text("SELECT (now() AT TIME ZONE 'Asia/Karachi')::time")).scalar_one()
    if (at > now) is not (hours > 0):
        pytest.skip("over midnight it is another day's digest")
    assert morning.put(at) == 0


def test_without_any_phone_nobody_is_told(morning: Morning) -> None:
    assert morning.put() == 0


@pytest.mark.parametrize("language", SmsLanguage)
def test_it_is_one_part_and_in_urdu_two(morning: Morning, language: SmsLanguage) -> None:
    most = Digest("", 99999, 99999, 99999, datetime(2026, 11, 21, 20, tzinfo=PAKISTAN))
    with morning.database.transaction() as session:
        zones = session.execute(text("SELECT DISTINCT zone FROM circles")).scalars().all()
        names = [zone_name(session, zone, language) for zone in zones]
    assert "Gujranwala" in names or "گوجرانوالہ" in names
    for name in names:
        said = count(digest_words(most, name, language))
        if language is SmsLanguage.URDU:
            assert said.segments <= 2, name
            assert not name.isascii() or not name
        else:
            assert (said.encoding, said.segments) == (Encoding.GSM_7, 1), name
