"""A worker of the same class and settings as ours, for jobs that do nothing: what the queue itself costs."""

import os

from hotline.runtime import build_runtime
from hotline.settings import Settings
from worker import make_worker

QUEUE = "bench"


def nothing(row_id: str) -> None:
    """The job that a queue runs fastest."""


if __name__ == "__main__":
    make_worker(build_runtime(Settings.from_environ(os.environ)), [QUEUE]).work()
