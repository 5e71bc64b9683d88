"""A circle's handset rings on the practice page; whoever picks it up takes the tip with one key."""

import pytest
from playwright.sync_api import expect

from hotline.referrals.models import Referral, ReferralState
from tests.practice.conftest import Phones

pytestmark = pytest.mark.browser


@pytest.fixture
def environ(environ: dict[str, str]) -> dict[str, str]:
    return {**environ, "HOTLINE_OFFICER_CALLS_FROM": "+923640009980"}


def test_an_urgent_tip_rings_the_circles_handset_and_one_key_takes_it(phones: Phones) -> None:
    phones.open()
    bar = phones.page.locator('#circle [data-part="rings"]')
    expect(bar).to_be_hidden()
    phones.text("Workers are held at a brick kiln in Gujranwala and beaten right now")
    expect(phones.bubbles()).to_have_count(2)
    phones.work()
    phones.work()
    expect(bar).to_contain_text("AHTC Gujranwala")
    bar.get_by_role("button").click()
    expect(phones.said().first).to_contain_text("urgent tip for your office")
    expect(bar).to_be_hidden()
    phones.press("1")
    phones.is_in("over")
    expect(phones.page.locator("#telephone")).to_contain_text("It is yours now")
    assert phones.rows(Referral.state) == [ReferralState.ACKNOWLEDGED]
