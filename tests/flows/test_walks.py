"""Whatever a caller presses, says or leaves unsaid: every conversation ends well, and no position goes astray."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr_flows.engine import Answered, Heard, Position, Turn, UnknownPosition, again, answer, begin
from ivr_flows.flows import FLOWS, STEPS
from ivr_flows.languages import LANGUAGES
from ivr_flows.steps import Flow, Menu, Prompt, Record, Reference, Say

settings.register_profile("flows", deadline=None)  # how fast is the benchmark's question
settings.load_profile("flows")

LONGEST = 80

KEYS = st.sampled_from([*"0123456789*#", "", "11", "hangup", "۱", "w"])
HEARD = st.builds(Heard, digits=KEYS, recording=st.booleans(), words=st.sampled_from(["", " \n", "Lahore"]))
KNOWN = st.frozensets(st.sampled_from(["what", "place", "kind"]))
BEGINNINGS = st.tuples(st.sampled_from(FLOWS), st.sampled_from(LANGUAGES))
WALKS = st.lists(HEARD, max_size=LONGEST)
# A finger on one key, or nobody there at all: the walks that random keys seldom take.
STUBBORN = st.builds(lambda heard: [heard] * LONGEST, HEARD)


def _walk(beginning: tuple[Flow, str], heard: list[Heard], known: frozenset[str]) -> Iterator[Turn]:
    turn = begin(*beginning, known)
    yield turn
    for one in heard:
        if turn.over:
            return
        turn = answer(turn.position, one, known).turn
        yield turn


@given(BEGINNINGS, STUBBORN | WALKS.map(lambda walk: walk + [Heard()] * LONGEST), KNOWN)
@example((FLOWS[0], "ur"), [Heard("*")] * LONGEST, frozenset())
def test_every_conversation_ends_in_a_goodbye(
    beginning: tuple[Flow, str], heard: list[Heard], known: frozenset[str]
) -> None:
    turns = list(_walk(beginning, heard, known))
    assert turns[-1].over
    assert isinstance(turns[-1].step, Say)
    assert len(turns) <= LONGEST


@given(BEGINNINGS, STUBBORN | WALKS, KNOWN)
def test_every_turn_says_something_and_waits_where_an_answer_is_possible(
    beginning: tuple[Flow, str], heard: list[Heard], known: frozenset[str]
) -> None:
    for turn in _walk(beginning, heard, known):
        assert turn.prompts
        assert turn.over == isinstance(turn.step, Say)
        assert turn.position.step == turn.step.name


@given(BEGINNINGS, STUBBORN | WALKS, KNOWN)
def test_positions_are_unique_in_a_conversation_and_survive_their_way_through_an_address(
    beginning: tuple[Flow, str], heard: list[Heard], known: frozenset[str]
) -> None:
    addresses = [str(turn.position) for turn in _walk(beginning, heard, known)]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert re.fullmatch(r"[a-z0-9_.]+", address)
        assert str(Position.parse(address)) == address


POSITIONS = st.sampled_from(
    [
        Position(language, name, turn, tries)
        for language in LANGUAGES
        for name, step in STEPS.items()
        for turn in (0, 1, 39, 40, 999)
        for tries in range(1 if isinstance(step, Say) else step.tries)
    ]
)


@given(POSITIONS, HEARD, KNOWN)
def test_any_position_takes_any_answer_and_the_same_one_again_the_same_way(
    position: Position, heard: Heard, known: frozenset[str]
) -> None:
    first = answer(Position.parse(str(position)), heard, known)
    assert first == answer(position, heard, known)
    assert Position.parse(str(first.turn.position)) == first.turn.position


@given(POSITIONS)
def test_a_step_put_again_moves_nothing(position: Position) -> None:
    turn = again(position)
    assert turn.position == position
    assert turn == again(position)
    assert turn.prompts


FORGED = [
    "",
    "ur",
    "....",
    "ur.report_tip.kind",
    "ur.report_tip.kind.0",
    "ur.report_tip.kind.00.0",
    "ur.report_tip.kind.-1.0",
    "ur.report_tip.kind.+1.0",
    "ur.report_tip.kind.1.3",
    "ur.report_tip.kind.1000.0",
    "ur.report_tip.kind.1" + "0" * 5000 + ".0",
    "ur.report_tip.kind.\u0661.0",
    "ur.report_tip.kind.\u00b2.0",
    "ur.report_tip.kind.0.0\n",
    "fr.report_tip.kind.0.0",
    "UR.report_tip.kind.0.0",
    "ur.report_tip.thanks.0.1",
    "ur.report_tip.nothing.0.0",
    "ur.\ud800.kind.0.0",
]


@pytest.mark.parametrize("text", FORGED, ids=range(len(FORGED)))
def test_a_forged_position_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(UnknownPosition) as refused:
        Position.parse(text)
    assert not text or text not in str(refused.value)


@given(st.text() | st.from_regex(r"(ur|en|fr)\.(sms_tip|report_tip)\.[a-z]{4,5}\.-?\d+\.\d", fullmatch=True))
def test_what_is_read_as_a_position_is_written_just_like_it(text: str) -> None:
    try:
        position = Position.parse(text)
    except UnknownPosition:
        return
    assert str(position) == text


@pytest.mark.parametrize("address", ["ur.report_tip.kind.0.0", "en.sms_tip.place.7.1"])
def test_a_true_position_is_accepted(address: str) -> None:
    assert str(Position.parse(address)) == address


def _press(position: str, digits: str) -> Answered:
    return answer(Position.parse(position), Heard(digits))


def _names(turn: Turn) -> list[str]:
    return [said.name for said in turn.prompts if isinstance(said, Prompt)]


def test_the_language_chosen_is_spoken_from_then_on() -> None:
    answered = _press("ur.choose_language.language.0.0", "2")
    assert str(answered.turn.position) == "en.report_tip.kind.1.0"
    assert (answered.noted.fact, answered.noted.value) == ("language", "en")


def test_the_star_says_a_step_again_without_using_up_a_try() -> None:
    answered = _press("ur.report_tip.kind.4.1", "*")
    assert str(answered.turn.position) == "ur.report_tip.kind.5.1"
    assert answered.noted.fact is None


def test_the_second_try_is_shorter_and_says_why() -> None:
    first = again(Position.parse("ur.report_tip.kind.1.0"))
    after_key = _press("ur.report_tip.kind.1.0", "9").turn
    after_silence = _press("ur.report_tip.kind.1.0", "").turn
    assert _names(after_key)[0] == "sorry.not_understood"
    assert _names(after_silence)[0] == "sorry.not_heard"
    assert len(after_key.prompts) == len(after_silence.prompts) < len(first.prompts)


def test_a_recording_is_noted_without_its_words() -> None:
    answered = answer(Position.parse("en.report_tip.what.6.0"), Heard(digits="#", recording=True))
    assert (answered.noted.fact, answered.noted.value, answered.noted.understood) == (
        "what",
        "recorded",
        True,
    )
    assert answered.turn.over
    assert answered.turn.prompts.count(Reference()) == 2


def test_the_caller_hears_that_speech_is_recorded_before_the_first_recording() -> None:
    for step in STEPS.values():
        for to in [option.to for option in step.options] if isinstance(step, Menu) else []:
            if isinstance(STEPS[to], Record):
                assert _names(again(Position("en", to, 0, 0)))[0] == "report_tip.consent"


def test_a_text_that_names_its_place_is_not_asked_for_it() -> None:
    at = Position.parse("en.sms_tip.message.0.0")
    asked = answer(at, Heard(words="Girls are sold"))
    thanked = answer(at, Heard(words="Girls are sold in Multan"), frozenset({"place"}))
    assert _names(asked.turn) == ["sms_tip.place"]
    assert _names(thanked.turn) == ["sms_tip.thanks"]
    assert thanked.turn.over


def test_a_late_answer_after_the_end_hears_the_end_again() -> None:
    answered = _press("ur.report_tip.thanks.9.0", "1")
    assert answered.turn == again(Position.parse("ur.report_tip.thanks.9.0"))
    assert answered.noted.value is None
