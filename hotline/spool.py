"""Where a webhook's content waits, sealed and on disk, while the database is away."""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import Any

from hotline.errors import SealBroken
from hotline.sealing import Sealer

DIGITS = 20
LAST = "last"


@dataclass(frozen=True, slots=True)
class Kept:
    """One webhook that waits: which kind it was and its content as it was read."""

    path: Path
    kind: str
    content: dict[str, Any]


class Spool:
    """A folder of sealed files, taken in the order in which they came, whatever the machine's clock did meanwhile."""

    def __init__(self, folder: Path, sealer: Sealer) -> None:
        self.folder = folder
        self._sealer = sealer

    def keep(self, kind: str, **content: Any) -> None:
        """Write one webhook so that it survives a crash of the machine; raises OSError when the disk is full."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = {name: asdict(value) if is_dataclass(value) else value for name, value in content.items()}  # type: ignore[arg-type]
        # ASCII JSON: lone surrogates that a carrier sent survive the way to disk and back.
        sealed = self._sealer.seal(json.dumps({"kind": kind, "content": told}).encode("ascii"))
        path = self.folder / f"{self._next():0{DIGITS}d}-{secrets.token_hex(4)}.sealed"
        draft = path.with_suffix(".draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def waiting(self) -> Iterator[Kept]:
        """Everything that waits, oldest first; a file that cannot be opened is put aside, never deleted."""
        for path in self._files():
            try:
                told = json.loads(self._sealer.open(path.read_bytes()))
                yield Kept(path, told["kind"], told["content"])
            except FileNotFoundError:
                continue  # another process took it in
            except (SealBroken, ValueError, KeyError):
                self.put_aside(path)

    def count(self) -> int:
        return len(self._files())

    def aside(self) -> int:
        return len(list((self.folder / "aside").glob("*.sealed")))

    def put_aside(self, path: Path) -> None:
        """For what cannot be taken in: a person must look, and /health says so."""
        (self.folder / "aside").mkdir(mode=0o700, exist_ok=True)
        path.replace(self.folder / "aside" / path.name)

    def _next(self) -> int:
        """The time, or where a clock has been set back the next number after the last one that any process gave."""
        with os.fdopen(
            os.open(self.folder / LAST, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0
        ) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            told = file.read(DIGITS)
            names = [] if told.isdigit() else [path.name[:DIGITS] for path in self._files()]
            number = max(time.time_ns(), 1 + int(told if told.isdigit() else max(names, default="0")))
            os.pwrite(file.fileno(), b"%0*d" % (DIGITS, number), 0)
        return number

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.sealed"))
