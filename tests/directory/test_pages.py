"""The pages of the directory over HTTP: opened, narrowed, changed in the draft, tried, published."""

import re

import pytest

from hotline.circles.changes import history
from hotline.circles.directory import load, show
from hotline.circles.draft import prepared
from hotline.circles.ladder import phones_for
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import directory_now
from hotline.database import today, utc_now
from tests.directory.conftest import HOME
from tests.directory.forms import change, change_at, form_on, publish
from tests.directory.sheets import PHONE, SAHIWAL, of_circles, row_of

PAGES = (
    "",
    "circles/new",
    "circles/C-LHR",
    "jurisdictions",
    "jurisdictions/PK610",
    "sheets",
    "draft",
    "draft/trial",
    "history",
)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_opens_in_both_languages(nadia, language):
    nadia.send("/console/account", "/console/language", language=language)
    for address in PAGES:
        assert f'lang="{language}"' in nadia.page(address)
    assert nadia.get(f"{HOME}circles/C-NOWHERE").status_code == 404
    assert nadia.get(f"{HOME}jurisdictions/PK000").status_code == 404


def test_nobody_enters_without_signing_in(client, directory):
    for address in (*PAGES, "circles.csv", "jurisdictions.csv"):
        answer = client.get(f"{HOME}{address}")
        assert answer.status_code == 303
        assert "/console/sign-in" in answer.headers["Location"]


def test_no_form_is_taken_without_its_token(app, nadia):
    posts = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("directory.") and "POST" in rule.methods
    ]
    assert len(posts) == 11
    for address in posts:
        filled = address.replace("<code>", "C-LHR").replace("<int:span>", "1")
        answer = nadia.client.post(filled, data={"why": "x"})
        assert answer.status_code == 400, address
        assert "Please send it again" in answer.text


def test_the_table_shows_every_office_and_marks_what_is_missing(nadia, database):
    with database.transaction() as session:
        load(
            session,
            of_circles(
                {**SAHIWAL, "duty_phones": f"{PHONE} mon 00:00-00:01", "last_verified": "2024-01-01"},
                {**SAHIWAL, "id": "C-OKA", "last_verified": str(today()), "valid_until": "2025-01-01"},
            ),
        )
    page = nadia.page()
    assert "52 offices" in page
    assert "Never verified" in page
    assert "Verified more than 180 days ago" in page
    assert "Has no phone" in page
    assert "Not valid now" in page
    assert PHONE in page
    assert "Mon, \u206600:00–00:01\u2069" in page
    assert nadia.page("?zone=Multan&which=not_verified&words=sahi").count('<tr role="row">') == 2
    assert "No office fits that." in nadia.page("?words=atlantis")
    assert "C-OKA" in nadia.page("?which=ended")
    assert "C-SWL" not in nadia.page("?which=no_phone")


def test_a_phone_with_hours_goes_through_the_draft_to_the_circle_without_a_restart(nadia, database):
    fields = {
        "number-0": "0364 0000007",
        "days-0": ["0", "1", "2", "3", "4"],
        "begin-0": "09:00",
        "end-0": "00:00",
    }
    kept = change(nadia, "circles/C-LHR", **fields, language="ur", verified="today")
    assert kept.status_code == 303, kept.text
    page = nadia.page("circles/C-LHR")
    assert "What the draft changes here" in page
    assert "+923640000007" in page
    assert "A draft would change 1 office or district." in nadia.page()
    with database.transaction() as session:
        assert phones_for(session, "C-LHR", utc_now()) is None
    assert publish(nadia).status_code == 303
    with database.transaction() as session:
        row = row_of(session, "C-LHR")
        assert phones_for(session, "C-LHR", utc_now()).number == "+923640000007"
        (change_made,) = history(session, None, 10)
    assert row["duty_phones"] == "+923640000007 mon-fri 09:00-24:00"
    assert (row["language"], row["last_verified"]) == ("ur", str(today()))
    assert {one.field for one in change_made.differences} == {"duty_phones", "language", "last_verified"}
    page = nadia.page("history")
    assert "told by the zone" in page
    assert "nadia" in page
    assert "Mon–Fri" in page
    sent = form_on(nadia, "circles/C-LHR")
    assert (sent["number-0"], sent["days-0"]) == (["+923640000007"], ["0", "1", "2", "3", "4"])
    assert (sent["begin-0"], sent["end-0"]) == (["09:00"], ["00:00"])


