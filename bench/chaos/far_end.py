"""The carrier of the chaos, a process of its own: takes messages as Twilio's interface does, at times badly.

`python -m bench.chaos.far_end` with what it needs to know as JSON on its standard input. It listens on loopback only.
"""

import json
import random
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.chaos.far_end_faults import HANGING, TAKEN, Fault, Mood
from bench.chaos.ledger import ANSWERED, Ledger, Message
from bench.chaos.ledger import TAKEN as TAKEN_FILE
from bench.chaos.officers import Officers
from bench.chaos.receipts import Receipts
from bench.lines import LOOPBACK
from bench.signed import Carrier, new_sid
from hotline.carriers.practice import wav

LISTED = 50
"""Messages on one page of a list."""
NO_SUCH_MESSAGE = 20404
TOO_MANY = 20429


@dataclass(frozen=True, slots=True)
class Given:
    """What the far end is told at its start: the hotline it posts to, and the tokens of its two accounts."""

    folder: str
    port: int
    hotline: int
    public_url: str
    tokens: dict[str, str]
    seed: int
    hang_seconds: float
    answered_share: float


class FarEnd:
    """Both accounts: the messages taken by each, newest last, and what follows from one being taken."""

    def __init__(self, given: Given) -> None:
        folder = Path(given.folder)
        draw = random.Random(given.seed)
        self.given = given
        self.mood = Mood(draw, threading.Lock(), {})
        self.taken_file = Ledger(folder / TAKEN_FILE)
        self.by_number: dict[tuple[str, str], list[Message]] = {}
        self.recording = wav.tone(1.0)
        self._lock = threading.Lock()
        carriers = {
            account: Carrier(given.public_url, account, token) for account, token in given.tokens.items()
        }
        first = next(iter(carriers.values()))
        self.officers = Officers(
            random.Random(given.seed + 1), Ledger(folder / ANSWERED), first, given.answered_share
        )
        self.receipts = Receipts(random.Random(given.seed + 2), carriers, self.officers, given.hotline)

    def make(self, account: str, form: dict[str, str]) -> tuple[Fault, Message | None]:
        """What becomes of one request to make a message."""
        fault = self.mood.fault(account)
        if fault not in TAKEN:
            return fault, None
        told = urlsplit(form.get("StatusCallback", "")).path
        message = Message(
            new_sid("SM"),
            account,
            form["To"],
            form["Body"],
            told.rpartition("/")[2],
            time.time(),
            fault.value,
        )
        with self._lock:
            self.by_number.setdefault((account, message.to), []).append(message)
        self.taken_file.add(message)
        self.receipts.follow(message, told)
        return fault, message

    def made_for(self, account: str, to: str) -> list[Message]:
        """The newest messages to one number."""
        with self._lock:
            return self.by_number.get((account, to), [])[:]


class Asked(BaseHTTPRequestHandler):
    """One connection to the far end."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    far_end: FarEnd

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        parts = urlsplit(self.path).path.split("/")
        if self.path == "/mood":
            self.far_end.mood.become(form["account"], form["mood"])
            self._answer(204)
        elif self.path == "/officers":
            self.far_end.officers.share = float(form["share"])
            self._answer(204)
        elif parts[-1] == "Messages.json":
            self._make(parts[-2], form)
        else:
            self._answer(404, {"code": NO_SUCH_MESSAGE, "message": "no such thing", "status": 404})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        names = parts.path.split("/")
        if names[-1] == "Messages.json":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self._list(names[-2], asked)
        elif "Recordings" in names:
            self._whole(200, self.far_end.recording, "audio/x-wav")
        else:
            self._answer(404, {"code": NO_SUCH_MESSAGE, "message": "no such thing", "status": 404})

    def do_DELETE(self) -> None:
        self._answer(204)

    def _make(self, account: str, form: dict[str, str]) -> None:
        fault, message = self.far_end.make(account, form)
        if fault in HANGING:
            time.sleep(self.far_end.given.hang_seconds)
        if fault in HANGING or fault is Fault.DROPS:
            self.close_connection = True
        elif fault is Fault.TOO_MANY:
            self._answer(429, {"code": TOO_MANY, "message": "Too Many Requests", "status": 429})
        elif fault is not Fault.NONE or message is None:
            self._answer(500, {"code": 20500, "message": "Internal Server Error", "status": 500})
        else:
            self._answer(201, _resource(message))

    def _list(self, account: str, asked: dict[str, str]) -> None:
        """Newest first, a page at a time."""
        found = self.far_end.made_for(account, asked.get("To", ""))[::-1]
        size = min(int(asked.get("PageSize", LISTED)), 1000)
        at = int(asked.get("Page", 0)) * size
        further = f"/2010-04-01/Accounts/{account}/Messages.json?To=%2B{asked.get('To', '').lstrip('+')}"
        page = f"{further}&PageSize={size}&Page={int(asked.get('Page', 0)) + 1}"
        told: dict[str, object] = {
            "messages": [_resource(message) for message in found[at : at + size]],
            "next_page_uri": page if len(found) > at + size else None,
        }
        self._answer(200, told)

    def _answer(self, status: int, told: dict[str, object] | None = None) -> None:
        self._whole(status, json.dumps(told).encode() if told is not None else b"", "application/json")

    def _whole(self, status: int, body: bytes, content_type: str) -> None:
        head = (
            f"HTTP/1.1 {status} Said\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            self.wfile.write(head.encode() + body)
        except OSError:
            self.close_connection = True  # whoever asked was killed

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has there
        """The ledger is the log."""


class Listening(ThreadingHTTPServer):
    """Somebody who was killed in the middle of a request is no news here."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def _resource(message: Message) -> dict[str, object]:
    made = formatdate(message.at)
    said = {"sid": message.sid, "to": message.to, "body": message.body, "account_sid": message.account}
    return {**said, "status": "queued", "date_created": made, "date_sent": None, "error_code": None}


def main() -> None:
    given = Given(**json.loads(sys.stdin.readline()))
    far_end = FarEnd(given)
    answering = type("Answering", (Asked,), {"far_end": far_end})
    server = Listening((LOOPBACK, given.port), answering)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    far_end.receipts.start()
    server.serve_forever()


def first_line(given: Given) -> bytes:
    return f"{json.dumps(asdict(given))}\n".encode()


if __name__ == "__main__":
    main()
