"""Outgoing SMS by Twilio's SDK, each answer or failure turned into one of the outcomes of a send."""

from datetime import datetime, timedelta
from typing import Any

from requests.exceptions import RequestException
from twilio.base import values

from hotline.carriers.practice_numbers import is_practice_number
from hotline.carriers.twilio.account import UNREADABLE, Account, FateUnknown, hand_over
from hotline.carriers.twilio.codes import CODES_OF_THE_NUMBER, PRACTICE_NUMBER
from hotline.sms.sending import SmsNotSent, SmsRefused

# The carrier's clock and ours need not agree to the second.
CLOCK_SLACK = timedelta(minutes=2)
ON_ONE_PAGE = 100
MOST_PAGES = 5
MESSAGING_SERVICE = "MG"


class TwilioSms:
    """Implements SendsSms. `sender` is a number, a sender ID, or a messaging service (MG...)."""

    def __init__(self, account: Account, sender: str) -> None:
        self._sender = "messaging_service_sid" if sender.startswith(MESSAGING_SERVICE) else "from_", sender
        self._account = account

    def send(self, to: str, body: str, receipt_url: str) -> str:
        """Hand one SMS over and return its MessageSid; raises SmsRefused, SmsNotSent or FateUnknown."""
        if is_practice_number(to):
            raise _refused(PRACTICE_NUMBER, "a practice phone stands in the directory; enter the real one")
        name, sender = self._sender

        def create() -> Any:
            messages = self._account.sdk.messages
            return messages.create(
                to=to, body=body, status_callback=receipt_url or values.unset, **{name: sender}
            )

        return hand_over(self._account.in_time(create), _refused, SmsNotSent)

    def look_up(self, to: str, body: str, since: datetime) -> str | None:
        """The MessageSid of a message with these words made since then; FateUnknown when it cannot look.

        Not filtered by the date sent: a message that still waits in a queue has none.
        """
        find = self._account.in_time(lambda: self._find(to, body.strip(), since - CLOCK_SLACK))
        try:
            return find()
        except (RequestException, *UNREADABLE) as error:
            raise FateUnknown(f"cannot look the message up ({type(error).__name__})") from None

    def _find(self, to: str, body: str, since: datetime) -> str | None:
        page = self._account.sdk.messages.page(to=to, page_size=ON_ONE_PAGE)
        for number in range(MOST_PAGES):
            page = page.next_page() if number else page
            older = False
            for message in page:
                made = message.date_created
                if isinstance(made, datetime) and made < since:
                    older = True
                # A trial account puts words of its own before ours.
                elif message.sid and (message.body or "").strip().endswith(body):
                    return str(message.sid)
            # The newest come first: behind a page with an older one there are only older ones.
            if older or not page.next_page_url:
                return None
        # Not to be found is not the same as not there.
        raise FateUnknown("too many messages to this number to look through")


def _refused(code: str, why: str) -> SmsRefused:
    return SmsRefused(code, why, of_the_number=code in CODES_OF_THE_NUMBER)
