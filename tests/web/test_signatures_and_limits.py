"""The carrier's door: unsigned, wrongly signed, too large or no form at all changes nothing."""

from typing import Any

import pytest
from sqlalchemy import func, select

from hotline.calls.models import Call
from hotline.sms.models import Text
from tests.webhooks import FarEnd

ADDRESSES = [
    "/twilio/calls/incoming",
    "/twilio/calls/answer/ur.report_tip.kind.1.0",
    "/twilio/calls/ended",
    "/twilio/calls/failed",
    "/twilio/sms/incoming",
    "/twilio/sms/failed",
    "/twilio/receipts/7f0b1f0e-3c0a-4c57-9d0c-111111111111",
]


def nothing_happened(runtime: Any) -> bool:
    with runtime.database.transaction() as session:
        rows = [
            session.execute(select(func.count()).select_from(table)).scalar_one() for table in (Call, Text)
        ]
    return rows == [0, 0] and runtime.spool.count() == 0


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "headers",
    [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "AAAA"}, {"X-Twilio-Signature": "\xff\xfe"}],
    ids=["unsigned", "empty", "wrong", "not ASCII"],
)
def test_without_a_signature_nothing_happens(
    client: Any, runtime: Any, address: str, headers: dict[str, str]
) -> None:
    form = {
        "CallSid": "CA1",
        "MessageSid": "SM1",
        "Body": "x",
        "From": "+923640009001",
        "CallStatus": "completed",
    }
    assert client.post(address, data=form, headers=headers).status_code == 403
    assert nothing_happened(runtime)


@pytest.mark.parametrize("address", ADDRESSES)
def test_other_methods_are_refused(client: Any, address: str) -> None:
    assert client.get(address).status_code in (403, 405)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_a_body_that_is_no_form_is_refused(client: Any, runtime: Any, kind: str) -> None:
    carrier = FarEnd(client, runtime)
    signed = carrier.ring().request.headers["X-Twilio-Signature"]
    response = client.post(
        "/twilio/calls/incoming",
        data=b'{"CallSid": "CA2"}',
        headers={"X-Twilio-Signature": signed},
        content_type=kind,
    )
    assert response.status_code == 403


def test_a_truncated_body_no_longer_fits_its_signature(client: Any, runtime: Any) -> None:
    carrier = FarEnd(client, runtime)
    sent = carrier.ring().request
    response = client.post(
        "/twilio/calls/incoming",
        data=b"CallSid=CA123&From=%2B92364",
        headers={"X-Twilio-Signature": sent.headers["X-Twilio-Signature"]},
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_more_than_64_kb_is_refused_unread(client: Any, runtime: Any, address: str) -> None:
    carrier = FarEnd(client, runtime)
    assert carrier.post(address, {"CallSid": "CA1", "Body": "x" * 70_000}).status_code == 413
    assert nothing_happened(runtime)


def test_the_signature_counts_for_its_own_address_only(client: Any, runtime: Any) -> None:
    carrier = FarEnd(client, runtime)
    sent = carrier.ring().request
    response = client.post(
        "/twilio/calls/failed",
        data=carrier.call_form(CallStatus="ringing"),
        headers={"X-Twilio-Signature": sent.headers["X-Twilio-Signature"]},
    )
    assert response.status_code == 403
