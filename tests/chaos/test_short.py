"""The short form of `make chaos`: everything is killed under load, and nothing is lost, doubled or left waiting."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ZEROS = (
    "webhooks answered 2xx without a tip (lost)",
    "tips that nobody told",
    "callers with a second tip of the same (doubled)",
    "tips without exactly one referral chain",
    "referrals never handed to a carrier",
    "SMS taken twice for one step without saying REPEAT (doubled)",
    "SMS taken that no row knows",
    "SMS that our rows have taken, the carrier not",
    "answers of officers without effect",
)


@pytest.mark.skipif(sys.platform != "linux", reason="the chaos needs Linux")
def test_whatever_is_killed_nothing_is_lost_doubled_or_left_waiting():
    run = subprocess.run(
        [sys.executable, "-m", "bench.chaos", "--short"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = run.stdout + run.stderr
    assert run.returncode == 0, told
    for name in ZEROS:
        found = re.search(rf"^ *(\d+) of +(\d+)  {re.escape(name)}$", told, re.MULTILINE)
        assert found, f"{name}\n{told}"
        assert int(found[1]) == 0 < int(found[2]), told
    assert re.search(r"^in the end, .*there waits: nothing\b", told, re.MULTILINE), told
    assert re.search(r"^killed [1-9]\d* times: ", told, re.MULTILINE), told
