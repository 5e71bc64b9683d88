"""All that a practice call is between two answers, and the form fields that the carrier makes of it."""

import secrets
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from hotline.carriers.practice.events import Awaits

QUEUED = "queued"
RINGING = "ringing"
IN_PROGRESS = "in-progress"
COMPLETED = "completed"
BUSY = "busy"
NO_ANSWER = "no-answer"
OVER = frozenset({COMPLETED, BUSY, NO_ANSWER})

TO_THE_HOTLINE = "inbound"
FROM_THE_HOTLINE = "outbound-api"


@dataclass(slots=True)
class CallState:
    """As JSON it may rest in a store until the next answer; `place` is the verb that comes next.

    `caller` is the person and `called` the hotline, whichever of them placed the call. `seconds` count from the
    answer; `heard_seconds` are those of them in which prompts played, with the pauses between their words.
    `prompt_seconds` is the length of the prompts that a key may still cut short, and `prompt_ends` tells after how
    many seconds of them each recording ends.
    """

    call_sid: str
    caller: str
    called: str
    first_url: str = ""
    direction: str = TO_THE_HOTLINE
    desk_answers: bool = False
    status: str = QUEUED
    document: str = ""
    address: str = ""
    place: int = 0
    awaits: Awaits = Awaits.NOTHING
    typed: str = ""
    prompt_seconds: float = 0.0
    prompt_ends: list[float] = field(default_factory=list)
    seconds: float = 0.0
    heard_seconds: float = 0.0
    documents: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(**{**kept, "awaits": Awaits(kept["awaits"])})


def call_fields(state: CallState) -> dict[str, str]:
    """What stands in every webhook of a call, the places that the carrier leaves empty included."""
    fields = {"CallSid": state.call_sid, "CallStatus": state.status, "Direction": state.direction}
    by_caller = state.direction == TO_THE_HOTLINE
    sender, receiver = (state.caller, state.called) if by_caller else (state.called, state.caller)
    for name, role, number in (("From", "Caller", sender), ("To", "Called", receiver)):
        fields |= {name: number, role: number}
        for end in (name, role):
            fields |= {f"{end}City": "", f"{end}State": "", f"{end}Zip": "", f"{end}Country": "PK"}
    return fields


def recording_fields(url: str, seconds: float, digits: str) -> dict[str, str]:
    """What Record's action adds; `digits` is the key that ended it, or "hangup"."""
    return {
        "RecordingUrl": url,
        "RecordingSid": url.rpartition("/")[2],
        # The carrier reports no recording of zero seconds.
        "RecordingDuration": str(max(1, round(seconds))),
        "Digits": digits,
    }


def dialling_fields(answered: bool, seconds: float) -> dict[str, str]:
    """What Dial's action adds; `seconds` are those spoken with the desk."""
    return {
        "DialCallStatus": COMPLETED if answered else NO_ANSWER,
        "DialCallSid": new_call_sid(),
        "DialCallDuration": str(round(seconds)),
        "DialBridged": "true" if answered else "false",
    }


def new_call_sid() -> str:
    return f"CA{secrets.token_hex(16)}"
