"""What a caller said and what came with a text: fetched from the carrier with the account's credentials, and deleted
there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests

from hotline.fetching import Gone

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST = 8 * 1024 * 1024
CHUNK = 64 * 1024
NOT_FOUND, GONE = 404, 410
ELSEWHERE = frozenset({302, 303, 307})
PATH = re.compile(r"/[A-Za-z0-9_./-]+")
WAV = re.compile(rb"RIFF....WAVE", re.DOTALL)


class NotYet(Exception):
    """What came is not what we asked for: none yet, cut short, an error, or nothing at all."""


class TwilioMedia:
    """Implements KeepsForUs, of files of any kind. Credentials go to the host of `api_url` only, whatever a webhook
    names."""

    def __init__(self, account_sid: str, token: str, api_url: str, timeout: float = 10.0) -> None:
        parts = urlsplit(api_url)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError("what the carrier keeps comes over https only")
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._timeout = timeout
        self._near = parts.hostname in LOOPBACK
        self._http = _connections(self._near)
        self._http.auth = (account_sid, token)
        # Of its own, and with nothing to say who asks: the storage that a file lies in is another company's.
        self._store = _connections(self._near)
        self._store.auth = _nobody

    def fetch(self, url: str) -> bytes:
        """The file, at most 8 MB; raises Gone when there is none that we could keep, else what may pass."""
        address = self._own(url)
        with _silent_of_addresses():
            with self._get(self._http, address) as answer:
                if answer.status_code not in ELSEWHERE:
                    return self._content(answer)
                there = self._storage(answer.headers.get("Location", ""))
            with self._get(self._store, there) as answer:
                return self._content(answer)

    def delete(self, url: str) -> None:
        """Safe to run twice: one that is gone is deleted."""
        address = self._own(url)
        with _silent_of_addresses():
            answer = self._http.delete(address, timeout=self._timeout, allow_redirects=False)
        if not answer.ok and answer.status_code not in {NOT_FOUND, GONE}:
            raise NotYet(f"HTTP {answer.status_code} when deleting at the carrier")

    def _get(self, http: requests.Session, address: str) -> requests.Response:
        return http.get(address, timeout=self._timeout, stream=True, allow_redirects=False)

    def _content(self, answer: requests.Response) -> bytes:
        if answer.status_code == GONE:
            raise Gone("the carrier has no such file any more")
        # A 404 too may pass: until the carrier has processed a recording it knows nothing of it.
        if answer.status_code != requests.codes.ok:
            raise NotYet(f"HTTP {answer.status_code} for a file")
        content = bytearray()
        for chunk in answer.iter_content(CHUNK):
            content += chunk
            if len(content) > LARGEST:
                raise Gone("a file of more than 8 MB")
        if not content:
            raise NotYet("a file with nothing in it")
        return bytes(content)

    def _own(self, url: str) -> str:
        """The same address when it is on the carrier's own host. Compared as text: two readers of a URL may
        disagree on where its host ends."""
        path = url.removeprefix(self._origin)
        if path == url or not PATH.fullmatch(path) or ".." in path:
            raise Gone("a file that is not on the carrier's own host")
        return url

    def _storage(self, url: str) -> str:
        """Where the carrier itself says that a file lies: anywhere, but over https."""
        parts = urlsplit(url)
        if parts.scheme == "https" and parts.hostname:
            return url
        if self._near and parts.scheme == "http" and parts.hostname in LOOPBACK:
            return url
        raise NotYet("a file that lies where we do not look")


class TwilioRecordings(TwilioMedia):
    """The same, of recordings: what is not WAV is not one."""

    def fetch(self, url: str) -> bytes:
        sound = super().fetch(url)
        if not WAV.match(sound):
            raise NotYet("a recording that is not WAV")
        return sound


@contextmanager
def _silent_of_addresses() -> Iterator[None]:
    """The words of a failed connection name the address, which is enough to fetch what lies in a storage."""
    try:
        yield
    except requests.RequestException as error:
        raise NotYet(type(error).__name__) from None


def _connections(near: bool) -> requests.Session:
    http = requests.Session()
    # As it is: nothing here is to be unpacked.
    http.headers["Accept-Encoding"] = "identity"
    # A proxy of the environment has no business with a carrier on this machine.
    http.trust_env = not near
    return http


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from looking for a password of its own accord."""
    return request
