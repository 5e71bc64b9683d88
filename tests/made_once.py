"""What is made once for many tests because making it is slow: files in memory, passwords, compiled templates."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from hotline.supervisors import accounts
from hotline.supervisors.passwords import fits, hash_of, new_password

MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30


def folder_in_memory() -> Path | None:
    """A new folder where nothing waits for a disk; None where there is no such place, or no room in it."""
    if not os.access(MEMORY, os.W_OK | os.X_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    if os.statvfs(MEMORY).f_flag & getattr(os, "ST_NOEXEC", 0):
        return None
    _clear_away()
    return Path(tempfile.mkdtemp(prefix=f"raabta-{os.getpid()}-", dir=MEMORY))


def _clear_away() -> None:
    """What a run that was killed has left there: it is memory."""
    for left in MEMORY.glob("raabta-*-*"):
        owner = left.name.split("-")[1]
        if owner.isdigit() and left.stat().st_uid == os.geteuid() and not Path("/proc", owner).exists():
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """While one process of the test run is in here, the others wait."""
    with (folder / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


class Passwords:
    """Passwords and their Argon2 hashes, made and compared as in service, but each of them once.

    The first account of every test gets the first password, the second the second; comparing the same two
    again is answered from memory. Anything else goes the ordinary way.
    """

    def __init__(self) -> None:
        self._made: list[str] = []
        self._hashes: dict[str, str] = {}
        self._compared: dict[tuple[str, str], bool] = {}

    def hand_out(self, patch: pytest.MonkeyPatch) -> None:
        """For one test, from the first one on."""
        places = iter(range(10_000))
        patch.setattr(accounts, "new_password", lambda: self._at(next(places)))
        patch.setattr(accounts, "hash_of", self._hash_of)
        patch.setattr(accounts, "fits", self._fits)

    def _at(self, place: int) -> str:
        while len(self._made) <= place:
            password = new_password()
            self._hashes[password] = hash_of(password)
            self._made.append(password)
        return self._made[place]

    def _hash_of(self, password: str) -> str:
        return self._hashes.get(password) or hash_of(password)

    def _fits(self, password: str, password_hash: str) -> bool:
        if self._hashes.get(password) != password_hash:
            return fits(password, password_hash)
        pair = password, password_hash
        if pair not in self._compared:
            self._compared[pair] = fits(*pair)
        return self._compared[pair]
