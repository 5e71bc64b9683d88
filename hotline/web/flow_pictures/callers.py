"""How many callers came to each step, and how many of them left there, counted from the calls themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from hotline.database import PAKISTAN, today
from hotline.web.flow_pictures.ways import Kind, kind_of
from ivr_flows.flows import STEPS
from ivr_flows.steps import Flow


@dataclass(frozen=True, slots=True)
class Callers:
    """Those who came to a step, or to any step of a flow, and those who hung up there, before the call's own end."""

    came: int = 0
    left: int = 0

    @property
    def share(self) -> float:
        return self.left / self.came if self.came else 0.0


NOBODY = Callers()
ENDS = [step.name for step in STEPS.values() if kind_of(step) is Kind.END]


@dataclass(frozen=True, slots=True)
class Counted:
    """The calls of a period. A call is counted once at each step, however often it came back to it.

    `texts` are the conversations by text, by the step that they stand at.
    """

    calls: Callers = NOBODY
    steps: Mapping[str, Callers] = field(default_factory=dict)
    flows: Mapping[str, Callers] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)

    def texts_in(self, flow: Flow) -> int:
        return sum(self.texts.get(step.name, 0) for step in flow.steps)


# `waiting_at` is language.flow.step.turn.tries: the step at which a call waits, or waited when it ended.
_COUNT = text(
    """
    WITH recent AS MATERIALIZED (
        SELECT id, ended_at IS NOT NULL AS ended,
               split_part(waiting_at, '.', 2) || '.' || split_part(waiting_at, '.', 3) AS step
        FROM calls WHERE started_at >= :since
    ), came AS (
        SELECT answer.call_id, answer.step, false AS left_here
        FROM recent JOIN call_answers AS answer ON answer.call_id = recent.id
        UNION ALL
        SELECT id, step, ended AND step <> ALL(:ends) FROM recent
    ), once AS (
        SELECT call_id, step, split_part(step, '.', 1) AS flow, bool_or(left_here) AS left_here
        FROM came GROUP BY call_id, step
    )
    SELECT flow, step, count(DISTINCT call_id) AS came, count(*) FILTER (WHERE left_here) AS gone
    FROM once GROUP BY GROUPING SETS ((step), (flow), ())
    """
)


# A conversation by text leaves no answers behind: only where it stands, or stood when it was closed, is known.
_COUNT_TEXTS = text(
    """
    SELECT split_part(waiting_at, '.', 2) || '.' || split_part(waiting_at, '.', 3) AS step, count(*) AS stand
    FROM text_conversations WHERE begun_at >= :since GROUP BY 1
    """
)


def count_callers(session: Session, since: datetime) -> Counted:
    """One statement for every flow and step, and one for those by text."""
    calls = NOBODY
    steps: dict[str, Callers] = {}
    flows: dict[str, Callers] = {}
    for row in session.execute(_COUNT, {"since": since, "ends": ENDS}):
        callers = Callers(row.came, row.gone)
        if row.step is not None:
            steps[row.step] = callers
        elif row.flow is not None:
            flows[row.flow] = callers
        else:
            calls = callers
    texts = session.execute(_COUNT_TEXTS, {"since": since})
    return Counted(calls, steps, flows, {row.step: row.stand for row in texts})


def beginning_of(days: int) -> datetime:
    """When a period of so many days in Pakistan began, today being one of them."""
    return datetime.combine(today() - timedelta(days=days - 1), time(), PAKISTAN)
