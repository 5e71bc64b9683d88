"""An officer answers a referral from the circle's handset on the practice page."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from hotline.carriers.practice import inbox
from hotline.carriers.practice_numbers import CALLER, caller_number, circle_number
from hotline.referrals.models import Outcome, Referral, ReferralState
from hotline.tips.models import Tip
from tests.conftest import Live
from tests.practice.conftest import Phones, Poster

DANGER = "bhatta mazdoor Gujranwala mein qaid hain, malik maar raha hai"
ASKS = "Raabta 4821: forced labour. Reply 1 4821 if yours, 2 4821 if not, 3 4821 when done."
ASKS_IN_URDU = "رابطہ 4821: جبری مشقت۔ جواب: 1 4821 ہماری، 2 4821 نہیں، 3 4821 مکمل۔"


def referred(phones: Phones) -> Locator:
    """Report a danger, and the SMS about it on the handset of its circle."""
    phones.text(DANGER)
    expect(phones.bubbles()).to_have_count(2)
    phones.work()
    expect(phones.arrivals()).to_have_count(1)
    return phones.arrivals().last


def state(phones: Phones) -> ReferralState:
    return phones.rows(Referral.state)[0]


@pytest.mark.browser
def test_a_referral_is_taken_by_a_button_and_closed_in_words(phones: Phones) -> None:
    phones.open()
    sms = referred(phones)
    (tag,) = phones.rows(Referral.tag)
    assert phones.rows(Tip.danger) == [True]
    sms.get_by_role("button", name="1 mine").click()
    expect(phones.arrivals().first).to_contain_text(f"{tag}: noted as yours")
    expect(phones.page.locator("#circle .mine .words")).to_have_text(f"1 {tag}")
    expect(phones.page.locator("#circle .new")).to_have_count(0)
    assert state(phones) is ReferralState.ACKNOWLEDGED
    sms.get_by_role("button", name="In your words").click()
    answer = sms.get_by_role("textbox")
    expect(answer).to_be_in_viewport(ratio=1)
    answer.fill(f"3 {tag} FIR 12/2026")
    answer.press("Enter")
    expect(phones.arrivals().first).to_contain_text(f"{tag} is closed")
    expect(answer).to_be_hidden()
    assert phones.rows(Referral.outcome) == [Outcome.FIR]
    assert state(phones) is ReferralState.CLOSED
    phones.page.reload()
    expect(phones.arrivals()).to_have_count(3)
    expect(phones.page.locator("#circle .mine")).to_have_count(2)


@pytest.mark.browser
def test_only_an_sms_that_asks_whose_it_is_has_buttons_and_urdu_stays_right_to_left(phones: Phones) -> None:
    with phones.runtime.database.transaction() as session:
        for words in (ASKS_IN_URDU, "4821: noted as yours. When it is done, reply 3 4821."):
            inbox.put(session, circle_number(3), "Raabta", words)
    phones.open("ur")
    expect(phones.arrivals()).to_have_count(2)
    noted, asks = phones.arrivals().all()
    expect(noted.locator("[data-key]:visible")).to_have_count(0)
    expect(asks.locator("[data-key]:visible")).to_have_count(3)
    expect(asks.locator(".words")).to_have_css("direction", "rtl")
    expect(noted.locator(".words")).to_have_css("direction", "ltr")
    noted.locator('[data-reply="open"]').click()
    expect(noted.get_by_role("textbox")).to_have_css("direction", "rtl")
    noted.get_by_role("textbox").fill("mera hai")
    expect(noted.get_by_role("textbox")).to_have_css("direction", "ltr")
    noted.get_by_role("textbox").fill("یہ ہمارا نہیں")
    expect(noted.get_by_role("textbox")).to_have_css("direction", "rtl")


@pytest.mark.browser
def test_an_answer_that_the_hotline_did_not_take_is_kept_to_be_sent_again(phones: Phones) -> None:
    phones.open()
    sms = referred(phones)
    phones.page.route("**/answers", lambda route: route.fulfill(status=200, body="no answer"))
    sms.get_by_role("button", name="In your words").click()
    sms.get_by_role("textbox").fill("hamara nahi hai")
    sms.get_by_role("textbox").press("Enter")
    expect(sms.get_by_role("status")).to_contain_text("did not take this text")
    expect(sms.get_by_role("textbox")).to_have_value("hamara nahi hai")
    assert state(phones) is not ReferralState.DECLINED


@pytest.mark.parametrize("sender", [CALLER, caller_number(2), "", None, 3, [circle_number(0)]])
def test_only_the_phone_of_an_office_answers(poster: Poster, live: Live, sender: Any) -> None:
    assert poster.post("answers", {"sender": sender, "body": "1 4821"}).status_code == 400
    with live.runtime.database.transaction() as session:
        assert inbox.newest(session) == 0


@pytest.mark.parametrize("body", ["", "  \n", "x" * 1601, None, 7])
def test_an_answer_that_no_phone_would_send_is_refused(poster: Poster, body: Any) -> None:
    assert poster.post("answers", {"sender": circle_number(0), "body": body}).status_code == 422


@pytest.mark.parametrize(
    ("words", "tag"),
    [(ASKS, "4821"), (ASKS_IN_URDU, "4821"), ("Reply 1 4821 mine, 2 not ours, 3 done.", "4821"),
     ("4821 is closed already.", ""), ("Which one? Reply 1 and its digits: 4821", ""), ("21 4821", ""),
     ("1 48211", "")],
)  # fmt: skip
def test_the_tag_is_read_where_an_sms_asks_for_it(poster: Poster, live: Live, words: str, tag: str) -> None:
    with live.runtime.database.transaction() as session:
        inbox.put(session, circle_number(0), "Raabta", words)
    (told,) = poster.client.get("/practice/texts").json["arrived"]
    assert (told["tag"], told["number"], told["mine"]) == (tag, circle_number(0), False)


def test_both_sides_of_an_answer_lie_on_the_handset_of_its_own_circle_only(poster: Poster) -> None:
    sent = poster.post("answers", {"sender": circle_number(0), "body": "1 4821"})
    assert (sent.status_code, sent.json) == (200, {"replies": 1})
    reply, answer = poster.client.get("/practice/texts").json["arrived"]
    assert (answer["mine"], answer["body"], answer["tag"]) == (True, "1 4821", "")
    assert (reply["mine"], reply["circle"]) == (False, answer["circle"])
    elsewhere = poster.client.get(
        "/practice/texts", query_string={"number": CALLER, "circle": "nowhere"}
    ).json
    assert (elsewhere["talk"], elsewhere["arrived"]) == ([], [])
