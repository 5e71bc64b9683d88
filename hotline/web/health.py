"""Whether the hotline is well, for machines that watch it: JSON for a load balancer, text for Prometheus."""

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hotline.database import DATABASE_AWAY
from hotline.fitness import fit, look
from hotline.referrals.sweep import count_by_state
from hotline.runtime import Runtime
from hotline.tips.metadata import count_unrecorded
from hotline.web.doors import runtime

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """200 when a call would be answered and its tip would reach a circle; else 503, and why."""
    findings = look(runtime())
    told = [{"about": each.about, "fitness": each.fitness, "words": each.words} for each in findings]
    return jsonify({"fit": fit(findings), "findings": told}), 200 if fit(findings) else 503


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
        yield GaugeMetricFamily(
            "hotline_kept_on_disk", "Webhooks that wait on disk", self._held.spool.count()
        )
        if self._held.queues.answers():
            queues = GaugeMetricFamily("hotline_queue_jobs", "Jobs that wait", labels=["queue"])
            for name, length in self._held.queues.lengths().items():
                queues.add_metric([name], length)
            yield queues
        try:
            with self._held.database.statement() as session:
                states, unrecorded = count_by_state(session), count_unrecorded(session)
        except DATABASE_AWAY:
            yield GaugeMetricFamily("hotline_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("hotline_database_up", "Whether the database answers", 1)
        yield GaugeMetricFamily("hotline_tips_unrecorded", "Tips no worker has recorded yet", unrecorded)
        referrals = GaugeMetricFamily("hotline_referrals", "Referrals by state", labels=["state"])
        for state, count in states.items():
            referrals.add_metric([state], count)
        yield referrals
