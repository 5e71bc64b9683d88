"""What somebody hands in as a recording: judged and made fit for the line in a process of its own."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hotline.errors import HotlineError

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 64.0
SHORTEST = 0.25
LARGEST_BYTES = 20 * 1024 * 1024
# Judging takes a core for a moment; the calls need the others.
JUDGING = threading.BoundedSemaphore(2)
PATIENCE = 30.0


class Fault(StrEnum):
    """Why a recording is refused. Each comes with the figure that was found, 0 where there is none."""

    NO_FILE = "no_file"
    TOO_LARGE = "too_large"
    BUSY = "busy"
    UNREADABLE = "unreadable"
    LOW_RATE = "low_rate"
    HIGH_RATE = "high_rate"
    CHANNELS = "channels"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    NOTHING_HEARD = "nothing_heard"
    PAUSE_BEFORE = "pause_before"
    PAUSE_AFTER = "pause_after"
    MOSTLY_SILENCE = "mostly_silence"
    TOO_QUIET = "too_quiet"
    CLIPPED = "clipped"


Faults = tuple[tuple[Fault, float], ...]


class TakeRefused(HotlineError):
    """It cannot become a prompt; `faults` say why, and how far it is off."""

    def __init__(self, *faults: tuple[Fault, float]) -> None:
        super().__init__(", ".join(fault for fault, _ in faults))
        self.faults: Faults = faults


@dataclass(frozen=True, slots=True)
class Take:
    """A recording fit for the line: an 8 kHz mu-law WAV. `level` is in dB below the loudest possible, as handed in."""

    sound: bytes
    seconds: float
    level: float
    trimmed: float


def judge(content: bytes) -> Take:
    """The sound as a carrier plays it; raises TakeRefused.

    Whatever a damaged or malicious file does to the library that reads it, it does not do to a process in which
    callers are answered.
    """
    if not content:
        raise TakeRefused((Fault.NO_FILE, 0))
    if len(content) > LARGEST_BYTES:
        raise TakeRefused((Fault.TOO_LARGE, LARGEST_BYTES / 2**20))
    if not JUDGING.acquire(blocking=False):
        raise TakeRefused((Fault.BUSY, 0))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hotline.studio.listening"],
            input=content,
            capture_output=True,
            check=False,
            cwd=ROOT,
            # A file may be made to break what reads it: no secret of the environment goes along.
            env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ},
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise TakeRefused((Fault.UNREADABLE, 0)) from None
    finally:
        JUDGING.release()
    if done.returncode:
        raise TakeRefused((Fault.UNREADABLE, 0))
    told, _, sound = done.stdout.partition(b"\n")
    found = json.loads(told)
    if "faults" in found:
        raise TakeRefused(*((Fault(name), figure) for name, figure in found["faults"]))
    return Take(sound, **found)
