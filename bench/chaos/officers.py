"""The officers of the chaos: some answer the SMS that they got with `1` and its tag, as a text to the hotline."""

import random
import re
import time
from dataclasses import dataclass

from bench.chaos.ledger import Ledger, Message, OfficersWord
from bench.chaos.posting import NOBODY, Answer, Poster
from bench.signed import Carrier, new_sid

TAG = re.compile(r"(?<!\d)\d{4}(?!\d)")
REMEMBERED = 2.0
TRIES = 8
"""A person whose text is not taken sends it again, after a growing while."""


@dataclass(frozen=True, slots=True)
class OfficersAnswer:
    """One text, given `after` so many seconds."""

    officers: "Officers"
    message: Message
    words: str
    after: float

    def give(self, poster: Poster) -> None:
        self.officers.give(self, poster)


class Officers:
    """Those at the duty phones of the far end."""

    def __init__(self, draw: random.Random, ledger: Ledger, carrier: Carrier, share: float) -> None:
        self._draw = draw
        self._ledger = ledger
        self._carrier = carrier
        self.share = share
        """Of the messages that are answered; may change at any time."""

    def answer_to(self, message: Message) -> OfficersAnswer | None:
        """None for a message that is not answered, by chance or because it names no tag."""
        tag = tag_in(message.body)
        if tag is None or self._draw.random() >= self.share:
            return None
        drawn = self._draw.random()
        words = f"1 {tag}" if drawn < 0.9 else f"3 {tag}" if drawn < 0.95 else f"2 {tag}"
        return OfficersAnswer(self, message, words, self._draw.uniform(0.2, 6.0))

    def give(self, answer: OfficersAnswer, poster: Poster) -> None:
        sid = new_sid("SM")
        form = self._carrier.text_form(sid, answer.message.to, answer.words)
        reply = NOBODY
        for turn in range(TRIES):
            path = "/twilio/sms/failed" if turn % 2 else "/twilio/sms/incoming"
            reply = poster.post(self._carrier.post(path, form, b""))
            if reply.accepted:
                break
            time.sleep(REMEMBERED * (turn % 2))
        self._note(sid, answer, reply)

    def _note(self, sid: str, answer: OfficersAnswer, reply: Answer) -> None:
        message = answer.message
        word = OfficersWord(sid, message.to, answer.words, message.referral, reply.status, time.time())
        self._ledger.add(word)


def tag_in(body: str) -> str | None:
    """The four digits that an answer needs: what stands behind the last `1 ` of the words."""
    behind = re.search(r"1\s+(\d{4})(?!\d)", body)
    if behind is not None:
        return behind[1]
    found = TAG.findall(body)
    return found[-1] if found else None
