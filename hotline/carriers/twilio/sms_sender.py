"""Outgoing SMS by Twilio's SDK, each answer or failure turned into one of the outcomes of a send."""

from datetime import datetime, timedelta
from typing import Any

from requests.exceptions import RequestException

from hotline.carriers.practice_numbers import is_practice_number
from hotline.carriers.twilio.account import UNREADABLE, Account, FateUnknown, hand_over
from hotline.carriers.twilio.codes import OF_THE_NUMBER
from hotline.sms.sending import SmsNotSent, SmsRefused

PRACTICE_NUMBER = "practice_number"
# The carrier's clock and ours need not agree to the second.
CLOCK_SLACK = timedelta(minutes=2)
LOOK_AT_MOST = 400
MESSAGING_SERVICE = "MG"
CODES_OF_THE_NUMBER = frozenset(map(str, OF_THE_NUMBER))


class TwilioSms:
    """Implements SendsSms. `sender` is a number, a sender ID, or a messaging service (MG...)."""

    def __init__(
        self, account_sid: str, token: str, sender: str, api_url: str, timeout: float = 10.0
    ) -> None:
        self._sender = "messaging_service_sid" if sender.startswith(MESSAGING_SERVICE) else "from_", sender
        self._account = Account(account_sid, token, api_url, timeout)

    def send(self, to: str, body: str, receipt_url: str) -> str:
        """Hand one SMS over and return its MessageSid; raises SmsRefused, SmsNotSent or FateUnknown."""
        if is_practice_number(to):
            why = "a practice phone stands in the directory; enter the real one"
            raise SmsRefused(PRACTICE_NUMBER, why, of_the_number=True)
        name, sender = self._sender

        def create() -> Any:
            messages = self._account.sdk.messages
            return messages.create(to=to, body=body, status_callback=receipt_url, **{name: sender})

        return hand_over(create, _refused, SmsNotSent)

    def look_up(self, to: str, body: str, since: datetime) -> str | None:
        """The MessageSid of a message with these words made since then; FateUnknown when it cannot look.

        Not filtered by the date sent: a message that still waits in a queue has none.
        """
        try:
            for message in self._account.sdk.messages.stream(to=to, limit=LOOK_AT_MOST):
                made = message.date_created
                if isinstance(made, datetime) and made < since - CLOCK_SLACK:
                    continue
                # A trial account puts words of its own before ours.
                if message.sid and (message.body or "").strip().endswith(body.strip()):
                    return str(message.sid)
        except (RequestException, *UNREADABLE) as error:
            raise FateUnknown(f"cannot look the message up ({type(error).__name__})") from None
        return None


def _refused(code: str, why: str) -> SmsRefused:
    return SmsRefused(code, why, of_the_number=code in CODES_OF_THE_NUMBER)
