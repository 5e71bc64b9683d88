"""`python -m bench.chaos`: everything is killed under load and then counted; any difference is an error."""

import argparse
import contextlib
import signal
import sys
from collections import Counter
from time import monotonic, sleep

from bench.chaos import report
from bench.chaos.callers import Taken
from bench.chaos.counting import Count, Sent, carriers_turns, count
from bench.chaos.far_end_faults import CALM
from bench.chaos.figures import figures
from bench.chaos.kept import clock_library
from bench.chaos.killing import Killing
from bench.chaos.ledger import messages, officers_words
from bench.chaos.load import chaotic, maker, run_load
from bench.chaos.plan import SEED, Plan, planned
from bench.chaos.stand import FIRST, Stand, set_up
from bench.chaos.waiting import settle
from bench.processes import DidNotStart
from hotline.errors import HotlineError

LAST_RECEIPTS = 3.0


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    plan = planned(options.short, options.tips, options.seconds)
    if sys.platform != "linux":
        sys.stderr.write("The chaos needs Linux.\n")
        return 1
    # Ended from outside, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with set_up(plan, options.seed) as stand:
            wrong = run(stand, plan, options.seed)
    except (DidNotStart, HotlineError, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    for line in wrong:
        print(f"WRONG: {line}")
    print("the chaos found nothing lost, doubled or left waiting" if not wrong else "the chaos FAILED")
    return 1 if wrong else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--short", action="store_true", help="90 s in all, smaller numbers, nothing timed")
    parser.add_argument("--tips", type=int, help="at least so many tips are taken in")
    parser.add_argument("--seconds", type=float, help="the faults go on at least so long")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, other faults")
    return parser.parse_args(arguments)


def run(stand: Stand, plan: Plan, seed: int) -> list[str]:
    """One whole run; what was not as it should be."""
    print(_about(stand, plan, seed), flush=True)
    load = chaotic(plan)
    killing = Killing(stand, plan, seed)
    began = monotonic()
    killing.start()
    try:
        run_load(load, maker(stand.carrier, stand.settings.port, stand.far_end_url, seed), plan.callers)
    finally:
        killing.stop()
    print(report.of_killing(killing), flush=True)
    print(f"\n{report.of_load(load, monotonic() - began)}", flush=True)
    stand.lift_the_fallen()
    stand.set_mood(CALM)
    settled = settle(stand, plan.patience, hurry=plan.hurry, tend=stand.lift_the_fallen)
    print(report.of_settling(settled), flush=True)
    sleep(LAST_RECEIPTS)
    print(report.of_counts(_counted(stand, load.taken, load.sids)), flush=True)
    shown, calm = figures(stand, plan, seed)
    load.sids |= calm.sids
    print(f"\n{report.of_figures(shown)}\n", flush=True)
    last = settle(stand, plan.patience, hurry=plan.hurry, tend=stand.lift_the_fallen)
    sleep(LAST_RECEIPTS)
    print(f"in the end, {report.of_settling(last)}")
    counts = _counted(stand, [*load.taken, *calm.taken], load.sids)
    print(report.of_counts(counts), flush=True)
    wrong = [*load.faults, *killing.faults, *_fallen(stand)]
    wrong += [
        f"{number} {name} still"
        for name, number in (*settled.waiting.items(), *last.waiting.items())
        if number
    ]
    wrong += [str(line).strip() for line in counts if line.wrong]
    wrong += [f"missed: {row.name}: {row.value}" for row in shown if plan.timed and row.reached is False]
    # On a busy machine the short form, which is bounded in time, gets less far.
    least = plan.tips if plan.timed else plan.tips // 5
    wrong += [f"only {load.tips} of {plan.tips} tips" for _ in range(load.tips < least)]
    return wrong


def _about(stand: Stand, plan: Plan, seed: int) -> str:
    without = [] if stand.spool_is_small else ["no full disk (that needs root and mount)"]
    without += [] if clock_library() else ["no clock that jumps (libfaketime is not installed)"]
    words = f"; left out here: {', '.join(without)}" if without else ""
    return f"{plan.tips} tips in at least {plan.seconds:.0f} s, seed {seed}{words}\n"


def _fallen(stand: Stand) -> list[str]:
    return [
        f"{kept.name} ended by itself\n{kept.last_words()}"
        for kept in stand.kept.values()
        if kept.has_ended()
    ]


def _counted(stand: Stand, taken: list[Taken], sids: set[str]) -> list[Count]:
    made = messages(stand.folder)
    accounts = Counter("first" if message.account == FIRST else "second" for message in made)
    print(report.of_carrier(Counter(message.fault for message in made), accounts))
    print(report.of_turns(carriers_turns(stand)))
    return count(stand, Sent(taken, sids, made, officers_words(stand.folder)))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main(sys.argv[1:]))
