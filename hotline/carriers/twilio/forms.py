"""What a webhook's form says, in our words; unknown fields are left alone: new ones come unannounced."""

from werkzeug.datastructures import MultiDict

from hotline.calls.incoming import Answer, EndedCall, IncomingCall, RecordingLink
from hotline.carriers.twilio.codes import OF_THE_NUMBER
from hotline.errors import WebhookUnreadable
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.sms.incoming import IncomingSms, Media
from ivr_flows.engine import Heard

Form = MultiDict[str, str]

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""The words of a call's status after which nothing follows."""

# A call that the hotline itself placed: the carrier then names the hotline first.
CALLED_BACK = "outbound-api"
# "answered" is said of a conference only, but it means the same.
REACHED = frozenset({"completed", "answered"})

KEYS = frozenset("0123456789*#")
# What stands in a key's place when the caller hung up in the middle of a recording.
HANGUP = "hangup"
# The keys that mean something also at the end of a recording: a person, danger now.
KEYS_AFTER_SPEECH = frozenset("09")
LONGEST_ID = 64
LONGEST_NUMBER = 64
LONGEST_ADDRESS = 2000
LONGEST_COUNT = 9
LONGEST_TYPE = 100
MOST_MEDIA = 10

RECEIPTS = {
    "sent": ReceiptStatus.SENT,
    "delivered": ReceiptStatus.DELIVERED,
    "read": ReceiptStatus.DELIVERED,
    "undelivered": ReceiptStatus.UNDELIVERED,
    "failed": ReceiptStatus.UNDELIVERED,
    "canceled": ReceiptStatus.UNDELIVERED,
}


def incoming_call(form: Form) -> IncomingCall:
    caller, called = _both_ends(form)
    return IncomingCall(_id(form, "CallSid"), caller, called)


def answer(form: Form) -> Answer:
    """Keys, a recording, words, how the call to a desk went, or none of them: silence."""
    recording = _recording(form)
    heard = Heard(
        digits=_key_after_speech(form) if recording else _digits(form),
        recording=recording is not None,
        words=_text(form, "SpeechResult").strip(),
        dialled=_dialled(form),
    )
    caller, called = _both_ends(form)
    hung_up = recording is not None and _text(form, "Digits") == HANGUP
    return Answer(_id(form, "CallSid"), heard, recording, caller, called, hung_up)


def ended_call(form: Form) -> EndedCall:
    return EndedCall(_id(form, "CallSid"), _text(form, "CallStatus"), _count(form, "CallDuration"))


def incoming_sms(form: Form) -> IncomingSms:
    return IncomingSms(
        _id(form, "MessageSid", "SmsSid"),
        _number(form, "From"),
        _number(form, "To"),
        _text(form, "Body"),
        _count(form, "NumMedia") or 0,
        _media(form),
    )


def receipt(form: Form) -> Receipt:
    """A status new to us counts as on its way. Only a fault of the number is never tried again there: whatever else a
    carrier fails by, it may get over it, or another one be given the message."""
    word = (_text(form, "MessageStatus") or _text(form, "SmsStatus")).lower()
    status = RECEIPTS.get(word, ReceiptStatus.ON_ITS_WAY)
    if status is ReceiptStatus.UNDELIVERED and _count(form, "ErrorCode") in OF_THE_NUMBER:
        status = ReceiptStatus.FAILED
    return Receipt(_id(form, "MessageSid", "SmsSid"), status, failure_code(form))


def failure_code(form: Form) -> str:
    """Why the carrier came to a fallback address, as its own code; empty when it does not say."""
    return _text(form, "ErrorCode")[:LONGEST_ID]


def _both_ends(form: Form) -> tuple[str, str]:
    """The person's number and the hotline's, whichever of them called."""
    ends = _number(form, "From"), _number(form, "To")
    return (ends[1], ends[0]) if _text(form, "Direction") == CALLED_BACK else ends


def _digits(form: Form) -> str:
    """The keys pressed, without the hash that says "done" behind others; alone it is an answer."""
    digits = "".join(key for key in _text(form, "Digits") if key in KEYS)
    return digits.rstrip("#") or digits[:1]


def _key_after_speech(form: Form) -> str:
    """The key that ended a recording, where it asks for something; the carrier also writes "hangup" there."""
    key = _text(form, "Digits")
    return key if key in KEYS_AFTER_SPEECH else ""


def _dialled(form: Form) -> bool | None:
    """Whether the desk was reached; None where none was called."""
    status = _text(form, "DialCallStatus").strip().lower()
    return status in REACHED if status else None


def _recording(form: Form) -> RecordingLink | None:
    url = _text(form, "RecordingUrl").strip()
    if not url or len(url) > LONGEST_ADDRESS:
        return None
    return RecordingLink(url, _count(form, "RecordingDuration") or 0)


def _media(form: Form) -> tuple[Media, ...]:
    """Every medium that has an address, whatever the carrier counted."""
    said = (
        (_text(form, f"MediaUrl{number}").strip(), _text(form, f"MediaContentType{number}"))
        for number in range(MOST_MEDIA)
    )
    return tuple(
        Media(url, kind.strip()[:LONGEST_TYPE]) for url, kind in said if 0 < len(url) <= LONGEST_ADDRESS
    )


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
