"""Passing a circle over: it disturbs no draft, is taken back in words, and is only for offices that tips go to."""

from datetime import timedelta

import pytest

from hotline.circles.changes import history
from hotline.circles.models import PassedOver
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import directory_now
from hotline.database import today
from tests.directory.conftest import HOME
from tests.directory.forms import change, change_at, form_on

GUJRAT = "circles/C-GRT"
NOW = "Gets no tips now: passed over"


def pass_over(keeper, code="C-GRT", **fields):
    return change_at(keeper, f"circles/{code}", f"circles/{code}/passed-over", **{"reason": "why", **fields})


def test_an_open_form_and_an_open_draft_outlive_it(nadia, imran):
    form = form_on(imran, "circles/C-LHR")
    assert pass_over(nadia).status_code == 303
    assert imran.client.post(f"{HOME}circles/C-LHR", data={**form, "notes": "typed"}).status_code == 303
    form = form_on(imran, "draft", "draft/publish")
    assert pass_over(nadia, "C-MUL").status_code == 303
    assert change_at(nadia, GUJRAT, "passed-over/1/end").status_code == 303
    assert imran.client.post(f"{HOME}draft/publish", data={**form, "why": "x"}).status_code == 303


@pytest.mark.parametrize("language", ["en", "ur"])
def test_one_that_is_taken_back_on_its_day_is_told_so(nadia, imran, database, language):
    assert pass_over(nadia).status_code == 303
    head = nadia.page(GUJRAT).partition("</h1>")[2].partition("</div>")[0]
    assert NOW in head
    assert NOW not in nadia.page("circles/C-LHR")
    assert change_at(imran, GUJRAT, "passed-over/1/end").status_code == 303
    with database.transaction() as session:
        row = session.get(PassedOver, 1)
        assert (row.ended_by, row.ended_at is None) == (2, False)
        assert route(directory_now(session), Asked(("Gujrat",)), today()).circle == "C-GRT"
        assert f"× {today()}".replace(" ", "") in history(session, None, 1)[0].differences[0].after
    nadia.send("/console/account", "/console/language", language=language)
    page = nadia.page(GUJRAT)
    if language == "en":
        assert NOW not in page
        assert f" to {(today() - timedelta(days=1)).day} " not in page
        assert page.count(f"taken back on {today().day} ") == 2
        assert "Taken back by \u2068imran\u2069" in page
        assert f"taken back on {today().day} " in nadia.page("history")
    else:
        assert "واپس" in page


def test_the_same_days_twice_are_one_passing_over(nadia, database):
    days = {"first": str(today()), "last": str(today() + timedelta(days=9))}
    assert pass_over(nadia, **days).status_code == 303
    twice = pass_over(nadia, **days)
    assert twice.status_code == 422
    assert "It is passed over on these days already." in twice.text
    assert pass_over(nadia, first=str(today())).status_code == 303
    with database.transaction() as session:
        assert session.query(PassedOver).count() == 2
    assert change_at(nadia, GUJRAT, "passed-over/1/end").status_code == 303
    assert pass_over(nadia, **days).status_code == 303


@pytest.mark.parametrize("code", ["HQ-TIP", "Z-LHR"])
def test_only_an_office_that_tips_go_to_is_passed_over(nadia, database, code):
    assert f"{code}/passed-over" not in nadia.page(f"circles/{code}")
    refused = nadia.send_to(f"circles/{code}/passed-over", reason="by hand", first="", last="")
    assert refused.status_code == 422
    assert "it cannot be passed over" in refused.text
    with database.transaction() as session:
        assert session.query(PassedOver).count() == 0


def test_words_of_the_other_direction_are_isolated_in_a_line(nadia):
    change(nadia, "jurisdictions/PK610", zone="Lahore", source="dawn.com (27 Sep)")
    pass_over(nadia, reason="an inquiry")
    nadia.send("/console/account", "/console/language", language="ur")
    assert "؛ \u2068dawn.com (27 Sep)\u2069)" in nadia.page("draft")
    assert ": \u2068an inquiry\u2069<" in nadia.page("history")
