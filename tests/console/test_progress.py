"""How far the circle's work is: shown beside the referral, noted by a supervisor, heard by whoever asks by code."""

import pytest
from sqlalchemy import select

from hotline.referrals.models import Referral, ReferralEvent
from tests.console.conftest import Visitor
from tests.console.made_up import REPORT, MadeUp
from tests.console.test_call_log import rows_of

TAKEN = "The circle has taken it"
FINISHED = "The work is finished"


@pytest.fixture
def call(made_up: MadeUp) -> int:
    """A call whose referral has been sent."""
    made = made_up.call(*REPORT, "4")
    made_up.give_phone("HQ-TIP")
    made_up.record()
    made_up.send()
    return made


def noted(made_up: MadeUp) -> list[str]:
    with made_up.runtime.database.transaction() as session:
        reasons = session.scalars(select(ReferralEvent.reason).order_by(ReferralEvent.id))
        return [reason for reason in reasons if "noted by" in reason]


def buttons(page: str) -> list[str]:
    return [part.split("<")[0] for part in page.split('class="quiet"')[1:] for part in [part.split(">")[1]]]


def referral_box(page: str) -> str:
    return page.split('aria-labelledby="referral-head"')[1].split("</section>", maxsplit=1)[0]


def press(nadia: Visitor, call: int, progress: str) -> str:
    page = f"/console/calls/{call}"
    response = nadia.send(page, f"{page}/progress", progress=progress)
    assert response.status_code == 303
    assert response.headers["Location"] == f"{page}#referral-head"
    return referral_box(nadia.get(page).text)


def test_progress_is_noted_with_who_and_when_and_heard_by_code(nadia, made_up: MadeUp, call: int) -> None:
    box = referral_box(nadia.get(f"/console/calls/{call}").text)
    assert "Your report has been passed on to an officer." in box
    assert buttons(box) == [TAKEN, FINISHED]
    box = press(nadia, call, "accepted")
    assert "Taken by the circle" in box
    assert "nadia noted that the circle has taken it." in box
    assert "An officer has taken your report and is working on it." in box
    assert buttons(box) == [FINISHED]
    box = press(nadia, call, "closed")
    assert "Work finished" in box
    assert "nadia noted that the work is finished." in box
    assert "The work on your report is finished." in box
    assert buttons(box) == []
    assert noted(made_up) == ["accepted, noted by nadia", "closed, noted by nadia"]


def test_pressed_twice_is_noted_once_and_the_first_time_stands(nadia, made_up: MadeUp, call: int) -> None:
    def times() -> list[object]:
        with made_up.runtime.database.transaction() as session:
            return list(session.execute(select(Referral.accepted_at, Referral.closed_at)).one())

    press(nadia, call, "accepted")
    first = times()
    press(nadia, call, "accepted")
    assert times() == first
    press(nadia, call, "closed")
    first = times()
    press(nadia, call, "closed")
    assert times() == first
    assert len(noted(made_up)) == 2


def test_what_is_finished_cannot_be_taken_back(nadia, made_up: MadeUp, call: int) -> None:
    press(nadia, call, "closed")
    box = press(nadia, call, "accepted")
    assert "Work finished" in box
    assert noted(made_up) == ["closed, noted by nadia"]


def test_a_report_by_text_is_noted_on_its_own_page(nadia, made_up: MadeUp) -> None:
    texts = made_up.texts("A kiln in Gujranwala")
    made_up.record()
    page = f"/console/texts/{texts}"
    response = nadia.send(page, f"{page}/progress", progress="accepted")
    assert response.headers["Location"] == f"{page}#referral-head"
    assert "nadia noted" in nadia.get(page).text


def test_the_log_shows_how_far_the_work_is(nadia, made_up: MadeUp, call: int) -> None:
    press(nadia, call, "accepted")
    assert "Taken by the circle" in rows_of(nadia.get("/console/").text)[0]
    press(nadia, call, "closed")
    assert "Work finished" in rows_of(nadia.get("/console/").text)[0]
    nadia.send("/console/", "/console/language", language="ur")
    assert "کام پورا ہو گیا" in rows_of(nadia.get("/console/").text)[0]
    box = referral_box(nadia.get(f"/console/calls/{call}").text)
    assert "nadia نے درج کیا کہ کام پورا ہو گیا ہے۔" in box
    assert "آپ کی اطلاع پر کام پورا ہو گیا ہے۔" in box


def test_nothing_is_noted_without_the_pages_own_token(nadia, made_up: MadeUp, call: int) -> None:
    for fields in ({}, {"csrf_token": "x"}):
        response = nadia.client.post(f"/console/calls/{call}/progress", data={"progress": "closed", **fields})
        assert response.status_code == 400
    assert noted(made_up) == []


def test_nothing_is_noted_by_who_is_not_signed_in(visitor, password, made_up: MadeUp, call: int) -> None:
    token = visitor.token()
    data = {"progress": "closed", "csrf_token": token}
    response = visitor.client.post(f"/console/calls/{call}/progress", data=data)
    assert response.status_code == 303
    assert "/console/sign-in" in response.headers["Location"]
    assert noted(made_up) == []


def test_nothing_is_noted_where_there_is_nothing_to_note(nadia, made_up: MadeUp, call: int) -> None:
    silent = made_up.call("2")
    waiting = made_up.call(*REPORT, "4")
    token = nadia.token("/console/account")
    for address, progress in (
        (f"calls/{call}", "received"),
        (f"calls/{call}", "passed_on"),
        (f"calls/{call}", "<b>"),
        (f"calls/{call}", ""),
        (f"calls/{silent}", "closed"),
        (f"calls/{waiting}", "closed"),
        ("calls/99999999999999999999", "closed"),
        ("texts/1", "closed"),
    ):
        data = {"progress": progress, "csrf_token": token}
        assert nadia.client.post(f"/console/{address}/progress", data=data).status_code == 404, address
    assert noted(made_up) == []


def test_a_get_notes_nothing(nadia, made_up: MadeUp, call: int) -> None:
    assert nadia.get(f"/console/calls/{call}/progress?progress=closed").status_code in {404, 405}
    assert noted(made_up) == []
