"""A real HTTP server that plays a far end: keeps a list of what was sent to it, and answers as told."""

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from werkzeug.datastructures import Headers, MultiDict

from tests.carriers.payloads import form_of


@dataclass(frozen=True, slots=True)
class Sent:
    method: str
    target: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)

    @property
    def form(self) -> MultiDict[str, str]:
        return form_of(self.body, self.headers.get("Content-Type", ""))


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


HANG = Answer(status=0)
"""Take the request and never answer, until the far end is closed."""
TRICKLE = Answer(status=-2)
"""Take the request and answer a byte now and then, without end, until the far end is closed or nobody listens."""
CUT = Answer(status=-1)
"""Take the request and close the connection without a word."""


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off is what is being tested: no traceback of it."""


class FarEnd:
    """`answer` is asked for each request; without one it is 404."""

    def __init__(self, answer: Callable[[Sent], Answer] | None = None) -> None:
        self.sent: list[Sent] = []
        self.answer = answer or (lambda sent: Answer(status=404))
        self.closing = threading.Event()
        self.under_way = 0
        self.connections = 0
        self._server = _Quiet(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def speak_tls(self, context: ssl.SSLContext) -> None:
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )

    def __enter__(self) -> "FarEnd":
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(far_end) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            timeout = 10

            def setup(self) -> None:
                far_end.connections += 1
                super().setup()

            def do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                sent = Sent(self.command, self.path, Headers(self.headers.items()), body)
                far_end.sent.append(sent)
                answer = far_end.answer(sent)
                if answer.status <= 0:
                    self.close_connection = True
                    far_end.under_way += 1
                    if answer is HANG:
                        far_end.closing.wait(10)
                    elif answer is TRICKLE:
                        while not far_end.closing.wait(0.02):
                            self.wfile.write(b"H")
                    far_end.under_way -= 1
                    return
                head = [f"HTTP/1.1 {answer.status} Said"]
                headers = {"Content-Length": str(len(answer.body)), **answer.headers}
                head += [f"{name}: {value}" for name, value in headers.items()]
                self.wfile.write("\r\n".join([*head, "", ""]).encode() + answer.body)

            do_GET = do_POST = do_DELETE = do  # noqa: N815

            def log_message(self, *_: object) -> None:
                """The list of what was sent is the log."""

        return Handler
