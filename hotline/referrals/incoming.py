"""What any carrier can tell us about the fate of a referral's SMS, in our words."""

from dataclasses import dataclass
from enum import StrEnum


class ReceiptStatus(StrEnum):
    """How far the carrier got: `UNDELIVERED` may be tried again, `FAILED` never; the carrier's folder decides which."""

    ON_ITS_WAY = "on_its_way"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One delivery report; `code` is the carrier's own error code or empty."""

    carrier_id: str
    status: ReceiptStatus
    code: str
