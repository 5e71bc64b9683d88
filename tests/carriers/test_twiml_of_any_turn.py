"""Any turn at all is a document that is well-formed, small, and executed by the practice line as meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.carriers.practice.events import Asked, Awaits, Dialled, Ended, EndedBy, Failed, Heard, Spoken
from hotline.carriers.practice.exchange import Exchange
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.twilio import twiml
from hotline.carriers.twilio.twiml import Desk
from ivr_flows.engine import Position, Turn
from ivr_flows.steps import Dial, Digits, Menu, Option, Prompt, Record, Reference, Say
from tests.carriers.far_end import Answer, FarEnd

LANGUAGES = ("ur", "en")
HOTLINE, DESK = "+923640000000", "+923640000015"

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
keys = st.sampled_from([(), (Option("5", "x", "y"),), (Option("042", "x", "y"), Option("*", "z", "y"))])
records = st.builds(
    Record,
    names,
    prompts,
    st.just("what"),
    st.just("y"),
    st.just("z"),
    max_seconds=seconds,
    silence_seconds=seconds,
    options=keys,
)
numbers = st.builds(
    Digits,
    names,
    prompts,
    st.just("reference"),
    st.just("y"),
    st.just("z"),
    length=st.integers(1, 12),
    silence_seconds=seconds,
)
dials = st.builds(
    Dial,
    names,
    prompts,
    st.just("person"),
    st.just("y"),
    st.just("z"),
    st.just("person"),
    seconds=seconds,
)
steps = st.one_of(menus, records, numbers, dials, st.builds(Say, names, prompts))
turns = st.builds(
    lambda step, said, language, turn: Turn(
        Position(language, step.name, turn, 0), said, step, over=isinstance(step, Say)
    ),
    steps,
    prompts,
    st.sampled_from(LANGUAGES),
    st.integers(0, 999),
)
desks = st.one_of(st.none(), st.builds(Desk, st.sampled_from(["", DESK]), st.sampled_from(["", HOTLINE])))


@pytest.fixture(scope="module")
def stage():
    with FarEnd() as far_end:
        exchange = Exchange("AC" + "0" * 32, "0" * 32, far_end.url)
        yield far_end, exchange
        exchange.close()


@given(turn=turns, reference=st.one_of(st.none(), st.from_regex(r"\A[0-9]{8}\Z")), desk=desks)
def test_any_turn_is_a_document_that_the_practice_line_executes(stage, turn, reference, desk):
    far_end, exchange = stage
    document = twiml.render_turn(
        turn,
        lambda name, language: f"{far_end.url}/prompts/{language}/{len(name)}.wav",
        f"{far_end.url}/answer",
        reference,
        desk,
    )
    assert len(document) < 64 * 1024
    far_end.answer = lambda sent: Answer(
        document if sent.path.endswith("incoming") else b"<Response><Hangup/></Response>"
    )
    line = PracticeLine.dial(exchange, "+923640009001", HOTLINE)
    events = line.start()
    assert not [event for event in events if isinstance(event, Failed | Spoken)]
    digits = sum(8 for said in turn.prompts if isinstance(said, Reference) and reference)
    said = sum(1 for said in turn.prompts if isinstance(said, Prompt))
    assert sum(isinstance(event, Heard) for event in events) == said + digits
    step = turn.step
    if isinstance(step, Say | Dial):
        assert events[-1] == Ended(EndedBy.HOTLINE, events[-1].seconds)
        called = isinstance(step, Dial) and desk is not None and desk.number and desk.caller_id
        dialled = [event for event in events if isinstance(event, Dialled)]
        assert dialled == ([Dialled(DESK, answered=False, seconds=step.seconds)] if called else [])
        return
    asked = events[-1]
    assert isinstance(asked, Asked)
    assert (asked.kind, asked.optional) == (Awaits.KEYS, isinstance(step, Record))
    if isinstance(step, Record):
        asked = line.silent()[-1]
        assert asked.kind is Awaits.RECORDING
    assert asked.seconds == step.silence_seconds
