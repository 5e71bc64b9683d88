"""A position names a step exactly: what is forged, or from flows since changed, is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr_flows.engine import Position, UnknownPosition

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
    "ur.danger.call.0.1",
    "ur.danger.desk.0.0",
    "ur.called_before.received.0.0",
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


@pytest.mark.parametrize("address", ["ur.report_tip.kind.0.0", "en.sms_tip.place.7.1", "ur.person.call.9.0"])
def test_a_true_position_is_accepted(address: str) -> None:
    assert str(Position.parse(address)) == address
