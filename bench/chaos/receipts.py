"""What follows when the carrier of the chaos has taken a message: signed receipts, and an officer who may answer."""

import heapq
import random
import threading
import time
from collections.abc import Callable

from bench.chaos.ledger import Message
from bench.chaos.officers import Officers
from bench.chaos.posting import Poster
from bench.lines import Request
from bench.signed import Carrier

THREADS = 12
ANY = b""
SOON = (0.02, 0.5)
LATE = (5.0, 20.0)
LATE_SHARE = 0.05
TWICE_SHARE = 0.1
WRONG_ORDER_SHARE = 0.1
LOST_SHARE = 0.02

Errand = Callable[[Poster], None]


class Receipts:
    """Errands due at a time, run by a few threads; a receipt that nobody answers is not sent again, as with Twilio."""

    def __init__(
        self, draw: random.Random, carriers: dict[str, Carrier], officers: Officers, port: int
    ) -> None:
        self._draw = draw
        self._carriers = carriers
        self._officers = officers
        self._port = port
        self._due: list[tuple[float, int, Errand]] = []
        self._count = 0
        self._changed = threading.Condition()

    def start(self) -> None:
        for _ in range(THREADS):
            threading.Thread(target=self._run, daemon=True).start()

    def follow(self, message: Message, path: str) -> None:
        """`path` is where the receipts go; a message that named none has none."""
        if not path:
            return
        with self._changed:
            words = ["sent", "delivered"]
            if self._draw.random() < WRONG_ORDER_SHARE:
                words.reverse()
            if self._draw.random() < TWICE_SHARE:
                words.append(self._draw.choice(words))
            late = self._draw.random() < LATE_SHARE
            at = time.monotonic()
            for word in words:
                at += self._draw.uniform(*(LATE if late else SOON))
                if self._draw.random() >= LOST_SHARE:
                    self._put(at, self._receipt(message, path, word))
            answer = self._officers.answer_to(message)
            if answer is not None:
                self._put(at + answer.after, answer.give)
            self._changed.notify_all()

    def _receipt(self, message: Message, path: str, word: str) -> Errand:
        carrier = self._carriers[message.account]
        form = {
            "AccountSid": message.account,
            "ApiVersion": "2010-04-01",
            "From": message.to,
            "To": message.to,
            "MessageSid": message.sid,
            "MessageStatus": word,
            "SmsSid": message.sid,
            "SmsStatus": word,
        }
        request: Request = carrier.post(path, form, ANY)

        def post(poster: Poster) -> None:
            poster.post(request)

        return post

    def _put(self, at: float, errand: Errand) -> None:
        self._count += 1
        heapq.heappush(self._due, (at, self._count, errand))

    def _run(self) -> None:
        poster = Poster(self._port)
        while True:
            self._next()(poster)

    def _next(self) -> Errand:
        with self._changed:
            while not self._due or self._due[0][0] > time.monotonic():
                self._changed.wait(self._due[0][0] - time.monotonic() if self._due else None)
            return heapq.heappop(self._due)[2]
