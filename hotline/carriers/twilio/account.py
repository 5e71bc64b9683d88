"""One account at the carrier: its SDK, kept quiet, and what an answer or a failure says of the thing asked for."""

import logging
import re
import ssl
from collections.abc import Callable
from typing import Any, NoReturn, Protocol

from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError

from hotline.carriers.twilio.codes import TRY_AGAIN
from hotline.carriers.twilio.punctual import PunctualAdapter, Result, in_time

MOST_AT_ONCE = 10
TOO_MANY = 429
TIMED_OUT = 408
NO_CONNECTION = "no_connection"
UNREADABLE = (TwilioException, ValueError, AttributeError, KeyError, TypeError)
NUMBERS = re.compile(r"\+?\d[\d\s()-]{5,}\d")


class FateUnknown(Exception):
    """Whether the carrier took what was handed over cannot be told."""


class Outcome(Protocol):
    """Makes the exception that a room knows an outcome by, from the carrier's code and words."""

    def __call__(self, code: str, why: str, /) -> Exception: ...


class Account:
    """The SDK with a time-out, which it has not of its own, and without a word about whom it is used for.

    It tries nothing twice: that is for whoever knows what became of the first time.
    """

    def __init__(self, account_sid: str, token: str, api_url: str, timeout: float) -> None:
        # It logs each query with the numbers in it, and so does urllib3.
        http = TwilioHttpClient(timeout=timeout, logger=_mute())
        # Whoever cannot be reached shows it before all the time is over: then nothing was handed over.
        http.timeout = (timeout / 2, timeout)
        self._timeout = timeout
        for scheme in ("http://", "https://"):
            http.session.mount(scheme, PunctualAdapter(pool_maxsize=MOST_AT_ONCE))
        logging.getLogger("urllib3").setLevel(logging.WARNING)
        # An environment of its own: TWILIO_EDGE and TWILIO_REGION would rewrite the address given.
        self._client = Client(account_sid, token, http_client=http, environment={"TWILIO_EDGE": ""})
        self._api_url = api_url.rstrip("/")

    def in_time(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """The same work, which raises Timeout once all of it has taken the account's time."""
        return lambda: in_time(self._timeout, work)

    @property
    def sdk(self) -> Any:
        # Set at use: the SDK imports its interface (60 ms, 8 MB) when first touched, so only who sends pays.
        self._client.api.base_url = self._api_url
        return self._client


def hand_over(create: Callable[[], Any], refused: Outcome, not_taken: Outcome) -> str:
    """Have the carrier make one thing and return its id; raises `refused`, `not_taken` or FateUnknown."""
    try:
        made = create().sid
    except (TwilioRestException, TwilioServiceException) as error:
        _raise_outcome(error, refused, not_taken)
    except RequestException as error:
        _raise_unsent(error, not_taken)
    except UNREADABLE as error:
        # A success that cannot be read. The error may quote what was handed over: only its kind is told.
        raise FateUnknown(f"unreadable answer ({type(error).__name__})") from None
    if not made:
        raise FateUnknown("a success without an id")
    return str(made)


def _raise_outcome(
    error: TwilioRestException | TwilioServiceException, refused: Outcome, not_taken: Outcome
) -> NoReturn:
    """What an error answer says. Its words quote the number, so they are told without."""
    code = str(error.code or error.status)
    said = error.msg if isinstance(error, TwilioRestException) else error.title
    why = NUMBERS.sub("(number)", str(said))[:300]
    if error.status == TOO_MANY or error.code in TRY_AGAIN:
        raise not_taken(code, why) from None
    if not 400 <= error.status < 500 or error.status == TIMED_OUT:
        # After a 5xx it may stand in the carrier's queue all the same, and there is no idempotency key: a blind
        # repeat could send a message, or ring a phone, twice.
        raise FateUnknown(f"HTTP {error.status}, code {code}") from None
    raise refused(code, why) from None


def _raise_unsent(error: RequestException, not_taken: Outcome) -> NoReturn:
    """Certainly not taken when no connection stood yet; anything later may have reached the carrier."""
    if isinstance(error, NoConnection) and _never_connected(error):
        raise not_taken(NO_CONNECTION, type(error).__name__) from None
    raise FateUnknown(f"no answer ({type(error).__name__})") from None


def _never_connected(error: NoConnection) -> bool:
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    if isinstance(reason, NewConnectionError | NameResolutionError | ConnectTimeoutError):
        return True
    # Nobody writes to a far end that could not prove who it is.
    return isinstance(reason, Exception) and isinstance((*reason.args, None)[0], ssl.SSLCertVerificationError)


def _mute() -> logging.Logger:
    logger = logging.Logger("twilio.mute")  # noqa: LOG001 - outside the tree, so that no handler hears it
    logger.disabled = True
    return logger
