"""What single answers do: the language from then on, the second try, a code, a text that names its place."""

import pytest

from ivr_flows.engine import Answered, Heard, Position, Turn, again, answer, consulted
from ivr_flows.flows import STEPS
from ivr_flows.phrases import GOODBYE
from ivr_flows.steps import Prompt, Reference


def _press(position: str, digits: str) -> Answered:
    return answer(Position.parse(position), Heard(digits))


def _names(turn: Turn) -> list[str]:
    return [said.name for said in turn.prompts if isinstance(said, Prompt)]


def test_the_language_chosen_is_spoken_from_then_on() -> None:
    answered = _press("ur.choose_language.language.0.0", "2")
    assert str(answered.turn.position) == "en.main.menu.1.0"
    assert (answered.noted.fact, answered.noted.value) == ("language", "en")


def test_silence_at_the_first_question_means_urdu() -> None:
    answered = _press("ur.choose_language.language.0.0", "")
    assert str(answered.turn.position) == "ur.main.menu.1.0"


def test_who_cannot_speak_is_on_the_silent_path_with_one_key() -> None:
    answered = _press("ur.choose_language.language.0.0", "5")
    assert str(answered.turn.position) == "ur.silent.danger.1.0"
    assert (answered.noted.fact, answered.noted.value) == ("wish", "silent")


def test_the_star_says_a_step_again_without_using_up_a_try() -> None:
    answered = _press("ur.report_tip.kind.4.1", "*")
    assert str(answered.turn.position) == "ur.report_tip.kind.5.1"
    assert answered.noted.fact is None


def test_the_second_try_says_why_and_is_not_longer() -> None:
    first = again(Position.parse("ur.where.province.1.0"))
    after_key = _press("ur.where.province.1.0", "8").turn
    after_silence = _press("ur.where.province.1.0", "").turn
    assert _names(after_key)[0] == "sorry.not_understood"
    assert _names(after_silence)[0] == "sorry.not_heard"
    assert len(after_key.prompts) == len(after_silence.prompts) <= len(first.prompts)


def test_three_wrong_keys_lead_to_own_words() -> None:
    at = again(Position.parse("ur.main.menu.1.0"))
    for _ in range(3):
        assert at.step.name == "main.menu"
        at = _press(str(at.position), "7").turn
    assert at.step.name == "anyway.words"


def test_a_recording_is_noted_without_its_words() -> None:
    answered = answer(Position.parse("en.report_tip.what.6.0"), Heard(digits="#", recording=True))
    assert answered.noted.fact == "what"
    assert answered.noted.value == "recorded"
    assert answered.noted.understood
    assert answered.turn.step.name == "callback.wanted"


def test_the_code_is_read_twice_before_the_goodbye() -> None:
    thanks = again(Position.parse("ur.report_tip.thanks.9.0"))
    assert thanks.over
    assert thanks.prompts.count(Reference()) == 2
    assert thanks.prompts[-1] == GOODBYE


@pytest.mark.parametrize("typed", ["1234567", "123456789", "١٢٣٤٥٦٧٨", "1234 678", "12345678#"])
def test_what_is_not_eight_digits_is_no_code(typed: str) -> None:
    answered = _press("ur.called_before.code_1.2.0", typed)
    assert answered.turn.step.name == "called_before.code_1"
    assert answered.noted.value is None


def test_a_code_unknown_three_times_leads_to_a_person_or_a_recording() -> None:
    turn = again(Position.parse("ur.called_before.code_1.2.0"))
    said: list[str] = []
    for _ in range(3):
        turn = consulted(_press(str(turn.position), "12345678").turn, "unknown")
        said += _names(turn)
    assert said.count("called_before.not_known") == 3
    assert turn.step.name == "called_before.lost"
    assert _press(str(turn.position), "1").turn.step.name == "person.desk"
    assert _press(str(turn.position), "2").turn.step.name == "anyway.words"
    assert _press(str(turn.position), "").turn.step.name == turn.step.name


def test_a_text_that_names_its_place_is_not_asked_for_it() -> None:
    at = Position.parse("en.sms_tip.message.0.0")
    asked = answer(at, Heard(words="Girls are sold"), frozenset({"which"}))
    thanked = answer(at, Heard(words="Girls are sold in Multan"), frozenset({"which", "place", "danger"}))
    assert _names(asked.turn) == ["sms_tip.received", "sms_tip.place"]
    assert _names(thanked.turn) == ["sms_tip.received", "sms_tip.thanks"]
    assert thanked.turn.over


def test_a_late_answer_after_the_end_hears_the_end_again() -> None:
    answered = _press("ur.report_tip.thanks.9.0", "1")
    assert answered.turn == again(Position.parse("ur.report_tip.thanks.9.0"))
    assert answered.noted.value is None


def test_after_very_many_turns_only_own_words_are_left_to_ask() -> None:
    for name in ("main.menu", "where.punjab_lahore", "callback.safe_word", "danger.message"):
        at = Position("ur", name, 60, STEPS[name].tries - 1)  # type: ignore[union-attr]
        assert answer(at, Heard("9")).turn.step.name == "anyway.words"
    assert answer(Position("ur", "anyway.words", 61, 0), Heard("5")).turn.over
