"""Sessions: begun by nobody else, ended from anywhere, bound to this host; forms that only our pages can send."""

import re
from dataclasses import replace
from time import time

from app import create_app
from hotline.supervisors.accounts import set_disabled
from hotline.supervisors.models import Supervisor
from hotline.web.sign_in import IDLE, LONGEST
from tests.console.conftest import Visitor


def test_a_session_begun_by_somebody_else_is_worth_nothing_after_sign_in(app, visitor, password):
    """Fixation: an attacker plants a cookie, waits until the victim signs in with it, and tries to come along."""
    attacker = Visitor(app.test_client())
    token = attacker.token()
    planted = attacker.client.get_cookie("raabta").value
    visitor.client.set_cookie("raabta", planted)
    assert visitor.sign_in("nadia", password).status_code == 303
    assert visitor.is_signed_in()
    assert visitor.client.get_cookie("raabta").value != planted
    assert not attacker.is_signed_in()
    response = visitor.client.post("/console/sign-out", data={"csrf_token": token})
    assert response.status_code == 400
    assert visitor.is_signed_in()


def test_a_cookie_made_or_changed_by_hand_is_no_session(nadia):
    value = nadia.client.get_cookie("raabta").value
    for forged in (value[:-2] + ("AA" if value[-2:] != "AA" else "BB"), "x", value.split(".")[0] + "..", ""):
        nadia.client.set_cookie("raabta", forged)
        assert not nadia.is_signed_in()


FORMS = ("/console/sign-in", "/console/sign-out", "/console/language", "/console/account/password")


def test_a_form_without_its_token_changes_nothing_and_says_so(nadia):
    fields = {"name": "nadia", "language": "ur", "old": "x", "new": "y", "again": "y"}
    for action in FORMS:
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "made-up"}):
            response = nadia.client.post(action, data=fields | token)
            assert response.status_code == 400
            assert "Please send it again" in response.text
    assert nadia.is_signed_in()
    assert 'lang="en"' in nadia.get("/console/").text


def test_disabling_an_account_ends_its_session(nadia, database):
    with database.transaction() as session:
        set_disabled(session, "nadia", disabled=True)
    assert not nadia.is_signed_in()


def test_a_session_ends_when_it_is_idle_or_old(nadia):
    idle, longest = IDLE.total_seconds(), LONGEST.total_seconds()
    for seen, began, stays in (
        (idle - 60, idle - 60, True),
        (10, longest - 60, True),
        (idle + 60, idle + 60, False),
        (10, longest + 60, False),
    ):
        with nadia.client.session_transaction() as session:
            session.update(seen=int(time() - seen), began=int(time() - began))
        assert nadia.is_signed_in() == stays


def test_using_the_console_keeps_the_session_from_being_idle(nadia):
    with nadia.client.session_transaction() as session:
        session["seen"] = int(time() - 3600)
    nadia.get("/console/")
    with nadia.client.session_transaction() as session:
        assert time() - session["seen"] < 60


def test_the_cookie_is_unseen_by_scripts_and_goes_nowhere_else(visitor, password):
    cookie = visitor.sign_in("nadia", password).headers["Set-Cookie"]
    assert cookie.startswith("raabta=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_bound_to_this_host(runtime, password):
    settings = replace(runtime.settings, public_url="https://hotline.example")
    app = create_app(replace(runtime, settings=settings))
    client = app.test_client()
    response = client.get("/console/sign-in", base_url="https://hotline.example")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-raabta=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_no_page_is_kept_by_the_browser_framed_or_given_a_script(nadia):
    for address in ("/console/", "/console/account", "/console/nothing", "/console/sign-in"):
        headers = nadia.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_pages_hold_no_style_or_script_of_their_own(nadia, made_up):
    call = made_up.call("2", "1")
    for address in ("/console/", f"/console/calls/{call}", "/console/account"):
        assert not re.search(
            r"<script|<style|\sstyle=|\son\w+=|https?://(?!www\.w3\.org)", nadia.get(address).text
        )


def test_the_language_is_the_browsers_until_one_is_chosen_and_then_stays_with_the_account(
    app, visitor, password, database
):
    asks = {"Accept-Language": "ur-PK,ur;q=0.9,en;q=0.5"}
    assert '<html lang="ur" dir="rtl">' in visitor.get("/console/sign-in", headers=asks).text
    assert '<html lang="en" dir="ltr">' in visitor.get("/console/sign-in").text
    visitor.sign_in("nadia", password)
    response = visitor.send("/console/", "/console/language", language="ur", next="/console/account")
    assert response.location == "/console/account"
    assert '<html lang="ur" dir="rtl">' in visitor.get("/console/account").text
    other = Visitor(app.test_client())
    other.sign_in("nadia", password)
    assert '<html lang="ur" dir="rtl">' in other.get("/console/").text
    other.send("/console/", "/console/language", language="klingon")
    with database.transaction() as session:
        assert session.query(Supervisor).one().language == "ur"


def test_signing_out_keeps_the_pages_in_the_language_chosen(nadia):
    nadia.send("/console/", "/console/language", language="ur")
    nadia.sign_out()
    assert '<html lang="ur"' in nadia.get("/console/sign-in").text
