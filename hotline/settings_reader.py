"""One environment as it is read: each variable as text, a number, hours or a key, every fault kept for the end."""

import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path

E164 = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
HOURS = re.compile(rf"({CLOCK})-({CLOCK}|24:00)", re.ASCII)
MIDNIGHT = "24:00"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Hours = tuple[time, time]
"""From when until when, by the clock in Pakistan; over midnight where the end comes first."""


def hours_in(text: str) -> Hours | None:
    """Of two different times such as 22:00-07:00; None for anything else.

    No hours or all of them? Whoever writes the same time twice may mean either.
    """
    found = HOURS.fullmatch(text)
    if found is None or found[1] == found[2]:
        return None
    return time.fromisoformat(found[1]), time.max if found[2] == MIDNIGHT else time.fromisoformat(found[2])


def days_in(text: str) -> frozenset[int] | None:
    """Of days such as mon-fri or mon-thu,sat, Monday is 0; None for anything else."""
    days: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, *rest = part.split("-")
        last = rest[0] if rest else first
        if len(rest) > 1 or not {first, last} <= set(DAYS):
            return None
        begin, end = DAYS.index(first), DAYS.index(last)
        days |= {day % len(DAYS) for day in range(begin, end + 1 if end >= begin else end + 1 + len(DAYS))}
    return frozenset(days)


class Reader:
    """Never raises for what stands in the environment: it notes the fault and gives a value to go on with."""

    def __init__(self, environ: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        self.environ = environ
        self.defaults = defaults
        self.faults: list[str] = []
        self.state_dir = Path(environ.get("HOTLINE_STATE_DIR") or "instance")
        self.keys_dir = self.state_dir / "keys"

    def text(self, name: str) -> str:
        path = self.environ.get(f"{name}_FILE")
        if not path:
            return self.environ.get(name, "").strip()
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.faults.append(f"{name}_FILE names a file that cannot be read: {path}")
            return ""

    def number(self, name: str, low: int, high: int) -> int:
        text = self.text(name) or self.defaults[name]
        if text.isascii() and text.isdigit() and low <= int(text) <= high:
            return int(text)
        self.faults.append(f"{name} must be a whole number from {low} to {high}, not {text!r}")
        return low

    def hours(self, name: str) -> Hours:
        text = self.text(name) or self.defaults[name]
        hours = hours_in(text)
        if hours is None:
            self.faults.append(f"{name} must be two different times such as 22:00-07:00, not {text!r}")
        return hours or (time(), time())

    def days(self, name: str) -> frozenset[int]:
        """Days of the week, Monday is 0."""
        text = self.text(name) or self.defaults[name]
        days = days_in(text)
        if days is None:
            self.faults.append(f"{name} must be days such as mon-fri or mon-thu,sat, not {text!r}")
        return days or frozenset()

    def phone_number(self, name: str) -> str:
        """In E.164, or empty when it is not set."""
        text = self.text(name)
        if text and not E164.fullmatch(text):
            self.faults.append(f"{name} must be a number with its country, such as +92..., not {text!r}")
        return text

    def clock(self, name: str) -> time:
        text = self.text(name) or self.defaults[name]
        if re.fullmatch(CLOCK, text, re.ASCII):
            return time.fromisoformat(text)
        self.faults.append(f"{name} must be a time such as 08:00, not {text!r}")
        return time()

    def web_address(self, name: str) -> str:
        """An http(s) address, or empty when it is not set."""
        text = self.text(name)
        if text and (not text.isascii() or not text.startswith(("https://", "http://"))):
            self.faults.append(f"{name} must be an http(s) address")
        return text

    def key(self, name: str, file_name: str) -> str:
        text = self.text(name)
        if text:
            return text
        try:
            return (self.keys_dir / file_name).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            self.faults.append(f"{name} is not set and {self.no_key(file_name)}")
            return ""

    def no_key(self, file_name: str) -> str:
        return f"{self.keys_dir / file_name} is not there: `make run` makes it on its first start"
