"""Who may enter where: every address has a door, and the doors are these."""

from typing import Any

import pytest
from flask import Blueprint, Flask

from hotline.web.doors import DoorMissing, hang

DOORS = {
    "calls": "carrier_signature",
    "missed_calls": "carrier_signature",
    "officers": "carrier_signature",
    "sms": "carrier_signature",
    "receipts": "carrier_signature",
    "front": "open_to_all",
    "prompts": "open_to_all",
    "health": "open_to_all",
    "sign_in": "open_to_all",
    "console": "require_supervisor",
    "flows": "require_supervisor",
    "studio": "require_supervisor",
    "place_names": "require_supervisor",
    "directory": "require_supervisor",
    "directory_map": "require_supervisor",
    "referral_buttons": "require_supervisor",
    "referrals": "require_supervisor",
    "photos": "require_supervisor",
    "practice": "practice_only",
    "practice_telephone": "practice_only",
    "practice_scenarios": "practice_only",
    "practice_recordings": "practice_account",
}


def test_every_blueprint_has_the_door_it_should_have(app: Flask) -> None:
    assert app.extensions["doors"] == {name: DOORS[name] for name in app.blueprints}


def test_every_address_belongs_to_a_blueprint(app: Flask) -> None:
    loose = [rule.rule for rule in app.url_map.iter_rules() if "." not in rule.endpoint]
    assert loose == ["/static/<path:filename>"]


def test_a_blueprint_without_a_door_does_not_start(app: Flask) -> None:
    with pytest.raises(DoorMissing):
        hang(Flask("bare"), Blueprint("bare", "bare"), None)  # type: ignore[arg-type]


def test_no_webhook_changes_anything_unsigned(app: Flask, client: Any) -> None:
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.split(".")[0]
        if DOORS.get(blueprint) == "carrier_signature" and "POST" in (rule.methods or ()):
            address = rule.rule.replace("<step>", "ur.report_tip.kind.1.0")
            address = address.replace("<uuid:referral_id>", "7f0b1f0e-3c0a-4c57-9d0c-111111111111")
            address = address.replace("<int:message_id>", "1")
            assert client.post(address, data={"CallSid": "CA1"}).status_code == 403, address


def test_no_page_of_the_console_opens_without_signing_in(app: Flask, client: Any) -> None:
    asked = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("console.") and "GET" in (rule.methods or ()):
            values = {
                name: 1 if "int" in str(rule) else "7f0b1f0e-3c0a-4c57-9d0c-111111111111"
                for name in rule.arguments
            }
            built = rule.build(values)
            assert built is not None
            response = client.get(built[1])
            assert response.status_code in (302, 303), rule.rule
            assert "/console/sign-in" in response.headers["Location"]
            asked += 1
    assert asked >= 4


def test_every_answer_carries_the_headers_of_its_kind(client: Any) -> None:
    page = client.get("/console/sign-in").headers
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Cache-Control"] == "no-store"
    webhook = client.post("/twilio/sms/incoming").headers
    assert webhook["X-Content-Type-Options"] == "nosniff"
    assert webhook["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in webhook
