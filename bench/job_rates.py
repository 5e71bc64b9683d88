"""Measures one worker: jobs that do nothing, tips recorded, and referrals sent, in turns on the same core."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, islice
from statistics import median
from time import perf_counter, sleep

from rq import Queue
from sqlalchemy import func, select

from bench import walks
from bench.idle_worker import QUEUE, nothing
from bench.plan import Plan, rounds_within
from bench.processes import DidNotStart, Process
from bench.rows import Row
from bench.stand import Stand
from hotline.jobs import record_tip_metadata
from hotline.queues import DONE_SECONDS, JOB_SECONDS, REFERRALS, TIPS, Queues, connect
from hotline.referrals.models import Referral, ReferralState
from hotline.sealing import Sealer
from hotline.tips.intake import Told, take_tip
from hotline.tips.models import Channel, Tip

TARGET = 0.5
LONGEST_WAIT = 60.0
FINISHING_SECONDS = 0.1
LOOK_EVERY_SECONDS = 0.004
KEYED = {"language": "ur", "kind": "bonded_labour", "province": "Punjab"}


@dataclass(frozen=True, slots=True)
class Bench:
    """A queue, its worker, and how it is filled while the worker is paused."""

    queue: str
    worker: Process
    fill: Callable[[int], None]


class JobRates:
    """Fills queues while their workers are paused, then counts how fast one worker empties one of them."""

    def __init__(self, stand: Stand, plan: Plan) -> None:
        self.stand = stand
        self.plan = plan
        self.connection = connect(stand.settings.redis_url, timeout=5.0)
        self.queues = Queues(stand.settings.redis_url)
        self.idle_queue = Queue(QUEUE, connection=self.connection, serializer="json")
        self.sealer = Sealer(stand.settings.sealing_keys)
        self.places = count(500_000)

    def measure(self) -> list[Row]:
        self.stand.forget()
        idle = self.stand.start_idle_worker()
        tips, referrals = self.stand.start_worker(TIPS), self.stand.start_worker(REFERRALS)
        benches = [
            Bench(QUEUE, idle, self._put_nothing),
            Bench(QUEUE, idle, self._put_nothing_as_ours),
            Bench(TIPS, tips, self._put_tips),
            # Recording the tips has put their referrals already.
            Bench(REFERRALS, referrals, lambda jobs: None),
        ]
        workers = (idle, tips, referrals)
        self.stand.await_workers(len(workers))
        for worker in workers:
            worker.pause()
        rates: list[list[float]] = [[] for _ in benches]
        for _ in rounds_within(self.plan):
            for bench, seen in zip(benches, rates, strict=True):
                seen.append(self._empty(bench))
        for worker in workers:
            self.stand.stop(worker)
        return self._rows(*(seen[1:] for seen in rates))

    def wrong(self) -> list[str]:
        """What was put and not done."""
        with self.stand.database.statement() as session:
            unrecorded = session.execute(
                select(func.count()).select_from(Tip).where(Tip.recorded_at.is_(None))
            )
            unsent = session.execute(
                select(func.count()).select_from(Referral).where(Referral.state == ReferralState.WAITING)
            )
            counts = {"tips not recorded": unrecorded.scalar_one(), "referrals not sent": unsent.scalar_one()}
        return [f"{name}: {number}" for name, number in counts.items() if number]

    def _rows(
        self, nothings: list[float], as_ours: list[float], tips: list[float], referrals: list[float]
    ) -> list[Row]:
        rows = [
            Row("job that does nothing, as RQ puts it by itself", rate=median(nothings)),
            Row("the same, put as our jobs are", rate=median(as_ours)),
        ]
        for name, rates in (
            ("tips: a tip recorded, its referral opened", tips),
            ("referrals: one sent", referrals),
        ):
            ratio = median(ours / theirs for ours, theirs in zip(rates, nothings, strict=True))
            reached = ratio >= TARGET
            rows.append(
                Row(
                    name, median(rates), ratio=ratio, beside="RQ's no-op", target=">= 0.50 x", reached=reached
                )
            )
        return rows

    def _empty(self, bench: Bench) -> float:
        """Jobs a second from the moment when the worker may go on to the moment when its queue is empty."""
        bench.fill(self.plan.jobs)
        key = f"rq:queue:{bench.queue}"
        jobs = self.connection.llen(key)
        begun = perf_counter()
        bench.worker.go_on()
        while self.connection.llen(key):
            if perf_counter() - begun > LONGEST_WAIT:
                raise DidNotStart(f"the queue {bench.queue} is never empty\n{bench.worker.last_words()}")
            sleep(LOOK_EVERY_SECONDS)
        seconds = perf_counter() - begun
        sleep(FINISHING_SECONDS)
        bench.worker.pause()
        return jobs / seconds

    def _put_nothing(self, jobs: int) -> None:
        for _ in range(jobs):
            self.idle_queue.enqueue(nothing, str(uuid.uuid4()))

    def _put_nothing_as_ours(self, jobs: int) -> None:
        for _ in range(jobs):
            row_id = uuid.uuid4()
            self.idle_queue.enqueue_call(
                nothing,
                args=(str(row_id),),
                job_id=f"nothing-{row_id}",
                description="nothing",
                timeout=JOB_SECONDS,
                result_ttl=DONE_SECONDS,
                failure_ttl=JOB_SECONDS,
            )

    def _put_tips(self, jobs: int) -> None:
        """Every other one from a call, with its keys; the rest texts, sealed, whose words name a place."""
        with self.stand.database.transaction() as session:
            tips = [take_tip(session, self._told(place)).id for place in islice(self.places, jobs)]
        for tip in tips:
            self.queues.put(TIPS, record_tip_metadata, tip)

    def _told(self, place: int) -> Told:
        if place % 2:
            return Told(Channel.CALL, "ur", KEYED)
        return Told(Channel.SMS, "en", {}, words_sealed=self.sealer.seal_text(walks.text_words(place)))
