"""How much is asked in one run: enough for a steady figure, little enough to wait for."""

from dataclasses import dataclass

from hotline.commands.run import WEB_THREADS

# Far above the threads of the server, so that it never waits for work; each answer then waits for the others.
CONNECTIONS = 16
# As `run` has it, for every server alike; with more of them no rate rose here.
THREADS = WEB_THREADS


@dataclass(frozen=True, slots=True)
class Plan:
    """Requests, calls, texts or jobs in one round; the rounds of ours and of its peer take turns."""

    rounds: int
    floor_requests: int
    calls: int
    whole_calls: int
    texts: int
    jobs: int
    callers: int
    keys_each: int
    texts_offered: int
    tips_followed: int


FULL = Plan(
    rounds=5,
    floor_requests=5000,
    calls=500,
    whole_calls=150,
    texts=400,
    jobs=400,
    callers=500,
    keys_each=8,
    texts_offered=500,
    tips_followed=60,
)
QUICK = Plan(
    rounds=2,
    floor_requests=2500,
    calls=150,
    whole_calls=50,
    texts=150,
    jobs=150,
    callers=500,
    keys_each=2,
    texts_offered=150,
    tips_followed=20,
)
