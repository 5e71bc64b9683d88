"""What is told of an alarm, and what fails on the way, is logged without a number, an address or a word of it."""

import io

from requests import ConnectionError as NoConnection

from hotline.sms.sending import SmsNotSent
from tests.alarms.conftest import ON_DUTY, Tower
from tests.alarms.test_watching import waiting
from tests.house.test_silence import logged

__all__ = ["logged", "waiting"]


def test_an_alarm_is_logged_without_who_is_told_of_it_and_where(waiting: Tower, logged: io.StringIO) -> None:
    waiting.settings = {"alarm_url": "http://127.0.0.1:9/s3cret"}
    watch = waiting.watch()
    waiting.carrier.faults = [SmsNotSent("30001", "queue full"), NoConnection(f"to {ON_DUTY}")]
    waiting.round(watch)
    waiting.let_a_quarter_pass()
    waiting.round(watch)
    watch.without_database.tell(10**9)
    told = logged.getvalue()
    assert '"event": "tip_waits"' in told
    assert "fate of a notice unknown" in told
    assert '"event": "database_away"' in told
    assert ON_DUTY[3:] not in told
    assert "s3cret" not in told
    assert "Raabta ALARM" not in told
