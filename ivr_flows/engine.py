"""Runs a flow: where a conversation begins, and where each answer takes it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from ivr_flows.flows import STEPS
from ivr_flows.languages import LANGUAGES, WRITTEN_ONLY
from ivr_flows.phrases import NOT_HEARD, NOT_UNDERSTOOD
from ivr_flows.prompts import options_of
from ivr_flows.steps import (
    LANGUAGE,
    RECORDED,
    Asking,
    Consult,
    Dial,
    Digits,
    Flow,
    Menu,
    Option,
    Record,
    Said,
    Say,
    Step,
    Words,
)
from ivr_flows.ways import AGAIN, SKIP, WAYS_OUT

# From this turn on nothing leads back any more, and all that is left to ask is the caller's own words.
PATIENCE = 60
LAST_WORDS = "anyway.words"
LAST_TURN = 999

NOTHING_KNOWN: frozenset[str] = frozenset()


class UnknownPosition(ValueError):
    """A text that names no step, language or count of ours: forged, or from flows since changed."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a conversation waits. Each answer counts `turn` up, so no two positions of one call are equal."""

    language: str
    step: str
    turn: int
    tries: int

    def __str__(self) -> str:
        return f"{self.language}.{self.step}.{self.turn}.{self.tries}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The position whose `str` is exactly `text`; raises UnknownPosition for anything else."""
        language, _, rest = text.partition(".")
        rest, _, tries_text = rest.rpartition(".")
        name, _, turn_text = rest.rpartition(".")
        step = STEPS.get(name)
        turn, tries = _count(turn_text), _count(tries_text)
        if step is None or turn is None or tries is None or language not in (*LANGUAGES, *WRITTEN_ONLY):
            raise UnknownPosition("no such step of a conversation")
        if language in WRITTEN_ONLY and not isinstance(step, Words | Say):
            raise UnknownPosition("nobody speaks that language")
        if isinstance(step, Consult) or (isinstance(step, Say) and step.to is not None):
            raise UnknownPosition("no conversation waits there")
        if turn > LAST_TURN or tries >= (1 if isinstance(step, Say | Dial) else step.tries):
            raise UnknownPosition("no conversation is that long")
        return cls(language, name, turn, tries)


def step_in(position: str) -> str:
    """The name of the step that a position is written with, though there may be no such step any more."""
    return position.partition(".")[2].rpartition(".")[0].rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: keys, a recording made elsewhere, the words of a text, or whether a desk was reached.

    All empty is silence. A recording may come with the key that ended it.
    """

    digits: str = ""
    recording: bool = False
    words: str = ""
    dialled: bool | None = None

    @property
    def silent(self) -> bool:
        return not self.digits and not self.recording and not self.words.strip()


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said, in order, and the step that then waits for an answer (or, when over, the last one).

    Where the step is a `Consult`, nothing is said yet: `consulted` goes on from there.
    """

    position: Position
    prompts: Said
    step: Step
    over: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """What one answer told: no fact when the step is to be asked again."""

    step: str
    fact: str | None
    value: str | None
    understood: bool


@dataclass(frozen=True, slots=True)
class Answered:
    turn: Turn
    noted: Noted


def begin(flow: Flow, language: str, known: frozenset[str] = NOTHING_KNOWN) -> Turn:
    return _arrive(language, flow.start, 0, known)


def again(position: Position, known: frozenset[str] = NOTHING_KNOWN) -> Turn:
    """The same step put once more, in full; nothing moves, so it may be repeated without end.

    Where the step's fact is among `known` by now, what comes after it.
    """
    return _arrive(position.language, position.step, position.turn, known, position.tries)


def consulted(turn: Turn, value: str) -> Turn:
    """Where the conversation goes on once the look that this turn's step asks for has found `value`."""
    step = turn.step
    if not isinstance(step, Consult):
        return turn
    to = next((outcome.to for outcome in step.outcomes if outcome.value == value), step.otherwise)
    arrived = _arrive(turn.position.language, to, turn.position.turn, NOTHING_KNOWN)
    return replace(arrived, prompts=turn.prompts + arrived.prompts)


def answer(position: Position, heard: Heard, known: frozenset[str] = NOTHING_KNOWN) -> Answered:
    """The step after this one. `known` names the facts the caller need not be asked for in words."""
    step = STEPS[position.step]
    if isinstance(step, Say | Consult):
        # Nothing waits here any more: a late or repeated answer hears the end once more.
        return Answered(again(position), Noted(step.name, None, None, understood=False))
    if isinstance(step, Dial):
        to = step.answered if heard.dialled else step.unanswered
        value = "answered" if heard.dialled else "unanswered"
        return _go_on(position, Option("", value, to, fact=step.fact), known, understood=True)
    told = _understand(position, step, heard)
    if told is not None:
        return _go_on(position, told, known, understood=True)
    if heard.digits == AGAIN and position.turn < PATIENCE and not isinstance(step, Words):
        return _stay(position, step, step.ask, tries=position.tries, understood=True)
    skipped = isinstance(step, Record) and heard.digits == SKIP
    if not skipped and position.tries + 1 < _patience_with(step, heard):
        after_key, after_silence = _SECOND_TRY[step.name]
        said = after_key if heard.digits else after_silence
        return _stay(position, step, said, tries=position.tries + 1, understood=False)
    return _go_on(position, _nothing_told(step), known, understood=False)


