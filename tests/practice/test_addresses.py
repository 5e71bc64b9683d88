"""What the practice page's addresses take and refuse, and that any web process can go on with a call."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app import create_app
from hotline.calls.models import Call
from hotline.carriers.practice import inbox, wav
from hotline.carriers.practice.models import PracticeCall, PracticeText
from hotline.carriers.practice.recordings import keep_recording
from hotline.carriers.practice_numbers import CALLER, circle_number
from hotline.languages import words
from hotline.runtime import Runtime, build_runtime
from hotline.settings import Settings
from ivr_flows.flows import STEPS
from tests.conftest import Live
from tests.practice.conftest import Poster

ADDRESS = "/practice/recordings/"


def test_with_a_real_carrier_there_is_no_practice_page(environ: dict[str, str]) -> None:
    real = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "Raabta"}
    runtime = build_runtime(Settings.from_environ(environ | real))
    client = create_app(runtime).test_client()
    for address in ("/practice/", "/practice/texts", f"{ADDRESS}RE1"):
        assert client.get(address).status_code == 404
    assert client.delete(f"{ADDRESS}RE1", auth=("AC1", "t")).status_code == 404
    runtime.close()


def kept(runtime: Runtime) -> str:
    with runtime.database.transaction() as session:
        return keep_recording(session, wav.tone(0.5))


def test_a_recording_is_for_the_practice_account_only(client: FlaskClient, runtime: Runtime) -> None:
    sid = kept(runtime)
    account = (runtime.settings.account_sid, runtime.settings.auth_tokens[0])
    for wrong in (None, ("", ""), (account[0], "x"), ("AC", account[1]), (account[0], "ü")):
        for ask in (client.get, client.delete):
            refused = ask(ADDRESS + sid, auth=wrong)
            assert refused.status_code == 401
            assert refused.headers["WWW-Authenticate"].startswith("Basic")
    token = {"Authorization": f"Bearer {account[1]}"}
    assert client.get(ADDRESS + sid, headers=token).status_code == 401
    heard = client.get(ADDRESS + sid, auth=account)
    assert (heard.status_code, heard.content_type, heard.data) == (200, "audio/wav", wav.tone(0.5))
    assert client.delete(ADDRESS + sid, auth=account).status_code == 204
    assert client.get(ADDRESS + sid, auth=account).status_code == 404
    assert client.delete(ADDRESS + sid, auth=account).status_code == 404


@pytest.mark.parametrize(
    "path", ["calls", "calls/CA1/keys", "calls/CA1/hang-up", "calls/CA1/drop", "missed", "texts", "answers"]
)
def test_nothing_happens_without_the_token_of_the_page(
    client: FlaskClient, runtime: Runtime, path: str
) -> None:
    refused = client.post(f"/practice/{path}", json={"caller": CALLER, "sender": CALLER, "body": "x"})
    assert refused.status_code == 400
    assert "CSRF" in refused.json["why"]
    with runtime.database.transaction() as session:
        assert inbox.newest(session) == 0


@pytest.mark.parametrize("caller", ["15", "", None, 3, "+92364" + "0" * 30, "+92364\x00", ["+923640009001"]])
def test_only_made_up_numbers_call_and_text(poster: Poster, caller: Any) -> None:
    assert poster.post("calls", {"caller": caller}).status_code == 422
    assert poster.post("texts", {"sender": caller, "body": "x"}).status_code == 422


@pytest.mark.parametrize("body", ["", "  \n", "x" * 1601, None, 7])
def test_a_text_that_no_phone_would_send_is_refused(poster: Poster, body: Any) -> None:
    assert poster.post("texts", {"sender": CALLER, "body": body}).status_code == 422


@pytest.mark.parametrize("body", ["🆘", "a\x00b", "\ud800", "ا" * 1600, "<b>&amp;"])
def test_a_text_of_any_letters_is_answered(poster: Poster, body: str) -> None:
    sent = poster.post("texts", {"sender": CALLER, "body": body})
    assert (sent.status_code, sent.json) == (200, {"replies": 1})
    talk = poster.client.get("/practice/texts", query_string={"number": CALLER}).json["talk"]
    assert [text["mine"] for text in talk] == [True, False]


def test_a_key_that_no_telephone_has_is_refused(poster: Poster) -> None:
    call = poster.post("calls", {"caller": CALLER}).json["call"]
    for digits in ("", "x", "1,2", "١", None, 1, "1" * 21):
        assert poster.post(f"calls/{call}/keys", {"digits": digits}).status_code == 422
    assert poster.post(f"calls/{call}/keys", {"digits": "1", "after": 0.1}).status_code == 200


def test_what_does_not_fit_the_call_says_so(poster: Poster) -> None:
    assert poster.post("calls/CA1/silence").status_code == 404
    call = poster.post("calls", {"caller": CALLER}).json["call"]
    assert poster.sound(f"calls/{call}/recording", wav.tone(1)).status_code == 409
    assert poster.sound(f"calls/{call}/recording", b"no sound").status_code == 422
    assert poster.sound(f"calls/{call}/recording?key=zz", wav.tone(1)).status_code == 422
    assert poster.sound(f"calls/{call}/hang-up", b"x" * 9_000_000).status_code == 413
    assert poster.sound(f"calls/{call}/hang-up", b"").json["ended"]["by"] == "caller"
    assert poster.sound(f"calls/{call}/hang-up", b"").status_code == 404


def test_any_web_process_goes_on_with_a_call(live: Live, practice_directory: None) -> None:
    processes = [Poster.open(live.app), Poster.open(create_app(live.runtime))]
    scene = processes[0].post("calls", {"caller": CALLER}).json
    for turn in range(1, 40):
        if scene["ended"]:
            break
        scene = processes[turn % 2].post(f"calls/{scene['call']}/silence").json
    assert scene["ended"]["by"] == "hotline"
    assert "".join(said.get("digit") or "" for said in scene["said"])[:8].isdigit()
    with live.runtime.database.transaction() as session:
        assert session.scalars(select(PracticeCall)).all() == []


def test_two_answers_at_once_do_not_both_move_the_call(poster: Poster, live: Live) -> None:
    call = poster.post("calls", {"caller": CALLER}).json["call"]
    with live.runtime.database.transaction() as session:
        session.get_one(PracticeCall, call, with_for_update=True)
        assert poster.post(f"calls/{call}/keys", {"digits": "1"}).status_code == 503
    assert poster.post(f"calls/{call}/keys", {"digits": "1"}).status_code == 200


def test_what_is_said_comes_in_sound_and_in_words_of_its_language(poster: Poster) -> None:
    scene = poster.post("calls", {"caller": "anonymous"}).json
    first = STEPS["choose_language.language"].ask
    assert [(said["words"], said["lang"]) for said in scene["said"]] == [
        (words(prompt, prompt.language), prompt.language) for prompt in first
    ]
    assert {said["lang"]: said["dir"] for said in scene["said"]} == {"ur": "rtl", "en": "ltr"}
    assert all(re.fullmatch(r"/prompts/\w\w/[\w.-]+\.wav", said["sound"]) for said in scene["said"])
    assert (scene["waits"]["kind"], scene["waits"]["keys"]) == ("keys", 1)
    english = poster.post(f"calls/{scene['call']}/keys", {"digits": "2"}).json
    assert english["said"][0]["words"] == STEPS["main.menu"].ask[0].words


def test_keys_before_a_tone_are_optional_and_a_desk_is_heard_to_ring(poster: Poster) -> None:
    call = poster.post("calls", {"caller": CALLER, "desk": True}).json["call"]
    scene = poster.post(f"calls/{call}/keys", {"digits": "9"}).json
    assert (scene["waits"]["kind"], scene["waits"]["optional"]) == ("keys", True), "no desk has a number here"
    scene = poster.post(f"calls/{call}/silence").json
    assert scene["said"] == []
    assert (scene["waits"]["kind"], scene["waits"]["beep"]) == ("recording", True)


class TestWithDesks:
    @pytest.fixture
    def environ(self, environ: dict[str, str]) -> dict[str, str]:
        return environ | {"HOTLINE_EMERGENCY_NUMBER": circle_number(2)}

    @pytest.mark.parametrize(("answers", "how"), [(True, "answered"), (False, "unanswered")])
    def test_a_desk_rings_and_answers_as_the_page_says(self, poster: Poster, answers: bool, how: str) -> None:
        call = poster.post("calls", {"caller": CALLER, "desk": answers}).json["call"]
        scene = poster.post(f"calls/{call}/keys", {"digits": "9"}).json
        assert [said["desk"] for said in scene["said"] if "desk" in said] == ["calling", how]
        assert bool(scene["ended"]) is answers
        assert circle_number(2) not in str(scene)


def test_a_line_that_drops_is_gone_and_the_hotline_is_not_told(poster: Poster, live: Live) -> None:
    call = poster.post("calls", {"caller": CALLER}).json["call"]
    assert poster.post(f"calls/{call}/drop").json == {"dropped": True}
    assert poster.post(f"calls/{call}/drop").status_code == 404
    assert poster.post(f"calls/{call}/silence").status_code == 404
    with live.runtime.database.transaction() as session:
        assert session.scalars(select(Call.ended_at)).all() == [None]


def test_where_nobody_is_called_back_there_is_no_missed_call(poster: Poster) -> None:
    assert poster.post("missed", {"caller": CALLER}).status_code == 404
    assert poster.post("missed", {"caller": "anonymous"}).status_code == 422
    assert poster.client.get("/practice/ringing").json == {"calls": []}
    assert poster.post("calls/CA1/pick-up").status_code == 404
    assert 'data-part="missed"' not in poster.client.get("/practice/").text


def test_nothing_is_sent_again_while_nothing_is_new(poster: Poster, live: Live) -> None:
    first = poster.client.get("/practice/texts")
    again = {"If-None-Match": first.headers["ETag"]}
    assert poster.client.get("/practice/texts", headers=again).status_code == 304
    with live.runtime.database.transaction() as session:
        inbox.put(session, circle_number(0), "Raabta", "one")
    fresh = poster.client.get("/practice/texts", headers=again)
    assert [text["body"] for text in fresh.json["arrived"]] == ["one"]
    with live.runtime.database.transaction() as session:
        session.execute(update(PracticeText).values(receipted_at=PracticeText.sent_at))
    again = {"If-None-Match": fresh.headers["ETag"]}
    assert poster.client.get("/practice/texts", headers=again).json["arrived"][0]["delivered"]


def test_a_circle_sees_its_own_texts_only_and_the_newest_first(poster: Poster, live: Live) -> None:
    with live.runtime.database.transaction() as session:
        for place, words in ((0, "one"), (1, "other"), (0, "two")):
            inbox.put(session, circle_number(place), "Raabta", words)
    everyone = poster.client.get("/practice/texts").json["arrived"]
    assert [text["body"] for text in everyone] == ["two", "other", "one"]
    mine = poster.client.get("/practice/texts", query_string={"circle": everyone[0]["circle"]}).json
    assert [text["body"] for text in mine["arrived"]] == ["two", "one"]
    assert poster.client.get("/practice/texts?circle=nowhere").json["arrived"] == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_the_page_speaks_the_language_chosen_and_keeps_it(
    client: FlaskClient, practice_directory: None, language: str, direction: str
) -> None:
    start = f'<html lang="{language}" dir="{direction}">'
    assert start in client.get(f"/practice/?lang={language}").text
    again = client.get("/practice/?lang=xx").text
    assert start in again
    assert not re.search(r"<style|style=|<script(?![^>]* src=)|\son\w+=", again), (
        "the page's policy forbids it"
    )


def test_the_page_says_what_is_lacking_when_no_circle_has_a_phone(
    client: FlaskClient, directory: None
) -> None:
    assert "No circle has a phone yet" in client.get("/practice/?lang=en").text


def test_the_page_may_use_the_microphone_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    headers = client.get("/practice/").headers
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert "'unsafe" not in headers["Content-Security-Policy"]


def test_the_bare_address_leads_to_the_practice_phone(client: Any) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/practice/")
