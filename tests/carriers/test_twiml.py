"""What the carrier is told to play and ask: well-formed, small, and executed by the practice line as meant."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.carriers.practice.events import Asked, Awaits, Ended, EndedBy, Failed, Heard, Spoken
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.twilio import twiml
from ivr_flows.engine import Heard as Told
from ivr_flows.engine import Position, Turn, again, answer, begin
from ivr_flows.flows import LANGUAGES, PHONE
from ivr_flows.steps import Menu, Option, Prompt, Record, Reference, Say, Words
from tests.carriers.far_end import Answer, FarEnd

ANSWER_URL = "https://raabta.example/twilio/calls/answer/ur.report_tip.kind.3.0"


def prompt_url(name: str, language: str) -> str:
    return f"https://raabta.example/prompts/{language}/{name}.3f2a9c1b.wav"


def rendered(turn: Turn, reference: str | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(twiml.render_turn(turn, prompt_url, ANSWER_URL, reference))


def played(element: ElementTree.Element) -> list[str]:
    return [play.text for play in element.iter("Play")]


def test_a_menu_takes_one_key_also_while_its_prompts_play_and_reports_silence():
    turn = begin(PHONE, "ur")
    (gather,) = rendered(turn)
    assert gather.tag == "Gather"
    assert gather.attrib == {
        "input": "dtmf",
        "numDigits": "1",
        "timeout": "5",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "action": ANSWER_URL,
        "method": "POST",
    }
    assert played(gather) == [
        prompt_url("choose_language.urdu", "ur"),
        prompt_url("choose_language.english", "en"),
    ]


def recording_turn() -> Turn:
    turn = begin(PHONE, "ur")
    for keys in ("1", "3", "1"):
        turn = answer(turn.position, Told(digits=keys)).turn
    assert isinstance(turn.step, Record)
    return turn


def test_a_recording_ends_with_hash_or_silence_and_an_empty_one_comes_back_to_the_same_address():
    turn = recording_turn()
    *prompts, record, redirect = rendered(turn)
    assert {prompt.tag for prompt in prompts} == {"Play"}
    assert record.attrib == {
        "maxLength": "60",
        "timeout": "5",
        "finishOnKey": "#",
        "playBeep": "true",
        "action": ANSWER_URL,
        "method": "POST",
    }
    assert (redirect.tag, redirect.attrib, redirect.text) == ("Redirect", {"method": "POST"}, ANSWER_URL)


def test_the_end_reads_the_code_digit_by_digit_in_groups_and_hangs_up():
    turn = begin(PHONE, "en")
    for told in (Told("2"), Told("3"), Told("1"), Told(recording=True), Told(recording=True)):
        turn = answer(turn.position, told).turn
    assert turn.over
    response = rendered(turn, reference="10234567")
    assert response[-1].tag == "Hangup"
    digits = [url.split("digit.")[1][0] for url in played(response) if "digit." in url]
    assert "".join(digits) == "1023456710234567"
    assert [verb.tag for verb in response].count("Pause") == 2
    other = rendered(turn, reference="76543210")
    assert played(other) != played(response)


def test_the_apology_is_said_in_each_language_and_then_the_line_is_free():
    response = ElementTree.fromstring(twiml.apology(prompt_url))
    assert played(response) == [prompt_url("apology.dial_15", "ur"), prompt_url("apology.dial_15", "en")]
    assert response[-1].tag == "Hangup"


def test_without_any_recording_the_apology_is_spoken():
    say, hang_up = ElementTree.fromstring(twiml.SPOKEN_APOLOGY)
    assert (say.tag, hang_up.tag) == ("Say", "Hangup")
    assert "15" in say.text


@pytest.mark.parametrize("words", ['رپورٹ <b> & "کوڈ" 😟', "]]>", "a\x00b\ud800\ufffec", "x" * 1600])
def test_a_reply_by_text_holds_its_words_whatever_is_in_them(words):
    response = ElementTree.fromstring(twiml.sms_reply(words))
    clean = words.replace("\x00", "").replace("\ud800", "").replace("\ufffe", "")
    assert [message.text for message in response] == [clean]


@pytest.mark.parametrize("words", [None, ""])
def test_no_reply_is_an_empty_document(words):
    assert list(ElementTree.fromstring(twiml.sms_reply(words))) == []


def test_the_phone_cannot_ask_for_a_text():
    words = Words("w", (), "what", "x")
    with pytest.raises(TypeError):
        twiml.render_turn(
            Turn(Position("ur", "w", 0, 0), (), words, over=False), prompt_url, ANSWER_URL, None
        )


def test_a_turn_is_rendered_once_and_then_remembered():
    turn = again(Position.parse("ur.report_tip.kind.7.1"))
    first = twiml.render_turn(turn, prompt_url, ANSWER_URL, None)
    assert twiml.render_turn(turn, prompt_url, ANSWER_URL, "12345678") is first
    elsewhere = twiml.render_turn(turn, prompt_url, ANSWER_URL + "x", None)
    assert elsewhere != first


names = st.text(alphabet="abcz._&<>\"'é پ", min_size=1, max_size=12)
prompts = st.lists(
    st.one_of(st.builds(Prompt, names, names, st.sampled_from([None, *LANGUAGES])), st.builds(Reference)),
    max_size=12,
).map(tuple)
seconds = st.integers(1, 60)
menus = st.builds(
    Menu,
    names,
    prompts,
    st.just("kind"),
    st.just((Option("1", "x", "y"),)),
    st.just("y"),
    st.just("unknown"),
    silence_seconds=seconds,
)
records = st.builds(
    Record, names, prompts, st.just("what"), st.just("y"), max_seconds=seconds, silence_seconds=seconds
)
steps = st.one_of(menus, records, st.builds(Say, names, prompts))
turns = st.builds(
    lambda step, said, language, turn: Turn(
        Position(language, step.name, turn, 0), said, step, over=isinstance(step, Say)
    ),
    steps,
    prompts,
    st.sampled_from(LANGUAGES),
    st.integers(0, 999),
)


@pytest.fixture(scope="module")
def stage():
    with FarEnd() as far_end:
        exchange = Exchange("AC" + "0" * 32, "0" * 32, far_end.url)
        yield far_end, exchange
        exchange.close()


@given(turn=turns, reference=st.one_of(st.none(), st.from_regex(r"\A[0-9]{8}\Z")))
def test_any_turn_is_a_document_that_the_practice_line_executes(stage, turn, reference):
    far_end, exchange = stage
    document = twiml.render_turn(
        turn,
        lambda name, language: f"{far_end.url}/prompts/{language}/{len(name)}.wav",
        far_end.url,
        reference,
    )
    assert len(document) < 64 * 1024
    far_end.answer = lambda sent: Answer(document) if sent.path.endswith("incoming") else Answer()
    line = PracticeLine.dial(exchange, "+923640009001", "+923640000000")
    events = line.start()
    assert not [event for event in events if isinstance(event, Failed | Spoken)]
    digits = sum(8 for said in turn.prompts if isinstance(said, Reference) and reference)
    said = sum(1 for said in turn.prompts if isinstance(said, Prompt))
    assert sum(isinstance(event, Heard) for event in events) == said + digits
    if turn.over:
        assert events[-1] == Ended(EndedBy.HOTLINE, events[-1].seconds)
    else:
        kind = Awaits.KEYS if isinstance(turn.step, Menu) else Awaits.RECORDING
        assert isinstance(events[-1], Asked)
        assert (events[-1].kind, events[-1].seconds) == (kind, turn.step.silence_seconds)
