"""How long callers listen, by the recordings themselves: no line too long to keep in mind, no report too long."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hotline.languages import LOCALES
from hotline.prompts import PromptShelf
from ivr_flows.flows import FLOWS, STEPS
from ivr_flows.inspection import keys_said
from ivr_flows.languages import LANGUAGES
from ivr_flows.listening import SPEAKS, Listened, listening, longest
from ivr_flows.prompts import by_text, every_prompt
from ivr_flows.regions import press
from ivr_flows.steps import Menu, Prompt, Record, Said

LONGEST_OPTION = 6.0
LONGEST_REPORT = 75.0
MOST_KEYS = 8
TALK = 20.0
PRESSES = {press(key) for key in "12345"}

# Every question answered, each by its first choice: choices stand in the order in which callers are thought to need
# them. Language, report, kind and its second page, danger, province; the city and what happens are spoken; a call
# back, who we may say we are, and a safe word.
FULL_REPORT = ("1", "1", "1", "1", "1", SPEAKS, SPEAKS, "1", "1", SPEAKS)

Seconds = Callable[[Prompt, str], float]


@pytest.fixture(scope="module")
def shelf(rendered_prompts: Path) -> PromptShelf:
    return PromptShelf(LOCALES, rendered_prompts)


@pytest.fixture(scope="module")
def seconds(shelf: PromptShelf) -> Seconds:
    def of_recording(prompt: Prompt, language: str) -> float:
        audio = shelf.playing(prompt.name, language)
        assert audio is not None
        assert audio.seconds is not None
        return audio.seconds

    return of_recording


def _heard(turns: tuple[Listened, ...]) -> float:
    return sum(turn.seconds for turn in turns)


def _option_lines(said: Said) -> list[tuple[Prompt, ...]]:
    """What tells of keys: one prompt, or the name of a place and the words that follow every name."""
    lines: list[tuple[Prompt, ...]] = []
    for at, each in enumerate(said):
        if isinstance(each, Prompt) and keys_said(each):
            before = said[at - 1]
            lines.append((before, each) if each in PRESSES and isinstance(before, Prompt) else (each,))
    return lines


def test_every_prompt_can_be_heard_in_both_languages(shelf: PromptShelf) -> None:
    assert shelf.missing(every_prompt(), LANGUAGES) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_option_takes_longer_to_say_than_it_can_be_kept_in_mind(language: str, seconds: Seconds) -> None:
    steps = [step for step in STEPS.values() if isinstance(step, Menu | Record)]
    lines = {line for step in steps for line in _option_lines(step.ask) + _option_lines(step.ask_again)}
    lengths = {line: sum(seconds(each, each.language or language) for each in line) for line in lines}
    assert len(lengths) > 100
    assert [line for line, length in lengths.items() if length > LONGEST_OPTION] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_with_every_question_answered_is_short(language: str, seconds: Seconds) -> None:
    way = (str(1 + LANGUAGES.index(language)), *FULL_REPORT)
    assert sum(key not in {SPEAKS, ""} for key in way) <= MOST_KEYS
    turns = listening(way, seconds)
    assert turns[-1].step == "report_tip.thanks"
    assert _heard(turns) <= LONGEST_REPORT


def test_who_presses_nothing_and_talks_has_left_a_tip_within_a_minute(seconds: Seconds) -> None:
    *before, thanks = listening(("", "", SPEAKS), seconds)
    assert [turn.step for turn in before] == ["choose_language.language", "main.menu", "anyway.words"]
    assert thanks.step == "report_tip.thanks"
    waits = sum(
        step.silence_seconds for step in map(STEPS.__getitem__, ("choose_language.language", "main.menu"))
    )
    assert _heard(tuple(before)) + waits + TALK <= 60


def test_who_cannot_speak_has_told_of_danger_and_of_the_province_soon(seconds: Seconds) -> None:
    *before, _ = listening(("5", "1", "1"), seconds)
    assert _heard(tuple(before)) <= 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_way_through_a_flow_is_without_end(language: str, seconds: Seconds) -> None:
    lengths = {flow.name: longest(flow, language, seconds) for flow in FLOWS if not by_text(flow)}
    assert min(lengths.values()) > 5
    # The longest is that of places by keys; whoever takes it has already been asked to speak.
    assert max(lengths, key=lambda name: lengths[name]) in {"where", "information"}
    assert max(lengths.values()) < 120


class TestCounting:
    """By seconds that are easily added up: one for each prompt, and a tenth for each digit of the code."""

    @staticmethod
    def seconds(prompt: Prompt, language: str) -> float:
        return 0.1 if prompt.name.startswith("digit.") else 1.0

    def test_a_line_counts_until_its_key_is_pressed(self) -> None:
        language, menu, _ = listening(("2", "3"), self.seconds)
        assert (language.step, language.given, language.seconds, language.whole) == (
            "choose_language.language", "2", 2.0, 3.0,
        )  # fmt: skip
        assert (menu.step, menu.given, menu.seconds, menu.whole) == ("main.menu", "3", 3.0, 5.0)

    def test_silence_and_keys_nobody_told_of_count_all_of_it(self) -> None:
        for given in ("", "*", "7"):
            language, _ = listening((given,), self.seconds)
            assert language.seconds == language.whole == 3.0

    def test_of_several_keys_in_one_breath_the_whole_breath_counts(self) -> None:
        turns = listening(("1", "1", "3", "2", "3"), self.seconds)
        assert turns[4].step == "where.province"
        assert turns[4].seconds == 2.0

    def test_a_place_is_pressed_for_after_its_name_and_key(self) -> None:
        turns = listening(("5", "", "2", "2"), self.seconds)
        assert turns[3].step == "where.sindh_divisions"
        assert turns[3].seconds == 5.0

    def test_what_is_said_on_the_way_and_the_code_with_its_pause_count(self) -> None:
        turns = listening(("", "", SPEAKS), self.seconds)
        assert turns[-1].step == "report_tip.thanks"
        assert turns[-1].seconds == pytest.approx(3 + 2 * (0.8 + 1.0))

    def test_a_look_beyond_the_flow_takes_no_time(self) -> None:
        turns = listening(("1", "9", ""), self.seconds, {"emergency_desk": "open"})
        assert [turn.step for turn in turns] == [
            "choose_language.language", "main.menu", "danger.call", "danger.message",
        ]  # fmt: skip

    def test_answers_that_nobody_asks_for_any_more_are_told(self) -> None:
        with pytest.raises(ValueError, match="over"):
            listening(("", "", SPEAKS, "1"), self.seconds)
