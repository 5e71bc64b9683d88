"""What a webhook's form says, in our words; unknown fields are left alone: new ones come unannounced."""

from werkzeug.datastructures import MultiDict

from hotline.calls.incoming import Answer, EndedCall, IncomingCall, RecordingLink
from hotline.carriers.twilio.codes import NEVER_AGAIN
from hotline.errors import WebhookUnreadable
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.sms.incoming import IncomingSms
from ivr_flows.engine import Heard

Form = MultiDict[str, str]

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""The call statuses after which nothing more is said in the call."""

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""The words of a call's status after which nothing follows."""

KEYS = frozenset("0123456789*#")
LONGEST_ID = 64
LONGEST_NUMBER = 64
LONGEST_ADDRESS = 2000
LONGEST_COUNT = 9

RECEIPTS = {
    "sent": ReceiptStatus.SENT,
    "delivered": ReceiptStatus.DELIVERED,
    "read": ReceiptStatus.DELIVERED,
    "undelivered": ReceiptStatus.UNDELIVERED,
    "failed": ReceiptStatus.UNDELIVERED,
    "canceled": ReceiptStatus.FAILED,
}


def incoming_call(form: Form) -> IncomingCall:
    return IncomingCall(_id(form, "CallSid"), _number(form, "From"), _number(form, "To"))


def answer(form: Form) -> Answer:
    """Keys, a recording, words, or none of them: silence."""
    recording = _recording(form)
    # At the end of a recording `Digits` is the key that ended it, or "hangup": not an answer.
    digits = "" if recording else "".join(key for key in _text(form, "Digits") if key in KEYS)
    heard = Heard(digits=digits, recording=recording is not None, words=_text(form, "SpeechResult").strip())
    return Answer(_id(form, "CallSid"), heard, recording, _number(form, "From"), _number(form, "To"))


def ended_call(form: Form) -> EndedCall:
    return EndedCall(_id(form, "CallSid"), _text(form, "CallStatus"), _count(form, "CallDuration"))


def incoming_sms(form: Form) -> IncomingSms:
    return IncomingSms(
        _id(form, "MessageSid", "SmsSid"),
        _number(form, "From"),
        _number(form, "To"),
        _text(form, "Body"),
        _count(form, "NumMedia") or 0,
    )


def receipt(form: Form) -> Receipt:
    """A status new to us counts as on its way, a failure with a code new to us as one to try again: neither may
    close a referral."""
    word = (_text(form, "MessageStatus") or _text(form, "SmsStatus")).lower()
    status = RECEIPTS.get(word, ReceiptStatus.ON_ITS_WAY)
    if status is ReceiptStatus.UNDELIVERED and _count(form, "ErrorCode") in NEVER_AGAIN:
        status = ReceiptStatus.FAILED
    return Receipt(_id(form, "MessageSid", "SmsSid"), status, failure_code(form))


def failure_code(form: Form) -> str:
    """Why the carrier came to a fallback address, as its own code; empty when it does not say."""
    return _text(form, "ErrorCode")[:LONGEST_ID]


def _recording(form: Form) -> RecordingLink | None:
    url = _text(form, "RecordingUrl").strip()
    if not url or len(url) > LONGEST_ADDRESS:
        return None
    return RecordingLink(url, _count(form, "RecordingDuration") or 0)


def _id(form: Form, *names: str) -> str:
    for name in names:
        text = _text(form, name).strip()
        if text and len(text) <= LONGEST_ID and text.isascii():
            return text
    raise WebhookUnreadable(f"no {' or '.join(names)} in the webhook")


def _number(form: Form, name: str) -> str:
    return _text(form, name).strip()[:LONGEST_NUMBER]


def _count(form: Form, name: str) -> int | None:
    text = _text(form, name).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_COUNT else None


def _text(form: Form, name: str) -> str:
    """The field without what no database column takes: a zero byte, or half of a surrogate pair."""
    return form.get(name, "").replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
