"""A second account at a carrier: all of it is set or nothing, and the runtime sends by it under its own name."""

import pytest
from sqlalchemy import text

from hotline.carriers.practice_numbers import HOTLINE, SECOND_HOTLINE, circle_number
from hotline.errors import SettingsWrong
from hotline.runtime import build_runtime
from hotline.settings import Settings
from hotline.sms.ways import SECOND
from tests.carriers.test_sms_sender import BODY, RECEIPT, TAKEN, TO

REAL = {
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "a" * 32,
    "TWILIO_FROM": "RAABTA",
    "HOTLINE_PUBLIC_URL": "https://raabta.example",
}
OTHER = {
    "HOTLINE_SECOND_ACCOUNT_SID": "AC" + "2" * 32,
    "HOTLINE_SECOND_AUTH_TOKEN": "b" * 32,
    "HOTLINE_SECOND_FROM": "HOTLINE",
}


@pytest.fixture
def built(environ, far_end):
    runtimes = []

    def build(**more):
        runtimes.append(build_runtime(Settings.from_environ(environ | REAL | more)))
        return runtimes[-1]

    yield build
    for runtime in runtimes:
        runtime.close()


def test_without_a_second_account_all_goes_by_the_first(built):
    ways = built().ways
    assert (ways.first.name, ways.first.sender, ways.first.most, ways.second) == (
        "twilio",
        "RAABTA",
        180,
        None,
    )


def test_each_account_sends_by_its_own_sender_to_its_own_address(built, far_end):
    far_end.answer = lambda sent: TAKEN
    ways = built(
        **OTHER, HOTLINE_SECOND_API_URL=far_end.url, TWILIO_API_URL=far_end.url, HOTLINE_SENDER_MOST="9"
    ).ways
    assert (ways.second.name, ways.second.sender, ways.second.most) == (SECOND, "HOTLINE", 9)
    for way in (ways.first, ways.second):
        way.sms.send(TO, BODY, RECEIPT)
    assert [(sent.path.split("/")[3], sent.form["From"]) for sent in far_end.sent] == [
        (REAL["TWILIO_ACCOUNT_SID"], "RAABTA"),
        (OTHER["HOTLINE_SECOND_ACCOUNT_SID"], "HOTLINE"),
    ]
    assert {"21614", "practice_number"} <= ways.second.of_numbers


@pytest.mark.parametrize("missing", OTHER)
def test_half_a_second_account_is_a_fault_that_is_named(environ, missing):
    half = {name: value for name, value in OTHER.items() if name != missing}
    with pytest.raises(SettingsWrong, match=missing):
        Settings.from_environ(environ | REAL | half)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"HOTLINE_SECOND_API_URL": "http://sms.example"}, "must be https"),
        ({"HOTLINE_SECOND_API_URL": "sms.example"}, "must be an http"),
        ({"HOTLINE_SECOND_ACCOUNT_SID": REAL["TWILIO_ACCOUNT_SID"]}, "is the first account"),
        ({"HOTLINE_SEND_TIMEOUT_SECONDS": "11"}, "from 1 to 10"),
    ],
)
def test_what_would_not_work_is_named(environ, wrong, why):
    with pytest.raises(SettingsWrong, match=why):
        Settings.from_environ(environ | REAL | OTHER | wrong)


def test_no_second_account_stands_beside_the_practice_carrier(environ):
    with pytest.raises(SettingsWrong, match="beside a second account"):
        Settings.from_environ(environ | OTHER)


def test_its_secrets_are_not_in_what_the_settings_say_of_themselves(environ):
    assert "b" * 32 not in repr(Settings.from_environ(environ | REAL | OTHER))


def test_practice_has_a_second_sender_that_knows_its_own_messages_only(runtime):
    first, second = runtime.ways.first, runtime.ways.second
    assert (first.name, first.sender, first.most) == ("practice", HOTLINE, 0)
    assert (second.name, second.sender, second.most) == (SECOND, SECOND_HOTLINE, 0)
    sent = second.sms.send(circle_number(0), BODY, "")
    with runtime.database.statement() as session:
        began = session.scalar(text("SELECT now() - interval '1 minute'"))
        assert session.scalar(text("SELECT from_number FROM practice_texts")) == SECOND_HOTLINE
    assert second.sms.look_up(circle_number(0), BODY, began) == sent
    assert first.sms.look_up(circle_number(0), BODY, began) is None
