"""A process of the chaos that is killed and started again, at times with a clock that goes wrong."""

import importlib.util
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.processes import ROOT
from hotline import processes

SECONDS_TO_END = 8.0
NO_JUMP = "+0"


def clock_library() -> Path | None:
    """What makes a process see another time; None where this machine has none."""
    found = importlib.util.find_spec("libfaketime")
    if found is None or not found.submodule_search_locations:
        return None
    library = Path(found.submodule_search_locations[0]) / "vendor/libfaketime/src/libfaketime.so.1"
    return library if library.exists() else None


@dataclass(slots=True)
class Kept:
    """One process, in a session of its own, with its own log."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    child: subprocess.Popen[bytes] | None = None
    down: bool = False
    """Killed, and not to be started again yet."""
    clock: Path | None = None
    """The file that says how wrong its clock goes, while it does."""
    ended: list[str] = field(default_factory=list)

    def start(self, said: bytes = b"") -> None:
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command,
                env={**self.environ, **self._clock_environ()},
                cwd=ROOT,
                stdin=subprocess.PIPE if said else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if said and self.child.stdin is not None:
            self.child.stdin.write(said)
            self.child.stdin.close()
        self.down = False

    def _clock_environ(self) -> dict[str, str]:
        library = clock_library()
        if self.clock is None or library is None:
            return {}
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_CACHE_DURATION": "1",
            # Waits and time-outs stay as long as they are: the clock on the wall jumps, no second does.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def kill(self, *, whole: bool = True) -> None:
        """`kill -9`, of all that belongs to it or of the one process that was started."""
        if self.child is None:
            return
        self.down = True
        if not processes.has_ended(self.child):
            (os.killpg if whole else os.kill)(self.child.pid, signal.SIGKILL)
        self._forget_clock()

    def again(self) -> None:
        if self.child is not None:
            processes.bury(self.child)
        self.start()

    def has_ended(self) -> bool:
        """Whether it has ended by itself."""
        return self.child is not None and not self.down and processes.has_ended(self.child)

    def jump(self, offset: str) -> None:
        if self.clock is not None:
            draft = self.clock.with_suffix(".new")
            draft.write_text(f"{offset}\n", encoding="ascii")
            draft.replace(self.clock)

    def stop(self) -> None:
        if self.child is not None:
            processes.end_child(self.child, signal.SIGTERM, SECONDS_TO_END)
            self._forget_clock()
            self.child = None

    def last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-1500:] if self.log.exists() else ""

    def _forget_clock(self) -> None:
        """The library's memory of a process that was killed stays behind, and its number may be another's one day."""
        if self.clock is not None and self.child is not None:
            for left in Path("/dev/shm").glob(f"*faketime_*_{self.child.pid}"):
                left.unlink(missing_ok=True)
