"""Outgoing SMS by Twilio's SDK, each answer or failure turned into one of the outcomes of a send."""

import logging
import re
import ssl
from datetime import datetime, timedelta
from typing import Any, NoReturn

from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError

from hotline.carriers.practice_numbers import is_practice_number
from hotline.carriers.twilio.codes import TRY_AGAIN
from hotline.sms.sending import SmsNotSent, SmsRefused

TOO_MANY = 429
TIMED_OUT = 408
PRACTICE_NUMBER = "practice_number"
NO_CONNECTION = "no_connection"
# The carrier's clock and ours need not agree to the second.
CLOCK_SLACK = timedelta(minutes=2)
LOOK_AT_MOST = 400
MESSAGING_SERVICE = "MG"
NUMBERS = re.compile(r"\+?\d[\d\s()-]{5,}\d")


class FateUnknown(Exception):
    """Whether the carrier took the message cannot be told: look it up before sending again."""


class TwilioSms:
    """Implements SendsSms. `sender` is a number, a sender ID, or a messaging service (MG...)."""

    def __init__(
        self, account_sid: str, token: str, sender: str, api_url: str, timeout: float = 10.0
    ) -> None:
        self._sender = "messaging_service_sid" if sender.startswith(MESSAGING_SERVICE) else "from_", sender
        # The SDK has no time-out of its own. It logs each query with the numbers in it, and so does urllib3.
        http = TwilioHttpClient(timeout=timeout, logger=_mute())
        logging.getLogger("urllib3").setLevel(logging.WARNING)
        # An environment of its own: TWILIO_EDGE and TWILIO_REGION would rewrite the address given.
        self._client = Client(account_sid, token, http_client=http, environment={"TWILIO_EDGE": ""})
        self._api_url = api_url.rstrip("/")

    def send(self, to: str, body: str, receipt_url: str) -> str:
        """Hand one SMS over and return its MessageSid; raises SmsRefused, SmsNotSent or FateUnknown."""
        if is_practice_number(to):
            raise SmsRefused(PRACTICE_NUMBER, "a practice phone stands in the directory; enter the real one")
        name, sender = self._sender
        try:
            message = self._messages().create(to=to, body=body, status_callback=receipt_url, **{name: sender})
            message_id = message.sid
        except (TwilioRestException, TwilioServiceException) as error:
            _raise_outcome(error)
        except RequestException as error:
            _raise_unsent(error)
        except (TwilioException, ValueError, AttributeError, KeyError, TypeError) as error:
            # A success that cannot be read. The error may quote the message: only its kind is told.
            raise FateUnknown(f"unreadable answer ({type(error).__name__})") from None
        if not message_id:
            raise FateUnknown("a success without a message id")
        return str(message_id)

    def look_up(self, to: str, body: str, since: datetime) -> str | None:
        """The MessageSid of a message with these words made since then; FateUnknown when it cannot look.

        Not filtered by the date sent: a message that still waits in a queue has none.
        """
        try:
            for message in self._messages().stream(to=to, limit=LOOK_AT_MOST):
                made = message.date_created
                if isinstance(made, datetime) and made < since - CLOCK_SLACK:
                    continue
                # A trial account puts words of its own before ours.
                if message.sid and (message.body or "").strip().endswith(body.strip()):
                    return str(message.sid)
        except (RequestException, TwilioException, ValueError, AttributeError, KeyError, TypeError) as error:
            raise FateUnknown(f"cannot look the message up ({type(error).__name__})") from None
        return None

    def _messages(self) -> Any:
        # Set at use: the SDK imports its interface (60 ms, 8 MB) when first touched, so only who sends pays.
        self._client.api.base_url = self._api_url
        return self._client.messages


def _raise_outcome(error: TwilioRestException | TwilioServiceException) -> NoReturn:
    """What an error answer says. Its words quote the number, so they are told without."""
    code = str(error.code or error.status)
    said = error.msg if isinstance(error, TwilioRestException) else error.title
    why = NUMBERS.sub("(number)", str(said))[:300]
    if error.status == TOO_MANY or error.code in TRY_AGAIN:
        raise SmsNotSent(code, why) from None
    if not 400 <= error.status < 500 or error.status == TIMED_OUT:
        # After a 5xx the message may stand in the carrier's queue all the same, and there is no idempotency
        # key: a blind repeat could send it twice.
        raise FateUnknown(f"HTTP {error.status}, code {code}") from None
    raise SmsRefused(code, why) from None


def _raise_unsent(error: RequestException) -> NoReturn:
    """Certainly not taken when no connection stood yet; anything later may have reached the carrier."""
    if isinstance(error, NoConnection) and _never_connected(error):
        raise SmsNotSent(NO_CONNECTION, type(error).__name__) from None
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
