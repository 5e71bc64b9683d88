"""Processes started for the benchmark, on the server's core, and stopped by their own ids."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from bench.cores import Cores
from bench.lines import LOOPBACK
from bench.plan import THREADS

STARTUP_SECONDS = 30
STOP_SECONDS = 10
CATCHING_UP_SECONDS = 0.7
ROOT = Path(__file__).resolve().parent.parent


class DidNotStart(Exception):
    """A process that the benchmark needs ended, or never listened."""


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listener:
        return int(listener.getsockname()[1])


def granian(app: str, port: int) -> list[str]:
    """The options with which `run` starts it."""
    options = {"interface": "wsgi", "host": LOOPBACK, "port": port, "workers": 1, "blocking-threads": THREADS}
    further = ["--http", "1", "--factory", "--no-ws", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *_words(options), *further, app]


def gunicorn(app: str, port: int) -> list[str]:
    options = {"bind": f"{LOOPBACK}:{port}", "worker-class": "gthread", "workers": 1, "threads": THREADS}
    return [
        sys.executable,
        "-m",
        "gunicorn",
        *_words(options | {"keep-alive": 60, "log-level": "error"}),
        f"{app}()",
    ]


def _words(options: dict[str, object]) -> list[str]:
    return [word for name, value in options.items() for word in (f"--{name}", str(value))]


@dataclass(slots=True)
class Process:
    """A child on the server's core with its own log, which is shown when it fails."""

    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    cores: Cores
    child: subprocess.Popen[bytes] | None = None
    paused: bool = False

    def start(self) -> "Process":
        with self.cores.on_server(), self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command,
                env=dict(self.environ),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def wait_for_port(self, port: int) -> "Process":
        deadline = monotonic() + STARTUP_SECONDS
        while monotonic() < deadline:
            if self.has_ended():
                break
            try:
                socket.create_connection((LOOPBACK, port), timeout=1).close()
            except OSError:
                sleep(0.05)
            else:
                return self
        raise DidNotStart(f"{' '.join(self.command)}\n{self.last_words()}")

    def has_ended(self) -> bool:
        return self.child is not None and self.child.poll() is not None

    def pause(self) -> None:
        if self.child is not None:
            self.child.send_signal(signal.SIGSTOP)
            self.paused = True

    def go_on(self) -> None:
        if self.child is not None:
            self.child.send_signal(signal.SIGCONT)
            self.paused = False

    def last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""

    def stop(self) -> None:
        if self.child is None:
            return
        if self.paused:
            # A worker told to end while it still catches up loses the word, and would have to be killed.
            self.go_on()
            sleep(CATCHING_UP_SECONDS)
        self.child.terminate()
        try:
            self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def small_environ(**further: str) -> dict[str, str]:
    """Only what a program needs: the server copies its whole environment into each request."""
    names = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "PYTHONUNBUFFERED": "1", **further}
