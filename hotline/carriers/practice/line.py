"""A practice phone line: places a call over HTTP, executes the TwiML it gets, and answers as a caller would."""

import secrets
from typing import Self
from xml.etree.ElementTree import Element

from hotline.carriers.practice import verbs
from hotline.carriers.practice.call import INCOMING, Call
from hotline.carriers.practice.events import Awaits, EndedBy, Event, KeptSilent, Pressed, Spoke
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.state import COMPLETED, QUEUED, RINGING, CallState, recording_fields


class NobodyListens(Exception):
    """The line does not wait for that: the call has ended, or was not placed, or something else is asked."""


class PracticeLine:
    """One call. `start` and each answer return what happens until the line waits again or has ended.

    Time is counted, never waited for: prompts take their length, silence its limit. Between two answers the
    whole call is `state`, which goes through JSON.
    """

    def __init__(self, exchange: Exchange, state: CallState) -> None:
        self.state = state
        self._exchange = exchange
        self._call = Call(exchange, state)

    @classmethod
    def dial(cls, exchange: Exchange, caller: str, called: str) -> Self:
        """A call not yet placed; `caller` goes out as it is written, withheld or malformed included."""
        return cls(exchange, CallState(f"CA{secrets.token_hex(16)}", caller, called))

    @property
    def over(self) -> bool:
        return self._call.over

    def start(self) -> list[Event]:
        if self.state.status != QUEUED:
            raise NobodyListens("this call was placed already")
        self.state.status = RINGING
        self._call.fetch(self._exchange.public_url + INCOMING, {})
        return self._until_it_waits()

    def press(self, digits: str, after: float | None = None) -> list[Event]:
        """Press keys `after` seconds of the prompts, or once they are over; more keys may still be due then."""
        verb = self._waiting_verb()
        self._call.happened(Pressed(digits))
        if self.state.awaits is Awaits.RECORDING:
            if any(key in verbs.ending_keys(verb) for key in digits):
                # Nothing was said before the key: an empty recording, which the carrier does not report.
                self.state.awaits = Awaits.NOTHING
            return self._until_it_waits()
        prompts = self.state.prompt_seconds
        self.state.seconds += prompts if after is None else min(after, prompts)
        self.state.prompt_seconds = 0.0
        if self._typed_all(verb, digits):
            self._submit_keys(verb)
        return self._until_it_waits()

    def silent(self) -> list[Event]:
        """Do nothing until the wait times out."""
        verb = self._waiting_verb()
        limit = verbs.limit(verb)
        self._call.happened(KeptSilent(limit))
        self.state.seconds += self.state.prompt_seconds + limit
        self.state.prompt_seconds = 0.0
        if self.state.awaits is Awaits.KEYS:
            self._submit_keys(verb)
        self.state.awaits = Awaits.NOTHING
        return self._until_it_waits()

    def recorded(self, url: str, seconds: float, digits: str = "#") -> list[Event]:
        """Leave a recording that is kept at `url`, ended by this key or, with none, by silence."""
        verb = self._waiting_verb()
        if self.state.awaits is not Awaits.RECORDING:
            raise NobodyListens("the line waits for keys, not for a recording")
        if seconds <= 0:
            return self.silent()
        length = min(seconds, verbs.longest(verb))
        self._call.happened(Spoke(length))
        self.state.seconds += length
        self.state.awaits = Awaits.NOTHING
        self._call.fetch(verbs.action(self._call, verb), recording_fields(url, length, digits))
        return self._until_it_waits()

    def hang_up(self, url: str = "", seconds: float = 0.0) -> list[Event]:
        """Put the phone down. What was said so far into a recording goes to its action all the same."""
        if self.state.status == QUEUED:
            raise NobodyListens("this call was not placed yet")
        if not self.over:
            unfinished = self._waiting_verb() if self.state.awaits is Awaits.RECORDING else None
            self.state.status, self.state.awaits = COMPLETED, Awaits.NOTHING
            if unfinished is not None and url and seconds > 0:
                self._call.happened(Spoke(seconds))
                self.state.seconds += seconds
                address = verbs.action(self._call, unfinished)
                self._call.tell(address, recording_fields(url, seconds, "hangup"))
            self._call.end(EndedBy.CALLER)
        return self._call.take_events()

    def _until_it_waits(self) -> list[Event]:
        while not self.over and not self.state.awaits:
            verb = self._call.next_verb()
            if verb is None:
                self._call.end(EndedBy.HOTLINE)
            else:
                verbs.execute(self._call, verb)
        self.state.documents = 0
        return self._call.take_events()

    def _waiting_verb(self) -> Element:
        if not self.state.awaits:
            raise NobodyListens("the line does not wait for an answer")
        return self._call.verbs[self.state.place - 1]

    def _typed_all(self, verb: Element, digits: str) -> bool:
        """Add the keys to those typed before; whether that ends the input."""
        wanted = verbs.keys_wanted(verb)
        for key in digits:
            if key in verbs.ending_keys(verb):
                return True
            self.state.typed += key
            if wanted is not None and len(self.state.typed) >= wanted:
                return True
        return False

    def _submit_keys(self, verb: Element) -> None:
        """Send what was typed; nothing at all only goes out where the document asks for that."""
        typed, self.state.typed = self.state.typed, ""
        self.state.awaits = Awaits.NOTHING
        if typed or verb.get("actionOnEmptyResult") == "true":
            self._call.fetch(verbs.action(self._call, verb), {"Digits": typed, "msg": "Gather End"})
