"""The whole hotline of one run, in a folder of its own: stores, web server, workers, clocks, the carrier's far end."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode

from redis import Redis

from bench.chaos import far_end, far_end_faults
from bench.chaos.kept import Kept
from bench.chaos.made_up_numbers import HOTLINE, SECOND_HOTLINE, enter_duty_phones
from bench.chaos.plan import Plan
from bench.lines import LOOPBACK
from bench.processes import DidNotStart, free_port, granian, small_environ
from bench.signed import Carrier
from hotline.circles.directory import seed as seed_directory
from hotline.commands.prompts import render
from hotline.commands.run import answers
from hotline.database import Database
from hotline.embedded import EmbeddedServers
from hotline.keys import make_keys
from hotline.queues import QUEUES, connect
from hotline.schema import upgrade
from hotline.settings import Settings

FIRST, SECOND = "AC" + "1" * 32, "AC" + "2" * 32
TOKENS = {FIRST: "1" * 32, SECOND: "2" * 32}
SEND_TIMEOUT = 2
STARTUP_SECONDS = 60.0
WORKERS, CLOCKS = ("worker-1", "worker-2"), ("clock-1", "clock-2")
WEB = "web"
FAR_END = "far end"
SPOOL_SIZE = "64m"
ANSWERED_SHARE = 0.85
# After many kills PostgreSQL first brings what it had promised to disk, while everybody knocks at its door.
LONGEST_START = 240.0


@dataclass(slots=True)
class Stand:
    """Everything that runs, by name, and the ways to it."""

    folder: Path
    settings: Settings
    database: Database
    servers: EmbeddedServers
    far_end_port: int
    kept: dict[str, Kept]
    spool_is_small: bool

    @property
    def spool(self) -> Path:
        return self.settings.state_dir / "spool"

    @property
    def far_end_url(self) -> str:
        return f"http://{LOOPBACK}:{self.far_end_port}"

    @property
    def carrier(self) -> Carrier:
        return Carrier(self.settings.public_url, FIRST, TOKENS[FIRST])

    def store(self) -> Redis:
        return connect(self.settings.redis_url, timeout=5.0)

    def set_mood(self, mood: str, accounts: tuple[str, ...] = (FIRST, SECOND)) -> None:
        for account in accounts:
            self._tell_far_end("/mood", {"account": account, "mood": mood})

    def all_officers_answer(self) -> None:
        self._tell_far_end("/officers", {"share": "1"})

    def _tell_far_end(self, path: str, form: dict[str, str]) -> None:
        line = HTTPConnection(LOOPBACK, self.far_end_port, timeout=20)
        line.request("POST", path, urlencode(form))
        status = line.getresponse().status
        line.close()
        if status != 204:
            raise DidNotStart(f"the far end does not take {form}: {status}")

    def start_all(self) -> None:
        for kept in self.kept.values():
            if kept.child is None:
                kept.start()
        self.await_ready(WORKERS)

    def lift_the_fallen(self) -> list[str]:
        """Start again whatever has ended by itself, as `run` does; a worker ends when the queue store is long away."""
        fallen = [kept for kept in self.kept.values() if kept.has_ended() and kept.name != FAR_END]
        for kept in fallen:
            kept.again()
        return [kept.name for kept in fallen]

    def fresh_workers(self) -> None:
        for name in WORKERS:
            self.kept[name].stop()
        self.start_all()

    def await_ready(self, workers: Collection[str] = ()) -> None:
        """Until the web server answers and each of these workers has said at the queue store that it is there. Whoever
        said so before the store was killed may be unknown to it, and works all the same."""
        deadline = monotonic() + LONGEST_START
        while not self._ready(workers):
            ended = [kept for kept in self.kept.values() if kept.has_ended()]
            if ended or monotonic() > deadline:
                words = [f"{kept.name}\n{kept.last_words()}" for kept in ended or self.kept.values()]
                raise DidNotStart("\n".join(["the hotline does not start", *words]))
            sleep(0.1)

    def _ready(self, workers: Collection[str]) -> bool:
        store = self.store()
        try:
            there = {int(store.hget(name, "pid") or 0) for name in store.smembers("rq:workers")}
        finally:
            store.close()
        wanted = {child.pid for name in workers if (child := self.kept[name].child)}
        return wanted <= there and answers(self.settings.port)


def environ_of(folder: Path, plan: Plan, far_end_port: int) -> dict[str, str]:
    return {
        "HOTLINE_STATE_DIR": str(folder / "instance"),
        "HOTLINE_PORT": str(free_port()),
        "HOTLINE_LOG_LEVEL": "WARNING",
        "HOTLINE_CARRIER": "twilio",
        "TWILIO_ACCOUNT_SID": FIRST,
        "TWILIO_AUTH_TOKEN": TOKENS[FIRST],
        "TWILIO_FROM": HOTLINE,
        "TWILIO_API_URL": f"http://{LOOPBACK}:{far_end_port}",
        "HOTLINE_SECOND_ACCOUNT_SID": SECOND,
        "HOTLINE_SECOND_AUTH_TOKEN": TOKENS[SECOND],
        "HOTLINE_SECOND_FROM": SECOND_HOTLINE,
        "HOTLINE_SECOND_API_URL": f"http://{LOOPBACK}:{far_end_port}",
        "HOTLINE_SEND_TIMEOUT_SECONDS": str(SEND_TIMEOUT),
        "HOTLINE_SENDER_MOST": "0",
        "HOTLINE_SMS_QUIET_SECONDS": "1",
        "HOTLINE_CALL_PARTIAL_SECONDS": "10",
        "HOTLINE_CALL_SILENT_SECONDS": "30",
        "HOTLINE_ACKNOWLEDGE_URGENT_SECONDS": str(plan.acknowledge_seconds),
        "HOTLINE_ACKNOWLEDGE_NORMAL_SECONDS": str(plan.acknowledge_seconds),
        # Nobody sleeps: else what is not urgent would wait at night for the morning.
        "HOTLINE_QUIET_HOURS": "00:00-00:01",
        **plan.settings,
    }


@contextmanager
def set_up(plan: Plan, seed: int) -> Iterator[Stand]:
    """Start all of it; afterwards end every process and remove the folder."""
    with ExitStack() as afterwards:
        folder = Path(tempfile.mkdtemp(prefix="raabta-chaos-"))
        afterwards.callback(shutil.rmtree, folder, ignore_errors=True)
        far_end_port = free_port()
        environ = environ_of(folder, plan, far_end_port)
        state_dir = Path(environ["HOTLINE_STATE_DIR"])
        servers = EmbeddedServers(state_dir)
        servers.start()
        afterwards.callback(servers.stop)
        make_keys(state_dir)
        settings = Settings.from_environ(environ)
        database = Database(settings.database_url)
        afterwards.callback(database.close)
        upgrade(database.engine)
        with database.transaction() as session:
            seed_directory(session)
            enter_duty_phones(session)
        render(state_dir)
        small = _make_spool_small(state_dir / "spool", afterwards)
        kept = _processes(folder, environ)
        stand = Stand(folder, settings, database, servers, far_end_port, kept, small)
        afterwards.callback(_stop, stand)
        told = far_end.Given(
            str(folder), far_end_port, settings.port, settings.public_url, TOKENS, seed, SEND_TIMEOUT + 1.0,
            ANSWERED_SHARE,
        )  # fmt: skip
        kept[FAR_END].start(far_end.first_line(told))
        _await_far_end(stand)
        stand.start_all()
        yield stand


def _processes(folder: Path, environ: dict[str, str]) -> dict[str, Kept]:
    """As `run` has them, except that each worker serves both queues and that there are two clocks."""
    commands = {
        FAR_END: [sys.executable, "-m", "bench.chaos.far_end"],
        WEB: granian("app:create_app", int(environ["HOTLINE_PORT"])),
        # A worker takes from the first queue that has a job: both must not turn to the same one first.
        **{
            name: [sys.executable, "worker.py", *queues]
            for name, queues in zip(WORKERS, (QUEUES, QUEUES[::-1]), strict=True)
        },
        **{name: [sys.executable, "worker.py", "clock"] for name in CLOCKS},
    }
    whole = small_environ(**environ)
    return {name: Kept(name, words, whole, folder / f"{name}.log") for name, words in commands.items()}


def _await_far_end(stand: Stand) -> None:
    deadline = monotonic() + STARTUP_SECONDS
    while True:
        try:
            stand.set_mood(far_end_faults.CALM)
        except OSError:
            if stand.kept[FAR_END].has_ended() or monotonic() > deadline:
                raise DidNotStart(f"the far end\n{stand.kept[FAR_END].last_words()}") from None
            sleep(0.05)
        else:
            return


def _make_spool_small(spool: Path, afterwards: ExitStack) -> bool:
    """Put the spool on a disk of its own that can be filled up; only root may, and not on every machine."""
    spool.mkdir(mode=0o700, exist_ok=True)
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        return False
    words = [mount, "-t", "tmpfs", "-o", f"size={SPOOL_SIZE},mode=0700", "raabta-chaos", str(spool)]
    if subprocess.run(words, check=False, capture_output=True).returncode != 0:
        return False
    afterwards.callback(subprocess.run, ["umount", str(spool)], check=False, capture_output=True)
    return True


def _stop(stand: Stand) -> None:
    """Whatever comes in the middle, each is ended."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for kept in reversed(stand.kept.values()):
        kept.stop()
