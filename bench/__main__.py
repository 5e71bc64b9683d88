"""`python -m bench`: one run, one table; a missed target is printed, and only a fault ends with an error."""

import argparse
import os
import platform
import signal
import sys
from importlib.metadata import version
from time import perf_counter

from bench.arrivals import arrivals
from bench.cores import Cores
from bench.finishing import finishing
from bench.follow import follow
from bench.job_rates import JobRates
from bench.lines import NotAnswered
from bench.plan import FULL, QUICK, THREADS, Plan
from bench.processes import DidNotStart
from bench.rows import Row, figures_table, table
from bench.stand import Stand, set_up
from bench.steps import Steps
from bench.texts import HEAD, texts
from hotline.errors import HotlineError

BUSY = 0.5
FAULTS_SHOWN = 10


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute, less steady")
    plan = QUICK if parser.parse_args(arguments).quick else FULL
    if sys.platform != "linux":
        sys.stderr.write("The benchmark needs Linux: elsewhere a process cannot be kept on one core.\n")
        return 1
    # Ended from outside, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    begun = perf_counter()
    cores = Cores()
    print(about(cores))
    cores.go_to_load()
    try:
        with set_up(cores) as stand:
            rows, wrong = measure(stand, plan)
            figures, wrong_in_calls = finishing(stand, plan.random_callers)
    except (DidNotStart, NotAnswered, HotlineError, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    print(table(rows))
    print(f"\n{figures_table(figures)}")
    read = texts()
    print(f"\n{figures_table(read, HEAD)}")
    wrong += wrong_in_calls
    outcomes = [line.reached for line in (*rows, *figures, *read) if line.reached is not None]
    seconds = perf_counter() - begun
    print(f"\n{outcomes.count(True)} of {len(outcomes)} targets reached; {seconds:.0f} s")
    for line in wrong[:FAULTS_SHOWN]:
        sys.stderr.write(f"not as expected: {line}\n")
    return 1 if wrong else 0


def measure(stand: Stand, plan: Plan) -> tuple[list[Row], list[str]]:
    """All rows of the table, and what was not as it should be."""
    steps = Steps(stand, plan)
    jobs = JobRates(stand, plan)
    rows = [*steps.floor(), *steps.steps(), *steps.one_connection(), *arrivals(steps, plan), *jobs.measure()]
    wrong = jobs.wrong()
    rows += follow(stand, steps, plan)
    return rows, steps.wrong + wrong + stand.failures()


def about(cores: Cores) -> str:
    """What the figures hold for."""
    servers = ", ".join(
        f"{name} {version(name)}" for name in ("granian", "gunicorn", "flask", "sqlalchemy", "rq")
    )
    where = (
        f"web server, workers, PostgreSQL and Valkey on core {cores.server}, the load on core {cores.load}"
        if cores.apart
        else "ONE core for server and load alike: the figures say little"
    )
    load = os.getloadavg()[0]
    busy = (
        f"\nThis machine is busy with other work (load {load:.1f}): figures are low." if load > BUSY else ""
    )
    return (
        f"Python {platform.python_version()}, {servers}; {THREADS} threads a server\n"
        f"{where}; commits are durable; rounds take turns, medians are shown{busy}\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
