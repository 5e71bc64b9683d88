"""The practice carrier's requests: signed like the real carrier's, and to this hotline's own address only."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

import requests
from twilio.request_validator import RequestValidator

from hotline.carriers.practice import wav
from hotline.settings import Settings

# The whole of a webhook's time, after which the real carrier turns to the fallback address.
PATIENCE_SECONDS = 15.0
LARGEST_DOCUMENT = 64 * 1024
PROMPTS_REMEMBERED = 2000

RETRIEVAL_FAILED = 11200
CONNECTION_FAILED = 11205
TOO_LARGE = 11750


class WebhookFailed(Exception):
    """A webhook gave nothing the carrier can use: the real carrier's `code` for it, HTTP's `status` or 0."""

    def __init__(self, code: int, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.code = code
        self.why = why
        self.status = status


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Prompt:
    """What an address answered to the line: its status and the length of the sound in it."""

    status: int
    seconds: float


class Exchange:
    """One account of the practice carrier, with connections that are kept open. Has no way to any other host."""

    def __init__(
        self, account_sid: str, token: str, public_url: str, patience: float = PATIENCE_SECONDS
    ) -> None:
        self.account_sid = account_sid
        self.public_url = public_url.rstrip("/")
        parts = urlsplit(self.public_url)
        self._origin = f"{parts.scheme}://{parts.netloc}/"
        self._validator = RequestValidator(token)
        self._patience = patience
        self._http = requests.Session()
        # The line leads to this machine's own server, never through a proxy that the environment names.
        self._http.trust_env = False
        self._prompts: dict[str, Prompt] = {}

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The practice carrier of this installation."""
        return cls(settings.account_sid, settings.auth_tokens[0], settings.public_url)

    def close(self) -> None:
        self._http.close()

    def post(self, url: str, fields: Mapping[str, str]) -> Reply:
        """Send one signed webhook; raises WebhookFailed where the real carrier would try the fallback address."""
        own = self._own(url)
        sent = {"AccountSid": self.account_sid, "ApiVersion": "2010-04-01", **fields}
        headers = {
            "X-Twilio-Signature": self._validator.compute_signature(own, sent),
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
            "User-Agent": "TwilioProxy/1.1",
        }
        began = time.monotonic()
        try:
            answer = self._http.post(
                own, data=sent, headers=headers, timeout=self._patience, allow_redirects=False
            )
        except requests.Timeout:
            raise WebhookFailed(CONNECTION_FAILED, f"no answer in {self._patience:g} s") from None
        except requests.RequestException as error:
            raise WebhookFailed(CONNECTION_FAILED, f"no connection ({type(error).__name__})") from None
        took = time.monotonic() - began
        if took > self._patience:
            raise WebhookFailed(CONNECTION_FAILED, f"no whole answer in {self._patience:g} s")
        if not 200 <= answer.status_code < 300:
            raise WebhookFailed(RETRIEVAL_FAILED, f"HTTP {answer.status_code}", answer.status_code)
        if len(answer.content) > LARGEST_DOCUMENT:
            raise WebhookFailed(TOO_LARGE, "an answer of more than 64 kB")
        return Reply(answer.status_code, answer.content, took * 1000)

    def prompt(self, url: str) -> Prompt:
        """Fetch a recording as the carrier does: once, when its server says that it may be kept."""
        known = self._prompts.get(url)
        if known is not None:
            return known
        try:
            answer = self._http.get(self._own(url), timeout=self._patience, allow_redirects=False)
        except (requests.RequestException, WebhookFailed):
            return Prompt(0, 0.0)
        length = wav.seconds(answer.content) if answer.ok else None
        heard = Prompt(answer.status_code, length or 0.0)
        if "max-age" in answer.headers.get("Cache-Control", "") and len(self._prompts) < PROMPTS_REMEMBERED:
            self._prompts[url] = heard
        return heard

    def answers(self) -> bool:
        """Whether a server of ours listens at the public address."""
        try:
            self._http.get(f"{self.public_url}/health", timeout=self._patience, allow_redirects=False)
        except requests.RequestException:
            return False
        return True

    def _own(self, url: str) -> str:
        if not url.startswith(self._origin):
            raise WebhookFailed(RETRIEVAL_FAILED, "an address that is not this hotline's own")
        return url
