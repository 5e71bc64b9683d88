"""A practice handset to text from: sends one SMS to the hotline, and shows what came back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from hotline.carriers.practice import inbox
from hotline.carriers.practice.call import read_document
from hotline.carriers.practice.events import Failed
from hotline.carriers.practice.exchange import Exchange, WebhookFailed
from hotline.database import Database
from hotline.sms.incoming import Media
from hotline.sms.segments import count

INCOMING = "/twilio/sms/incoming"
FALLBACK = "/twilio/sms/failed"


@dataclass(frozen=True, slots=True)
class Texted:
    """What one text led to: the replies, in order, and what failed on the way."""

    message_id: str
    replies: tuple[str, ...]
    failures: tuple[Failed, ...]


def send_text(
    exchange: Exchange, sender: str, recipient: str, body: str, media: Sequence[Media] = ()
) -> Texted:
    """Send one SMS over signed HTTP; when that fails, to the fallback address, like the real carrier."""
    message_id = f"{'MM' if media else 'SM'}{secrets.token_hex(16)}"
    fields = {
        "MessageSid": message_id,
        "SmsSid": message_id,
        "SmsMessageSid": message_id,
        "SmsStatus": "received",
        "From": sender,
        "To": recipient,
        "Body": body,
        **_media_fields(media),
        "NumSegments": str(count(body).segments),
        "FromCity": "",
        "FromState": "",
        "FromZip": "",
        "FromCountry": "PK",
        "ToCity": "",
        "ToState": "",
        "ToZip": "",
        "ToCountry": "PK",
    }
    failures: list[Failed] = []
    address = exchange.public_url + INCOMING
    for url in (address, exchange.public_url + FALLBACK):
        try:
            replies = _replies(read_document(exchange.post(url, fields).body))
            return Texted(message_id, replies, tuple(failures))
        except WebhookFailed as failure:
            failures.append(Failed(failure.code, url, failure.why))
            fields |= {"ErrorCode": str(failure.code), "ErrorUrl": address}
    return Texted(message_id, (), tuple(failures))


def text_hotline(
    database: Database,
    exchange: Exchange,
    sender: str,
    recipient: str,
    body: str,
    media: Sequence[Media] = (),
) -> Texted:
    """The same, and the replies arrive on the sender's handset."""
    texted = send_text(exchange, sender, recipient, body, media)
    with database.transaction() as session:
        for reply in texted.replies:
            inbox.put(session, sender, recipient, reply)
    return texted


def _media_fields(media: Sequence[Media]) -> dict[str, str]:
    fields = {"NumMedia": str(len(media))}
    for number, medium in enumerate(media):
        fields |= {f"MediaUrl{number}": medium.url, f"MediaContentType{number}": medium.content_type}
    return fields


def _replies(verbs: list[Element]) -> tuple[str, ...]:
    return tuple("".join(verb.itertext()).strip() for verb in verbs if verb.tag == "Message")