def test_the_phone_of_the_head_and_roman_urdu_go_through_the_draft_and_are_shown_in_both_languages(
    nadia, database
):
    fields = {"number-0": "0364 0000008", "head-0": "yes", "number-1": "0364 0000007", "days-1": ["0"]}
    kept = change(nadia, "circles/C-LHR", **fields, language="ur_Latn")
    assert kept.status_code == 303, kept.text
    assert "+923640000008\u2069, head of the office" in nadia.page("circles/C-LHR")
    assert publish(nadia).status_code == 303
    with database.transaction() as session:
        row = row_of(session, "C-LHR")
    assert (row["duty_phones"], row["language"]) == ("+923640000008 head;+923640000007 mon", "ur_Latn")
    for page in ("", "circles/C-LHR", "history"):
        assert "head of the office" in nadia.page(page)
        assert "Roman Urdu" in nadia.page(page)
    sent = form_on(nadia, "circles/C-LHR")
    assert (sent["head-0"], sent["language"]) == (["yes"], ["ur_Latn"])
    assert "head-1" not in sent
    nadia.client.post("/console/language", data={"csrf_token": nadia.token(HOME), "language": "ur"})
    assert "دفتر کے سربراہ" in nadia.page("circles/C-LHR")
    assert "رومن اردو" in nadia.page("circles/C-LHR")


def test_the_head_is_taken_back_by_taking_its_tick_away(nadia, database):
    change(nadia, "circles/C-LHR", **{"number-0": "0364 0000008", "head-0": "yes"})
    form = form_on(nadia, "circles/C-LHR")
    del form["head-0"]
    assert nadia.client.post(f"{HOME}circles/C-LHR", data=form).status_code == 303
    with database.transaction() as session:
        assert prepared(session).written.circles["C-LHR"]["duty_phones"] == "+923640000008"


def test_what_cannot_be_is_told_beside_what_was_typed(nadia, database):
    fields = {
        "number-0": "051-9261234",
        "number-1": "0364 0000007",
        "begin-1": "09:00",
        "notes": "typed by hand",
    }
    refused = change(
        nadia, "circles/C-LHR", **fields, city="", valid_from="2026-02-01", valid_until="2026-01-01"
    )
    assert refused.status_code == 422
    for told in (
        "&#39;051-9261234&#39; is not a mobile number",
        "are no hours such as 09:00-17:00",
        "City: is empty",
        "typed by hand",
        "051-9261234",
    ):
        assert told in refused.text
    with database.transaction() as session:
        assert not prepared(session).is_draft


def test_a_new_office_is_entered_in_the_draft_and_can_be_taken_out_of_it(nadia, database):
    office = {
        "id": "L-PB",
        "name": "Labour Department Punjab",
        "type": "labour department",
        "city": "Lahore",
        "province": "Punjab",
        "number-0": "03640000009",
    }
    assert change(nadia, "circles/new", **office).status_code == 303
    assert "Take this office out of the draft" in nadia.page("circles/L-PB")
    taken = change(nadia, "circles/new", **office)
    assert taken.status_code == 422
    assert "another office has this code already" in taken.text
    back = change_at(nadia, "circles/L-PB", "circles/L-PB/back")
    assert back.status_code == 303
    assert nadia.get(f"{HOME}circles/L-PB").status_code == 404
    assert change(nadia, "circles/new", **office).status_code == 303
    assert publish(nadia).status_code == 303
    with database.transaction() as session:
        found = route(directory_now(session), Asked(("Lahore",), kind="bonded_labour"), today())
        assert [also.circle for also in found.also] == ["L-PB"]


