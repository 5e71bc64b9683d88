"""The background processes: `worker.py tips referrals` serves queues, `worker.py clock` sweeps."""

import gc
import logging
import os
import signal
import sys
import threading
import types

from rq import Queue
from rq.job import Job
from rq.worker import SimpleWorker

from hotline.alarms.watching import Watch, begin_watching
from hotline.database import DATABASE_AWAY
from hotline.errors import SettingsWrong
from hotline.jobs import begin_work, sweep
from hotline.logs import start_logging
from hotline.queues import QUEUES, TIPS, connect
from hotline.runtime import Runtime, build_runtime
from hotline.settings import Settings
from hotline.tips.reading import read_lists

CLOCK = "clock"
CLOCK_SECONDS = 2.0
MAINTENANCE_SECONDS = 60
USAGE = "usage: python worker.py [tips] [referrals] | clock"

log = logging.getLogger("worker")


class QuickWorker(SimpleWorker):
    """Runs jobs in its own process (a fork for each would cost more than the jobs), and after the queue store
    has been away is back within seconds."""

    max_connection_wait_time = 4


def main(arguments: list[str]) -> int:
    if not set(arguments) <= set(QUEUES) and arguments != [CLOCK]:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        settings = Settings.from_environ(os.environ)
    except SettingsWrong as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    start_logging(settings.log_level)
    runtime = build_runtime(settings)
    try:
        if arguments == [CLOCK]:
            keep_time(runtime)
        else:
            make_worker(runtime, arguments or list(QUEUES)).work()
    finally:
        runtime.close()
    return 0


def make_worker(runtime: Runtime, names: list[str]) -> QuickWorker:
    """A worker on these queues; it takes from the first that has a job."""
    begin_work(runtime)
    if TIPS in names:
        read_lists()
    # What is there now stays, the lists' tens of thousands of words among it: the collector need not look through it
    # again after every few hundred new objects.
    gc.freeze()
    connection = connect(runtime.settings.redis_url, timeout=None)
    worker = QuickWorker(
        [Queue(name, connection=connection, serializer="json") for name in names],
        connection=connection,
        serializer="json",
        maintenance_interval=MAINTENANCE_SECONDS,
        log_job_description=False,
        exception_handlers=[_note_failure],
    )
    # RQ writes the whole traceback, messages included, into its log line; `_note_failure` says it without.
    worker.log.setLevel(logging.CRITICAL)
    return worker


def keep_time(runtime: Runtime) -> None:
    """Sweep until told to stop; a round that fails is logged, and the next one tries again."""
    stop = threading.Event()

    def told(number: int, frame: types.FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    begin_watching(
        Watch(runtime.database, runtime.ways, runtime.sealer, runtime.spool, runtime.settings), stop
    )
    while not stop.is_set():
        try:
            sweep(runtime)
        except DATABASE_AWAY as error:
            log.warning("the database is away", extra={"why": type(error).__name__})
        except Exception:
            log.exception("a round of the clock failed")
        stop.wait(CLOCK_SECONDS)


def _note_failure(
    job: Job, kind: type[BaseException], error: BaseException, trace: types.TracebackType
) -> bool:
    log.error("a job failed", exc_info=(kind, error, trace), extra={"job": job.description})
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
