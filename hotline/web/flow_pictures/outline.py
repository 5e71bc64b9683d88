"""A flow as a list: its parts, and in each part the steps in reading order, set in under the step they branch from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hotline.web.flow_pictures.ways import FLOW_OF, Way, ways_on
from ivr_flows.flows import FLOWS, STEPS
from ivr_flows.steps import Flow, Step

# More steps than this are not read as one picture.
ONE_PICTURE = 24
FEWEST = 4


@dataclass(frozen=True, slots=True)
class Part:
    """The steps that share a page. A flow too large for one is cut by a word of its steps' names; what
    belongs to no such part stays in the one without a name."""

    flow: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A step in the list. `indent` grows where the ways part, and falls back where they come together."""

    step: Step
    indent: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A way that leads to a step, and the step it comes from."""

    step: str
    way: Way


@lru_cache
def parts_of(flow: Flow) -> tuple[Part, ...]:
    """The parts of a flow, the one it starts in first."""
    own = _own_parts(flow)
    names = dict.fromkeys(("", *(own.get(step.name, "") for step in flow.steps)))
    return tuple(
        Part(flow.name, name, tuple(step for step in flow.steps if own.get(step.name, "") == name))
        for name in names
    )


@lru_cache
def part_of(step_name: str) -> Part:
    flow = FLOW_OF[step_name]
    return next(part for part in parts_of(flow) if any(step.name == step_name for step in part.steps))


@lru_cache
def arrivals() -> dict[str, tuple[Arrival, ...]]:
    """Every way that leads to each step, from whichever flow."""
    found: dict[str, list[Arrival]] = {name: [] for name in STEPS}
    for step in STEPS.values():
        for way in ways_on(step):
            found[way.to].append(Arrival(step.name, way))
    return {name: tuple(ways) for name, ways in found.items()}


@lru_cache
def backward(part: Part) -> frozenset[tuple[str, str]]:
    """The ways of a part that lead back to a step already passed, as (from, to)."""
    here = _ways_within(part)
    return ways_back(here, _order(part, here))


def ways_back(onward: Mapping[str, Sequence[str]], starts: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The ways that close a loop, of everything that can be reached from `starts`, the foremost first."""
    found: set[tuple[str, str]] = set()
    seen: set[str] = set()
    on_the_way: set[str] = set()
    for start in starts:
        waiting = [(start, False)]
        while waiting:
            name, left = waiting.pop()
            if left:
                on_the_way.discard(name)
            elif name not in seen:
                seen.add(name)
                on_the_way.add(name)
                waiting += [(name, True), *((below, False) for below in reversed(onward[name]))]
                found |= {(name, below) for below in onward[name] if below in on_the_way}
    return frozenset(found)


@lru_cache
def outline(part: Part) -> tuple[Line, ...]:
    """The steps of a part, each once."""
    here = _ways_within(part)
    order = _order(part, here)
    above = _above(order, here, _entered(part))
    under: dict[str, list[str]] = {name: [] for name in ("", *order)}
    for name in order:
        under[above[name][-1] if above[name] else ""].append(name)
    come_from = {
        name: [one for one in order if name in here[one] and name not in above[one]] for name in order
    }
    lines: list[Line] = []
    waiting = [(name, 0) for name in reversed(under[""])]
    while waiting:
        name, indent = waiting.pop()
        lines.append(Line(STEPS[name], indent))
        joins = [below for below in under[name] if len(come_from[below]) > 1]
        apart = [below for below in under[name] if below not in joins]
        further = indent + 1 if len(under[name]) > 1 else indent
        # The last one pushed is read first: the branches, then where they come together again.
        waiting += [(below, indent) for below in reversed(joins)]
        waiting += [(below, further) for below in reversed(apart)]
    return tuple(lines)


def _own_parts(flow: Flow) -> dict[str, str]:
    """By step the part it belongs to: `kp_divisions` to `kp`, and so does `city_kp`."""
    if len(flow.steps) <= ONE_PICTURE:
        return {}
    split = {step.name: step.name.rpartition(".")[2].split("_") for step in flow.steps}
    large = _large(Counter(words[0] for words in split.values()))
    own = {name: words[-1] if words[-1] in large else words[0] for name, words in split.items()}
    large = _large(Counter(own.values()))
    return {name: word for name, word in own.items() if word in large and name != flow.start}


def _large(steps: Counter[str]) -> set[str]:
    return {word for word, count in steps.items() if count >= FEWEST}


def _ways_within(part: Part) -> dict[str, tuple[str, ...]]:
    """By step the other steps of the part that it leads to."""
    names = {step.name for step in part.steps}
    return {
        step.name: tuple(dict.fromkeys(way.to for way in ways_on(step) if way.to in names - {step.name}))
        for step in part.steps
    }


def _entered(part: Part) -> dict[str, None]:
    """The steps of a part that a conversation may come to from elsewhere: those it starts at."""
    names = [step.name for step in part.steps]
    start = next(flow.start for flow in FLOWS if flow.name == part.flow)
    outside = (name for name in names if any(one.step not in names for one in arrivals()[name]))
    return dict.fromkeys((*((start,) if start in names else ()), *outside))


def _order(part: Part, here: dict[str, tuple[str, ...]]) -> list[str]:
    """From each step that the part is entered at, first its start: each step after those that lead to it (loops
    aside), branches as their keys come. What no way leads to comes last."""
    order: list[str] = []
    for start in (*_entered(part), *here):
        done: list[str] = []
        waiting = [(start, False)]
        seen = {*order}
        while waiting:
            name, left = waiting.pop()
            if left:
                done.append(name)
            elif name not in seen:
                seen.add(name)
                waiting.append((name, True))
                waiting += ((below, False) for below in here[name])
        order += reversed(done)
    return order


def _above(
    order: list[str], here: dict[str, tuple[str, ...]], entered: dict[str, None]
) -> dict[str, tuple[str, ...]]:
    """For each step those that every way to it passes through, the nearest last (its dominators)."""
    before = {name: [one for one in order if name in here[one]] for name in order}
    every = frozenset(order)
    passed = {name: frozenset() if name in entered or not before[name] else every for name in order}
    changed = True
    while changed:
        changed = False
        for name in order:
            if name in entered or not before[name]:
                continue
            now = frozenset.intersection(*(passed[one] | {one} for one in before[name])) - {name}
            changed = changed or now != passed[name]
            passed[name] = now
    return {name: tuple(sorted(passed[name], key=lambda one: len(passed[one]))) for name in order}
