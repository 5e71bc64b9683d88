"""Which core serves and which one asks, so that neither steals time from the other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

# Everything that a hotline is made of (web server, workers, PostgreSQL, Valkey) shares the first core; the
# last one belongs to whoever asks. A figure is then what one core does, all that it needs included.
ALLOWED = sorted(os.sched_getaffinity(0))
SERVER_CORE = ALLOWED[0]
LOAD_CORE = ALLOWED[-1]


def enough_cores() -> bool:
    return SERVER_CORE != LOAD_CORE


@contextmanager
def on_server_core() -> Iterator[None]:
    """Processes started inside run on the server's core; this process goes back to the load's core."""
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, {LOAD_CORE})
