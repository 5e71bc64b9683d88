"""Whoever is afraid texts in pieces, late, in one word, or twice: nothing of it is lost, held back or turned round."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from hotline.database import utc_now
from hotline.jobs import deadlines
from hotline.referrals.dispatch import dispatch
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState
from hotline.sms.models import Text, TextConversation
from hotline.sms.sending import SmsNotSent
from hotline.sms.ways import Way, Ways
from hotline.tips.models import Tip
from tests.sms.texting import IN_DANGER, fifteen_minutes_pass, last_message, referrals, the_tip, tips, work
from tests.webhooks import FarEnd, texted

QUIET = "ten men work at a brick kiln near Okara for a debt"


def change(runtime: Any, table: Any, **values: Any) -> None:
    with runtime.database.transaction() as session:
        session.execute(update(table).values(**values))


def test_a_yes_is_not_held_back_by_what_is_texted_after_it(carrier: FarEnd, runtime: Any) -> None:
    for body in (QUIET, "yes", "they came in the morning", "please"):
        carrier.text(body)
    work(runtime)
    assert len(referrals(runtime)) == 1
    assert last_message(runtime).body.startswith("URGENT")


def test_yes_twice_is_an_answer_each_time(carrier: FarEnd, runtime: Any) -> None:
    for body in ("mera bhai qarz ke badle kaam karta hai", "haan", "haan"):
        carrier.text(body)
    assert the_tip(runtime).danger


@pytest.mark.parametrize(
    "between",
    [["he is in the house"], ["they came in the morning", "we are four"]],
)
def test_a_yes_that_comes_after_another_text_still_answers(
    carrier: FarEnd, runtime: Any, between: list[str]
) -> None:
    for body in (QUIET, *between, "yes"):
        carrier.text(body)
    assert the_tip(runtime).danger


def test_a_yes_that_comes_an_hour_late_belongs_to_what_was_asked(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(QUIET)
    fifteen_minutes_pass(runtime)
    carrier.text("yes")
    assert the_tip(runtime).danger


def test_photos_use_up_no_question(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(QUIET)
    for number in range(2):
        media = {"MediaUrl0": f"https://example.org/{number}", "MediaContentType0": "image/jpeg"}
        carrier.text("", NumMedia="1", **media)
    carrier.text("yes")
    assert the_tip(runtime).danger


@pytest.mark.parametrize("answer", ["safe", "Mehfooz", "محفوظ"])
def test_who_answers_that_all_is_safe_is_not_told_who_we_are(
    carrier: FarEnd, runtime: Any, answer: str
) -> None:
    carrier.text(QUIET)
    reply = texted(carrier.text(answer))
    assert "FIA" not in reply
    assert "ایف آئی اے" not in reply
    assert not the_tip(runtime).danger


@pytest.mark.parametrize("plea", ["band kar dia", "بند کر دیا", "roko", "rok lo isay"])
def test_a_plea_that_sounds_like_stop_is_part_of_the_report(carrier: FarEnd, runtime: Any, plea: str) -> None:
    carrier.text("ek larki ghar mein hai")
    assert texted(carrier.text(plea))
    assert plea in runtime.sealer.open_text(the_tip(runtime).words_sealed)


def test_who_tells_it_in_small_pieces_does_not_wait_for_ever(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(QUIET)
    change(runtime, Tip, taken_at=utc_now() - timedelta(minutes=4))
    carrier.text("they have been there since spring")
    work(runtime)
    assert len(referrals(runtime)) == 1


def test_a_repeat_of_unknown_fate_goes_past_the_place_once_an_official_is_named(
    carrier: FarEnd, runtime: Any
) -> None:
    carrier.text(f"{IN_DANGER} in Multan")
    work(runtime)
    [referral] = referrals(runtime)
    assert last_message(runtime).circle_code == "C-MUL"
    change(runtime, Referral, state=ReferralState.UNKNOWN, next_try_at=utc_now())
    change(runtime, ReferralMessage, fate=Fate.UNKNOWN)
    carrier.text("the police officer takes money from them")
    ways = Ways(Way("practice", Carrier(), "", 0))
    dispatch(runtime.database, ways, "https://example.org/receipts", deadlines(runtime.settings), referral.id)
    assert last_message(runtime).circle_code == "HQ-TIP"


class Carrier:
    """A carrier that never got the first message, and takes no other."""

    def send(self, to: str, body: str, receipt_url: str) -> str:
        raise SmsNotSent("30001", "queue overflow")

    def look_up(self, to: str, body: str, since: Any) -> str | None:
        return None


def test_a_tip_that_no_key_opens_goes_out_all_the_same(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(f"{IN_DANGER} in Multan")
    change(runtime, Tip, words_sealed=b"sealed with a key that is lost")
    work(runtime)
    [referral] = referrals(runtime)
    assert referral.circle_code == "HQ-TIP"


def test_texts_that_no_key_opens_do_not_stop_the_next_one(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(QUIET)
    change(runtime, Text, body_sealed=b"sealed with a key that is lost")
    assert texted(carrier.text(f"{IN_DANGER} in Multan"))
    assert len(tips(runtime)) == 2


def test_a_conversation_from_flows_that_have_changed_goes_on(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(QUIET)
    change(runtime, TextConversation, waiting_at="en.sms_tip.gone.1.0")
    assert texted(carrier.text(IN_DANGER))
    assert the_tip(runtime).ready_at <= utc_now()


def test_more_that_is_told_of_a_finished_report_opens_it_again(carrier: FarEnd, runtime: Any) -> None:
    carrier.text(f"{IN_DANGER} somewhere")
    work(runtime)
    change(runtime, Referral, closed_at=utc_now())
    carrier.text("it is in Multan")
    work(runtime)
    reference = the_tip(runtime).reference
    assert "finished" not in texted(carrier.text(f"STATUS {reference}", sender="+923640009002"))


def test_numbered_pieces_are_asked_about_once(carrier: FarEnd, runtime: Any) -> None:
    replies = [texted(carrier.text(f"{number}/9 a girl is kept")) for number in range(1, 10)]
    assert sum("?" in reply for reply in replies) == 1
