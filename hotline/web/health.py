"""Whether the hotline is well, for machines that watch it: JSON for a load balancer, text for Prometheus."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import ProgrammingError

from hotline.alarms.figures import Figures, Share, figures
from hotline.alarms.looking import Waits, waits
from hotline.database import DATABASE_AWAY
from hotline.fitness import fit, look
from hotline.referrals.sweep import count_by_state
from hotline.runtime import Runtime
from hotline.web.doors import runtime

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """200 when a call would be answered and its tip would reach a circle; else 503, and why."""
    findings = look(runtime())
    told = [{"about": each.about, "fitness": each.fitness, "words": each.words} for each in findings]
    well = {"fit": fit(findings), "findings": told, "figures": _figures(runtime())}
    return jsonify(well), 200 if fit(findings) else 503


def _figures(held: Runtime) -> dict[str, object]:
    try:
        with held.database.statement() as session:
            waiting, told = waits(session, held.settings.alarm_seconds), figures(session, held.ways)
    except (*DATABASE_AWAY, ProgrammingError):
        return {}
    return {
        "oldest_tip_seconds": round(waiting.tips.oldest, 1),
        "oldest_referral_seconds": round(waiting.referrals.oldest, 1),
        "handed_within_10_s": told.handed.share,
        "answered_in_time": told.answered.share,
        "failures": [asdict(failure) for failure in told.failures],
        "carriers": told.carriers,
    }


@blueprint.get("/metrics")
def metrics() -> Response:
    registry = CollectorRegistry()
    registry.register(_Gauges(runtime()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Gauges(Collector):
    """Read from the rows when asked, so that every process and every restart tells the same."""

    def __init__(self, held: Runtime) -> None:
        self._held = held

    def collect(self) -> Iterator[Metric]:
        yield _one("hotline_kept_on_disk", "Webhooks that wait on disk", self._held.spool.count())
        if self._held.queues.answers():
            lengths = [((name,), length) for name, length in self._held.queues.lengths().items()]
            yield _labelled("hotline_queue_jobs", "Jobs that wait", ["queue"], lengths)
        try:
            with self._held.database.statement() as session:
                states, waiting = count_by_state(session), waits(session, 0.0)
                told = figures(session, self._held.ways)
        except DATABASE_AWAY:
            yield _one("hotline_database_up", "Whether the database answers", 0)
            return
        yield _one("hotline_database_up", "Whether the database answers", 1)
        yield _labelled(
            "hotline_referrals", "Referrals by state", ["state"], [((s,), n) for s, n in states.items()]
        )
        yield from _of_waits(waiting)
        yield from _of_figures(told)


def _of_waits(waiting: Waits) -> Iterator[Metric]:
    yield _one("hotline_tips_unrecorded", "Tips no worker has recorded yet", waiting.tips.count)
    yield _one(
        "hotline_oldest_tip_seconds", "How long the oldest tip waits for a worker", waiting.tips.oldest
    )
    oldest = "How long the oldest referral waits for a carrier"
    yield _one("hotline_oldest_referral_seconds", oldest, waiting.referrals.oldest)
    yield _one("hotline_referrals_without_phone", "Referrals with no phone anywhere", waiting.without_phone)
    unanswered = "Referrals that nobody up the ladder has answered"
    yield _one("hotline_referrals_unanswered", unanswered, waiting.unanswered.count)
    if waiting.clock is not None:
        yield _one("hotline_clock_seconds", "Since the last round of the clock", waiting.clock)


def _of_figures(told: Figures) -> Iterator[Metric]:
    handed = "Share of the last hour's referrals handed to a carrier within 10 s"
    yield from _share("hotline_handed_within_10_s", handed, told.handed)
    yield from _share(
        "hotline_answered_in_time", "Share of the last day's referrals answered in time", told.answered
    )
    failed = [((each.carrier, each.fate, each.code), each.count) for each in told.failures]
    labels = ["carrier", "fate", "code"]
    yield _labelled("hotline_failures", "SMS of the last day that a carrier did not bring", labels, failed)
    carriers = [((name,), share) for name, share in told.carriers.items()]
    yield _labelled("hotline_carrier_share", "How many of a hundred SMS go by it", ["carrier"], carriers)


def _share(name: str, words: str, share: Share) -> Iterator[Metric]:
    """Nothing where there is nothing to have a share of: it would look like a fault."""
    if share.share is not None:
        yield _one(name, words, share.share)


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value)


def _labelled(
    name: str, words: str, labels: list[str], values: Iterable[tuple[Sequence[str], float]]
) -> Metric:
    gauge = GaugeMetricFamily(name, words, labels=labels)
    for key, value in values:
        gauge.add_metric(key, value)
    return gauge
