"""Who gets a tip, as its page shows it: the reasons in words, offices beside the circle, and who must not get it."""

import pytest
from sqlalchemy import Select, select, text

from hotline.queues import TIPS
from hotline.referrals.models import Referral, ReferralEvent
from hotline.tips.models import Tip
from tests.console.made_up import REPORT, MadeUp
from tests.referrals.offices import LABOUR, enter_offices

NOT_TO = "Not to this circle"


@pytest.fixture
def texts(made_up: MadeUp) -> int:
    """A conversation about a kiln, whose referral to Gujranwala waits."""
    made = made_up.texts("Workers are held for a debt at a brick kiln in Gujranwala")
    made_up.record()
    return made


def box(page: str, head: str = "referral-head") -> str:
    return page.split(f'aria-labelledby="{head}"')[1].split("</section>", maxsplit=1)[0]


def press(nadia, texts: int, circle: str = "C-GRW") -> int:
    page = f"/console/texts/{texts}"
    return nadia.send(page, f"{page}/not-to", circle=circle).status_code


def rows(made_up: MadeUp, what) -> list:
    with made_up.runtime.database.transaction() as session:
        return list(session.scalars(what if isinstance(what, Select) else select(what)))


def test_a_tip_is_kept_from_its_circle_and_goes_to_the_next(nadia, made_up, texts):
    address = f"/console/texts/{texts}"
    assert NOT_TO in box(nadia.get(address).text)
    made_up.runtime.queues.connection.flushdb()
    response = nadia.send(address, f"{address}/not-to", circle="C-GRW")
    assert (response.status_code, response.headers["Location"]) == (303, f"{address}#referral-head")
    assert made_up.runtime.queues.lengths()[TIPS] == 1
    shown = box(nadia.get(address).text)
    assert "nadia noted that it must not go to C-GRW." in shown
    assert NOT_TO not in shown
    made_up.record()
    shown = box(nadia.get(address).text)
    assert "Composite Circle Gujrat" in shown
    assert "C-GRW is passed over." in shown
    assert "It must not go to C-GRW: it goes elsewhere." in shown
    assert NOT_TO in shown


def test_pressed_twice_it_is_noted_once(nadia, made_up, texts):
    assert [press(nadia, texts), press(nadia, texts)] == [303, 303]
    assert rows(made_up, Tip.excluded) == [["C-GRW"]]
    assert len([reason for reason in rows(made_up, ReferralEvent.reason) if "noted by" in reason]) == 1


def test_headquarters_and_what_is_finished_have_no_such_button(nadia, made_up, texts):
    call = made_up.call(*REPORT)
    made_up.record()
    assert "HQ-TIP" in box(nadia.get(f"/console/calls/{call}").text)
    assert NOT_TO not in box(nadia.get(f"/console/calls/{call}").text)
    page = f"/console/texts/{texts}"
    [this] = rows(made_up, select(Referral.id).where(Referral.circle_code == "C-GRW"))
    nadia.send(page, f"{page}/referrals/{this}/finished", outcome="other")
    assert NOT_TO not in box(nadia.get(page).text)
    assert press(nadia, texts) == 404


def test_it_is_kept_from_no_circle_that_it_does_not_go_to(nadia, made_up, texts):
    token = nadia.token("/console/account")
    for address, circle in (
        (f"texts/{texts}", "C-LHR"),
        (f"texts/{texts}", ""),
        (f"texts/{texts}", "<b>"),
        ("texts/99999999999999999999", "C-GRW"),
        ("calls/1", "C-GRW"),
    ):
        data = {"circle": circle, "csrf_token": token}
        assert nadia.client.post(f"/console/{address}/not-to", data=data).status_code == 404, address
    assert rows(made_up, Tip.excluded) == [[]]


def test_nothing_is_kept_without_the_pages_own_token_or_by_who_is_not_signed_in(
    visitor, password, made_up, texts
):
    address = f"/console/texts/{texts}/not-to"
    token = visitor.token()
    response = visitor.client.post(address, data={"circle": "C-GRW", "csrf_token": token})
    assert "/console/sign-in" in response.headers["Location"]
    visitor.sign_in("nadia", password)
    for fields in ({}, {"csrf_token": "x"}):
        assert visitor.client.post(address, data={"circle": "C-GRW", **fields}).status_code == 400
    assert visitor.client.get(address).status_code in {404, 405}
    assert rows(made_up, Tip.excluded) == [[]]


def test_each_office_beside_the_circle_has_its_own_box(nadia, made_up):
    enter_offices(made_up.runtime.database)
    texts = made_up.texts("Workers are held for a debt at a brick kiln in Gujranwala")
    made_up.record()
    made_up.give_phone("C-GRW")
    made_up.send()
    page = nadia.get(f"/console/texts/{texts}").text
    assert page.count('aria-labelledby="referral-head"') == 1
    beside = box(page, "beside-labour")
    for words in (
        "Also to the labour department",
        "Labour department, Lahore",
        "By law the labour department looks into this kind of work too.",
        "The FIA has it too.",
    ):
        assert words in beside, words
    assert "By code" not in beside
    # It knows by now.
    assert "Not to this office" not in beside
    assert nadia.get("/console/").text.count(f'href="/console/texts/{texts}"') == 1


def test_an_office_beside_that_waits_can_be_kept_from_it(nadia, made_up):
    enter_offices(made_up.runtime.database)
    texts = made_up.texts("Workers are held for a debt at a brick kiln in Gujranwala")
    made_up.record()
    assert "Not to this office" in box(nadia.get(f"/console/texts/{texts}").text, "beside-labour")
    assert press(nadia, texts, LABOUR) == 303
    made_up.record()
    assert "Taken back, not sent" in box(nadia.get(f"/console/texts/{texts}").text, "beside-labour")


def test_all_places_named_are_shown_and_the_one_it_went_by_is_marked(nadia, made_up):
    texts = made_up.texts("Girls from Lahore and Quetta work there for a debt")
    made_up.record()
    page = nadia.get(f"/console/texts/{texts}").text
    assert "Places named:" in page
    assert '<strong>Lahore</strong> <span class="soft">(it went by this one)</span>, Quetta' in page
    assert "Of the places named (Lahore, Quetta), Lahore is named first." in box(page)
    nadia.send("/console/", "/console/language", language="ur")
    page = nadia.get(f"/console/texts/{texts}").text
    assert "<strong>لاہور</strong>" in page
    assert "بتائی گئی جگہوں (لاہور، کوئٹہ) میں سے لاہور کا نام پہلے آیا ہے۔ لاہور لاہور زون میں ہے" in box(
        page
    )


def test_a_reason_of_an_earlier_version_is_shown_as_it_was_noted(nadia, made_up, texts):
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE referrals SET detail = 'Gujranwala lies in <the> zone'"))
    assert "Gujranwala lies in &lt;the&gt; zone" in box(nadia.get(f"/console/texts/{texts}").text)
    assert len(rows(made_up, Referral.id)) == 1
