"""Measures how long people wait when they come as they please, not when the server is ready for them."""

from random import Random

from bench.load import Caller, run_closed, run_open
from bench.plan import CONNECTIONS, Plan
from bench.rows import Row
from bench.samples import Samples
from bench.steps import Steps

SECONDS_BETWEEN_KEYS = 2.0
TEXTS_A_SECOND = 50.0
KEYS_TARGET = 0.050
TEXTS_TARGET = 0.100
# The same people come at the same moments in every run.
SEED = 15


def arrivals(steps: Steps, plan: Plan) -> list[Row]:
    keys = run_open(steps.port, _callers(steps, plan))
    texts = run_open(steps.port, _texters(steps, plan))
    steps.wrong += keys.wrong + texts.wrong
    offered = plan.callers / SECONDS_BETWEEN_KEYS
    return [
        _row(f"offered {offered:.0f} steps/s: {plan.callers} callers, a key in 2 s", keys, KEYS_TARGET),
        _row(f"offered {TEXTS_A_SECOND:.0f} texts/s: the first reply", texts, TEXTS_TARGET),
    ]


def _callers(steps: Steps, plan: Plan) -> list[Caller]:
    """Callers each somewhere in a call, who ring again when it is over: every kind of step at every moment.

    Starting all calls at once would bring 500 recordings, and then 500 ends of a call, within two seconds.
    """
    chance = Random(SEED)
    first, second = steps.whole_calls(plan.callers), steps.whole_calls(plan.callers)
    done = [chance.randrange(len(call)) for call in first]
    before = [call[:number] for call, number in zip(first, done, strict=True) if number]
    steps.wrong += run_closed(steps.port, before, CONNECTIONS).wrong
    return [
        Caller(
            first_at=chance.uniform(0, SECONDS_BETWEEN_KEYS),
            pause=SECONDS_BETWEEN_KEYS,
            conversation=[*call[number:], *again][: plan.keys_each],
        )
        for call, again, number in zip(first, second, done, strict=True)
    ]


def _texters(steps: Steps, plan: Plan) -> list[Caller]:
    chance = Random(SEED)
    seconds = plan.texts_offered / TEXTS_A_SECOND
    return [Caller(chance.uniform(0, seconds), 0.0, text) for text in steps.texts(plan.texts_offered)]


def _row(name: str, samples: Samples, target: float) -> Row:
    p99 = samples.percentile(0.99)
    return Row(
        name=name,
        rate=samples.rate,
        p50=samples.percentile(0.5),
        p99=p99,
        target=f"p99 <= {target * 1000:.0f} ms",
        reached=p99 <= target,
    )
