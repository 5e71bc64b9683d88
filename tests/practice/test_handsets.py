"""A person texts from the practice page and watches the circle's handset."""

import re

import pytest
from playwright.sync_api import expect

from hotline.carriers.practice import inbox
from hotline.carriers.practice_numbers import circle_number
from hotline.referrals.models import Referral
from tests.practice.conftest import Phones

pytestmark = pytest.mark.browser


def test_a_text_is_answered_and_its_referral_arrives_at_the_circle(phones: Phones) -> None:
    phones.open()
    phones.text("bhatta mazdoor Gujranwala mein qaid hain")
    expect(phones.bubbles()).to_have_count(2)
    expect(phones.page.locator("#body")).to_have_value("")
    expect(phones.bubbles().first).to_contain_text("bhatta mazdoor Gujranwala")
    expect(phones.bubbles().last).to_contain_text(re.compile(r"\d{4} \d{4}"))
    phones.work()
    (tag,) = phones.rows(Referral.tag)
    expect(phones.arrivals()).to_contain_text(f"Raabta {tag}")
    expect(phones.arrivals()).to_contain_text("AHTC Gujranwala")
    phones.page.locator("#which-circle").select_option("C-LHR")
    expect(phones.arrivals()).to_have_count(0)
    phones.page.locator("#which-circle").select_option("C-GRW")
    expect(phones.arrivals()).to_have_count(1)


def test_an_urdu_text_is_answered_in_urdu(phones: Phones) -> None:
    phones.open("ur")
    phones.text("میرے بھائی کو لاہور میں روکا ہوا ہے")
    reply = phones.bubbles().last
    expect(phones.bubbles()).to_have_count(2)
    expect(reply).to_contain_text("شکریہ")
    expect(reply.locator(".words")).to_have_css("direction", "rtl")


def test_each_number_has_its_own_talk_and_keeps_it(phones: Phones) -> None:
    phones.open()
    phones.text("Help in Lahore")
    expect(phones.bubbles()).to_have_count(2)
    sender = phones.page.locator("#sender")
    sender.select_option(index=1)
    expect(phones.bubbles()).to_have_count(0)
    phones.text("Help in Quetta")
    expect(phones.bubbles()).to_have_count(2)
    phones.page.reload()
    sender.select_option(index=0)
    expect(phones.bubbles().first).to_contain_text("Lahore")
    sender.select_option(index=1)
    expect(phones.bubbles().first).to_contain_text("Quetta")


def test_a_new_referral_is_marked_until_someone_looks(phones: Phones) -> None:
    phones.open()
    expect(phones.page.locator("#circle .none")).to_be_visible()
    deliver(phones, "first")
    phones.page.reload()
    expect(phones.arrivals()).to_have_count(1)
    expect(phones.page.locator("#circle .new")).to_have_count(0)
    deliver(phones, "second")
    deliver(phones, "third")
    expect(phones.page.locator("#circle .arrival.new")).to_have_count(2)
    expect(phones.arrivals().locator(".words")).to_have_text(["third", "second", "first"])
    badge = phones.page.locator("#circle .badge")
    expect(badge).to_have_text("2")
    expect(phones.page).to_have_title(re.compile(r"^\(2\) "))
    phones.page.locator("#which-circle").focus()
    expect(badge).to_be_hidden()
    expect(phones.page.locator("#circle .new")).to_have_count(0)


def test_a_hotline_that_does_not_answer_loses_no_text(phones: Phones) -> None:
    phones.open()
    phones.page.route("**/texts", lambda route: route.fulfill(status=200, body="no answer"))
    phones.text("Help in Lahore")
    expect(phones.page.locator("#texting .now")).to_contain_text("did not take this text")
    expect(phones.page.locator("#body")).to_have_value("Help in Lahore")


def deliver(phones: Phones, words: str) -> None:
    with phones.runtime.database.transaction() as session:
        inbox.put(session, circle_number(3), "Raabta", words)
