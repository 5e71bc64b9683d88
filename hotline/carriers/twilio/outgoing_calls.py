"""Calls that the hotline places by Twilio's SDK, each answer or failure turned into one of the outcomes."""

from typing import Any

from hotline.carriers.practice_numbers import is_practice_number
from hotline.carriers.twilio.account import Account, hand_over
from hotline.carriers.twilio.codes import PRACTICE_NUMBER
from hotline.placing import RING_SECONDS, CallNotPlaced, CallRefused


class TwilioCalls:
    """Implements PlacesCalls: from `number`, to whoever left a missed call there, and then by the same webhooks as a
    call that comes in."""

    def __init__(self, account: Account, number: str, public_url: str) -> None:
        self._account = account
        self._number = number
        webhooks = f"{public_url}/twilio/calls"
        self._webhooks = {
            "url": f"{webhooks}/incoming",
            "method": "POST",
            "fallback_url": f"{webhooks}/failed",
            "fallback_method": "POST",
            "status_callback": f"{webhooks}/ended",
            "status_callback_method": "POST",
        }

    def place(self, to: str) -> str:
        """Have one phone rung and return the CallSid; raises CallRefused, CallNotPlaced or FateUnknown."""
        return _place(self._account, self._number, to, self._webhooks)


class TwilioOfficerCalls:
    """Implements RingsOfficers: from `number`, to the phone that an urgent tip was texted to. That nobody picks up is
    not asked about: it changes nothing."""

    def __init__(self, account: Account, number: str, public_url: str) -> None:
        self._account = account
        self._number = number
        self._public_url = public_url

    def ring(self, to: str, message_id: int) -> str:
        """As `TwilioCalls.place`."""
        webhooks = {
            "url": f"{self._public_url}/twilio/officers/{message_id}",
            "method": "POST",
            "fallback_url": f"{self._public_url}/twilio/calls/failed",
            "fallback_method": "POST",
        }
        return _place(self._account, self._number, to, webhooks)


def _place(account: Account, number: str, to: str, webhooks: dict[str, str]) -> str:
    if is_practice_number(to):
        raise CallRefused(PRACTICE_NUMBER, "nobody answers at a practice number")

    def create() -> Any:
        return account.sdk.calls.create(to=to, from_=number, timeout=RING_SECONDS, **webhooks)

    return hand_over(create, CallRefused, CallNotPlaced)
