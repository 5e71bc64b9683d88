"""Processes that a run starts and that a killed run leaves behind: found exactly, ended for certain."""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from hotline.errors import HotlineError

# Every process of a run carries this variable, so that the next run knows what a killed one left behind.
MARK = "RAABTA_RUN"


class AlreadyRunning(HotlineError):
    """Another living process holds this state folder."""


def hold(path: Path) -> int:
    """Lock `path` until the descriptor returned is closed or this process ends, however it ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise AlreadyRunning(f"the hotline of {path.parent} is running already") from None
    return descriptor


def marked(state_dir: Path) -> list[psutil.Process]:
    """The processes that a run of this state folder started, and what those started in turn."""
    mark = str(state_dir.resolve())
    return [process for process in others() if environ_of(process).get(MARK) == mark]


def working_in(folder: Path, program: str) -> list[psutil.Process]:
    """The processes called `program...` that work in `folder` or were told of it: a store's own servers.

    A store's servers overwrite their environment with their title, so the mark does not find them; the
    folder that they work in does, and no other program has a reason to be there.
    """
    found = []
    for process in others():
        with contextlib.suppress(psutil.Error):
            if process.name().startswith(program) and _knows(process, str(folder.resolve())):
                found.append(process)
    return found


def _knows(process: psutil.Process, folder: str) -> bool:
    with contextlib.suppress(psutil.Error):
        if process.cwd() == folder:
            return True
    return any(argument == folder for argument in process.cmdline())


def others() -> Iterator[psutil.Process]:
    """Every process but this one and those above it; psutil takes a number used again for another process."""
    kept = {os.getpid(), *(above.pid for above in psutil.Process().parents())}
    for pid in psutil.pids():
        if pid not in kept:
            with contextlib.suppress(psutil.Error):
                yield psutil.Process(pid)


def environ_of(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except (psutil.Error, OSError):
        return {}


def end(processes: list[psutil.Process], ask: signal.Signals, patience: float) -> None:
    """Ask each to end and kill those still there after `patience` seconds; all are gone on return."""
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.send_signal(ask)
    for process in _still_there(processes, patience):
        with contextlib.suppress(psutil.Error):
            process.kill()
    _still_there(processes, patience)


def _still_there(processes: list[psutil.Process], patience: float) -> list[psutil.Process]:
    """Those not ended within `patience` seconds; one that only waits to be reaped by its parent has ended."""
    until = time.monotonic() + patience
    left = processes
    while left := [process for process in left if not _gone(process)]:
        if time.monotonic() > until:
            break
        time.sleep(0.01)
    return left


def _gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return True


def has_ended(child: "subprocess.Popen[bytes]") -> bool:
    """Whether a child of ours has ended. It is not reaped here: until `bury` its number is nobody else's."""
    if child.returncode is not None:
        return True
    try:
        return _gone(psutil.Process(child.pid))
    except psutil.NoSuchProcess:
        return True


def end_child(child: "subprocess.Popen[bytes]", ask: signal.Signals, patience: float) -> None:
    """Ask a child of ours to end; kill it, and what is left of its group, after `patience` seconds."""
    if not has_ended(child):
        child.send_signal(ask)
        await_true(lambda: False, child, patience)
    bury(child)


def bury(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child of ours that was started in a session of its own, with its whole group, and reap it."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def await_true(ready: Callable[[], bool], child: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether `ready` came true before the child ended and before the time was over."""
    until = time.monotonic() + seconds
    pause = 0.004
    while not ready():
        if has_ended(child) or time.monotonic() > until:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    return True
