"""The one promise every carrier keeps when it sends an SMS: sent, refused, not sent, or unknown."""

from datetime import datetime
from typing import Protocol


class SmsRefused(Exception):
    """The carrier will never take this message; sending it again there is useless.

    `of_the_number` when the fault lies in the phone's number, so that only another phone can be tried. Otherwise it
    lies in the account or the text: another carrier may still take it, and a person must look.
    """

    def __init__(self, code: str, why: str, *, of_the_number: bool = False) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why
        self.of_the_number = of_the_number


class SmsNotSent(Exception):
    """The carrier certainly did not take this message; it may be tried again."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why


class SendsSms(Protocol):
    """A carrier's way out. Any other exception from `send` means that the message's fate is unknown."""

    def send(self, to: str, body: str, receipt_url: str) -> str:
        """Hand one SMS over and return the carrier's id of it; `to` is E.164."""
        ...

    def look_up(self, to: str, body: str, since: datetime) -> str | None:
        """The carrier's id of a message like this handed over since then, or None when it knows of none."""
        ...
