"""What every measurement stands on: stores, keys and tables of its own, in a folder that is gone afterwards."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import text

from bench import peers
from bench.cores import Cores
from bench.processes import (
    STARTUP_SECONDS,
    DidNotStart,
    Process,
    free_port,
    granian,
    gunicorn,
    small_environ,
)
from bench.signed import Carrier
from hotline.carriers.practice_numbers import DESK, circle_number
from hotline.circles.directory import give_practice_phones, seed
from hotline.commands.prompts import render
from hotline.database import Database
from hotline.embedded import EmbeddedServers
from hotline.keys import make_keys
from hotline.queues import connect
from hotline.schema import upgrade
from hotline.settings import Settings

TOKEN = "0123456789abcdef0123456789abcdef"
ACCOUNT = "AC00000000000000000000000000000000"


@dataclass(slots=True)
class Stand:
    """A hotline set up as `make run` does it, durable against a power cut, on the server's core."""

    folder: Path
    environ: dict[str, str]
    settings: Settings
    database: Database
    cores: Cores
    running: list[Process] = field(default_factory=list)

    def start(
        self, name: str, command: list[str], environ: dict[str, str], port: int | None = None
    ) -> Process:
        process = Process(command, small_environ(**environ), self.folder / f"{name}.log", self.cores)
        self.running.append(process)
        process.start()
        if port is not None:
            process.wait_for_port(port)
        return process

    def start_floor(self, server: str) -> int:
        port = free_port()
        make = granian if server == "granian" else gunicorn
        self.start(f"floor-{server}", make("bench.peers:make_floor", port), {}, port)
        return port

    def start_reference(self, server: str) -> tuple[int, Carrier]:
        port = free_port()
        make = granian if server == "granian" else gunicorn
        carrier = Carrier(f"http://127.0.0.1:{port}", ACCOUNT, TOKEN)
        environ = peers.environ_of_reference(self.settings.database_url, TOKEN, carrier.public_url)
        self.start(f"reference-{server}", make("bench.peers:make_reference", port), environ, port)
        return port, carrier

    def start_hotline(self, server: str = "granian") -> tuple[int, Carrier]:
        port = self.settings.port
        make = granian if server == "granian" else gunicorn
        self.start(f"hotline-{server}", make("app:create_app", port), self.environ, port)
        return port, Carrier(
            self.settings.public_url, self.settings.account_sid, self.settings.auth_tokens[0]
        )

    def start_worker(self, *queues: str) -> Process:
        return self.start(f"worker-{queues[0]}", [sys.executable, "worker.py", *queues], self.environ)

    def start_idle_worker(self) -> Process:
        return self.start("worker-idle", [sys.executable, "-m", "bench.idle_worker"], self.environ)

    def await_workers(self, number: int) -> None:
        """Until so many workers stand ready at the queue store."""
        store = connect(self.settings.redis_url, timeout=5.0)
        deadline = monotonic() + STARTUP_SECONDS
        while store.scard("rq:workers") < number:
            if monotonic() > deadline or self.failures():
                raise DidNotStart("\n".join(["a worker did not start", *self.failures()]))
            sleep(0.05)
        store.close()

    def stop(self, process: Process) -> None:
        self.running.remove(process)
        process.stop()

    def forget(self) -> None:
        """Empty the tables of people and their tips, and the queue store; the directory stays."""
        store = connect(self.settings.redis_url, timeout=5.0)
        # Names of workers stopped before would pass for those that are to start.
        store.flushall()
        store.close()
        self.forget_people()

    def forget_people(self) -> None:
        """Empty those tables alone, while workers are at the queue store."""
        with self.database.engine.begin() as connection:
            connection.execute(text("TRUNCATE tips, calls, practice_texts, wrong_codes CASCADE"))

    def failures(self) -> list[str]:
        """The last words of each process that has ended by itself."""
        return [f"{' '.join(p.command)}\n{p.last_words()}" for p in self.running if p.has_ended()]


@contextmanager
def set_up(cores: Cores) -> Iterator[Stand]:
    """Start the stores, make keys, tables and directory; afterwards end all of it and remove the folder."""
    with ExitStack() as afterwards:
        folder = Path(tempfile.mkdtemp(prefix="raabta-bench-"))
        afterwards.callback(shutil.rmtree, folder, ignore_errors=True)
        state_dir = folder / "instance"
        servers = EmbeddedServers(state_dir)
        with cores.on_server():
            servers.start()
        afterwards.callback(servers.stop)
        make_keys(state_dir)
        environ = {
            "HOTLINE_STATE_DIR": str(state_dir),
            "HOTLINE_PORT": str(free_port()),
            "HOTLINE_LOG_LEVEL": "WARNING",
            "HOTLINE_EMERGENCY_NUMBER": DESK,
            "HOTLINE_DESK_NUMBER": DESK,
            "HOTLINE_DESK_DAYS": "mon-sun",
            "HOTLINE_DESK_HOURS": "00:00-24:00",
        }
        settings = Settings.from_environ(environ)
        database = Database(settings.database_url)
        afterwards.callback(database.close)
        upgrade(database.engine)
        peers.metadata.create_all(database.engine)
        with database.transaction() as session:
            seed(session)
            give_practice_phones(session, circle_number)
        render(state_dir)
        stand = Stand(folder, environ, settings, database, cores)
        afterwards.callback(_stop, stand)
        yield stand


def _stop(stand: Stand) -> None:
    for process in stand.running:
        process.stop()
