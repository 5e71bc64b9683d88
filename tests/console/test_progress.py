"""What a supervisor notes of a referral: taken, not theirs, finished; who asks by code hears it too."""

import re
import uuid

import pytest
from sqlalchemy import select, text

from hotline.queues import REFERRALS
from hotline.referrals.models import Outcome, Referral, ReferralEvent, ReferralState
from tests.console.conftest import Visitor
from tests.console.made_up import REPORT, MadeUp
from tests.console.test_call_log import rows_of

TAKEN = "The circle has taken it"
FINISHED = "The work is finished"
NOT_THEIRS = "It is not theirs"
NOTE = "Note the outcome"


@pytest.fixture
def call(made_up: MadeUp) -> int:
    """A call whose referral has been sent."""
    made = made_up.call(*REPORT, "4")
    made_up.give_phone("HQ-TIP")
    made_up.record()
    made_up.send()
    return made


@pytest.fixture
def texts(made_up: MadeUp) -> int:
    """A conversation about a kiln, whose referral to Gujranwala has been sent."""
    made = made_up.texts("Workers are held for a debt at a brick kiln in Gujranwala")
    made_up.give_phone("C-GRW")
    made_up.record()
    made_up.send()
    return made


def noted(made_up: MadeUp) -> list[str]:
    with made_up.runtime.database.transaction() as session:
        reasons = session.scalars(select(ReferralEvent.reason).order_by(ReferralEvent.id))
        return [reason for reason in reasons if reason.endswith(": nadia")]


def referral(made_up: MadeUp) -> Referral:
    with made_up.runtime.database.transaction() as session:
        return session.scalars(select(Referral)).one()


def buttons(page: str) -> list[str]:
    return re.findall(r'<button class="quiet"[^>]*>([^<]+)<', page)


def referral_box(page: str) -> str:
    return page.split('aria-labelledby="referral-head"')[1].split("</section>", maxsplit=1)[0]


def press(nadia: Visitor, made_up: MadeUp, page: str, what: str, **fields: str) -> str:
    response = nadia.send(page, f"{page}/referrals/{referral(made_up).id}/{what}", **fields)
    assert response.status_code == 303
    assert response.headers["Location"] == f"{page}#referral-head"
    return referral_box(nadia.get(page).text)