def test_of_two_who_change_an_office_at_once_the_second_is_told_and_loses_nothing(nadia, imran, database):
    theirs = form_on(imran, "circles/C-LHR")
    assert change(nadia, "circles/C-LHR", notes="by nadia", city="Lahore Cantt").status_code == 303
    second = imran.client.post(f"{HOME}circles/C-LHR", data={**theirs, "notes": "by imran"})
    assert second.status_code == 409
    assert "Meanwhile nadia has changed the draft." in second.text
    assert "by nadia" in second.text
    assert ">by imran</textarea>" in second.text
    with database.transaction() as session:
        assert prepared(session).written.circles["C-LHR"]["notes"] == "by nadia"
    again = dict(re.findall(r'name="(seen)" value="([^"]+)"', second.text))
    third = imran.client.post(f"{HOME}circles/C-LHR", data={**theirs, **again, "notes": "by imran"})
    assert third.status_code == 303
    with database.transaction() as session:
        assert prepared(session).written.circles["C-LHR"]["notes"] == "by imran"
        assert prepared(session).changed_by == 2


def test_what_was_typed_of_an_office_outlives_the_draft_that_it_stood_in(nadia, imran):
    office = {"id": "L-PB", "name": "Labour", "type": "labour department", "city": "Lahore"}
    change(nadia, "circles/new", **office)
    theirs = form_on(imran, "circles/L-PB")
    assert change_at(nadia, "draft", "draft/throw-away").status_code == 303
    second = imran.client.post(f"{HOME}circles/L-PB", data={**theirs, "notes": "by imran"})
    assert second.status_code == 409
    assert "somebody has published the draft or thrown it away" in second.text
    assert ">by imran</textarea>" in second.text
    assert 'value="L-PB"' in second.text


def test_publishing_twice_changes_once(nadia, imran, database):
    change(nadia, "circles/C-LHR", notes="once")
    theirs = form_on(imran, "draft", "draft/publish")
    assert publish(nadia).status_code == 303
    again = imran.client.post(f"{HOME}draft/publish", data={**theirs, "why": "the same"})
    assert again.status_code == 409
    assert "There is no draft any more" in again.text
    with database.transaction() as session:
        assert len(history(session, None, 10)) == 1


def test_a_draft_that_somebody_has_changed_meanwhile_is_not_published(nadia, imran, database):
    change(nadia, "circles/C-LHR", notes="seen")
    seen = form_on(nadia, "draft", "draft/publish")
    change(imran, "circles/C-MUL", notes="not seen")
    refused = nadia.client.post(f"{HOME}draft/publish", data={**seen, "why": "as I saw it"})
    assert refused.status_code == 409
    assert "Meanwhile imran has changed the draft. Nothing was done" in refused.text
    assert 'value="as I saw it"' in refused.text
    assert publish(nadia, why="").status_code == 422
    assert publish(nadia).status_code == 303


def test_a_draft_behind_the_directory_shows_what_changed_and_is_brought_up_to_date(nadia, database):
    change(nadia, "circles/C-LHR", notes="from the draft")
    with database.transaction() as session:
        load(session, show(session).replace("Composite Circle Gujrat", "Composite Circle Gujrat City"))
        load(session, of_circles(SAHIWAL))
    refused = publish(nadia)
    assert refused.status_code == 409
    assert "The directory has changed since this draft began" in refused.text
    assert "Loaded from a file by the command" in refused.text
    assert change_at(nadia, "draft", "draft/up-to-date").status_code == 303
    assert "C-SWL" not in nadia.page("draft")
    assert publish(nadia).status_code == 303
    with database.transaction() as session:
        assert row_of(session, "C-LHR")["notes"] == "from the draft"
        assert row_of(session, "C-SWL")["city"] == "Sahiwal"
