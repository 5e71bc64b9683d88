"""An outgoing SMS is taken, refused, not sent or of unknown fate; which one decides whether it is sent again."""

import json
import logging
import socket
import ssl
import subprocess
import sys
import threading
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hotline.carriers.practice_numbers import circle_number
from hotline.carriers.twilio.account import Account, FateUnknown
from hotline.carriers.twilio.punctual import THREAD
from hotline.carriers.twilio.sms_sender import TwilioSms
from hotline.sms.sending import SmsNotSent, SmsRefused
from tests.carriers.far_end import CUT, HANG, TRICKLE, Answer

ACCOUNT, TOKEN = "AC" + "a" * 32, "b" * 32
SENDER = "RAABTA"
# Fictional numbers in the format of the real ones: too short to be anybody's.
TO = "+92300000000"
BODY = "Raabta tip 1234 5678: بندھوا مزدوری. Place: Lahore."
RECEIPT = "https://raabta.example/twilio/receipts/5f0c"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
TAKEN = Answer(json.dumps({"sid": "SM1", "status": "queued", "error_code": None}).encode(), status=201)


def error(status: int, code: int | None, message: str = "no") -> Answer:
    said = {"message": message, "status": status, "more_info": "https://www.twilio.com/docs/errors"}
    return Answer(json.dumps(said | ({"code": code} if code else {})).encode(), status=status)


def sender(url: str, timeout: float = 5, name: str = SENDER) -> TwilioSms:
    return TwilioSms(Account(ACCOUNT, TOKEN, url, timeout), name)


def send(far_end, **options) -> str:
    return sender(far_end.url, **options).send(TO, BODY, RECEIPT)


def test_a_message_is_handed_over_once_with_its_receipt_address(far_end):
    far_end.answer = lambda sent: TAKEN
    assert send(far_end) == "SM1"
    (sent,) = far_end.sent
    assert (sent.method, sent.target) == ("POST", MESSAGES)
    assert dict(sent.form) == {"To": TO, "From": SENDER, "Body": BODY, "StatusCallback": RECEIPT}
    assert sent.headers["Authorization"].startswith("Basic ")


def test_a_messaging_service_sends_by_its_own_name(far_end):
    far_end.answer = lambda sent: TAKEN
    send(far_end, name="MG" + "c" * 32)
    assert far_end.sent[0].form["MessagingServiceSid"] == "MG" + "c" * 32
    assert "From" not in far_end.sent[0].form


def test_the_environment_does_not_change_the_address(far_end, monkeypatch):
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    far_end.answer = lambda sent: TAKEN
    assert send(far_end) == "SM1"


@pytest.mark.parametrize(
    ("status", "code", "of_the_number"),
    [
        (400, 21211, True),
        (400, 21408, False),
        (400, 21610, True),
        (400, 21612, False),
        (400, 21614, True),
        (400, 21617, False),
        (400, 21635, True),
        (400, 30007, False),
        (401, 20003, False),
        (404, 20404, False),
    ],
)
def test_what_the_carrier_will_never_take_is_refused_for_the_numbers_sake_or_the_accounts(
    far_end, status, code, of_the_number
):
    far_end.answer = lambda sent: error(status, code)
    with pytest.raises(SmsRefused) as refused:
        send(far_end)
    assert (refused.value.code, refused.value.of_the_number) == (str(code), of_the_number)
    assert len(far_end.sent) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [(429, 20429), (429, None), (400, 21611), (400, 30001), (400, 30003), (400, 30008)],
)
def test_what_the_carrier_put_off_was_certainly_not_sent(far_end, status, code):
    far_end.answer = lambda sent: error(status, code)
    with pytest.raises(SmsNotSent) as not_sent:
        send(far_end)
    assert not_sent.value.code == str(code or status)
    assert len(far_end.sent) == 1


@pytest.mark.parametrize(
    "answer", [error(500, 20500), error(503, None), Answer(b"<html>502</html>", status=502), error(408, None)]
)
def test_after_a_fault_of_the_carrier_the_fate_is_unknown(far_end, answer):
    far_end.answer = lambda sent: answer
    with pytest.raises(FateUnknown):
        send(far_end)
    assert len(far_end.sent) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"{", status=201),
        Answer(b"", status=201),
        Answer(b"[]", status=201),
        Answer(b"null", status=201),
        Answer(b'{"status": "queued"}', status=201),
        Answer(b"\xff\xfe", status=200),
        Answer(status=302, headers={"Location": "/elsewhere"}),
        CUT,
    ],
)
def test_after_an_answer_that_cannot_be_read_the_fate_is_unknown(far_end, answer):
    far_end.answer = lambda sent: answer
    with pytest.raises(FateUnknown):
        send(far_end)
    assert len(far_end.sent) == 1


