"""What a caller said, fetched from the carrier with the account's credentials, and deleted there."""

import re
from urllib.parse import urlsplit

import requests

from hotline.calls.recordings import RecordingGone

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST = 8 * 1024 * 1024
CHUNK = 64 * 1024
NOT_FOUND, GONE = 404, 410
PATH = re.compile(r"/[A-Za-z0-9_./-]+")
WAV = re.compile(rb"RIFF....WAVE", re.DOTALL)


class RecordingUnfit(Exception):
    """What came is not a recording we can keep: none yet, too large, not sound, or an error."""


class TwilioRecordings:
    """Implements KeepsRecordings. Credentials go to the host of `api_url` only, whatever a webhook names."""

    def __init__(self, account_sid: str, token: str, api_url: str, timeout: float = 10.0) -> None:
        parts = urlsplit(api_url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError("recordings come over https only")
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._timeout = timeout
        self._http = requests.Session()
        self._http.auth = (account_sid, token)
        # A proxy of the environment has no business with a carrier on this machine.
        self._http.trust_env = parts.hostname not in LOOPBACK

    def fetch(self, url: str) -> bytes:
        """The recording as WAV, at most 8 MB; raises RecordingGone when there is none, else what may pass."""
        address = self._own(url)
        with self._http.get(address, timeout=self._timeout, stream=True, allow_redirects=False) as answer:
            if answer.status_code == GONE:
                raise RecordingGone("the carrier has no such recording any more")
            # A 404 too may pass: until the carrier has processed a recording it knows nothing of it.
            if answer.status_code != requests.codes.ok:
                raise RecordingUnfit(f"HTTP {answer.status_code} for a recording")
            sound = bytearray()
            for chunk in answer.iter_content(CHUNK):
                sound += chunk
                if len(sound) > LARGEST:
                    raise RecordingUnfit("a recording of more than 8 MB")
        if not WAV.match(sound):
            raise RecordingUnfit("a recording that is not WAV")
        return bytes(sound)

    def delete(self, url: str) -> None:
        """Safe to run twice: one that is gone is deleted."""
        answer = self._http.delete(self._own(url), timeout=self._timeout, allow_redirects=False)
        if not answer.ok and answer.status_code not in {NOT_FOUND, GONE}:
            raise RecordingUnfit(f"HTTP {answer.status_code} when deleting a recording")

    def _own(self, url: str) -> str:
        """The same address when it is on the carrier's own host. Compared as text: two readers of a URL may
        disagree on where its host ends."""
        path = url.removeprefix(self._origin)
        if path == url or not PATH.fullmatch(path) or ".." in path:
            raise RecordingGone("a recording that is not on the carrier's own host")
        return url
