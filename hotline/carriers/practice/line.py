"""A practice phone line: places a call over HTTP, executes the TwiML it gets, and answers as a caller would."""

from typing import Self
from xml.etree.ElementTree import Element

from hotline.carriers.practice import verbs
from hotline.carriers.practice.call import Call
from hotline.carriers.practice.events import Awaits, EndedBy, Event, KeptSilent, Pressed, Spoke
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.state import (
    COMPLETED,
    FROM_THE_HOTLINE,
    IN_PROGRESS,
    QUEUED,
    RINGING,
    TO_THE_HOTLINE,
    CallState,
    new_call_sid,
    recording_fields,
)

INCOMING = "/twilio/calls/incoming"


class NobodyListens(Exception):
    """The line does not wait for that: the call has ended, or was not placed, or something else is asked."""


class PracticeLine:
    """One call. `start` and each answer return what happens until the line waits again or has ended.

    Time is counted, never waited for: prompts take their length, silence its limit, a desk its time to ring or
    to speak. Between two answers the whole call is `state`, which goes through JSON.
    """

    def __init__(self, exchange: Exchange, state: CallState) -> None:
        self.state = state
        self._call = Call(exchange, state)

    @classmethod
    def dial(cls, exchange: Exchange, caller: str, called: str, desk_answers: bool = False) -> Self:
        """A call not yet placed; `caller` goes out as it is written, withheld or malformed included."""
        first_url = exchange.public_url + INCOMING
        return cls(exchange, CallState(new_call_sid(), caller, called, first_url, desk_answers=desk_answers))

    @classmethod
    def pick_up(cls, exchange: Exchange, call_sid: str, hotline: str, person: str, url: str) -> Self:
        """A call that the hotline placed from its number to this person's, who picks up at `start`.

        Its webhooks say `outbound-api`, From the hotline, To the person; `url` is fetched first, and the rest is as
        in any call. Whether a desk answers in it is `state.desk_answers`.
        """
        return cls(exchange, CallState(call_sid, person, hotline, url, FROM_THE_HOTLINE))

    @property
    def over(self) -> bool:
        return self._call.over

    @property
    def answers_to(self) -> str:
        """The address that the next answer goes to; the hotline's names the step that waits."""
        return verbs.action(self._call, self._waiting_verb())

    def start(self) -> list[Event]:
        if self.state.status != QUEUED:
            raise NobodyListens("this call was placed already")
        # Who is called hears nothing before picking up; who calls may be rejected while it rings.
        self.state.status = RINGING if self.state.direction == TO_THE_HOTLINE else IN_PROGRESS
        self._call.fetch(self.state.first_url, {})
        return self._until_it_waits()

    def press(self, digits: str, after: float | None = None, more: bool = False) -> list[Event]:
        """Press keys `after` so many seconds of the question, or once its prompts are over.

        An input that these keys do not complete is sent after the pause that ends it, or, with `more`, waits for
        the keys that are still to come.
        """
        verb = self._waiting_verb()
        self._call.happened(Pressed(digits))
        if self.state.awaits is Awaits.RECORDING:
            if any(key in verbs.ending_keys(verb) for key in digits):
                # Nothing was said before the key: an empty recording, which the carrier does not report.
                self.state.awaits = Awaits.NOTHING
            return self._until_it_waits()
        prompts = self.state.prompt_seconds
        self._listen(prompts if after is None else min(after, prompts + verbs.limit(verb)))
        if self._typed_all(verb, digits):
            self._submit_keys(verb)
        elif not more:
            self.state.seconds += verbs.limit(verb)
            self._submit_keys(verb)
        return self._until_it_waits()

    def silent(self) -> list[Event]:
        """Do nothing until the wait times out."""
        verb = self._waiting_verb()
        self._call.happened(KeptSilent(verbs.limit(verb)))
        self._let_pass(verb)
        return self._until_it_waits()

    def recorded(self, url: str, seconds: float, digits: str = "#") -> list[Event]:
        """Speak for so many seconds, kept at `url`, and end it with this key or, with none, with silence.

        Keys that may be pressed before the tone are let pass first.
        """
        verb = self._recording_verb()
        if seconds <= 0:
            return self.silent()
        length = min(seconds, verbs.longest(verb))
        self._call.happened(Spoke(length))
        self.state.seconds += length
        if not digits:
            self.state.seconds += min(verbs.limit(verb), verbs.longest(verb) - length)
        self.state.awaits = Awaits.NOTHING
        self._call.fetch(verbs.action(self._call, verb), recording_fields(url, length, digits))
        return self._until_it_waits()

    def hang_up(self, url: str = "", seconds: float = 0.0, after: float = 0.0) -> list[Event]:
        """Put the phone down `after` so many seconds of the question.

        What was said so far into a recording goes to its action all the same.
        """
        if self.state.status == QUEUED:
            raise NobodyListens("this call was not placed yet")
        if not self.over:
            verb = self._waiting_verb()
            unfinished = verb if self.state.awaits is Awaits.RECORDING else None
            self._listen(min(after, self.state.prompt_seconds + verbs.limit(verb)))
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

    def _recording_verb(self) -> Element:
        """The Record that waits, or comes when nobody presses a key first."""
        verb = self._waiting_verb()
        if self.state.awaits is Awaits.RECORDING:
            return verb
        rest = self._call.verbs[self.state.place :]
        if self.state.typed or verbs.reports_silence(verb) or not rest or rest[0].tag != verbs.RECORD:
            raise NobodyListens("the line waits for keys, not for a recording")
        self._let_pass(verb)
        verbs.execute(self._call, rest[0])
        self.state.place += 1
        return rest[0]

    def _let_pass(self, verb: Element) -> None:
        """Hear the prompts to their end, and the wait after them."""
        self._listen(self.state.prompt_seconds + verbs.limit(verb))
        if self.state.awaits is Awaits.KEYS:
            self._submit_keys(verb)
        self.state.awaits = Awaits.NOTHING

    def _listen(self, seconds: float) -> None:
        """So much of the question passes; what is left of its prompts is never heard."""
        self.state.seconds += seconds
        self.state.heard_seconds += min(seconds, self.state.prompt_seconds)
        self.state.prompt_seconds, self.state.prompt_ends = 0.0, []

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
        if typed or verbs.reports_silence(verb):
            self._call.fetch(verbs.action(self._call, verb), {"Digits": typed, "msg": "Gather End"})
