"""The list of open referrals: what needs a person first, then who has not answered; found by the number in the SMS."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from hotline.referrals.models import Referral, ReferralState, Role
from hotline.sms.carrier_models import CarrierTurn
from hotline.tips.models import Tip
from hotline.web.referrals.listing import Need, Spot, find_by_tag, read_page, tag_in
from hotline.web.referrals.words import turn_words
from tests.console.answered import Past
from tests.console.made_up import REPORT, MadeUp

ADDRESS = "/console/referrals/"
WAITING, SENT, DELIVERED = ReferralState.WAITING, ReferralState.SENT, ReferralState.DELIVERED


@pytest.fixture
def past(database, directory) -> Past:
    return Past(database)


def tags(page: str) -> list[str]:
    """The numbers in the table, in its order."""
    return re.findall(r'<th role="rowheader" scope="row">.*?dir="ltr">(\d{4})<', page)


def make_urgent(past: Past, tag: int) -> None:
    with past.database.transaction() as session:
        tips = session.query(Referral.tip_id).where(Referral.tag == str(tag))
        session.execute(update(Tip).where(Tip.id.in_(tips)).values(urgent=True))


def test_what_needs_a_person_comes_first_then_the_urgent_then_the_rest(nadia, past):
    past.referral("C-GRW", ReferralState.ACKNOWLEDGED, days=9)  # 1001
    past.referral("C-GRW", SENT, days=8)  # 1002
    past.referral("C-GRW", SENT, days=3)  # 1003, urgent
    past.referral("C-GRW", DELIVERED, days=4)  # 1004, urgent
    refused = past.referral("C-GRW", ReferralState.REFUSED, days=1)  # 1005
    past.referral("HQ-TIP", ReferralState.DECLINED, days=2)  # 1006
    past.referral("C-GRW", SENT, unanswered_at=past.begun)  # 1007, two days old as well
    past.moved(
        past.referral("C-GRW", WAITING, days=6), WAITING, 0, "no phone is entered for the office"
    )  # 1008
    past.referral("C-GRW", ReferralState.CLOSED, closed_at=past.begun)
    past.referral("C-GRW", ReferralState.WITHDRAWN)
    past.moved(refused, ReferralState.REFUSED, 0, "nobody is left up the ladder")
    make_urgent(past, 1003)
    make_urgent(past, 1004)
    page = nadia.get(ADDRESS).text
    assert tags(page) == ["1008", "1006", "1007", "1005", "1004", "1003", "1002", "1001"]
    assert "8 are open, 4 need a person" in page
    for words in (
        "Unanswered up to the top",
        "Declined, and nobody is left to ask",
        "The carrier refuses it: please look at the phone",
        "Nobody else up the ladder can be written to.",
        "Nobody can be written to: no phone is entered",
    ):
        assert words in page, words


def test_what_was_taken_needs_nobody_though_it_was_unanswered_before(past):
    past.referral("C-GRW", ReferralState.ACKNOWLEDGED, unanswered_at=past.begun)
    with past.database.transaction() as session:
        [line] = read_page(session, None, None, "").lines
    assert (line.need, line.spot.rank) == (None, 5)


def test_pages_follow_one_another_and_each_is_on_one_page_once(past):
    states = [SENT, ReferralState.REFUSED, ReferralState.ACKNOWLEDGED, DELIVERED]
    for number in range(25):
        past.referral("C-GRW", states[number % 4], days=number // 5)
    seen, after = [], None
    with past.database.transaction() as session:
        while True:
            page = read_page(session, after, None, "", size=4)
            seen += [line.tag for line in page.lines]
            if page.further is None:
                break
            after = Spot.parse(str(page.further))
    assert len(seen) == len(set(seen)) == 25


def test_the_list_is_narrowed_to_a_state_or_a_circle(nadia, past):
    past.referral("C-GRW", SENT)
    past.referral("C-LHR", SENT)
    past.referral("C-LHR", DELIVERED)
    assert tags(nadia.get(f"{ADDRESS}?circle=C-LHR").text) == ["1002", "1003"]
    page = nadia.get(f"{ADDRESS}?circle=C-LHR&state=delivered").text
    assert tags(page) == ["1003"]
    assert "3 are open" in page
    assert '<option value="C-LHR" selected>' in page
    assert '<option value="delivered" selected>' in page
    assert tags(nadia.get(f"{ADDRESS}?circle=<b>&state=gone").text) == ["1001", "1002", "1003"]
    assert "No open referral fits that." in nadia.get(f"{ADDRESS}?state=unknown").text


def test_an_empty_list_says_so_and_a_place_that_is_none_is_not_found(nadia, past):
    assert "No referral is open." in nadia.get(ADDRESS).text
    for after in ("", "x", "9.1.00000000000000000000000000000000", "1.999999999999999999." + "0" * 32):
        assert nadia.get(ADDRESS, query_string={"after": after}).status_code == 404
    assert nadia.get(ADDRESS, query_string={"after": "3.1." + "f" * 32}).status_code == 200


def test_an_officer_reads_the_number_and_it_leads_to_the_tips_page(nadia, made_up: MadeUp):
    call = made_up.call(*REPORT, "4")
    texts = made_up.texts("Workers are held for a debt at a brick kiln in Gujranwala")
    made_up.record()
    found = {}
    for row in re.findall(
        r'href="(/console/(?:calls|texts)/\d+)#referral-head"><bdi[^>]*>(\d{4})<', nadia.get(ADDRESS).text
    ):
        found[row[0]] = row[1]
    assert set(found) == {f"/console/calls/{call}", f"/console/texts/{texts}"}
    for address, tag in found.items():
        for typed in (
            tag,
            f" {tag[:2]} {tag[2:]} ",
            tag.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        ):
            response = nadia.get(ADDRESS, query_string={"tag": typed})
            assert (response.status_code, response.headers["Location"]) == (303, f"{address}#referral-head")
        assert f'dir="ltr">{tag}<' in nadia.get(address).text


def test_a_number_that_several_have_lists_the_open_one_first(nadia, past):
    past.referral("C-GRW", ReferralState.CLOSED, days=1, tag="0042", closed_at=past.begun)
    past.referral("C-LHR", SENT, days=9, tag="0042")
    page = nadia.get(f"{ADDRESS}?tag=0042").text
    assert tags(page) == ["0042", "0042"]
    assert page.index("C-LHR") < page.index("C-GRW")


def test_a_number_that_nobody_has_says_so(nadia, past):
    assert "No referral has this number." in nadia.get(f"{ADDRESS}?tag=0042").text
    for typed in ("12", "12345", "<b>", "x"):
        page = nadia.get(ADDRESS, query_string={"tag": typed})
        assert page.status_code == 200
        assert "The number in the SMS has four digits." in page.text
        assert "<b>" not in page.text
    assert tag_in("٠٠٤٢") == "0042"


def test_what_an_office_gets_beside_is_said_so(nadia, past):
    past.referral("C-GRW", role=Role.LABOUR)
    assert "Also to the labour department" in nadia.get(ADDRESS).text
    with past.database.transaction() as session:
        assert find_by_tag(session, "1001")[0].anchor == "beside-labour"


def test_every_need_can_be_told(past):
    assert {need.value for need in Need} == {"refused", "declined", "unanswered", "no_phone"}


def test_a_page_asks_the_database_a_few_times_however_long_the_list(nadia, past):
    def asked(address: str) -> int:
        statements = []
        engine = nadia.client.application.extensions["hotline"].database.engine
        listen = lambda *given: statements.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        assert nadia.get(address).status_code == 200
        event.remove(engine, "before_cursor_execute", listen)
        return len(statements)

    addresses = (ADDRESS, f"{ADDRESS}circles", f"{ADDRESS}carriers")
    for circle in ("C-GRW", "C-LHR"):
        past.told(past.referral(circle), circle)
    few = [asked(address) for address in addresses]
    for circle in ("C-QTA", "C-ISB", "C-KHI", "C-MUL") * 3:
        past.told(past.referral(circle), circle)
    assert [asked(address) for address in addresses] == few
    assert max(few) <= 6, few


def test_turns_are_shown_with_their_reasons(nadia, past):
    assert "The first carrier (practice) carries; the second" in nadia.get(f"{ADDRESS}carriers").text
    with past.database.transaction() as session:
        session.add(CarrierTurn(share=0, reason="practice failed 12 of the last 50"))
        session.flush()
        session.add(CarrierTurn(share=10, reason="well again"))
    page = nadia.get(f"{ADDRESS}carriers").text
    assert page.index("It is well again") < page.index("practice failed 12 of the last 50.")
    assert "90%" in page


def test_every_reason_for_a_turn_is_said_in_words(app):
    with app.test_request_context("/console/"):
        for reason in (
            "practice failed 12 of the last 50",
            "practice had not delivered 8 of 40 within 5 minutes",
            "practice refuses what it is given",
            "well again",
            "the first failed before; second failed 3 of the last 3",
            "practice failed 10 of the last 50; second took none",
        ):
            assert turn_words(reason).endswith("."), reason
            assert turn_words(reason) != reason


def test_the_tips_page_shows_every_sms_and_no_number(nadia, made_up: MadeUp):
    texts = made_up.texts("Workers are held for a debt at a brick kiln in Gujranwala")
    made_up.give_phone("C-GRW")
    made_up.give_phone("C-GRW", "+923640000098", head=True)
    made_up.record()
    made_up.send()
    assert made_up.is_late() == 1
    made_up.send()
    page = nadia.get(f"/console/texts/{texts}").text
    for words in (
        "2 SMS",
        "Attempt 1, step 1",
        "Attempt 2, step 2",
        "the head of the office",
        "Answer until",
    ):
        assert words in page, words
    assert "Not answered in time (the office&#39;s duty phone): the next one is told." in page
    assert "+92364" not in page
    assert "Nobody up the ladder has answered: please call." not in page
    assert made_up.is_late() == 0
    made_up.make_older(timedelta(hours=1))
    page = nadia.get(f"/console/texts/{texts}").text
    assert "Nobody up the ladder has answered: please call." in page
    assert "Answer until" not in page
    assert "Unanswered up to the top" in nadia.get(ADDRESS).text


def test_nobody_sees_the_pages_who_is_not_signed_in(visitor, past):
    for address in (ADDRESS, f"{ADDRESS}?tag=1001", f"{ADDRESS}circles", f"{ADDRESS}carriers"):
        response = visitor.get(address)
        assert response.status_code == 303
        assert "/console/sign-in" in response.headers["Location"]
