"""Kept-open connections to one server on this machine, all watched at once."""

import gc
import select
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from bench.samples import Samples

LOOPBACK = "127.0.0.1"
LONGEST_WAIT = 15.0
MOST_WRONG_KEPT = 20


@dataclass(frozen=True, slots=True)
class Request:
    """The bytes to send, and bytes that the right answer holds."""

    data: bytes
    expected: bytes


Conversation = Sequence[Request]


class NotAnswered(Exception):
    """The server said nothing for so long that the run has no meaning."""


class Line:
    """One connection and what is under way on it."""

    __slots__ = ("address", "buffer", "expected", "meant_at", "rest", "socket")

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self.rest: Iterator[Request] = iter(())
        self.open()

    def open(self) -> None:
        self.socket = socket.create_connection(self.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def send(self, request: Request, meant_at: float) -> None:
        self.expected = request.expected
        self.meant_at = meant_at
        self.socket.sendall(request.data)

    def receive(self) -> bytes | None:
        """The whole answer, or None while a part of it is missing."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        self.buffer = self.buffer + piece if self.buffer else piece
        head_end = self.buffer.find(b"\r\n\r\n")
        if head_end < 0 or len(self.buffer) < head_end + 4 + _body_length(self.buffer[:head_end]):
            return None
        whole, self.buffer = self.buffer, b""
        return whole


def _body_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(b"\r\ncontent-length:")
    if start >= 0:
        return int(lowered[start + 17 :].split(b"\r\n", 1)[0])
    if b" 204 " in lowered[:20]:
        return 0
    raise ConnectionError("an answer without a Content-Length")


class Switchboard:
    """All lines to one port of this machine; there is no way to name another machine."""

    def __init__(self, port: int) -> None:
        self.address = (LOOPBACK, port)
        self.poll = select.epoll()
        self.lines: dict[int, Line] = {}
        self.samples = Samples()

    def dial(self) -> Line:
        line = Line(self.address)
        self._watch(line)
        return line

    def answered(self, wait: float) -> list[Line]:
        """Wait at most so many seconds, note what came whole, and name the lines that are free again."""
        ready = self.poll.poll(wait)
        if not ready and wait >= LONGEST_WAIT:
            raise NotAnswered(f"no answer within {LONGEST_WAIT:.0f} s")
        done = []
        for number, _ in ready:
            line = self.lines[number]
            whole = line.receive()
            if whole is not None:
                self._note(line, whole)
                done.append(line)
        return done

    def _note(self, line: Line, whole: bytes) -> None:
        self.samples.latencies.append(perf_counter() - line.meant_at)
        if line.expected not in whole:
            self.samples.wrong_count += 1
            if len(self.samples.wrong) < MOST_WRONG_KEPT:
                self.samples.wrong.append(repr(whole[:400]))
        if b"onnection: close" in whole:
            self._hang_up(line)
            line.open()
            self._watch(line)

    def _watch(self, line: Line) -> None:
        self.lines[line.socket.fileno()] = line
        self.poll.register(line.socket, select.EPOLLIN)

    def _hang_up(self, line: Line) -> None:
        del self.lines[line.socket.fileno()]
        self.poll.unregister(line.socket)
        line.socket.close()

    @contextmanager
    def open(self) -> Iterator[None]:
        """Count the time of what happens inside, and hang up every line afterwards."""
        # A collection in the middle would be counted as the server's time.
        gc.collect()
        gc.disable()
        begun = perf_counter()
        try:
            yield
            self.samples.seconds = perf_counter() - begun
        finally:
            gc.enable()
            for line in list(self.lines.values()):
                self._hang_up(line)
            self.poll.close()
