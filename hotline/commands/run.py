"""`run`: everything on this machine from one command, kept running until told to stop."""

import contextlib
import hashlib
import http.client
import os
import signal
import socket
import sys
import threading
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from hotline import processes, state_folder
from hotline.carriers.practice_numbers import circle_number
from hotline.children import Child, environment
from hotline.circles.directory import give_practice_phones, seed, take_back_practice_phones
from hotline.database import DATABASE_AWAY, Database
from hotline.embedded import EmbeddedServers
from hotline.errors import HotlineError
from hotline.keys import make_keys
from hotline.queues import Queues
from hotline.schema import upgrade
from hotline.settings import Settings
from hotline.supervisors.accounts import FIRST_NAME, first_supervisor

ROOT = Path(__file__).resolve().parents[2]
# One process with the interpreter's lock serves the most requests a second with few threads; each may hold one of
# the ten connections to the database.
WEB_THREADS = 4
SECONDS_TO_ANSWER = 60.0
SECONDS_TO_RENDER = 120.0
SECONDS_TO_END = 5.0
TICK = 0.2
LOGS_EVERY = 300
MADE_BY = ("hotline/stand_ins.py", "hotline/line_sound.py", "hotline/voice.py")
PROMPTS_FROM = ("ivr_flows/*.py", "locales/*/LC_MESSAGES/*.po", *MADE_BY)


class CannotRun(HotlineError):
    """Something that must be mended before the hotline starts."""


class Told(threading.Event):
    """Set by Ctrl-C, SIGTERM, a closed terminal, or the death of the `make` that started us."""

    def __init__(self) -> None:
        super().__init__()
        self._made_by = os.getppid() if "MAKELEVEL" in os.environ else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)
        # Whoever read what we print may go; the hotline stays.
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)

    def _hear(self, number: int, frame: types.FrameType | None) -> None:
        self.set()

    def wait_a_tick(self) -> bool:
        """Whether it is time to stop, after a moment."""
        return self.wait(TICK) or (self._made_by is not None and os.getppid() != self._made_by)


@click.command()
def run() -> None:
    """Start everything on this machine and keep it running until Ctrl-C or SIGTERM."""
    told = Told()
    state_dir = Path(os.environ.get("HOTLINE_STATE_DIR") or "instance").resolve()
    state_folder.open_state_folder(state_dir)
    lock = processes.hold(state_dir / "run.lock")
    try:
        processes.end(processes.marked(state_dir), signal.SIGTERM, SECONDS_TO_END)
        make_keys(state_dir)
        settings = Settings.from_environ(os.environ)
        refuse_used_port(settings.port)
        with rendering_prompts(state_dir) as rendered, running_servers(settings, state_dir) as servers:
            prepare(settings)
            rendered()
            with running_children(settings, state_dir) as children:
                if await_web(settings.port, children, told):
                    say(welcome(settings, state_dir))
                watch(servers, children, told)
                say("Stopping ...")
    finally:
        os.close(lock)
    say("Stopped.")


def refuse_used_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotRun(f"port {port} cannot be used ({error.strerror}): set HOTLINE_PORT") from None


@contextlib.contextmanager
def rendering_prompts(state_dir: Path) -> Iterator[Callable[[], None]]:
    """Render the prompts beside whatever else is done; what it gives waits for them, and raises CannotRun.

    Skipped when nothing that they are made from has changed since the last time.
    """
    made_from = fingerprint(path for pattern in PROMPTS_FROM for path in sorted(ROOT.glob(pattern)))
    stamp = state_dir / "prompts" / "made-from"
    if stamp.exists() and stamp.read_text(encoding="ascii") == made_from:
        yield lambda: None
        return
    log = state_dir / "logs" / "prompts.log"
    words = [sys.executable, "-m", "hotline", "prompts"]
    child = Child("prompts", words, ROOT, environment(state_dir), log)
    child.start()

    def finish() -> None:
        if child.outcome(SECONDS_TO_RENDER) != 0:
            raise CannotRun(state_folder.last_line(log).removeprefix("hotline: "))
        stamp.write_text(made_from, encoding="ascii")

    try:
        yield finish
    finally:
        child.ask_to_end()
        child.end(SECONDS_TO_END)


def fingerprint(paths: Iterable[Path]) -> str:
    told = hashlib.sha256()
    for path in paths:
        told.update(path.read_bytes())
    return told.hexdigest()


