"""What one caller or texter of the chaos does, webhook by webhook, with the mishaps of real carriers on the way."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.chaos.posting import Answer, Poster
from bench.lines import Request
from bench.signed import Carrier, new_sid
from bench.walks import TOWNS, URGENT, CallWalk, keyed, opening
from hotline.carriers.practice_numbers import caller_number
from ivr_flows.engine import Heard

TWICE_SHARE = 0.05
WRONG_ORDER_SHARE = 0.1
MORE_SHARE = 0.1
CUT_SHARE = 0.5
CALL_SHARE = 0.4
TOLD_BY = 4
"""With the fourth webhook a call has said what it is about: from there on it leaves a tip."""
DO_NOT_CALL = "4"
ANY = b""
FURTHER = "There is a child with them too, and they are beaten every night"


@dataclass(frozen=True, slots=True)
class Taken:
    """A call or a text that was answered 2xx so far that it must have left a tip."""

    sid: str
    is_call: bool
    at: float


class SpokenWalk(CallWalk):
    """A call whose recordings lie at the far end, where a carrier keeps them, and not at the hotline."""

    def __init__(self, carrier: Carrier, place: int, kept_at: str) -> None:
        super().__init__(carrier, place)
        self.kept_at = kept_at

    def speak(self) -> Request:
        path = f"/2010-04-01/Accounts/{self.carrier.account_sid}/Recordings/{new_sid('RE')}"
        further = {"RecordingUrl": self.kept_at + path, "RecordingDuration": "7", "Digits": "#"}
        return self._answer(self.carrier.call_form(self.sid, self.number, **further), Heard(recording=True))


class Caller:
    """Everyone who calls or texts, one after another, over one connection; belongs to one thread."""

    def __init__(self, carrier: Carrier, poster: Poster, kept_at: str, draw: random.Random) -> None:
        self._carrier = carrier
        self._poster = poster
        self._kept_at = kept_at
        self._draw = draw
        self.sids: set[str] = set()
        self.webhooks = 0
        self.unanswered = 0

    def one(self, place: int, at: float) -> list[Taken]:
        """One person, who calls or texts; `place` is a number that nobody else has."""
        if self._draw.random() < CALL_SHARE:
            return self.call(place, at)
        return self.text(place, at)

    def call(self, place: int, at: float) -> list[Taken]:
        """A webhook that is not answered 2xx ends the call, after the carrier has asked at the fallback address."""
        walk = SpokenWalk(self._carrier, place, self._kept_at)
        steps = [*opening(walk), *keyed(walk)]
        if self._draw.random() >= CUT_SHARE:
            steps += [walk.speak(), walk.speak(), walk.press(DO_NOT_CALL)]
        self.sids.add(walk.sid)
        told = False
        last = steps.pop() if self._draw.random() < WRONG_ORDER_SHARE else None
        for number, step in enumerate(steps, start=1):
            answer = self._post(step)
            if not answer.accepted:
                self._post_form("/twilio/calls/failed", walk.carrier.call_form(walk.sid, walk.number))
                break
            told = told or number >= TOLD_BY
            if step.expected not in answer.body:
                break  # an apology, after which the caller is hung up on
            self._perhaps_once_more(steps[:number])
        hung_up = self._post(walk.hang_up())
        if not hung_up.accepted:
            self._post(walk.hang_up())
        if last is not None:
            self._post(last)  # what the caller was at when it hung up comes after that
        return [Taken(walk.sid, is_call=True, at=at)] if told else []

    def text(self, place: int, at: float) -> list[Taken]:
        """One that is not answered 2xx goes to the fallback address, as the carrier does it, and then is lost."""
        words = [self._draw.choice(URGENT).format(town=self._draw.choice(TOWNS))]
        if self._draw.random() < MORE_SHARE:
            words.append(FURTHER)
        taken = []
        for said in words:
            sid = self._new_text()
            form = self._carrier.text_form(sid, caller_number(place), said)
            if self._post_form("/twilio/sms/incoming", form) or self._post_form("/twilio/sms/failed", form):
                taken.append(Taken(sid, is_call=False, at=at))
                self._perhaps_once_more([self._carrier.post("/twilio/sms/incoming", form, ANY)])
        return taken

    def urgent_text(self, place: int, at: float) -> list[Taken]:
        """One text, told once."""
        sid = self._new_text()
        words = self._draw.choice(URGENT).format(town=self._draw.choice(TOWNS))
        form = self._carrier.text_form(sid, caller_number(place), words)
        told = self._post_form("/twilio/sms/incoming", form)
        return [Taken(sid, is_call=False, at=at)] if told else []

    def _new_text(self) -> str:
        sid = new_sid("SM")
        self.sids.add(sid)
        return sid

    def _perhaps_once_more(self, before: Sequence[Request]) -> None:
        """A webhook that was answered comes again, a late one too."""
        if self._draw.random() < TWICE_SHARE:
            self._post(self._draw.choice(before))

    def _post_form(self, path: str, form: dict[str, str]) -> bool:
        return self._post(self._carrier.post(path, form, ANY)).accepted

    def _post(self, request: Request) -> Answer:
        answer = self._poster.post(request)
        self.webhooks += 1
        self.unanswered += not answer.accepted
        return answer
