"""The load: prebuilt requests, sent either as fast as answers come or at the times they are meant for."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

from bench.lines import LONGEST_WAIT, Conversation, Line, Request, Switchboard
from bench.samples import Samples

# epoll counts in milliseconds and rounds up, so the last part of a wait is spent asking again and again.
POLLED_SECONDS = 0.0015
LINES_AT_FIRST = 64


def run_closed(port: int, conversations: Iterable[Conversation], connections: int) -> Samples:
    """Each connection sends its next request when the answer is there, until all conversations are over.

    A conversation stays on one connection, in order.
    """
    board = Switchboard(port)
    waiting = iter(conversations)
    with board.open():
        busy = sum(_begin_next(board.dial(), waiting) for _ in range(connections))
        while busy:
            for line in board.answered(LONGEST_WAIT):
                request = next(line.rest, None)
                if request is not None:
                    line.send(request, perf_counter())
                elif not _begin_next(line, waiting):
                    busy -= 1
    return board.samples


def _begin_next(line: Line, waiting: Iterator[Conversation]) -> bool:
    conversation = next(waiting, None)
    if conversation is None:
        return False
    line.rest = iter(conversation)
    line.send(next(line.rest), perf_counter())
    return True


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone whose first request is meant for `first_at` seconds, each next one for `pause` seconds later."""

    first_at: float
    pause: float
    conversation: Conversation


def run_open(port: int, callers: Sequence[Caller]) -> Samples:
    """Each request goes out at its intended time or, if its caller still waits for an answer, right after it.

    The time of an answer is counted from the intended time: a server that stalls cannot hide who waited.
    """
    board = Switchboard(port)
    due = deque(
        sorted(
            (caller.first_at + turn * caller.pause, number)
            for number, caller in enumerate(callers)
            for turn in range(len(caller.conversation))
        )
    )
    with board.open():
        party = _Party(board, [iter(caller.conversation) for caller in callers])
        begun = perf_counter()
        while due or party.talking:
            while due and begun + due[0][0] <= perf_counter():
                after, number = due.popleft()
                party.press(number, begun + after)
            wait = begun + due[0][0] - perf_counter() - POLLED_SECONDS if due else LONGEST_WAIT
            for line in board.answered(max(0.0, min(wait, LONGEST_WAIT))):
                party.hear(line)
    return board.samples


class _Party:
    """All callers of an open load: who talks on which line, and who pressed while still waiting."""

    def __init__(self, board: Switchboard, rests: list[Iterator[Request]]) -> None:
        self.board = board
        self.rests = rests
        self.pressed: list[deque[float]] = [deque() for _ in rests]
        self.idle = [board.dial() for _ in range(min(LINES_AT_FIRST, len(rests)))]
        self.talking: dict[Line, int] = {}
        self.waiting: set[int] = set()

    def press(self, number: int, meant_at: float) -> None:
        self.pressed[number].append(meant_at)
        if number not in self.waiting:
            self.waiting.add(number)
            self._send(number)

    def hear(self, line: Line) -> None:
        number = self.talking.pop(line)
        self.idle.append(line)
        if self.pressed[number]:
            self._send(number)
        else:
            self.waiting.discard(number)

    def _send(self, number: int) -> None:
        line = self.idle.pop() if self.idle else self.board.dial()
        self.talking[line] = number
        line.send(next(self.rests[number]), self.pressed[number].popleft())
