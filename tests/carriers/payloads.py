"""Webhooks byte for byte as they come over the wire, and a signature made without our code or the SDK."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

TOKEN = "0123456789abcdef0123456789abcdef"
PUBLIC_URL = "https://raabta.example"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"

INCOMING_CALL = (
    b"AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&ApiVersion=2010-04-01&CallSid=CA11111111111111111111111111111111"
    b"&CallStatus=ringing&CallToken=%257B%2522parentCallInfoToken%2522%253A%2522x%2522%257D&Called=%2B923640000000"
    b"&CalledCity=&CalledCountry=PK&CalledState=&CalledZip=&Caller=%2B923640009001&CallerCity=&CallerCountry=PK"
    b"&CallerState=&CallerZip=&Direction=inbound&From=%2B923640009001&FromCity=&FromCountry=PK&FromState=&FromZip="
    b"&To=%2B923640000000&ToCity=&ToCountry=PK&ToState=&ToZip="
)
KEY_PRESSED = INCOMING_CALL.replace(b"ringing", b"in-progress") + b"&Digits=1&FinishedOnKey=&msg=Gather+End"
NO_KEY_PRESSED = INCOMING_CALL.replace(b"ringing", b"in-progress") + b"&Digits=&FinishedOnKey=&msg=Gather+End"
RECORDED = INCOMING_CALL.replace(b"ringing", b"in-progress") + (
    b"&RecordingUrl=https%3A%2F%2Fapi.twilio.com%2F2010-04-01%2FAccounts%2FACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    b"%2FRecordings%2FRE33333333333333333333333333333333&RecordingSid=RE33333333333333333333333333333333"
    b"&RecordingDuration=7&Digits=%23"
)
HUNG_UP_WHILE_RECORDING = RECORDED.replace(b"Digits=%23", b"Digits=hangup").replace(
    b"CallStatus=in-progress", b"CallStatus=completed"
)
ENDED = INCOMING_CALL.replace(b"ringing", b"completed") + (
    b"&CallDuration=42&Duration=1&Timestamp=Tue%2C+24+Nov+2026+07%3A00%3A00+%2B0000&SequenceNumber=0"
    b"&CallbackSource=call-progress-events"
)
# The hotline's own call to a person who let it ring once: the ends are the other way round.
CALLED_BACK = (
    INCOMING_CALL.replace(b"ringing", b"in-progress")
    .replace(b"Direction=inbound", b"Direction=outbound-api")
    .replace(b"Called=%2B923640000000", b"Called=%2B923640009001")
    .replace(b"Caller=%2B923640009001", b"Caller=%2B923640000000")
    .replace(b"From=%2B923640009001", b"From=%2B923640000000")
    .replace(b"To=%2B923640000000", b"To=%2B923640009001")
)
DESK_UNANSWERED = INCOMING_CALL.replace(b"ringing", b"in-progress") + (
    b"&DialCallSid=CA55555555555555555555555555555555&DialCallStatus=no-answer&DialBridged=false"
)
DESK_ANSWERED = INCOMING_CALL.replace(b"ringing", b"in-progress") + (
    b"&DialCallSid=CA55555555555555555555555555555555&DialCallStatus=completed&DialCallDuration=42&DialBridged=true"
)
SMS = (
    b"ToCountry=PK&ToState=&SmsMessageSid=SM22222222222222222222222222222222&NumMedia=0&ToCity=&FromZip="
    b"&SmsSid=SM22222222222222222222222222222222&FromState=&SmsStatus=received&FromCity=&Body="
    b"%D8%A8%DA%BE%D9%B9%DB%81+%D9%BE%D8%B1+%D9%84%D9%88%DA%AF+%D8%A8%D9%86%D8%AF+%DB%81%DB%8C%DA%BA+%F0%9F%98%9F"
    b"&FromCountry=PK&To=%2B923640000000&ToZip=&NumSegments=1&MessageSid=SM22222222222222222222222222222222"
    b"&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&From=%2B923640009001&ApiVersion=2010-04-01"
)
DELIVERED = (
    b"SmsSid=SM44444444444444444444444444444444&SmsStatus=delivered&MessageStatus=delivered&To=%2B923640000001"
    b"&MessageSid=SM44444444444444444444444444444444&AccountSid=ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    b"&From=%2B923640000000&ApiVersion=2010-04-01"
)


def form_of(body: bytes, content_type: str = FORM) -> MultiDict[str, str]:
    """The form as the web server reads it from the wire."""
    builder = EnvironBuilder(method="POST", data=body, content_type=content_type)
    try:
        return Request(builder.get_environ()).form
    finally:
        builder.close()


def signed(address: str, body: bytes, token: str = TOKEN) -> str:
    """The documented way: the address, then each field's name and value in order of the names, HMAC-SHA1."""
    fields = sorted(set(parse_qsl(body.decode(), keep_blank_values=True)))
    text = address + "".join(name + value for name, value in fields)
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
