"""An officer who is rung is told what it is about, and is led to no step of a caller."""

import pytest

from hotline.tips.models import Kind
from ivr_flows.engine import PATIENCE, Heard, Position, answer, begin, consulted
from ivr_flows.flows import STEPS
from ivr_flows.officer import ABOUT, OFFICER
from ivr_flows.steps import Menu

QUESTIONS = [step for step in OFFICER.steps if isinstance(step, Menu)]


@pytest.mark.parametrize("step", QUESTIONS, ids=lambda step: step.name)
def test_an_officer_is_led_to_no_step_of_a_caller(step: Menu) -> None:
    for turn in (0, PATIENCE, 999):
        for key in ("0", "9", "#", "5"):
            stays = answer(Position("ur", step.name, turn, 0), Heard(key))
            assert (stays.turn.step, stays.noted.value) == (step, None)
            goes = answer(Position("ur", step.name, turn, step.tries - 1), Heard(key))
            assert goes.turn.step.name == "officer.unanswered"
    again = answer(Position("ur", step.name, 0, 1), Heard("*"))
    assert again.turn.prompts == step.ask


def test_only_officers_are_asked_without_the_keys_of_callers() -> None:
    menus = [step for step in STEPS.values() if isinstance(step, Menu)]
    assert [step for step in menus if not step.for_callers] == QUESTIONS


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_tip_is_told_or_left_out(kind: Kind) -> None:
    turn = consulted(begin(OFFICER, "ur"), kind.value)
    told = ABOUT.get(kind.value)
    assert turn.prompts[0].name == "officer.hello"
    assert (turn.prompts[1] == told) if told else (turn.step.name == "officer.urgent")
    assert kind.value in ABOUT or kind in {Kind.OTHER, Kind.UNKNOWN, Kind.NOT_A_TIP}
