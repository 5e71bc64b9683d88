"""Requests as the carrier sends them, signed, made before the clock starts."""

import secrets
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha1
from hmac import digest
from urllib.parse import urlencode

from bench.lines import Request
from hotline.carriers.practice_numbers import HOTLINE

VOICE_PLACES = {
    f"{who}{what}": value
    for who in ("Caller", "Called", "From", "To")
    for what, value in (("City", ""), ("State", ""), ("Zip", ""), ("Country", "PK"))
}


class Carrier:
    """Signs with the account's token for the address that the server believes it is called at."""

    def __init__(self, public_url: str, account_sid: str, token: str) -> None:
        self.public_url = public_url
        self.host = public_url.partition("://")[2].encode()
        self.account_sid = account_sid
        self.token = token.encode()

    def post(self, path: str, form: Mapping[str, str], expected: bytes) -> Request:
        body = urlencode(form).encode()
        signed = self.public_url + path + "".join(name + form[name] for name in sorted(form))
        signature = b64encode(digest(self.token, signed.encode(), sha1))
        head = (
            b"POST %b HTTP/1.1\r\nHost: %b\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            b"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: %d\r\n"
            b"X-Twilio-Signature: %b\r\nI-Twilio-Idempotency-Token: %b\r\nX-Home-Region: us1\r\n\r\n"
        )
        token = secrets.token_hex(16).encode()
        return Request(head % (path.encode(), self.host, len(body), signature, token) + body, expected)

    def call_form(self, call_sid: str, number: str, **further: str) -> dict[str, str]:
        """The fields of every voice webhook, and `further` ones of this kind of webhook."""
        return {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "CallSid": call_sid,
            "CallStatus": "in-progress",
            "Direction": "inbound",
            "Caller": number,
            "From": number,
            "Called": HOTLINE,
            "To": HOTLINE,
            **VOICE_PLACES,
            **further,
        }

    def keyed_form(self, call_sid: str, number: str, key: str) -> dict[str, str]:
        return self.call_form(call_sid, number, msg="Gather End", Digits=key, FinishedOnKey="")

    def text_form(self, message_sid: str, number: str, words: str) -> dict[str, str]:
        return {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "MessageSid": message_sid,
            "SmsMessageSid": message_sid,
            "SmsSid": message_sid,
            "SmsStatus": "received",
            "From": number,
            "To": HOTLINE,
            "Body": words,
            "NumMedia": "0",
            "NumSegments": "1",
            **{name: value for name, value in VOICE_PLACES.items() if name.startswith(("From", "To"))},
        }


def new_sid(kind: str) -> str:
    """`CA...` for a call, `SM...` for a text, as the carrier numbers them."""
    return kind + secrets.token_hex(16)
