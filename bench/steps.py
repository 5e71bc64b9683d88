"""Measures what the web server does as fast as it can: floor, reference step, voice step, whole call, text.

They take turns, round by round, so that whatever else the machine does falls on all of them alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

from bench import peers, walks
from bench.lines import Conversation
from bench.load import run_closed
from bench.plan import CONNECTIONS, Plan, rounds_within
from bench.rows import Row, row_of
from bench.samples import Rounds, Samples
from bench.signed import Carrier, new_sid
from bench.stand import Stand
from hotline.carriers.practice_numbers import CALLER

P50_TARGET = 0.0017
STEP_TARGET = 1.0


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who is asked, and how each round's conversations are made ready before its clock starts."""

    name: str
    port: int
    prepare: Callable[[], Sequence[Conversation]]


def take_turns(contestants: Sequence[Contestant], plan: Plan, connections: int) -> list[Rounds]:
    """One round more than planned is run; the first one only warms up."""
    seen: list[list[Samples]] = [[] for _ in contestants]
    for _ in rounds_within(plan):
        for contestant, samples in zip(contestants, seen, strict=True):
            conversations = contestant.prepare()
            samples.append(run_closed(contestant.port, conversations, connections))
    return [Rounds(tuple(samples[1:])) for samples in seen]


class Steps:
    """Everything that is asked of the running servers in a closed loop; numbers its callers through."""

    def __init__(self, stand: Stand, plan: Plan) -> None:
        self.stand = stand
        self.plan = plan
        self.places = count()
        self.port, self.carrier = stand.start_hotline()
        self.references = {server: stand.start_reference(server) for server in ("granian", "gunicorn")}
        self.wrong: list[str] = []

    def floor(self) -> list[Row]:
        contestants = [self._floor(server) for server in ("granian", "gunicorn")]
        granian, gunicorn = self._rounds(contestants, CONNECTIONS)
        first = row_of("floor: bare Flask route, Granian", granian)
        second = row_of("floor: bare Flask route, gunicorn gthread", gunicorn)
        return [first, replace(second, ratio=gunicorn.ratio_to(granian), beside="the floor under Granian")]

    def steps(self) -> list[Row]:
        """The reference step under both servers, and our own steps beside the faster one."""
        steps = self.plan.calls * 3
        contestants = [
            self._reference("granian", steps),
            Contestant("voice step", self.port, lambda: self.keyed_calls(self.plan.calls)),
            self._reference("gunicorn", steps),
            Contestant("whole call", self.port, lambda: self.whole_calls(self.plan.whole_calls)),
            Contestant("text", self.port, lambda: self.texts(self.plan.texts)),
        ]
        granian, ours, gunicorn, whole, texts = self._rounds(contestants, CONNECTIONS)
        beside = "reference, Granian"
        ratio = ours.ratio_to(granian)
        reached = ratio >= STEP_TARGET
        return [
            row_of("reference step, Granian", granian),
            replace(
                row_of("reference step, gunicorn gthread", gunicorn),
                ratio=gunicorn.ratio_to(granian),
                beside=beside,
            ),
            replace(
                row_of("voice step", ours), ratio=ratio, beside=beside, target=">= 1.00 x", reached=reached
            ),
            replace(row_of("each step of a whole call", whole), ratio=whole.ratio_to(granian), beside=beside),
            replace(row_of("first text and its reply", texts), ratio=texts.ratio_to(granian), beside=beside),
        ]

    def one_connection(self) -> list[Row]:
        calls = max(1, self.plan.calls // 3)
        contestants = [
            self._reference("granian", calls * 3),
            Contestant("voice step", self.port, lambda: self.keyed_calls(calls)),
        ]
        reference, ours = self._rounds(contestants, 1)
        p50 = ours.percentile(0.5)
        return [
            row_of("one connection: reference step", reference),
            replace(
                row_of("one connection: voice step", ours),
                ratio=ours.ratio_to(reference),
                beside="reference, Granian",
                target="p50 <= 1.70 ms",
                reached=p50 <= P50_TARGET,
            ),
        ]

    def keyed_calls(self, calls: int) -> list[Conversation]:
        """Calls that wait at the question what it is about, and the keys to come."""
        begun = [walks.CallWalk(self.carrier, place) for place in islice(self.places, calls)]
        openings = run_closed(self.port, [walks.opening(walk) for walk in begun], CONNECTIONS)
        self.wrong += openings.wrong
        return [walks.keyed(walk) for walk in begun]

    def whole_calls(self, calls: int) -> list[Conversation]:
        return [walks.whole(walks.CallWalk(self.carrier, place)) for place in islice(self.places, calls)]

    def texts(self, texts: int) -> list[Conversation]:
        return [(walks.text(self.carrier, new_sid("SM"), place),) for place in islice(self.places, texts)]

    def _floor(self, server: str) -> Contestant:
        port = self.stand.start_floor(server)
        carrier = Carrier(f"http://127.0.0.1:{port}", self.carrier.account_sid, "none")
        request = carrier.post("/floor", carrier.keyed_form(new_sid("CA"), CALLER, "1"), walks.OVER)
        asked = [(request,)] * self.plan.floor_requests
        return Contestant(f"bare Flask route, {server}", port, lambda: asked)

    def _reference(self, server: str, steps: int) -> Contestant:
        port, carrier = self.references[server]
        sids = [new_sid("CA") for _ in range(steps)]
        with self.stand.database.engine.begin() as connection:
            connection.execute(peers.calls.insert(), [{"sid": sid, "waiting_at": ""} for sid in sids])
        path = "/reference/answer/ur.report_tip.kind.1.0"
        asked = [(carrier.post(path, carrier.keyed_form(sid, CALLER, "1"), walks.OVER),) for sid in sids]
        return Contestant(f"reference step, {server}", port, lambda: asked)

    def _rounds(self, contestants: Sequence[Contestant], connections: int) -> list[Rounds]:
        result = take_turns(contestants, self.plan, connections)
        for contestant, seen in zip(contestants, result, strict=True):
            self.wrong += [f"{contestant.name}: {line}" for line in seen.wrong]
        return result