@pytest.mark.parametrize("answer", [HANG, TRICKLE])
def test_after_silence_or_a_byte_now_and_then_the_fate_is_unknown(far_end, answer):
    far_end.answer = lambda sent: answer
    with pytest.raises(FateUnknown):
        send(far_end, timeout=0.4)
    assert len(far_end.sent) == 1
    # It would have gone on for long.
    assert far_end.under_way == 1


def test_what_is_late_to_connect_is_never_sent_at_all(far_end, monkeypatch):
    """The name server is slow: when it answers, nobody waits any more, and the message may have gone out anew."""
    look_up, answered = socket.getaddrinfo, threading.Event()

    def slow(*asked, **more):
        answered.wait(10)
        return look_up(*asked, **more)

    far_end.answer = lambda sent: TAKEN
    sms = sender(far_end.url, timeout=0.3)
    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with pytest.raises(FateUnknown):
        sms.send(TO, BODY, RECEIPT)
    answered.set()
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(10)
    assert far_end.sent == []
    assert sms.send(TO, BODY, RECEIPT) == "SM1"


def test_a_carrier_that_never_lets_anyone_in_was_sent_nothing():
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        # The queue holds one more than it is said to; whoever comes after it is left standing.
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with pytest.raises(SmsNotSent) as not_sent:
            sender(f"http://127.0.0.1:{full.getsockname()[1]}", timeout=0.6).send(TO, BODY, RECEIPT)
    assert not_sent.value.code == "no_connection"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://no-such-host.invalid"])
def test_without_a_connection_nothing_was_sent(url):
    with pytest.raises(SmsNotSent) as not_sent:
        sender(url).send(TO, BODY, RECEIPT)
    assert not_sent.value.code == "no_connection"


def certificate_of_ones_own(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return pem


def test_a_far_end_that_cannot_prove_who_it_is_gets_nothing(far_end, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_of_ones_own(tmp_path))
    far_end.speak_tls(context)
    with pytest.raises(SmsNotSent):
        sender(f"https://localhost:{far_end.port}").send(TO, BODY, RECEIPT)
    assert far_end.sent == []


def test_a_practice_phone_in_a_real_directory_is_refused_before_anything_is_sent(far_end):
    with pytest.raises(SmsRefused) as refused:
        sender(far_end.url).send(circle_number(3), BODY, RECEIPT)
    assert (refused.value.code, refused.value.of_the_number) == ("practice_number", True)
    assert far_end.sent == []


def test_no_number_and_no_word_of_a_message_is_told_on_or_logged(far_end, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    told = []
    for answer in (
        error(400, 21211, f"The 'To' number {TO} is not a valid phone number."),
        error(500, 20500, f"{TO}: {BODY}"),
        Answer(f"{TO} {BODY}".encode(), status=201),
        TAKEN,
    ):
        far_end.answer = lambda sent, answer=answer: answer
        sms = sender(far_end.url)
        for act in (
            lambda sms=sms: sms.send(TO, BODY, RECEIPT),
            lambda sms=sms: sms.look_up(TO, BODY, datetime.now(UTC)),
        ):
            try:
                act()
            except (SmsRefused, SmsNotSent, FateUnknown) as outcome:
                told.append("".join(traceback.format_exception(outcome)))
    assert len(told) == 7
    assert not [text for text in [*told, caplog.text] if TO[1:] in text or "Lahore" in text]


def test_who_only_answers_webhooks_does_not_load_the_sdks_interface():
    code = "import sys; from hotline.carriers.twilio.account import Account as A"
    code += "; import hotline.carriers.twilio.sms_sender as s; s.TwilioSms(A('AC1', 't', 'https://x.example', 9), 'x')"
    loaded = subprocess.run(
        [sys.executable, "-c", f"{code}; print([m for m in sys.modules if m.startswith('twilio.rest.')])"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert loaded.stdout.strip() == "[]"
