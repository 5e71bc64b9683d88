"""/health and /metrics tell how well referrals go, and 503 when the clock stands or something waits."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from hotline.alarms.figures import Failure, Figures, Share, figures
from hotline.alarms.heartbeat import beat
from hotline.referrals.acknowledgement import acknowledge
from hotline.sms.carrier_models import CarrierTurn
from hotline.sms.sending import SmsNotSent
from hotline.sms.ways import SECOND, Way, Ways
from tests.referrals.conftest import CarrierEnd, Desk, bare_desk, desk, ways_of

__all__ = ["bare_desk", "desk"]


def told(desk: Desk) -> Figures:
    with desk.database.statement() as session:
        return figures(session, ways_of(desk.carrier))


def say(desk: Desk, statement: str) -> None:
    with desk.database.transaction() as session:
        session.execute(text(statement))


def test_of_none_there_is_no_share(desk: Desk) -> None:
    found = told(desk)
    assert found == Figures(Share(0, 0), Share(0, 0), (), {"practice": 100})
    assert found.handed.share is None


def test_handed_to_the_carrier_within_ten_seconds(desk: Desk) -> None:
    desk.dispatch()
    assert told(desk).handed == Share(1, 1)
    say(desk, "UPDATE tips SET ready_at = ready_at - interval '11 s'")
    assert told(desk).handed == Share(0, 1)
    say(desk, "UPDATE referral_messages SET claimed_at = claimed_at - interval '61 min'")
    assert told(desk).handed == Share(0, 0)


def test_what_the_carrier_has_not_taken_yet_counts_once_it_is_late(desk: Desk) -> None:
    desk.carrier.faults = [(SmsNotSent("30001", "queue full"), False)] * 2
    desk.dispatch()
    assert told(desk).handed == Share(0, 0)
    say(desk, "UPDATE tips SET ready_at = ready_at - interval '11 s'")
    assert told(desk).handed == Share(0, 1)
    desk.dispatch()
    assert told(desk).failures == (Failure("practice", "not_sent", "30001", 2),)


def test_answered_before_it_went_up_the_ladder(desk: Desk) -> None:
    desk.dispatch()
    assert told(desk).answered == Share(0, 0), "there is still time"
    with desk.database.transaction() as session:
        acknowledge(session, desk.referral_id, "C-GRW, by SMS")
    assert told(desk).answered == Share(1, 1)


@pytest.mark.parametrize("another_phone", [False, True])
def test_answered_afterwards_is_late(desk: Desk, another_phone: bool) -> None:
    desk.dispatch()
    if another_phone:
        desk.enter_phone("C-GRW", "+923640000002", head=True)
    desk.is_late()
    assert told(desk).answered == Share(0, 1)
    with desk.database.transaction() as session:
        acknowledge(session, desk.referral_id, "C-GRW, by SMS")
    assert told(desk).answered == Share(0, 1)


def test_which_carrier_has_what_share(desk: Desk) -> None:
    ways = Ways(ways_of(desk.carrier).first, Way(SECOND, CarrierEnd(), "", 0))
    with desk.database.transaction() as session:
        assert figures(session, ways).carriers == {"practice": 100, SECOND: 0}
        session.add(CarrierTurn(share=30, reason="the first one is slow"))
        session.flush()
        assert figures(session, ways).carriers == {"practice": 30, SECOND: 70}


def test_it_is_few_statements(desk: Desk, statements: list[str]) -> None:
    ways = Ways(ways_of(desk.carrier).first, Way(SECOND, CarrierEnd(), "", 0))
    with desk.database.statement() as session:
        session.connection()
        statements.clear()
        figures(session, ways)
    assert len(statements) == 4


def test_metrics_tell_them(desk: Desk, client: FlaskClient, statements: list[str]) -> None:
    desk.carrier.faults = [(SmsNotSent("30001", "queue full"), False)]
    desk.dispatch()
    desk.dispatch()
    client.get("/metrics")
    statements.clear()
    metrics = client.get("/metrics").text
    assert len([one for one in statements if "SELECT" in one and "pg_catalog" not in one]) <= 6
    assert re.search(r"^hotline_oldest_tip_seconds [0-9.e-]+$", metrics, re.MULTILINE)
    assert "hotline_oldest_referral_seconds 0.0" in metrics
    assert "hotline_handed_within_10_s 1.0" in metrics
    assert 'hotline_failures{carrier="practice",code="30001",fate="not_sent"} 1.0' in metrics
    assert 'hotline_carrier_share{carrier="practice"} 100.0' in metrics
    assert "hotline_clock_seconds" not in metrics
    with desk.database.bare() as connection:
        beat(connection)
    assert "hotline_clock_seconds" in client.get("/metrics").text


def test_health_is_503_when_the_clock_stands_or_something_waits(
    practice_directory: None, desk: Desk, client: FlaskClient
) -> None:
    say(desk, "UPDATE tips SET recorded_at = now()")
    desk.dispatch()
    assert health(client, 200)["clock"].startswith("has made no round yet")
    with desk.database.bare() as connection:
        beat(connection)
    assert health(client, 200)["clock"] == "made a round 0 s ago"
    say(desk, "UPDATE heartbeats SET at = at - interval '61 s'")
    assert health(client, 503)["clock"].startswith("has made no round for 61 s")
    with desk.database.bare() as connection:
        beat(connection)
    say(desk, "UPDATE tips SET recorded_at = NULL, ready_at = now() - interval '61 s'")
    assert health(client, 503)["tips"] == "no worker has read 1, the oldest for 61 s"
    figures = client.get("/health").json["figures"]  # type: ignore[index]
    assert figures["oldest_tip_seconds"] >= 61
    assert figures["carriers"]["practice"] == 100


def health(client: FlaskClient, status: int) -> dict[str, str]:
    answer = client.get("/health")
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json or {}
    return {finding["about"]: finding["words"] for finding in told["findings"]}
