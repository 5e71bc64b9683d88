"""The whole of a fail-over: referrals on real HTTP to two accounts, of which the first breaks down and gets well."""

import json
import uuid
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select, text
from twilio.request_validator import RequestValidator

from app import create_app
from hotline.circles.models import CirclePhone
from hotline.referrals.dispatch import dispatch
from hotline.referrals.models import Fate, Referral, ReferralMessage, ReferralState
from hotline.referrals.opening import open_referrals
from hotline.runtime import build_runtime
from hotline.settings import Settings
from hotline.sms.turns import judge
from hotline.sms.ways import SECOND
from tests.carriers.far_end import Answer
from tests.carriers.test_second_account import OTHER, REAL
from tests.carriers.test_sms_sender import TO, error
from tests.referrals.conftest import DEADLINES, a_recorded_tip, recorded

FIRST_SID, SECOND_SID = REAL["TWILIO_ACCOUNT_SID"], OTHER["HOTLINE_SECOND_ACCOUNT_SID"]


@dataclass
class TwoAccounts:
    """The far end of both: lists what each took, and answers for the first with a fault while it has one."""

    fault: Answer | None = None
    taken: dict[str, list] = field(default_factory=lambda: {FIRST_SID: [], SECOND_SID: []})

    def answer(self, sent):
        account = sent.path.split("/")[3]
        if sent.method == "GET":
            return Answer(json.dumps({"messages": [], "next_page_uri": None}).encode())
        if self.fault is not None and account == FIRST_SID:
            return self.fault
        self.taken[account].append(sent)
        return Answer(json.dumps({"sid": f"SM{uuid.uuid4().hex}", "status": "queued"}).encode(), status=201)


@pytest.fixture
def accounts(far_end):
    both = TwoAccounts()
    far_end.answer = both.answer
    return both


@pytest.fixture
def runtime(environ, far_end, accounts, practice_directory):
    more = {"TWILIO_API_URL": far_end.url, "HOTLINE_SECOND_API_URL": far_end.url, "HOTLINE_SENDER_MOST": "0"}
    built = build_runtime(Settings.from_environ(environ | REAL | OTHER | more))
    with built.database.transaction() as session:
        session.execute(text("DELETE FROM circle_phones"))
        session.add(CirclePhone(circle_code="C-GRW", number=TO, position=1))
    yield built
    built.close()


def referrals(runtime, count):
    found = []
    for _ in range(count):
        tip = a_recorded_tip(runtime.database)
        with runtime.database.transaction() as session:
            found += [opened.id for opened in open_referrals(session, recorded(tip))]
    return found


def send(runtime, *those):
    with runtime.database.transaction() as session:
        session.execute(text("UPDATE referrals SET next_try_at = clock_timestamp()"))
    for each in those:
        dispatch(runtime.database, runtime.ways, runtime.receipts_url, DEADLINES, each)


def clock(runtime, **span):
    """So much later, the clock makes its round."""
    with runtime.database.transaction() as session:
        for table, column in (("carrier_turns", "at"), ("referral_messages", "claimed_at")):
            earlier = text(f"UPDATE {table} SET {column} = {column} - make_interval(mins => :minutes)")
            session.execute(earlier, {"minutes": span.get("minutes", 0)})
    with runtime.database.statement() as session:
        judge(session, runtime.ways)
        return list(session.scalars(text("SELECT share FROM carrier_turns ORDER BY id")))


def states(runtime):
    with runtime.database.transaction() as session:
        return set(session.scalars(select(Referral.state)))


def newest(runtime):
    with runtime.database.transaction() as session:
        return session.scalars(select(ReferralMessage).order_by(ReferralMessage.id.desc()).limit(1)).one()


@pytest.mark.parametrize(
    ("fault", "waiting"),
    [
        (error(429, 20429), ReferralState.WAITING),
        (error(503, None), ReferralState.UNKNOWN),
        (error(401, 20003), ReferralState.REFUSED),
    ],
)
def test_what_the_first_cannot_take_goes_by_the_second_once(runtime, accounts, fault, waiting):
    first, *others = referrals(runtime, 10)
    send(runtime, first)
    assert clock(runtime) == []
    assert len(accounts.taken[FIRST_SID]) == 1
    accounts.fault = fault
    send(runtime, *others)
    assert states(runtime) == {ReferralState.SENT, waiting}
    assert clock(runtime) == [0]
    with runtime.database.transaction() as session:
        # As the clock does with what was refused, once there is another carrier.
        session.execute(text("UPDATE referrals SET state = 'waiting' WHERE state = 'refused'"))
    send(runtime, *others)
    assert states(runtime) == {ReferralState.SENT}
    assert len({sent.form["Body"] for sent in accounts.taken[SECOND_SID]}) == len(others)
    assert (newest(runtime).carrier, newest(runtime).fate) == (SECOND, Fate.TAKEN)


def test_a_number_at_fault_is_no_reason_to_change_the_carrier(runtime, accounts):
    accounts.fault = error(400, 21614)
    send(runtime, *referrals(runtime, 12))
    assert clock(runtime) == []
    assert accounts.taken[SECOND_SID] == []


def test_once_it_is_well_the_first_gets_all_back(runtime, accounts):
    accounts.fault = error(503, None)
    send(runtime, *referrals(runtime, 10))
    assert clock(runtime) == [0]
    accounts.fault = None
    assert clock(runtime, minutes=9) == [0]
    assert clock(runtime, minutes=2) == [0, 10]
    for _ in range(5):
        clock(runtime, minutes=6)
    assert clock(runtime) == [0, 10, 20, 40, 60, 80, 100]
    send(runtime, *referrals(runtime, 3))
    assert accounts.taken[SECOND_SID] == []


def test_a_receipt_of_the_second_enters_by_its_own_signature_only(runtime, accounts):
    accounts.fault = error(429, 20429)
    those = referrals(runtime, 10)
    send(runtime, *those)
    clock(runtime)
    send(runtime, those[0])
    (sent,) = accounts.taken[SECOND_SID]
    address, client = sent.form["StatusCallback"], create_app(runtime).test_client()
    form = {
        "MessageSid": newest(runtime).carrier_message_id,
        "MessageStatus": "delivered",
        "AccountSid": SECOND_SID,
    }
    for token, status in ((REAL["TWILIO_AUTH_TOKEN"], 403), (OTHER["HOTLINE_SECOND_AUTH_TOKEN"], 204)):
        signature = RequestValidator(token).compute_signature(address, form)
        path = address.removeprefix(runtime.settings.public_url)
        assert client.post(path, data=form, headers={"X-Twilio-Signature": signature}).status_code == status
    assert newest(runtime).fate is Fate.DELIVERED
