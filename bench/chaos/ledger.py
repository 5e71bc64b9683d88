"""What the carrier of the chaos took and posted, in files that are only ever added to."""

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

TAKEN = "taken.jsonl"
ANSWERED = "answered.jsonl"


@dataclass(frozen=True, slots=True)
class Message:
    """One SMS that the carrier took, at which second since 1970, and what it then did with the connection."""

    sid: str
    account: str
    to: str
    body: str
    referral: str
    at: float
    fault: str


@dataclass(frozen=True, slots=True)
class OfficersWord:
    """One text of an officer, and how its webhook was answered."""

    sid: str
    number: str
    body: str
    referral: str
    status: int
    at: float


class Ledger:
    """One such file. A line is written whole and at once: the reader is another process."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()

    def add(self, entry: Message | OfficersWord) -> None:
        line = json.dumps(asdict(entry), ensure_ascii=False)
        with self._lock:
            self._file.write(f"{line}\n")

    def close(self) -> None:
        self._file.close()


def messages(folder: Path) -> list[Message]:
    return [Message(**row) for row in _rows(folder / TAKEN)]


def officers_words(folder: Path) -> list[OfficersWord]:
    return [OfficersWord(**row) for row in _rows(folder / ANSWERED)]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
