"""Commands by text as the texter meets them: STATUS, HELP, STOP, START and SAFE."""

from typing import Any

import pytest
from sqlalchemy import select, text
from stdnum import damm

from hotline.sms.models import Text
from tests.sms.texting import IN_DANGER, OTHER, referrals, the_tip, tips, words_of, work
from tests.webhooks import FarEnd, texted


def test_a_status_by_code_says_how_far_the_report_is(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(f"{IN_DANGER} in Multan")
    code = the_tip(runtime).reference
    assert "passing it on" in texted(carrier.text(f"STATUS {code}", sender=OTHER))
    work(runtime)
    assert "was passed on" in texted(carrier.text(f"status {code[:4]} {code[4:]}", sender=OTHER))
    assert "bhej di gayi" in texted(carrier.text(f"haal {code}", sender=OTHER))
    assert "بھیج دی گئی" in texted(carrier.text(f"حالت {code}", sender=OTHER))
    assert "did not find" in texted(carrier.text("STATUS 1234 5678", sender=OTHER))
    assert "eight digits" in texted(carrier.text("STATUS", sender=OTHER))
    assert len(tips(runtime)) == 1, "to ask is not to report"


def test_guessing_codes_ends_soon(carrier: FarEnd, runtime: Any) -> None:
    wrong = [f"{n:07d}" for n in range(10)]
    replies = [
        texted(carrier.text(f"STATUS {digits}{damm.calc_check_digit(digits)}", sender=OTHER))
        for digits in wrong
    ]
    assert "did not find" in replies[0]
    assert "Too many" in replies[-1]


def test_help_alone_is_kept_as_a_report_to_which_the_next_text_belongs(carrier: FarEnd, runtime: Any) -> None:
    reply = texted(carrier.text("madad"))
    assert "Likhein" in reply
    assert the_tip(runtime).partial
    assert "haan ya nahi" in texted(carrier.text("Kasur mein bhatte par kaam karte hain qarz mein"))
    assert words_of(runtime, the_tip(runtime)).startswith("madad\n")
    assert not the_tip(runtime).partial


def test_after_stop_texts_are_taken_in_and_not_answered_until_start(carrier: FarEnd, runtime: Any) -> None:
    assert "START" in texted(carrier.text("STOP"))
    assert texted(carrier.text(f"{IN_DANGER} in Multan")) == ""
    work(runtime)
    assert len(referrals(runtime)) == 1
    assert texted(carrier.text("START"))
    assert texted(carrier.text("they hit her again, now"))


@pytest.mark.parametrize(("body", "word"), [("band karo", "SHURU"), ("بند", "شروع"), ("stpo", "START")])
def test_stop_in_three_ways_of_writing(carrier: FarEnd, runtime: Any, body: str, word: str) -> None:
    assert word in texted(carrier.text(body))
    assert texted(carrier.text("A girl is kept in a house")) == ""


def test_who_we_are_is_only_told_to_who_says_it_is_safe(carrier: FarEnd, runtime: Any) -> None:
    said = [texted(carrier.text(body)) for body in ("A girl is kept in a house", "Multan", "no", "HELP")]
    assert not any("FIA" in reply or "traffick" in reply for reply in said)
    assert "FIA" in texted(carrier.text("SAFE"))


def test_commands_are_kept_and_answered_alike_when_told_twice(carrier: FarEnd, runtime: Any) -> None:
    sid = "SM" + "c" * 32
    assert carrier.text("STOP", sid=sid).data == carrier.text("STOP", sid=sid).data
    with runtime.database.transaction() as session:
        assert session.scalars(select(Text.command)).all() == ["stop"]
        assert session.scalar(text("SELECT count(*) FROM tips")) == 0