def _understand(position: Position, step: Asking, heard: Heard) -> Option | None:
    """What the answer tells and where it leads; None when this is no answer to that step."""
    way_out = WAYS_OUT.get(heard.digits) if position.turn < PATIENCE and _is_for_callers(step) else None
    if isinstance(step, Record) and heard.recording:
        to = way_out.to if way_out else step.to
        return Option("", RECORDED, to, fact=step.fact)
    if isinstance(step, Words):
        return Option("", heard.words, step.to) if heard.words.strip() else None
    if way_out is not None:
        return way_out
    if isinstance(step, Digits):
        return Option("", heard.digits, step.to) if _is_number(heard.digits, step.length) else None
    return _CHOICES[step.name].get(heard.digits)


def _is_for_callers(step: Step) -> bool:
    """Whether it is put on the telephone to whoever calls the hotline, not by text, and not to an officer."""
    return step.for_callers if isinstance(step, Menu) else not isinstance(step, Words)


def _is_number(digits: str, length: int) -> bool:
    return len(digits) == length and digits.isascii() and digits.isdigit()


def _patience_with(step: Asking, heard: Heard) -> int:
    return step.tries if isinstance(step, Words) or not heard.silent else min(step.silences, step.tries)


def _nothing_told(step: Asking) -> Option:
    if isinstance(step, Menu):
        return Option("", step.otherwise_value, step.otherwise)
    if isinstance(step, Words):
        return Option("", "", step.to)
    return Option("", "", step.silent_to if isinstance(step, Record) else step.otherwise)


def _stay(position: Position, step: Asking, said: Said, tries: int, understood: bool) -> Answered:
    stays = Position(position.language, step.name, min(position.turn + 1, LAST_TURN), tries)
    return Answered(Turn(stays, said, step, over=False), Noted(step.name, None, None, understood))


def _go_on(position: Position, told: Option, known: frozenset[str], understood: bool) -> Answered:
    step = STEPS[position.step]
    fact = told.fact or (None if isinstance(step, Say | Consult) else step.fact)
    value = told.value or None
    language = value if fact == LANGUAGE and value else position.language
    to = told.to
    if position.turn >= PATIENCE and position.step != LAST_WORDS and _is_for_callers(step):
        to = LAST_WORDS
    elif position.turn >= PATIENCE and isinstance(step, Record):
        to = step.to
    turn = _arrive(language, to, min(position.turn + 1, LAST_TURN), known)
    return Answered(
        replace(turn, prompts=told.said + turn.prompts), Noted(position.step, fact, value, understood)
    )


def _arrive(language: str, name: str, turn: int, known: frozenset[str], tries: int = 0) -> Turn:
    said, step = _said_from(name, known)
    return Turn(Position(language, step.name, turn, tries), said, step, over=isinstance(step, Say))


@lru_cache(maxsize=1024)
def _said_from(name: str, known: frozenset[str]) -> tuple[Said, Step]:
    """All that is said from this step on until one waits, and that one; what a step before has said, not again."""
    said: Said = ()
    step = STEPS[name]
    while True:
        if isinstance(step, Say):
            said += tuple(each for each in step.say if each not in said)
            if step.to is None:
                return said, step
            step = STEPS[step.to]
        elif isinstance(step, Consult):
            return said, step
        elif isinstance(step, Dial):
            return said + step.say, step
        elif isinstance(step, Words) and step.fact in known:
            step = STEPS[step.to]
        else:
            return said + step.ask, step


def _second_try(step: Asking) -> tuple[Said, Said]:
    """What is said after a wrong key, and what after silence."""
    ask = step.ask_again or step.ask
    if isinstance(step, Words):
        return ask, ask
    return (NOT_UNDERSTOOD, *ask), (NOT_HEARD, *ask)


_SECOND_TRY: dict[str, tuple[Said, Said]] = {
    step.name: _second_try(step) for step in STEPS.values() if isinstance(step, Asking)
}
_CHOICES: dict[str, dict[str, Option]] = {
    step.name: {option.key: option for option in options_of(step)}
    for step in STEPS.values()
    if isinstance(step, Menu | Record)
}


def _count(text: str) -> int | None:
    """A whole number written in one way only: no sign, no zero in front, none but ASCII digits."""
    if not 0 < len(text) <= 3 or not (text.isascii() and text.isdigit()):
        return None
    return None if text[0] == "0" and text != "0" else int(text)
