"""The processes of a run: each started in a session of its own, watched, started again with growing pauses."""

import os
import signal
import subprocess
import time
from pathlib import Path

from hotline import processes
from hotline.state_folder import open_log

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# One that lived so long did not fail at its start: its next pause is short again.
SOUND_AFTER = 60.0


class Child:
    """One process, kept alive until it is stopped."""

    def __init__(
        self, name: str, command: list[str], folder: Path, environ: dict[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        self.failures = 0
        self._command = command
        self._folder = folder
        self._environ = environ
        self._child: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._pause = FIRST_PAUSE
        self._start_at: float | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None else None

    def start(self) -> None:
        with open_log(self.log) as log:
            # A session of its own: Ctrl-C reaches the run alone, which then stops its children in order.
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, cwd=self._folder, env=self._environ,
            )  # fmt: skip
        self._began = time.monotonic()
        self._start_at = None

    def tend(self) -> str | None:
        """Look after it; what there is to tell, if anything happened."""
        now = time.monotonic()
        if self._start_at is not None:
            if now >= self._start_at:
                self.start()
            return None
        if self._child is None or not processes.has_ended(self._child):
            return None
        # Whatever it had started goes with it: a server's own worker would keep the port.
        processes.bury(self._child)
        self.failures += 1
        if now - self._began > SOUND_AFTER:
            self._pause = FIRST_PAUSE
        self._start_at = now + self._pause
        told = (
            f"{self.name} ended ({_how(self._child.returncode)}); again in {self._pause:g} s, see {self.log}"
        )
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return told

    def ask_to_end(self) -> None:
        self._start_at = None
        if self._child is not None and not processes.has_ended(self._child):
            self._child.send_signal(signal.SIGTERM)

    def outcome(self, patience: float) -> int | None:
        """Wait for one that ends by itself; its exit code, None when it is still at it after `patience` seconds."""
        assert self._child is not None
        processes.await_true(lambda: False, self._child, patience)
        return self._child.poll()

    def end(self, patience: float) -> None:
        """Wait for one that was asked; killed, with whatever it started, after `patience` seconds."""
        if self._child is not None:
            processes.await_true(lambda: False, self._child, patience)
            processes.bury(self._child)


def _how(returncode: int | None) -> str:
    if returncode is not None and returncode < 0:
        return f"killed by {signal.Signals(-returncode).name}"
    return f"exit {returncode}"


def environment(state_dir: Path) -> dict[str, str]:
    """Ours, with the state folder's full name and the mark by which the next run knows what this one started."""
    folder = str(state_dir.resolve())
    return {**os.environ, "HOTLINE_STATE_DIR": folder, processes.MARK: folder, "PYTHONUNBUFFERED": "1"}
