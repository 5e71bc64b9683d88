"""What any carrier can tell us about a call, in our words."""

from dataclasses import dataclass

from ivr_flows.engine import Heard


@dataclass(frozen=True, slots=True)
class IncomingCall:
    """A call that arrives. `caller` and `called` are as the carrier wrote them, withheld or malformed included."""

    carrier_id: str
    caller: str
    called: str


@dataclass(frozen=True, slots=True)
class RecordingLink:
    """Where the carrier keeps a recording until we fetch it; `seconds` as the carrier counted."""

    url: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller did at the step the answer address names; `hung_up` in the middle of what is recorded."""

    carrier_id: str
    heard: Heard
    recording: RecordingLink | None
    caller: str
    called: str
    hung_up: bool = False


@dataclass(frozen=True, slots=True)
class EndedCall:
    """The carrier's word that a call is over; `status` is the carrier's own word, `seconds` None when it gave none."""

    carrier_id: str
    status: str
    seconds: int | None
