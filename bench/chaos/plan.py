"""How much happens in one run of the chaos, and how meanly."""

from dataclasses import dataclass, field, replace

SEED = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """`tips` are taken in during at least `seconds`; one fault comes every `fault_every` seconds on average.

    `patience` bounds the wait for the end of everything that waits. With `hurry`, what waits for a later time is
    brought forward in its rows once the faults are over, instead of waiting for it. With `timed`, the job of a dead
    worker is waited for in real time, and a figure missed is a failure too.
    """

    tips: int
    seconds: float
    fault_every: float
    longest_outage: float
    callers: int
    patience: float
    calm_rate: float
    calm_seconds: float
    acknowledge_seconds: int
    hurry: bool
    timed: bool
    settings: dict[str, str] = field(default_factory=dict)


FULL = Plan(
    tips=10_000,
    seconds=600.0,
    fault_every=6.0,
    longest_outage=8.0,
    callers=24,
    patience=1500.0,
    calm_rate=20.0,
    calm_seconds=300.0,
    acknowledge_seconds=60,
    hurry=False,
    timed=True,
)
SHORT = Plan(
    tips=100,
    seconds=22.0,
    fault_every=1.5,
    longest_outage=2.0,
    callers=8,
    patience=150.0,
    calm_rate=5.0,
    calm_seconds=5.0,
    acknowledge_seconds=15,
    hurry=True,
    timed=False,
)


def planned(short: bool, tips: int | None, seconds: float | None) -> Plan:
    plan = SHORT if short else FULL
    if seconds is not None:
        plan = replace(plan, seconds=seconds, calm_seconds=min(plan.calm_seconds, seconds / 2))
    return replace(plan, tips=tips or plan.tips)