def test_progress_is_noted_with_who_and_when_and_heard_by_code(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    box = referral_box(nadia.get(page).text)
    assert "Your report has been passed on to an officer." in box
    assert buttons(box) == [TAKEN, FINISHED, NOT_THEIRS]
    box = press(nadia, made_up, page, "taken")
    assert "Taken by the circle" in box
    assert "nadia noted that the circle has taken it." in box
    assert "An officer has taken your report and is working on it." in box
    assert buttons(box) == [FINISHED, NOT_THEIRS]
    box = press(nadia, made_up, page, "finished", outcome="fir")
    assert "Work finished" in box
    assert "nadia noted that the work is finished. Outcome: FIR registered." in box
    assert "The work on your report is finished." in box
    assert buttons(box) == [NOTE]
    assert noted(made_up) == ["mine: nadia", "done, fir: nadia"]


def test_pressed_twice_is_noted_once_and_the_first_time_stands(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    for what, fields in (("taken", {}), ("finished", {"outcome": "unfounded"})):
        press(nadia, made_up, page, what, **fields)
        first = referral(made_up)
        press(nadia, made_up, page, what, **fields)
        again = referral(made_up)
        assert (again.acknowledged_at, again.closed_at) == (first.acknowledged_at, first.closed_at)
    assert len(noted(made_up)) == 2


def test_what_is_finished_cannot_be_taken_back(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    press(nadia, made_up, page, "finished", outcome="other")
    press(nadia, made_up, page, "taken")
    box = press(nadia, made_up, page, "not-theirs")
    assert "Work finished" in box
    assert noted(made_up) == ["done, other: nadia"]


def test_it_is_not_finished_before_it_is_said_what_came_of_it(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    for outcome in ("", "<b>"):
        response = nadia.send(page, f"{page}/referrals/{referral(made_up).id}/finished", outcome=outcome)
        assert response.status_code == 303
        shown = referral_box(nadia.get(response.headers["Location"]).text)
        assert "Please say what came of it." in shown
        assert "<details open>" in shown
    assert referral(made_up).state is ReferralState.SENT


def test_every_outcome_may_be_chosen_and_is_shown(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    box = referral_box(nadia.get(page).text)
    select_box = box.split('name="outcome"')[1].split("</select>")[0]
    assert re.findall(r'<option value="(\w+)"', select_box) == [outcome.value for outcome in Outcome]
    for outcome in Outcome:
        press(nadia, made_up, page, "finished", outcome=outcome.value)
        assert referral(made_up).outcome is outcome


def test_what_was_finished_by_sms_without_an_outcome_is_given_one_later(nadia, made_up, call: int) -> None:
    page = f"/console/calls/{call}"
    with made_up.runtime.database.transaction() as session:
        session.execute(text("UPDATE referrals SET state = 'closed', closed_at = now()"))
    box = referral_box(nadia.get(page).text)
    assert "Not said yet" in box
    assert buttons(box) == [NOTE]
    box = press(nadia, made_up, page, "finished", outcome="victims_identified", words="Two families")
    assert "<strong>Potential victims identified</strong>" in box
    assert "nadia noted what came of it: Potential victims identified." in box
    assert "Two families" in box


def test_words_are_kept_sealed_and_read_on_the_page(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    box = press(nadia, made_up, page, "taken", words="  وہ <b>کل</b> جائیں گے  ")
    assert "وہ &lt;b&gt;کل&lt;/b&gt; جائیں گے</q>" in box
    with made_up.runtime.database.transaction() as session:
        [sealed] = session.scalars(
            select(ReferralEvent.words_sealed).where(ReferralEvent.words_sealed.is_not(None))
        )
        assert made_up.runtime.sealer.open_text(sealed) == "وہ <b>کل</b> جائیں گے"
        session.execute(text("UPDATE referral_events SET words_sealed = 'x' WHERE words_sealed IS NOT NULL"))
    assert "These words cannot be opened" in referral_box(nadia.get(page).text)


def test_what_is_not_theirs_goes_on_at_once(nadia, made_up: MadeUp, texts: int) -> None:
    page = f"/console/texts/{texts}"
    made_up.runtime.queues.connection.flushdb()
    box = press(nadia, made_up, page, "not-theirs")
    assert made_up.runtime.queues.lengths()[REFERRALS] == 1
    assert referral(made_up).circle_code == "C-GRT"
    assert "nadia noted that it is not theirs." in box
    assert "C-GRW does not take it: it goes on to C-GRT." in box
    assert "Declined: not theirs" in box
    assert "Waiting to be sent" in box


def test_it_goes_on_to_the_district_that_is_named_in_either_language(nadia, made_up, texts: int) -> None:
    page = f"/console/texts/{texts}"
    press(nadia, made_up, page, "not-theirs", district="  quetta ")
    assert referral(made_up).circle_code == "C-QTA"
    press(nadia, made_up, page, "not-theirs", district="لاہور")
    assert referral(made_up).circle_code == "C-LHR"


def test_a_district_that_is_none_is_asked_for_again_and_nothing_is_declined(
    nadia, made_up, texts: int
) -> None:
    page = f"/console/texts/{texts}"
    response = nadia.send(page, f"{page}/referrals/{referral(made_up).id}/not-theirs", district="Atlantis")
    assert "No district has this name" in referral_box(nadia.get(response.headers["Location"]).text)
    assert noted(made_up) == []


def test_what_headquarters_declines_waits_for_a_person(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    box = press(nadia, made_up, page, "not-theirs")
    assert referral(made_up).state is ReferralState.DECLINED
    assert buttons(box) == [TAKEN, FINISHED]


def test_a_report_by_text_is_noted_on_its_own_page(nadia, made_up: MadeUp, texts: int) -> None:
    assert "nadia noted" in press(nadia, made_up, f"/console/texts/{texts}", "taken")


def test_the_log_shows_how_far_the_work_is(nadia, made_up: MadeUp, call: int) -> None:
    page = f"/console/calls/{call}"
    press(nadia, made_up, page, "taken")
    assert "Taken by the circle" in rows_of(nadia.get("/console/").text)[0]
    press(nadia, made_up, page, "finished", outcome="other")
    assert "Work finished" in rows_of(nadia.get("/console/").text)[0]
    nadia.send("/console/", "/console/language", language="ur")
    assert "کام پورا ہو گیا" in rows_of(nadia.get("/console/").text)[0]
    assert "آپ کی اطلاع پر کام پورا ہو گیا ہے۔" in referral_box(nadia.get(page).text)


def test_what_earlier_versions_noted_is_still_said(nadia, made_up: MadeUp, call: int) -> None:
    with made_up.runtime.database.transaction() as session:
        session.execute(
            text("UPDATE referral_events SET reason = 'accepted, noted by omar' WHERE state = 'sent'")
        )
    box = referral_box(nadia.get(f"/console/calls/{call}").text)
    assert "omar noted that the circle has taken it." in box
    assert "Taken by the circle" in box


def test_nothing_is_noted_without_the_pages_own_token(nadia, made_up: MadeUp, call: int) -> None:
    address = f"/console/calls/{call}/referrals/{referral(made_up).id}"
    for what in ("taken", "not-theirs", "finished"):
        for fields in ({}, {"csrf_token": "x"}):
            response = nadia.client.post(f"{address}/{what}", data={"outcome": "fir", **fields})
            assert response.status_code == 400
    assert noted(made_up) == []


def test_nothing_is_noted_by_who_is_not_signed_in(visitor, password, made_up: MadeUp, call: int) -> None:
    data = {"outcome": "fir", "csrf_token": visitor.token()}
    for what in ("taken", "not-theirs", "finished"):
        address = f"/console/calls/{call}/referrals/{referral(made_up).id}/{what}"
        response = visitor.client.post(address, data=data)
        assert response.status_code == 303
        assert "/console/sign-in" in response.headers["Location"]
    assert noted(made_up) == []


def test_nothing_is_noted_of_another_tips_referral(nadia, made_up: MadeUp, call: int) -> None:
    this = referral(made_up).id
    silent = made_up.call("2")
    other = made_up.call(*REPORT, "4")
    token = nadia.token("/console/account")
    for address, which in (
        (f"calls/{other}", this),
        (f"calls/{silent}", this),
        (f"calls/{call}", uuid.uuid4()),
        ("calls/99999999999999999999", this),
        ("texts/1", this),
    ):
        for what in ("taken", "not-theirs", "finished"):
            data = {"outcome": "fir", "csrf_token": token}
            response = nadia.client.post(f"/console/{address}/referrals/{which}/{what}", data=data)
            assert response.status_code == 404, (address, what)
    assert noted(made_up) == []
