"""Signing in: nobody without a session, none stolen, none left over; and the same answer to every wrong try."""

import re
from dataclasses import replace

from app import create_app
from hotline.supervisors.accounts import FREE_TRIES, make_supervisor, set_disabled
from hotline.web.sign_in import HASHING
from tests.console.conftest import Visitor

EACH_ARGUMENT = {"row_id": 1, "recording_id": "00000000-0000-0000-0000-000000000001", "rest": "anything"}


def is_sent_to_sign_in(response) -> bool:
    return response.status_code == 303 and response.location.startswith("/console/sign-in")


def without_token(response) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", response.text)


def test_no_page_of_the_console_opens_without_a_session(app, visitor):
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("console.")]
    assert len(rules) >= 8
    for rule in rules:
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **{name: EACH_ARGUMENT[name] for name in rule.arguments})
        for method in rule.methods & {"GET", "POST"}:
            data = {"csrf_token": visitor.token()} if method == "POST" else None
            response = visitor.client.open(address, method=method, data=data)
            assert is_sent_to_sign_in(response), (method, address)


def test_a_supervisor_signs_in_comes_back_to_the_page_asked_for_and_signs_out(visitor, password):
    asked = visitor.get("/console/account")
    assert asked.location == "/console/sign-in?next=/console/account"
    assert 'value="/console/account"' in visitor.get(asked.location).text
    response = visitor.sign_in("nadia", password, next="/console/account")
    assert (response.status_code, response.location) == (303, "/console/account")
    assert "nadia" in visitor.get("/console/account").text
    assert is_sent_to_sign_in(visitor.sign_out())
    assert not visitor.is_signed_in()


def test_who_is_signed_in_already_is_not_asked_again(nadia):
    response = nadia.get("/console/sign-in?next=/console/account")
    assert (response.status_code, response.location) == (303, "/console/account")


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/console//evil.example",
    "/console/../..//evil.example",
    "/\\evil.example",
    "/console/\\evil.example",
    "/console/\r\nSet-Cookie: a=b",
    "/console/%0d%0aSet-Cookie:a=b",
    "/practice/",
    "javascript:alert(1)",
    "/console",
    "/console/؟",
    "",
)


def test_signing_in_never_leads_elsewhere(visitor, password):
    for elsewhere in ELSEWHERE:
        response = visitor.sign_in("nadia", password, next=elsewhere)
        assert (response.status_code, response.location) == (303, "/console/"), elsewhere
        response = visitor.client.get("/console/sign-in", query_string={"next": elsewhere})
        assert response.location == "/console/", elsewhere
        visitor.sign_out()


def test_a_wrong_name_a_wrong_password_and_a_shut_account_look_the_same(app, database, password):
    with database.transaction() as session:
        make_supervisor(session, "shuta")
        make_supervisor(session, "gonea")
        set_disabled(session, "gonea", disabled=True)
    for _ in range(FREE_TRIES):
        Visitor(app.test_client()).sign_in("shuta", "wrong password")
    answers = {}
    for name in ("nadia", "nobod", "shuta", "gonea", "a\x00b\u202ec"):
        response = Visitor(app.test_client()).sign_in(name, "wrong password")
        answers[name] = response.status_code, without_token(response).replace(f'value="{name}"', "")
        assert "shut for a while" in response.text
    wrong = answers.pop("nadia")
    assert wrong[0] == 403
    assert all(answer == wrong for name, answer in answers.items() if "\x00" not in name)
    assert answers["a\x00b\u202ec"][0] == 403


def test_a_shut_account_does_not_open_to_the_right_password(visitor, password):
    for _ in range(FREE_TRIES):
        visitor.sign_in("nadia", "wrong password")
    assert visitor.sign_in("nadia", password).status_code == 403
    assert not visitor.is_signed_in()


def test_a_flood_of_tries_is_turned_away_at_once_and_leaves_room_for_calls(visitor, password):
    with HASHING, HASHING:
        response = visitor.sign_in("nadia", password)
        assert response.status_code == 503
        assert "Too many people" in response.text
    assert visitor.sign_in("nadia", password).status_code == 303


def test_another_password_ends_every_other_session(app, nadia, password):
    elsewhere = Visitor(app.test_client())
    elsewhere.sign_in("nadia", password)
    new = "four words side by side"
    response = nadia.send("/console/account", "/console/account/password", old=password, new=new, again=new)
    assert response.status_code == 303
    assert "The password is changed" in nadia.get(response.location).text
    assert nadia.is_signed_in()
    assert not elsewhere.is_signed_in()
    assert elsewhere.sign_in("nadia", password).status_code == 403
    assert elsewhere.sign_in("nadia", new).status_code == 303


REFUSED = (
    ("wrong password", "four words side by side", "four words side by side", "old password is wrong"),
    ("", "four words side by side", "four words side by sid", "passwords differ"),
    ("", "too short", "too short", "at least 12 characters"),
    ("", "nadia nadia nadia", "nadia nadia nadia", "too close to the name"),
    ("", "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "repeats too few characters"),
    ("", "a long one " * 30, "a long one " * 30, "too long"),
)


def test_a_password_change_that_is_refused_says_why_and_changes_nothing(nadia, password):
    for old, new, again, said in REFUSED:
        fields = {"old": old or password, "new": new, "again": again}
        response = nadia.send("/console/account", "/console/account/password", **fields)
        assert response.status_code == 422
        assert said in response.text
    nadia.sign_out()
    assert nadia.sign_in("nadia", password).status_code == 303


def test_guessing_the_old_password_shuts_the_account_like_any_guessing(nadia, password):
    fields = {"new": "four words side by side", "again": "four words side by side"}
    for _ in range(FREE_TRIES):
        nadia.send("/console/account", "/console/account/password", old="wrong password", **fields)
    response = nadia.send("/console/account", "/console/account/password", old=password, **fields)
    assert response.status_code == 422


def test_names_are_shown_as_they_are_typed_and_never_run(visitor, database):
    name = '<img src=x onerror="alert(1)">'
    with database.transaction() as session:
        password = make_supervisor(session, name)
    refused = visitor.sign_in(name, "wrong password")
    assert "<img" not in refused.text
    assert "&lt;img" in refused.text
    visitor.sign_in(name, password)
    page = visitor.get("/console/account").text
    assert "<img" not in page
    assert "&lt;img" in page


def test_with_the_database_away_the_console_says_so_in_plain_words(runtime):
    settings = replace(runtime.settings)
    away = type(runtime.database)("postgresql+psycopg://nobody@127.0.0.1:9/none")
    app = create_app(replace(runtime, settings=settings, database=away))
    visitor = Visitor(app.test_client())
    response = visitor.sign_in("nadia", "whatever it is")
    assert response.status_code == 503
    assert "The database does not answer" in response.text
    away.close()
