"""The practice carrier as a command works with it, in a process beside the hotline's own."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from hotline.carriers.practice.exchange import Exchange
from hotline.database import DATABASE_AWAY, Database
from hotline.errors import HotlineError
from hotline.settings import Settings

Seen = TypeVar("Seen")

LOOK_EVERY_SECONDS = 0.2


class CannotPractise(HotlineError):
    """There is no hotline to practise with."""


@dataclass(frozen=True, slots=True)
class Practice:
    """What a command practises with, while it does."""

    settings: Settings
    database: Database
    exchange: Exchange


@contextlib.contextmanager
def practising() -> Iterator[Practice]:
    settings = Settings.from_environ(os.environ)
    if not settings.practising:
        raise CannotPractise(
            "a real carrier is set up here: practise in an installation without its credentials"
        )
    exchange, database = Exchange.of(settings), Database(settings.database_url, connections=1)
    try:
        if not exchange.answers():
            raise CannotPractise(f"no hotline answers at {settings.public_url}: start it with `make run`")
        yield Practice(settings, database, exchange)
    except DATABASE_AWAY:
        raise CannotPractise("the database does not answer") from None
    finally:
        exchange.close()
        database.close()


def within(seconds: float, look: Callable[[], Seen]) -> Seen:
    """What a look finds before so many seconds have passed, or finds then."""
    began = time.monotonic()
    while not (seen := look()) and time.monotonic() - began < seconds:
        time.sleep(LOOK_EVERY_SECONDS)
    return seen
