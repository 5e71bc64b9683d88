"""The only way onto a queue: a job is a nudge with an id, and losing one loses nothing."""

import logging
import math
import time
from collections.abc import Callable

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError

TIPS = "tips"
REFERRALS = "referrals"
QUEUES = (TIPS, REFERRALS)

JOB_SECONDS = 60
# A job that is done expires by itself: deleting each at once costs the worker more than the job.
DONE_SECONDS = 5
FIRST_REPEAT_SECONDS = 15
log = logging.getLogger(__name__)


def connect(url: str, timeout: float | None) -> Redis:
    """A connection that tries once more when a restarted store has left a dead one in the pool."""
    return Redis.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(NoBackoff(), 1),
        retry_on_error=[ConnectionError, TimeoutError],
    )


class Queues:
    """Puts jobs; when the store is away it says so and goes on, since the sweep finds what no job came for."""

    def __init__(self, url: str) -> None:
        self.connection = connect(url, timeout=1.0)
        self._queues = {name: Queue(name, connection=self.connection, serializer="json") for name in QUEUES}
        self._away_until = 0.0

    def put(
        self,
        queue: str,
        job: Callable[[str], None],
        row_id: object,
        overdue: float | None = None,
        done: int = 0,
    ) -> bool:
        """Nudge `job` about one row; False when the store is away.

        With `overdue`, for how many seconds the row has waited by the database's clock, this is the clock's nudge: it
        is refused while an earlier one stands, except that a row overdue for 15 s, 30 s, 1 min, 2 min ... gets one
        more each time, since the earlier one may have died with its worker. `done` counts what was done with the row
        before: a nudge about that stands in the way of none about what is to be done next.
        """
        if time.monotonic() < self._away_until:
            return False
        try:
            with self.connection.pipeline() as pipeline:
                self._queues[queue].enqueue_call(
                    job,
                    args=(str(row_id),),
                    job_id=f"{job.__name__}-{row_id}-{done}-{_repeat(overdue or 0.0)}",
                    # Asking whether there is one already costs more round trips than doing a job twice.
                    unique=overdue is not None,
                    pipeline=pipeline,
                    description=job.__name__,
                    timeout=JOB_SECONDS,
                    result_ttl=DONE_SECONDS,
                    failure_ttl=JOB_SECONDS,
                )
                pipeline.execute()
        except DuplicateJobError:
            return True
        except (RedisError, OSError) as error:
            # A caller is waiting: not every webhook may spend a second finding out the same again.
            self._away_until = time.monotonic() + 2.0
            log.warning("queue store is away", extra={"why": type(error).__name__, "job": job.__name__})
            return False
        return True

    def answers(self) -> bool:
        try:
            return bool(self.connection.ping())
        except (RedisError, OSError):
            return False

    def lengths(self) -> dict[str, int]:
        return {name: queue.count for name, queue in self._queues.items()}

    def close(self) -> None:
        self.connection.close()


def _repeat(overdue: float) -> int:
    return 1 + int(math.log2(overdue / FIRST_REPEAT_SECONDS)) if overdue >= FIRST_REPEAT_SECONDS else 0
