"""What a run of the chaos prints: what was killed when, the counts, the figures."""

from collections.abc import Iterable, Mapping

from bench.chaos.counting import Count
from bench.chaos.killing import Killing
from bench.chaos.load import Load
from bench.chaos.waiting import Settled
from bench.rows import Figure, figures_table

HEAD = ("after the chaos", "", "target", "")


def of_load(load: Load, seconds: float) -> str:
    return (
        f"{load.people} people called or texted, {load.tips} of them were answered so far that they left a tip; "
        f"{load.webhooks} webhooks in {seconds:.0f} s, {load.unanswered} of them not answered 2xx"
    )


def of_killing(killing: Killing) -> str:
    total = sum(killing.kills.values())
    each = ", ".join(f"{name} {times}" for name, times in sorted(killing.kills.items()))
    falls = f"; ended by themselves: {', '.join(killing.falls)}" if killing.falls else ""
    return "\n".join([*killing.log, "", f"killed {total} times: {each}{falls}"])


def of_settling(settled: Settled) -> str:
    left = {name: number for name, number in settled.waiting.items() if number}
    words = ", ".join(f"{number} {name}" for name, number in left.items()) or "nothing"
    longest = f" (the last were {settled.last})" if settled.last else ""
    return f"{settled.seconds:.0f} s after the faults were over there waits: {words}{longest}"


def of_carrier(faults: Mapping[str, int], accounts: Mapping[str, int]) -> str:
    met = ", ".join(f"{fault}: {times}" for fault, times in sorted(faults.items()))
    shares = ", ".join(f"{name} {times}" for name, times in sorted(accounts.items()))
    return f"SMS taken by carrier: {shares}; how it answered those: {met}"


def of_turns(turns: list[tuple[int, str]]) -> str:
    shown = "; ".join(f"{share} % by the first: {reason}" for share, reason in turns)
    return f"the carriers' turns changed {len(turns)} times{': ' if shown else ''}{shown}"


def of_counts(counts: Iterable[Count]) -> str:
    return "\n".join(map(str, counts))


def of_figures(figures: list[Figure]) -> str:
    return figures_table(figures, HEAD)
