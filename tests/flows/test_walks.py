"""Whatever a caller presses, says or leaves unsaid: every conversation ends well, and no position goes astray."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr_flows.engine import (
    PATIENCE,
    Answered,
    Heard,
    Position,
    Turn,
    again,
    answer,
    begin,
    consulted,
)
from ivr_flows.flows import FLOWS, PHONE, STEPS
from ivr_flows.languages import LANGUAGES
from ivr_flows.phrases import CONSENT, GOODBYE
from ivr_flows.prompts import by_text, options_of
from ivr_flows.steps import Consult, Dial, Digits, Flow, Menu, Outcome, Prompt, Record, Said, Say

settings.register_profile("flows", deadline=None)  # how fast is the benchmark's question
settings.load_profile("flows")

LONGEST = PATIENCE + 8

KEYS = st.sampled_from([*"0123456789*#", "", "11", "042", "12345678", "hangup", "۱", "w"])
HEARD = st.builds(
    Heard,
    digits=KEYS,
    recording=st.booleans(),
    words=st.sampled_from(["", " \n", "Lahore"]),
    dialled=st.sampled_from([None, True, False]),
)
KNOWN = st.frozensets(st.sampled_from(["what", "place", "kind"]))
BEGINNINGS = st.tuples(st.sampled_from(FLOWS), st.sampled_from(LANGUAGES))
WALKS = st.lists(HEARD, max_size=LONGEST)
# A finger on one key, or nobody there at all: the walks that random keys seldom take.
STUBBORN = st.builds(lambda heard: [heard] * LONGEST, HEARD)
CONSULTS = [step for step in STEPS.values() if isinstance(step, Consult)]
FINDINGS = st.lists(
    st.sampled_from(["nothing", *sorted({each.value for step in CONSULTS for each in step.outcomes})]),
    min_size=1,
    max_size=9,
)

ASKING = [step for step in STEPS.values() if isinstance(step, Menu | Record | Digits)]
CALLERS = [step for step in ASKING if not isinstance(step, Menu) or step.for_callers]
RECORDS = [step for step in STEPS.values() if isinstance(step, Record)]
# A call may end by silence alone where its report is made and only questions about calling back are left, where a
# message might have been added to a report, and where a topic has been listened to.
MAY_END_BY_SILENCE = {
    "callback.wanted",
    "callback.safe_word",
    "silent.child",
    "called_before.add",
    "information.agents",
    "information.travel",
    "information.bonded",
    "information.rights",
}


@dataclass(frozen=True, slots=True)
class Walk:
    """Who begins where, hears and answers what; `findings` are what the looks beyond the flows find, in turn."""

    beginning: tuple[Flow, str]
    heard: list[Heard]
    known: frozenset[str]
    findings: list[str]

    def turns(self) -> Iterator[Turn]:
        for turn, _ in self.steps():
            yield turn

    def steps(self) -> Iterator[tuple[Turn, Answered | None]]:
        """Each turn, with the answer that led there."""
        found = cycle(self.findings)
        turn = _looked_up(begin(*self.beginning, self.known), found)
        yield turn, None
        for one in self.heard:
            if turn.over:
                return
            answered = answer(turn.position, one, self.known)
            turn = _looked_up(answered.turn, found)
            yield turn, answered


def _looked_up(turn: Turn, found: Iterator[str]) -> Turn:
    while isinstance(turn.step, Consult):
        turn = consulted(turn, next(found))
    return turn


ANY_WALK = st.builds(Walk, BEGINNINGS, STUBBORN | WALKS, KNOWN, FINDINGS)
WALK_TO_THE_END = st.builds(
    Walk, BEGINNINGS, STUBBORN | WALKS.map(lambda walk: walk + [Heard()] * LONGEST), KNOWN, FINDINGS
)


@given(WALK_TO_THE_END)
@example(Walk((PHONE, "ur"), [Heard("*")] * LONGEST, frozenset(), ["nothing"]))
@example(Walk((PHONE, "ur"), [Heard("0"), Heard()] * LONGEST, frozenset(), ["open"]))
def test_every_conversation_ends_in_a_goodbye(walk: Walk) -> None:
    turns = list(walk.turns())
    last = turns[-1]
    assert last.over
    assert isinstance(last.step, Say)
    assert len(turns) <= LONGEST
    assert by_text(walk.beginning[0]) or last.prompts[-1] == GOODBYE


@given(ANY_WALK)
def test_every_turn_says_something_and_waits_where_an_answer_is_possible(walk: Walk) -> None:
    for turn in walk.turns():
        assert turn.prompts
        assert turn.over == isinstance(turn.step, Say)
        assert turn.position.step == turn.step.name


@given(ANY_WALK)
def test_positions_are_unique_in_a_conversation_and_survive_their_way_through_an_address(walk: Walk) -> None:
    addresses = [str(turn.position) for turn in walk.turns()]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert re.fullmatch(r"[a-z0-9_.]+", address)
        assert str(Position.parse(address)) == address


def test_nobody_is_recorded_who_has_not_heard_that_it_is_recorded() -> None:
    """Every way through a call from its first question on, each step with and without having heard of consent."""
    seen: set[tuple[str, bool]] = set()
    waiting = [(begin(PHONE, "ur"), False)]
    recorded = 0
    while waiting:
        turn, consented = waiting.pop()
        consented = consented or CONSENT.name in _names(turn.prompts)
        if (turn.step.name, consented) in seen:
            continue
        seen.add((turn.step.name, consented))
        if isinstance(turn.step, Consult):
            found = [outcome.value for outcome in turn.step.outcomes]
            waiting += [(consulted(turn, value), consented) for value in (*found, "nothing")]
        elif not turn.over:
            # The last try: whatever is no answer leads on.
            last = 0 if isinstance(turn.step, Dial) else turn.step.tries - 1
            here = replace(turn.position, turn=1, tries=last)
            keys = [option.key for option in options_of(turn.step)]
            answers = [Heard(key) for key in (*keys, "12345674", "0", "9", "#", "")]
            if isinstance(turn.step, Record):
                assert consented, turn.step.name
                recorded += 1
                answers.append(Heard(recording=True))
            answers += [Heard(dialled=True), Heard(dialled=False)]
            waiting += [(answer(here, heard).turn, consented) for heard in answers]
    assert recorded > 10


def _positions(turns: tuple[int, ...]) -> list[Position]:
    return [
        Position(language, name, turn, tries)
        for language in LANGUAGES
        for name, step in STEPS.items()
        # Nothing waits at a look beyond the flow, nor where something is only said on the way.
        if not (isinstance(step, Consult) or (isinstance(step, Say) and step.to))
        for turn in turns
        for tries in range(1 if isinstance(step, Say | Dial) else step.tries)
    ]


POSITIONS = st.sampled_from(_positions((0, 1, PATIENCE - 1, PATIENCE, 999)))


@given(POSITIONS, HEARD, KNOWN)
def test_any_position_takes_any_answer_and_the_same_one_again_the_same_way(
    position: Position, heard: Heard, known: frozenset[str]
) -> None:
    first = answer(Position.parse(str(position)), heard, known)
    assert first == answer(position, heard, known)
    if not isinstance(first.turn.step, Consult):
        assert Position.parse(str(first.turn.position)) == first.turn.position


@given(POSITIONS)
def test_a_step_put_again_moves_nothing(position: Position) -> None:
    turn = again(position)
    assert turn.position == position
    assert turn == again(position)
    assert turn.prompts


@pytest.mark.parametrize("step", CALLERS, ids=lambda step: step.name)
def test_zero_nine_and_star_mean_the_same_at_every_step_of_a_call(step: Menu | Record | Digits) -> None:
    for position in (Position("ur", step.name, turn, step.tries - 1) for turn in (0, PATIENCE - 1)):
        person, danger = answer(position, Heard("0")), answer(position, Heard("9"))
        assert (person.turn.step.name, person.noted.fact) == ("person.desk", "person")
        assert (danger.turn.step.name, danger.noted.fact) == ("danger.desk", "danger")
        once_more = answer(position, Heard("*"))
        assert once_more.turn.step == step
        assert once_more.turn.prompts == step.ask
        assert once_more.turn.position.tries == position.tries
        assert once_more.noted.value is None


@pytest.mark.parametrize("record", RECORDS, ids=lambda step: step.name)
def test_a_key_that_ends_speech_leads_its_way_and_what_was_said_is_kept(record: Record) -> None:
    for key, to in (("0", "person.desk"), ("9", "danger.desk"), ("#", None), ("", None)):
        answered = answer(Position("ur", record.name, 5, 0), Heard(key, recording=True))
        assert (answered.noted.fact, answered.noted.value) == (record.fact, "recorded")
        assert answered.turn.step.name == to or to is None
    assert answered.turn == answer(Position("ur", record.name, 5, 0), Heard(recording=True)).turn


@pytest.mark.parametrize("record", RECORDS, ids=lambda step: step.name)
def test_who_does_not_speak_goes_on_by_hash_or_by_waiting(record: Record) -> None:
    by_hash = answer(Position("ur", record.name, 5, 0), Heard("#"))
    waited = _answered_alike(record.name, Heard(), record.tries)
    for went_on in (by_hash, waited):
        assert went_on.noted.value is None
        assert went_on.turn.prompts[: len(_said_at(record.silent_to))] == _said_at(record.silent_to)


@pytest.mark.parametrize("step", CALLERS, ids=lambda step: step.name)
@pytest.mark.parametrize("heard", [Heard(), Heard("##")], ids=["silence", "wrong keys"])
def test_wrong_keys_and_silence_never_end_a_call(step: Menu | Record | Digits, heard: Heard) -> None:
    answered = _answered_alike(step.name, heard, 3)
    assert answered.turn.step != step
    assert answered.turn.over == (step.name in MAY_END_BY_SILENCE)


@pytest.mark.parametrize("step", ASKING, ids=lambda step: step.name)
@pytest.mark.parametrize("found", ["nothing", "open"])
def test_a_caller_who_does_nothing_any_more_comes_to_an_end(step: Menu | Record | Digits, found: str) -> None:
    turn, turns = again(Position("ur", step.name, 0, 0)), 0
    while not turn.over:
        turn, turns = _looked_up(answer(turn.position, Heard()).turn, cycle([found])), turns + 1
        assert turns <= 16


def _answered_alike(name: str, heard: Heard, most: int) -> Answered:
    """The same answer to one step until it leads on; it must after so many times."""
    answered = answer(Position("ur", name, 5, 0), heard)
    for _ in range(most - 1):
        if answered.turn.step.name == name:
            answered = answer(answered.turn.position, heard)
    return answered


def _said_at(name: str) -> Said:
    step = STEPS[name]
    assert isinstance(step, Menu | Record | Digits | Say)
    return step.say if isinstance(step, Say) else step.ask


@pytest.mark.parametrize("step", CONSULTS, ids=lambda step: step.name)
def test_a_look_beyond_the_flow_leads_on_whatever_it_finds(step: Consult) -> None:
    looking = Turn(Position("en", step.name, 7, 0), (GOODBYE,), step, over=False)
    for outcome in (*step.outcomes, Outcome("never heard of", step.otherwise)):
        found = consulted(looking, outcome.value)
        arrived = STEPS[outcome.to]
        assert found.position.turn == 7
        assert found.position.language == "en"
        # What was said on the way to the look is not lost.
        assert found.prompts[0] == GOODBYE
        assert found.step == arrived or isinstance(arrived, Say)
        assert consulted(found, "anything") == found or isinstance(found.step, Consult)


def test_a_desk_that_answers_ends_the_call_and_one_that_does_not_leads_on() -> None:
    for step in (step for step in STEPS.values() if isinstance(step, Dial)):
        at = Position("ur", step.name, 3, 0)
        answered = answer(at, Heard(dialled=True))
        assert (answered.turn.step.name, answered.noted.value) == (step.answered, "answered")
        for nobody in (Heard(dialled=False), Heard(), Heard("1")):
            unanswered = answer(at, nobody)
            assert (unanswered.turn.step.name, unanswered.noted.value) == (step.unanswered, "unanswered")
            assert not unanswered.turn.over


def _names(said: Said) -> list[str]:
    return [each.name for each in said if isinstance(each, Prompt)]
