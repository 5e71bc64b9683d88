"""A recording is fetched and deleted with the account's credentials, and those go to the carrier's host only."""

import base64

import pytest

from hotline.carriers.practice import wav
from hotline.carriers.twilio.recordings import LARGEST, NotYet, TwilioRecordings
from hotline.fetching import Gone
from tests.carriers.far_end import CUT, HANG, Answer

ACCOUNT, TOKEN = "AC" + "a" * 32, "b" * 32
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/RE1"
SOUND = wav.tone(0.2)


def recordings(far_end, timeout: float = 5) -> TwilioRecordings:
    return TwilioRecordings(ACCOUNT, TOKEN, far_end.url, timeout)


def test_a_recording_is_fetched_with_credentials_then_deleted(far_end):
    far_end.answer = lambda sent: Answer(SOUND) if sent.method == "GET" else Answer(status=204)
    carrier = recordings(far_end)
    assert carrier.fetch(far_end.url + PATH) == SOUND
    carrier.delete(far_end.url + PATH)
    assert [(sent.method, sent.target) for sent in far_end.sent] == [("GET", PATH), ("DELETE", PATH)]
    credentials = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert {sent.headers["Authorization"] for sent in far_end.sent} == {f"Basic {credentials}"}


def test_what_is_gone_for_good_is_not_asked_for_again(far_end):
    far_end.answer = lambda sent: Answer(status=410)
    with pytest.raises(Gone):
        recordings(far_end).fetch(far_end.url + PATH)


@pytest.mark.parametrize("status", [404, 410])
def test_deleting_what_is_gone_is_no_fault(far_end, status):
    far_end.answer = lambda sent: Answer(status=status)
    recordings(far_end).delete(far_end.url + PATH)


def test_a_recording_that_the_carrier_has_not_processed_yet_is_not_taken_for_lost(far_end):
    far_end.answer = lambda sent: Answer(status=404)
    carrier = recordings(far_end)
    with pytest.raises(NotYet):
        carrier.fetch(far_end.url + PATH)
    far_end.answer = lambda sent: Answer(SOUND)
    assert carrier.fetch(far_end.url + PATH) == SOUND


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=500),
        Answer(status=401),
        Answer(SOUND, status=302, headers={"Location": "http://elsewhere.example/x"}),
        Answer(SOUND, status=302),
        Answer(b"<html>no sound</html>"),
        Answer(b""),
    ],
)
def test_what_is_not_a_recording_may_be_tried_again_but_is_not_kept(far_end, answer):
    far_end.answer = lambda sent: answer
    with pytest.raises(NotYet):
        recordings(far_end).fetch(far_end.url + PATH)
    assert len(far_end.sent) == 1


def test_what_is_too_large_to_keep_is_not_asked_for_again(far_end):
    far_end.answer = lambda sent: Answer(SOUND[:44] + b"\0" * LARGEST)
    with pytest.raises(Gone):
        recordings(far_end).fetch(far_end.url + PATH)


@pytest.mark.parametrize("answer", [CUT, HANG])
def test_a_carrier_that_falls_silent_may_be_tried_again(far_end, answer):
    far_end.answer = lambda sent: answer
    with pytest.raises(NotYet):
        recordings(far_end, timeout=0.2).fetch(far_end.url + PATH)


def test_a_carrier_that_will_not_delete_is_asked_again_later(far_end):
    far_end.answer = lambda sent: Answer(status=500)
    with pytest.raises(NotYet):
        recordings(far_end).delete(far_end.url + PATH)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x",
        "https://{host}/x",
        "http://evil.example/x",
        "http://{host}@evil.example/x",
        "http://{host}.evil.example/x",
        "http://user@{host}/x",
        "http://{host}\\@evil.example/x",
        "http://{host}/../x",
        "http://{host}/a b",
        "http://{host}/%2e%2e/x",
        "//{host}/x",
        "/x",
        "file:///etc/passwd",
        "",
        "http://[",
    ],
)
def test_an_address_elsewhere_gets_neither_a_request_nor_the_credentials(far_end, url):
    carrier = recordings(far_end)
    for act in (carrier.fetch, carrier.delete):
        with pytest.raises(Gone):
            act(url.replace("{host}", f"127.0.0.1:{far_end.port}"))
    assert far_end.sent == []


def test_recordings_come_over_https_unless_from_this_machine():
    with pytest.raises(ValueError, match="https"):
        TwilioRecordings(ACCOUNT, TOKEN, "http://api.example")
