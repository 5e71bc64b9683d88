"""The carrier's side of a webhook: a form with every field it sends, signed as it signs."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from twilio.request_validator import RequestValidator

CALLER = "+923640009001"
HOTLINE = "+923640000000"


@dataclass
class FarEnd:
    """Posts signed webhooks to a test client, as a carrier would."""

    client: Any
    runtime: Any
    call_sid: str = field(default_factory=lambda: f"CA{secrets.token_hex(16)}")

    def post(self, path: str, form: dict[str, str]) -> Any:
        url = f"{self.runtime.settings.public_url}{path}"
        token = self.runtime.settings.auth_tokens[0]
        signature = RequestValidator(token).compute_signature(url, form)
        return self.client.post(path, data=form, headers={"X-Twilio-Signature": signature})

    def call_form(self, **more: str) -> dict[str, str]:
        return {
            "CallSid": self.call_sid,
            "AccountSid": self.runtime.settings.account_sid,
            "From": CALLER,
            "To": HOTLINE,
            "CallStatus": "in-progress",
            "Direction": "inbound",
            "ApiVersion": "2010-04-01",
            **more,
        }

    def ring(self, **more: str) -> Any:
        return self.post("/twilio/calls/incoming", self.call_form(CallStatus="ringing", **more))

    def press(self, answer_url: str, digits: str) -> Any:
        return self.post(self.path(answer_url), self.call_form(Digits=digits))

    def speak(self, answer_url: str, seconds: int = 4, **more: str) -> Any:
        link = f"{self.runtime.settings.public_url}/practice/recordings/RE{secrets.token_hex(16)}"
        form = self.call_form(
            **{"RecordingUrl": link, "RecordingDuration": str(seconds), "Digits": "#", **more}
        )
        return self.post(self.path(answer_url), form)

    def end(self, **more: str) -> Any:
        form = self.call_form(**{"CallStatus": "completed", "CallDuration": "42", **more})
        return self.post("/twilio/calls/ended", form)

    def text(self, body: str, sid: str | None = None, sender: str = CALLER, **more: str) -> Any:
        form = {
            "MessageSid": sid or f"SM{secrets.token_hex(16)}",
            "AccountSid": self.runtime.settings.account_sid,
            "From": sender,
            "To": HOTLINE,
            "Body": body,
            "NumMedia": "0",
            "NumSegments": "1",
            **more,
        }
        return self.post("/twilio/sms/incoming", form)

    def path(self, url: str) -> str:
        return url.removeprefix(self.runtime.settings.public_url)

    def walk(self, *keys: str) -> Any:
        """Ring and press these keys; the answer to the last one."""
        return self.press_all(self.ring(), *keys)

    def press_all(self, response: Any, *keys: str) -> Any:
        """Press these keys, one a question, from the question in `response` on."""
        for key in keys:
            response = self.press(answer_url(response), key)
        return response


def twiml(response: Any) -> ET.Element:
    assert response.status_code == 200, (response.status_code, response.data[:200])
    assert response.content_type.startswith("text/xml")
    return ET.fromstring(response.data)


def answer_url(response: Any) -> str:
    """Where the carrier will post what the caller does next."""
    root = twiml(response)
    for verb in root:
        if verb.tag in ("Gather", "Record"):
            return verb.attrib["action"]
    raise AssertionError(f"nothing waits for an answer: {response.data!r}")


def played(response: Any) -> list[str]:
    """The names of the prompts played, in order, as `ur/report_tip.kind`."""
    return [
        re.sub(r"^.*/prompts/(\w+)/(.+)\.[0-9a-f]+\.wav$", r"\1/\2", play.text or "")
        for play in twiml(response).iter("Play")
    ]


def is_apology(response: Any) -> bool:
    return any(name.endswith("/apology.dial_15") for name in played(response))


def texted(response: Any) -> str:
    return "".join(message.text or "" for message in twiml(response).iter("Message"))
