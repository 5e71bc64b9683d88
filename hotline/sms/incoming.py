"""What any carrier can tell us about a text that comes in, in our words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncomingSms:
    """One text; `sender` as the carrier wrote it, withheld or malformed included."""

    carrier_id: str
    sender: str
    recipient: str
    body: str
    media_count: int