@contextlib.contextmanager
def running_servers(settings: Settings, state_dir: Path) -> Iterator[EmbeddedServers]:
    """PostgreSQL and Valkey, unless URLs name others; those must answer."""
    servers = EmbeddedServers(state_dir, postgres=settings.embedded_database, valkey=settings.embedded_redis)
    servers.start()
    try:
        yield servers
    finally:
        servers.stop()


def prepare(settings: Settings) -> None:
    """Bring the database to this version, and put in what it cannot work without. Safe to run again."""
    queues = Queues(settings.redis_url)
    answers = queues.answers()
    queues.close()
    if not answers:
        raise CannotRun("the queue store named by HOTLINE_REDIS_URL does not answer")
    database = Database(settings.database_url)
    try:
        upgrade(database.engine)
        with database.transaction() as session:
            seed(session)
            if settings.practising:
                give_practice_phones(session, circle_number)
            else:
                take_back_practice_phones(session)
            password = first_supervisor(session)
    except DATABASE_AWAY as error:
        raise CannotRun(f"the database does not answer: {first_line(error)}") from None
    except DBAPIError as error:
        raise CannotRun(f"the database cannot be prepared: {first_line(error)}") from None
    finally:
        database.close()
    if password is not None:
        say(f"\nThe first supervisor is `{FIRST_NAME}`, with the password  {password}")
        say(f"It is shown this once; `python -m hotline supervisors password {FIRST_NAME}` makes another.")


def first_line(error: Exception) -> str:
    told = str(getattr(error, "orig", error)).strip().splitlines()
    return told[0] if told else type(error).__name__


@contextlib.contextmanager
def running_children(settings: Settings, state_dir: Path) -> Iterator[list[Child]]:
    """The web server, a worker for each queue, and the clock."""
    web = [
        "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port", str(settings.port),
        "--workers", "1", "--blocking-threads", str(WEB_THREADS), "--http", "1", "--no-ws",
        "--log-level", "warning", "--workers-kill-timeout", "3", "app:create_app",
    ]  # fmt: skip
    programs = {
        "web": web,
        "tips": ["worker.py", "tips"],
        "referrals": ["worker.py", "referrals"],
        "clock": ["worker.py", "clock"],
    }
    environ = environment(state_dir)
    children = [
        Child(name, [sys.executable, *words], ROOT, environ, state_dir / "logs" / f"{name}.log")
        for name, words in programs.items()
    ]
    try:
        for child in children:
            child.start()
        yield children
    finally:
        # The web first, so that nothing new comes in while the workers finish what they are at.
        for group in (children[:1], children[1:]):
            for child in group:
                child.ask_to_end()
            for child in group:
                child.end(SECONDS_TO_END)
        processes.end(processes.marked(state_dir), signal.SIGKILL, SECONDS_TO_END)


def await_web(port: int, children: list[Child], told: Told) -> bool:
    """Whether the web server answers; raises CannotRun when it ends instead."""
    for _ in range(int(SECONDS_TO_ANSWER / TICK)):
        if answers(port):
            return True
        if told.wait_a_tick():
            return False
        for child in children:
            child.tend()
            if child.failures > 2:
                words = state_folder.last_line(child.log)
                raise CannotRun(f"{child.name} does not start: {words} (all of it in {child.log})")
    raise CannotRun(f"the web server does not answer on port {port}: see {children[0].log}")


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health")
        return line.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def watch(servers: EmbeddedServers, children: list[Child], told: Told) -> None:
    """Start again whatever ends, until told to stop."""
    round_number = 0
    while not told.wait_a_tick():
        round_number += 1
        if round_number % LOGS_EVERY == 0:
            state_folder.keep_logs_short(servers.state_dir / "logs")
        for name in servers.tend():
            say(f"{name} had ended and is running again")
        for child in children:
            if news := child.tend():
                say(news)


def welcome(settings: Settings, state_dir: Path) -> str:
    here = f"http://127.0.0.1:{settings.port}"
    lines = ["", f"The hotline is running; its state is in {state_dir}"]
    if settings.practising:
        lines.append(f"  practice phone  {here}/practice/")
    lines += [f"  console         {here}/console/", f"  health          {here}/health", "Ctrl-C stops it."]
    return "\n".join(lines)


def say(words: str) -> None:
    with contextlib.suppress(OSError):
        click.echo(words)
        sys.stdout.flush()
