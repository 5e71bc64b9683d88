"""All that a practice call is between two answers, and the form fields that the carrier makes of it."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from hotline.carriers.practice.events import Awaits

QUEUED = "queued"
RINGING = "ringing"
IN_PROGRESS = "in-progress"
COMPLETED = "completed"


@dataclass(slots=True)
class CallState:
    """As JSON it may rest in a store until the next answer; `place` is the verb that comes next."""

    call_sid: str
    caller: str
    called: str
    status: str = QUEUED
    document: str = ""
    address: str = ""
    place: int = 0
    awaits: Awaits = Awaits.NOTHING
    typed: str = ""
    prompt_seconds: float = 0.0
    seconds: float = 0.0
    documents: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(**{**kept, "awaits": Awaits(kept["awaits"])})


def call_fields(state: CallState) -> dict[str, str]:
    """What stands in every webhook of a call, the places that the carrier leaves empty included."""
    fields = {"CallSid": state.call_sid, "CallStatus": state.status, "Direction": "inbound"}
    for name, number in (("From", state.caller), ("To", state.called)):
        role = "Caller" if name == "From" else "Called"
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
