"""Passwords: made for people to copy by hand, judged before they are kept, and kept as Argon2 hashes only."""

import secrets
import unicodedata
from base64 import b64encode
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hotline.errors import HotlineError

SHORTEST = 12
LONGEST = 256
# No letter or digit that looks like another one: a password may be read from a paper or over the telephone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

# The parameters of RFC 9106's second choice (64 MiB, three passes), which the library has as its own default.
_HASHER = PasswordHasher()


class Fault(StrEnum):
    """What is wrong with a password that someone wants to have."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_SIMPLE = "too_simple"
    IS_THE_NAME = "is_the_name"


class PasswordRefused(HotlineError):
    """A password that would be too easily guessed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"the password is refused: {fault.value}")
        self.fault = fault


def new_password() -> str:
    """Sixteen letters and digits in groups of four: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def judge(password: str, name: str) -> None:
    """Raises PasswordRefused for a password too easily guessed, or too long to be hashed in reasonable time."""
    if len(password) > LONGEST:
        raise PasswordRefused(Fault.TOO_LONG)
    known = _composed(password)
    if len(known) < SHORTEST:
        raise PasswordRefused(Fault.TOO_SHORT)
    if len(known.casefold().replace(name.casefold(), "")) < SHORTEST // 2:
        raise PasswordRefused(Fault.IS_THE_NAME)
    if len(set(known)) < 5:
        raise PasswordRefused(Fault.TOO_SIMPLE)


def hash_of(password: str) -> str:
    return _HASHER.hash(_as_bytes(password))


def fits(password: str, password_hash: str) -> bool:
    """Slow on purpose, about a twentieth of a second; works without the interpreter's lock."""
    if len(password) > LONGEST:
        password = ""  # Still hashed: an answer that comes sooner would say something.
    try:
        return _HASHER.verify(password_hash, _as_bytes(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with other parameters than a new one would be."""
    return _HASHER.check_needs_rehash(password_hash)


def nobodys_hash() -> str:
    """A hash that no password fits, so that a name nobody has costs what any other costs."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}${salt}${digest}"


def _composed(password: str) -> str:
    """The one way of writing it: keyboards differ in whether they send an accented letter as one sign or as two."""
    return unicodedata.normalize("NFC", password)


def _as_bytes(password: str) -> bytes:
    return _composed(password).encode("utf-8", "surrogatepass")
