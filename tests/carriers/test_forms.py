"""What a webhook says, in our words."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from hotline.calls.incoming import Answer, EndedCall, IncomingCall, RecordingLink
from hotline.carriers.twilio import forms
from hotline.errors import WebhookUnreadable
from hotline.referrals.incoming import Receipt, ReceiptStatus
from hotline.sms.incoming import IncomingSms
from ivr_flows.engine import Heard
from tests.carriers import payloads
from tests.carriers.payloads import form_of

CALL = "CA11111111111111111111111111111111"
CALLER, HOTLINE = "+923640009001", "+923640000000"
RECORDING = (
    "https://api.twilio.com/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "/Recordings/RE33333333333333333333333333333333"
)


def test_a_call_that_arrives():
    assert forms.incoming_call(form_of(payloads.INCOMING_CALL)) == IncomingCall(CALL, CALLER, HOTLINE)


def test_a_key_is_an_answer_and_no_key_is_silence():
    pressed = forms.answer(form_of(payloads.KEY_PRESSED))
    assert pressed == Answer(CALL, Heard(digits="1"), None, CALLER, HOTLINE)
    assert forms.answer(form_of(payloads.NO_KEY_PRESSED)).heard == Heard()
    # What a redirect after an empty recording sends.
    assert forms.answer(form_of(payloads.INCOMING_CALL)).heard == Heard()


@pytest.mark.parametrize("body", [payloads.RECORDED, payloads.HUNG_UP_WHILE_RECORDING])
def test_the_key_that_ends_a_recording_or_the_hang_up_is_not_an_answer(body):
    answer = forms.answer(form_of(body))
    assert answer.heard == Heard(recording=True)
    assert answer.recording == RecordingLink(RECORDING, 7)


@pytest.mark.parametrize(
    ("key", "digits"),
    [("0", "0"), ("9", "9"), ("#", ""), ("*", ""), ("5", ""), ("", ""), ("hangup", ""), ("09", "")],
)
def test_the_keys_for_a_person_and_for_danger_count_also_at_the_end_of_a_recording(key, digits):
    form = MultiDict({"CallSid": CALL, "RecordingUrl": RECORDING, "Digits": key})
    assert forms.answer(form).heard == Heard(digits=digits, recording=True)


@pytest.mark.parametrize(
    ("sent", "digits"),
    [
        ("1hangup*٣#", "1*"),
        ("042#", "042"),
        ("10234567", "10234567"),
        ("#", "#"),
        ("##", "#"),
        ("*", "*"),
        ("4#2", "4#2"),
        ("0", "0"),
        ("", ""),
    ],
)
def test_only_keys_of_a_telephone_count_and_a_hash_behind_them_ends_them(sent, digits):
    assert forms.answer(MultiDict({"CallSid": CALL, "Digits": sent})).heard == Heard(digits=digits)


def test_whether_a_desk_was_reached():
    assert forms.answer(form_of(payloads.DESK_ANSWERED)) == Answer(
        CALL, Heard(dialled=True), None, CALLER, HOTLINE
    )
    assert forms.answer(form_of(payloads.DESK_UNANSWERED)).heard == Heard(dialled=False)


@pytest.mark.parametrize(
    ("status", "dialled"),
    [
        ("completed", True),
        ("answered", True),
        ("busy", False),
        ("no-answer", False),
        ("failed", False),
        ("canceled", False),
        ("a word of next year", False),
        ("", None),
    ],
)
def test_a_desk_is_reached_only_where_the_carrier_says_so(status, dialled):
    form = MultiDict({"CallSid": CALL, "DialCallStatus": status})
    assert forms.answer(form).heard == Heard(dialled=dialled)


def test_in_a_call_that_the_hotline_placed_the_person_is_the_caller_all_the_same():
    form = form_of(payloads.CALLED_BACK)
    assert (form["From"], form["To"]) == (HOTLINE, CALLER)
    assert forms.incoming_call(form) == IncomingCall(CALL, CALLER, HOTLINE)
    answer = forms.answer(form)
    assert (answer.caller, answer.called) == (CALLER, HOTLINE)


@pytest.mark.parametrize("seconds", ["", "x", "-1", "1.5", "٧", "9" * 30])
def test_a_recording_whose_length_cannot_be_read_is_kept_all_the_same(seconds):
    form = MultiDict({"CallSid": CALL, "RecordingUrl": RECORDING, "RecordingDuration": seconds})
    assert forms.answer(form).recording == RecordingLink(RECORDING, 0)


def test_a_call_that_ended():
    assert forms.ended_call(form_of(payloads.ENDED)) == EndedCall(CALL, "completed", 42)
    assert forms.ended_call(MultiDict({"CallSid": CALL, "CallStatus": "no-answer"})).seconds is None
    assert "no-answer" in forms.OVER
    assert "in-progress" not in forms.OVER


def test_a_text_in_urdu_with_an_emoji():
    assert forms.incoming_sms(form_of(payloads.SMS)) == IncomingSms(
        "SM22222222222222222222222222222222", CALLER, HOTLINE, "بھٹہ پر لوگ بند ہیں 😟", 0
    )


@pytest.mark.parametrize(
    "number", ["anonymous", "+266696687", "Restricted", "", "+", "sip:x@y", "+92\x00364"]
)
def test_a_withheld_or_malformed_number_is_handed_on_as_it_is(number):
    assert forms.incoming_sms(MultiDict({"MessageSid": "SM1", "From": number})).sender == number.replace(
        "\x00", ""
    )


def test_what_no_database_column_takes_is_taken_out_of_a_text():
    assert forms.incoming_sms(MultiDict({"MessageSid": "SM1", "Body": "a\x00b\ud83d"})).body == "ab?"


@pytest.mark.parametrize(
    ("word", "code", "status"),
    [
        ("queued", "", ReceiptStatus.ON_ITS_WAY),
        ("sending", "", ReceiptStatus.ON_ITS_WAY),
        ("a word of next year", "", ReceiptStatus.ON_ITS_WAY),
        ("sent", "", ReceiptStatus.SENT),
        ("delivered", "", ReceiptStatus.DELIVERED),
        ("read", "", ReceiptStatus.DELIVERED),
        ("undelivered", "30003", ReceiptStatus.UNDELIVERED),
        ("undelivered", "30008", ReceiptStatus.UNDELIVERED),
        ("undelivered", "", ReceiptStatus.UNDELIVERED),
        ("failed", "39999", ReceiptStatus.UNDELIVERED),
        ("undelivered", "30006", ReceiptStatus.FAILED),
        ("failed", "21610", ReceiptStatus.FAILED),
        ("undelivered", "30004", ReceiptStatus.FAILED),
        ("undelivered", "30005", ReceiptStatus.FAILED),
        ("undelivered", "30007", ReceiptStatus.UNDELIVERED),
        ("failed", "30002", ReceiptStatus.UNDELIVERED),
        ("canceled", "", ReceiptStatus.UNDELIVERED),
    ],
)
def test_a_receipt_says_whether_the_number_may_be_tried_again(word, code, status):
    form = MultiDict({"MessageSid": "SM1", "MessageStatus": word, "ErrorCode": code})
    assert forms.receipt(form) == Receipt("SM1", status, code)


def test_a_receipt_as_it_comes_over_the_wire():
    delivered = forms.receipt(form_of(payloads.DELIVERED))
    assert delivered == Receipt("SM44444444444444444444444444444444", ReceiptStatus.DELIVERED, "")


@pytest.mark.parametrize(
    "read", [forms.incoming_call, forms.answer, forms.ended_call, forms.incoming_sms, forms.receipt]
)
@pytest.mark.parametrize("id_", [None, "", " ", "\x00", "C" * 65, "سید"])
def test_a_webhook_without_an_id_is_unreadable(read, id_):
    fields = {} if id_ is None else {"CallSid": id_, "MessageSid": id_, "SmsSid": id_}
    with pytest.raises(WebhookUnreadable):
        read(MultiDict(fields))


@given(st.dictionaries(st.sampled_from([*form_of(payloads.RECORDED), *form_of(payloads.SMS)]), st.text()))
def test_whatever_the_fields_hold_it_is_read_or_called_unreadable(fields):
    for read in (forms.incoming_call, forms.answer, forms.ended_call, forms.incoming_sms, forms.receipt):
        try:
            told = "".join(map(str, astuple(read(MultiDict(fields)))))
        except WebhookUnreadable:
            continue
        assert "\x00" not in told
        assert told.encode()
