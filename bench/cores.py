"""Which core serves and which one asks, so that neither steals time from the other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


class Cores:
    """Everything that a hotline is made of (web server, workers, PostgreSQL, Valkey) shares the first core; the last
    one belongs to whoever asks. A figure is then what one core does, all that it needs included."""

    def __init__(self) -> None:
        allowed = sorted(os.sched_getaffinity(0))
        self.server, self.load = allowed[0], allowed[-1]

    @property
    def apart(self) -> bool:
        return self.server != self.load

    def go_to_load(self) -> None:
        os.sched_setaffinity(0, {self.load})

    @contextmanager
    def on_server(self) -> Iterator[None]:
        """Processes started inside run on the server's core; this process goes back to the load's core."""
        os.sched_setaffinity(0, {self.server})
        try:
            yield
        finally:
            self.go_to_load()
