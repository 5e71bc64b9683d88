"""Supervisors' accounts: made, signed in to, locked after wrong tries, given a new password."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from hotline.errors import HotlineError
from hotline.supervisors.models import LONGEST_NAME, Supervisor
from hotline.supervisors.passwords import fits, hash_of, is_outdated, judge, new_password, nobodys_hash

FIRST_NAME = "supervisor"
FREE_TRIES = 5
SHORTEST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


class NameRefused(HotlineError):
    """A name that is taken, empty, too long, or not made of characters one can see."""


class NoSuchSupervisor(HotlineError):
    """Nobody has this name."""


@dataclass(frozen=True, slots=True)
class Try:
    """One try to sign in, counted before it is judged; `supervisor_id` is None when no password can fit."""

    supervisor_id: int | None
    password_hash: str


def make_supervisor(session: Session, name: str) -> str:
    """Make an account and return its password, which exists nowhere else; raises NameRefused."""
    known = read_name(name)
    if known is None:
        raise NameRefused(f"a name is 1 to {LONGEST_NAME} characters that one can see, not {name!r}")
    if session.scalar(select(exists().where(Supervisor.name == known))):
        raise NameRefused(f"the name {known} is taken")
    password = new_password()
    session.add(Supervisor(name=known, password_hash=hash_of(password)))
    session.flush()
    return password


def first_supervisor(session: Session) -> str | None:
    """Make the account FIRST_NAME and return its password; None, and nothing made, when there is any account."""
    # Two first starts at once: the second waits here, then finds the account.
    session.execute(text("LOCK TABLE supervisors IN SHARE ROW EXCLUSIVE MODE"))
    if session.scalar(select(exists(select(Supervisor.id)))):
        return None
    return make_supervisor(session, FIRST_NAME)


def count_try(session: Session, name: str, now: datetime) -> Try:
    """Count a try before its password is looked at, so that tries made side by side are all counted.

    Commit, then ask `is_right` with no transaction open (it is slow), then `welcome` whoever was right. A name
    that nobody has, a locked and a disabled account look like any other: their hash costs as much, and fits nothing.
    """
    # Losing a count in a crash costs nothing; waiting for the disk would tell names that exist from others.
    session.execute(text("SET LOCAL synchronous_commit = off"))
    supervisor = _find(session, name)
    if supervisor is None or supervisor.disabled or is_locked(supervisor, now):
        return Try(None, nobodys_hash())
    supervisor.failures += 1
    supervisor.locked_until = now + wait_after(supervisor.failures)
    return Try(supervisor.id, supervisor.password_hash)


def is_right(counted: Try, password: str) -> bool:
    return fits(password, counted.password_hash) and counted.supervisor_id is not None


def welcome(session: Session, counted: Try, password: str) -> Supervisor | None:
    """Forget the wrong tries of someone who was right, and bring an old hash up to today's parameters.

    None when the account was disabled, or its password changed, since the try was counted.
    """
    if counted.supervisor_id is None:
        return None
    supervisor = session.get(Supervisor, counted.supervisor_id, with_for_update=True)
    if supervisor is None or supervisor.disabled or supervisor.password_hash != counted.password_hash:
        return None
    supervisor.failures = 0
    supervisor.locked_until = None
    if is_outdated(supervisor.password_hash):
        supervisor.password_hash = hash_of(password)
    return supervisor


def wait_after(failures: int) -> timedelta:
    """How long an account stays shut after so many wrong tries in a row: not at all, then twice as long each time."""
    if failures < FREE_TRIES:
        return timedelta()
    wait = SHORTEST_WAIT
    for _ in range(min(failures - FREE_TRIES, 10)):
        wait = min(wait * 2, LONGEST_WAIT)
    return wait


def is_locked(supervisor: Supervisor, now: datetime) -> bool:
    return supervisor.locked_until is not None and supervisor.locked_until > now


def change_password(session: Session, supervisor_id: int, password: str) -> int:
    """Give the account another password and return its new session epoch: every other session ends.

    Raises PasswordRefused.
    """
    supervisor = session.get_one(Supervisor, supervisor_id, with_for_update=True)
    judge(password, supervisor.name)
    _take_password(supervisor, password)
    return supervisor.session_epoch


def reset_password(session: Session, name: str) -> str:
    """Give the account a made password, open it if it was locked, end its sessions; raises NoSuchSupervisor."""
    supervisor = _named(session, name)
    password = new_password()
    _take_password(supervisor, password)
    return password


def set_disabled(session: Session, name: str, disabled: bool) -> None:
    """Shut an account and end its sessions, or open it again; raises NoSuchSupervisor."""
    supervisor = _named(session, name)
    supervisor.disabled = disabled
    supervisor.session_epoch += 1


def choose_language(session: Session, supervisor_id: int, language: str) -> None:
    session.get_one(Supervisor, supervisor_id).language = language


def read_name(name: str) -> str | None:
    """The name as it is kept: composed, in small letters, blanks at the ends off; None for one that cannot be."""
    known = unicodedata.normalize("NFKC", name).strip().casefold()
    return known if 0 < len(known) <= LONGEST_NAME and known.isprintable() else None


def _find(session: Session, name: str) -> Supervisor | None:
    known = read_name(name)
    if known is None:
        return None
    return session.scalars(select(Supervisor).where(Supervisor.name == known).with_for_update()).one_or_none()


def _named(session: Session, name: str) -> Supervisor:
    supervisor = _find(session, name)
    if supervisor is None:
        raise NoSuchSupervisor(f"there is no supervisor {name}")
    return supervisor


def _take_password(supervisor: Supervisor, password: str) -> None:
    supervisor.password_hash = hash_of(password)
    supervisor.failures = 0
    supervisor.locked_until = None
    supervisor.session_epoch += 1
