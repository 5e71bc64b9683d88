"""Callers who do anything at all, over a carrier that repeats and reorders what it tells: what each heard and gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hotline.carriers.practice.events import (
    Asked,
    Awaits,
    Dialled,
    Ended,
    EndedBy,
    Event,
    Failed,
    Heard,
    Spoken,
)
from hotline.carriers.practice.exchange import Exchange, Reply
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice_numbers import HOTLINE, caller_number
from ivr_flows.engine import Position
from ivr_flows.flows import STEPS
from ivr_flows.prompts import options_of
from ivr_flows.steps import Digits, Record

KEYS = (*"0123456789*#", "11", "042#", "12345674", "98765432")
# What a caller says of a report, by key; all other keys only lead about.
PLACES = {"province", "division", "district"}
TELLING = PLACES | {"kind", "danger", "callback", "callback_who", "about_self", "child", "instead"}
TELLING_WISHES = frozenset({"report", "help", "silent"})
LONGEST = 90
ENDED = "/twilio/calls/ended"


class Unreliable(Exchange):
    """Tells some webhooks twice, some once more when others have come since, and forgets to tell some ends."""

    chance = Random(0)
    told: tuple[str, dict[str, str]] | None = None

    def post(self, url: str, fields: Mapping[str, str]) -> Reply:
        if url.endswith(ENDED) and self.chance.random() < 0.2:
            return Reply(204, b"", 0.0)
        reply = super().post(url, fields)
        if self.chance.random() < 0.1:
            reply = super().post(url, fields)
        if self.told is not None and self.chance.random() < 0.1:
            late_url, late = self.told
            super().post(late_url, late)
        if self.chance.random() < 0.3:
            self.told = (url, dict(fields))
        return reply


@dataclass(slots=True)
class Caller:
    """One caller: `gave` says whether anything was told that somebody could act upon, `wrong` what went wrong."""

    number: int
    call_sid: str = ""
    gave: bool = False
    wrong: list[str] = field(default_factory=list)

    def call(self, exchange: Exchange, recording_url: str, seed: int) -> None:
        chance = Random(seed * 1_000_003 + self.number)
        from_number = caller_number(self.number) if chance.random() < 0.9 else "anonymous"
        line = PracticeLine.dial(exchange, from_number, HOTLINE, desk_answers=chance.random() < 0.5)
        self.call_sid = line.state.call_sid
        self._heard(line.start())
        # Some do nothing at all, some hold one key down, some talk whatever is asked, most do as it comes.
        habit = chance.choice(["silent", "speaks", "one key", "any", "any", "any", "sensible", "sensible"])
        patience = chance.choice([3, 10, LONGEST])
        for _ in range(patience):
            if line.over:
                return
            self._heard(self._act(line, habit, chance, recording_url))
        if not line.over:
            unfinished = line.state.awaits is Awaits.RECORDING and chance.random() < 0.5
            self.gave |= unfinished and self._counts(line, spoke=True)
            line.hang_up(recording_url, 2.0) if unfinished else line.hang_up(after=chance.uniform(0, 9))

    def _act(self, line: PracticeLine, habit: str, chance: Random, recording_url: str) -> list[Event]:
        speaks = isinstance(step_of(line), Record) and (
            habit == "speaks" or (habit in {"any", "sensible"} and chance.random() < 0.4)
        )
        if speaks:
            key = chance.choice(["#", "", "0", "9"])
            self.gave |= self._counts(line, spoke=True) or key == "9"
            return line.recorded(recording_url, chance.uniform(1, 20), key)
        pressing = {"silent": 0.0, "speaks": 0.1, "one key": 1.0, "any": 0.8, "sensible": 0.9}[habit]
        if chance.random() >= pressing:
            return line.silent()
        options = [option.key for option in options_of(step_of(line))]
        keys = "1" if habit == "one key" else chance.choice(KEYS)
        if habit == "sensible" and options:
            keys = chance.choice(options)
        if line.state.awaits is Awaits.RECORDING:
            return line.press(keys)
        self.gave |= self._counts(line, keys=keys)
        return line.press(keys, chance.choice([None, chance.uniform(0, 12)]))

    def _counts(self, line: PracticeLine, keys: str = "", spoke: bool = False) -> bool:
        """Whether this answer, here, tells something of a report."""
        step = step_of(line)
        if spoke:
            return True
        # Most steps take the first key that is pressed, some wait for a number.
        takes_numbers = isinstance(step, Digits) or any(len(option.key) > 1 for option in options_of(step))
        taken = keys.removesuffix("#") if takes_numbers else keys[:1]
        if taken == "9":
            return True
        chosen = next((option for option in options_of(step) if option.key == taken), None)
        if chosen is None:
            return False
        fact = chosen.fact or getattr(step, "fact", None)
        return fact in TELLING or (fact == "wish" and chosen.value in TELLING_WISHES)

    def _heard(self, events: Iterable[Event]) -> None:
        """Between two questions there is a voice; nothing fails, and nobody is put off with an apology."""
        voice = False
        for event in events:
            if isinstance(event, Failed | Spoken):
                self.wrong.append(f"{event}")
            elif isinstance(event, Heard):
                voice = voice or (event.status == 200 and event.seconds > 0)
                if event.status != 200 or "/apology." in event.url:
                    self.wrong.append(f"heard {event.url.rpartition('/')[2]} with HTTP {event.status}")
            elif isinstance(event, Asked):
                if not voice and not event.beep:
                    self.wrong.append("was asked without a word")
                voice = False
            elif isinstance(event, Dialled):
                voice = True
            elif isinstance(event, Ended) and event.by is not EndedBy.CALLER and not voice:
                self.wrong.append(f"hung up on without a word: {event}")


def step_of(line: PracticeLine) -> Any:
    """The step that the line waits at, as the answer's address names it."""
    return STEPS[Position.parse(line.answers_to.rpartition("/")[2]).step]
