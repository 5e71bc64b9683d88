"""How much is asked in one run: enough for a steady figure, little enough to wait for."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from hotline.commands.run import WEB_THREADS

# Far above the threads of the server, so that it never waits for work; each answer then waits for the others.
CONNECTIONS = 16
# As `run` has it, for every server alike; with more of them no rate rose here.
THREADS = WEB_THREADS


@dataclass(frozen=True, slots=True)
class Plan:
    """Requests, calls, texts or jobs in one round; the rounds of ours and of its peer take turns.

    `seconds` bounds the rounds of one measurement: on a slow machine there are fewer of them, never less than one.
    """

    rounds: int
    seconds: float
    floor_requests: int
    calls: int
    whole_calls: int
    texts: int
    jobs: int
    callers: int
    keys_each: int
    texts_offered: int
    tips_followed: int
    random_callers: int


FULL = Plan(
    rounds=5,
    seconds=45.0,
    floor_requests=5000,
    calls=500,
    whole_calls=150,
    texts=400,
    jobs=300,
    callers=500,
    keys_each=6,
    texts_offered=500,
    tips_followed=40,
    random_callers=1000,
)
QUICK = Plan(
    rounds=2,
    seconds=8.0,
    floor_requests=2500,
    calls=120,
    whole_calls=40,
    texts=100,
    jobs=100,
    callers=500,
    keys_each=3,
    texts_offered=100,
    tips_followed=15,
    random_callers=100,
)


def rounds_within(plan: Plan) -> Iterator[int]:
    """Round 0, which only warms up, then those that are measured while there is time for them."""
    begun = perf_counter()
    for number in range(plan.rounds + 1):
        if number > 1 and perf_counter() - begun > plan.seconds:
            return
        yield number
