"""Counts through every report that can be made: how long each is listened to, whatever is chosen."""

from collections.abc import Iterator
from statistics import mean

from bench.rows import Figure
from bench.stand import Stand
from hotline.languages import LOCALES
from hotline.prompts import PromptShelf
from ivr_flows.engine import Heard, Turn, answer, begin
from ivr_flows.flows import PHONE
from ivr_flows.languages import MOST_SHARED
from ivr_flows.listening import SPEAKS, listening
from ivr_flows.steps import Menu, Prompt

# Every question answered: no call is refused, no place is typed, and each recording is spoken into.
BEGINS = ("1", "1")
NO_CALL = "no"


def every_report(stand: Stand) -> Figure:
    """The mean and the range over all choices alike, however seldom anybody makes them."""
    shelf = PromptShelf(LOCALES, stand.settings.state_dir / "prompts")

    def seconds(prompt: Prompt, language: str) -> float:
        audio = shelf.playing(prompt.name, language)
        return (audio.seconds if audio is not None else None) or 0.0

    begun = begin(PHONE, MOST_SHARED)
    for key in BEGINS:
        begun = answer(begun.position, Heard(digits=key)).turn
    heard = [sum(turn.seconds for turn in listening(way, seconds)) for way in _ways(begun, BEGINS)]
    return Figure(
        f"every one of {len(heard)} such reports: listened to in Urdu",
        f"mean {mean(heard):.1f} s, {min(heard):.1f} to {max(heard):.1f} s",
    )


def _ways(turn: Turn, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if turn.over:
        yield before
    elif isinstance(turn.step, Menu):
        for option in turn.step.options:
            if option.value != NO_CALL or turn.step.fact != "callback":
                yield from _ways(answer(turn.position, Heard(digits=option.key)).turn, (*before, option.key))
    else:
        yield from _ways(answer(turn.position, Heard(recording=True)).turn, (*before, SPEAKS))
