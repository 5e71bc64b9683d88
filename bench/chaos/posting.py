"""Signed webhooks posted over connections of one's own, as a carrier does it: answered, or not."""

import http.client
from dataclasses import dataclass

from bench.lines import LOOPBACK, Request

TIMEOUT = 15.0
"""A webhook has this long in all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 where nobody answered."""

    status: int
    body: bytes = b""

    @property
    def accepted(self) -> bool:
        return 200 <= self.status < 300


NOBODY = Answer(0)


class Poster:
    """One connection that is opened anew whenever it has broken; belongs to one thread."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: http.client.HTTPConnection | None = None

    def post(self, request: Request) -> Answer:
        """Send the request's bytes once. A kept connection that the server has left may be dead: then once more on a
        new one, which can bring the same webhook twice, as happens with carriers."""
        kept = self._line is not None
        answer = self._once(request)
        return self._once(request) if kept and answer is NOBODY else answer

    def _once(self, request: Request) -> Answer:
        try:
            line = self._line or http.client.HTTPConnection(LOOPBACK, self._port, timeout=TIMEOUT)
            self._line = line
            if line.sock is None:
                line.connect()
            line.sock.sendall(request.data)
            response = http.client.HTTPResponse(line.sock, method="POST")
            response.begin()
            answer = Answer(response.status, response.read())
            if response.will_close:
                self.close()
            return answer
        except (OSError, http.client.HTTPException):
            self.close()
            return NOBODY

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
