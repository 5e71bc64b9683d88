"""A hotline started as an operator starts it, for the tests that start, kill and stop it."""

import contextlib
import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from hotline import processes
from hotline.variables import DEFAULTS

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def bare_environ() -> dict[str, str]:
    """Ours without any setting of a hotline."""
    return {name: value for name, value in os.environ.items() if name not in DEFAULTS and name != "MAKELEVEL"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class House:
    """One installation in a state folder of its own; its lines are read as they come."""

    def __init__(self, state_dir: Path, **settings: str) -> None:
        self.state_dir = state_dir
        self.port = int(settings.get("HOTLINE_PORT", free_port()))
        self.environ = {
            **bare_environ(),
            "HOTLINE_STATE_DIR": str(state_dir),
            "HOTLINE_PORT": str(self.port),
            **settings,
        }
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.run: subprocess.Popen[bytes] | None = None

    def start(self, *before: str) -> "House":
        """Start it, by a command that ends in ours when `before` is given; returns when it says that it runs."""
        self.launch(*before)
        self.await_line("is running; its state")
        return self

    def launch(self, *before: str) -> None:
        self.said = []
        self._lines = queue.Queue()
        command = [*before, sys.executable, "-m", "hotline", "run"]
        self.run = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._read, args=(self.run, self._lines), daemon=True).start()

    @staticmethod
    def _read(run: "subprocess.Popen[bytes]", lines: "queue.Queue[str | None]") -> None:
        assert run.stdout is not None
        with run.stdout as stream:
            for line in stream:
                lines.put(line.decode())
        lines.put(None)

    def await_line(self, pattern: str) -> str:
        """The next line that fits, and everything before it into `said`."""
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            self.said.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"it ended without a line like {pattern!r}: {''.join(self.said)}")

    def ended(self) -> int:
        """Its exit code, once it has ended and every line is read."""
        assert self.run is not None
        code = self.run.wait(PATIENCE)
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            self.said.append(line)
        return code

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.run is not None
        self.run.send_signal(how)
        return self.ended()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command of the same installation, in another terminal."""
        return subprocess.run(
            [sys.executable, "-m", "hotline", *words], cwd=ROOT, env=self.environ, capture_output=True,
            text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip

    def health(self) -> dict[str, Any] | None:
        """What /health says; None when nobody answers."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", "/health")
            told: dict[str, Any] = json.loads(line.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            line.close()
        return told

    def await_health(self) -> None:
        until = time.monotonic() + PATIENCE
        told = None
        while time.monotonic() < until:
            told = self.health()
            if told is not None and told["fit"]:
                return
        raise AssertionError(f"not fit after {PATIENCE:g} s: {told}")

    def processes(self) -> list[psutil.Process]:
        """Everything that it started and that still runs."""
        stores = (("postgres", "postgres"), ("valkey", "valkey"))
        servers = [
            found for folder, name in stores for found in processes.working_in(self.state_dir / folder, name)
        ]
        return processes.marked(self.state_dir) + servers

    def find(self, *words: str) -> psutil.Process:
        """The one process whose command line has all these words, the parent where a child has them too."""
        found = []
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):  # a database's own come and go
                if all(word in " ".join(process.cmdline()) for word in words):
                    found.append(process)
        return min(found, key=lambda process: process.create_time())

    def clean_up(self) -> None:
        if self.run is not None and self.run.poll() is None:
            self.stop()
        processes.end(self.processes(), signal.SIGKILL, 5)


def gone(victims: list[psutil.Process]) -> bool:
    """Whether all have ended; one that only waits to be reaped has."""
    for victim in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            if victim.is_running() and victim.status() != psutil.STATUS_ZOMBIE:
                return False
    return True


def await_gone(victims: list[psutil.Process]) -> None:
    until = time.monotonic() + PATIENCE
    while not gone(victims):
        assert time.monotonic() < until, victims
