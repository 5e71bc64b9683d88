"""Mine, not ours, done: what each does to a referral, said once, twice, in any order."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from hotline.referrals.acknowledgement import Declined, Decliner, acknowledge, close, decline
from hotline.referrals.models import Outcome, Referral, ReferralState, Role
from hotline.referrals.progress import Progress, progress_of
from hotline.referrals.states import ALLOWED
from hotline.tips.models import Tip
from tests.referrals.conftest import Desk
from tests.referrals.offices import NUMBERS, Office, with_phones


def say(office: Office, what: Any, *said: Any, role: Role = Role.MAIN) -> Any:
    referral_id = office.rows()[role].id
    with office.database.transaction() as session:
        return what(session, referral_id, *said)


def test_taken_twice_it_is_taken_once(desk: Desk) -> None:
    desk.dispatch()
    with desk.database.transaction() as session:
        assert acknowledge(session, desk.referral_id, "C-GRW, by SMS", b"sealed")
        assert not acknowledge(session, desk.referral_id, "C-GRW, by phone")
        assert progress_of(session, session.scalars(select(Tip)).one()) is Progress.ACCEPTED
    assert desk.history()[-1] == (ReferralState.ACKNOWLEDGED, "mine: C-GRW, by SMS")


def test_declined_it_goes_on_at_once_to_whom_the_routing_names(database: Any, directory: None) -> None:
    office = with_phones(database)
    office.open()
    office.send()
    assert say(office, decline, Decliner("C-GRW, by SMS", "C-GRW")) == Declined("C-GRT")
    assert office.send().keys() == {"C-GRT"}
    [referral] = office.rows().values()
    assert (referral.circle_code, referral.state, referral.step) == ("C-GRT", ReferralState.SENT, 1)
    office.open()
    assert office.send() == {}, "routed anew it does not come back"


def test_declined_it_goes_to_whose_ground_the_officer_names(database: Any, directory: None) -> None:
    office = with_phones(database)
    office.open()
    office.send()
    say(office, decline, Decliner("C-GRW, by SMS", "C-GRW"), None, ("Lahore",))
    assert office.send().keys() == {"C-LHR"}


def test_declined_by_everybody_it_ends_at_the_headquarters_desk_and_waits_for_a_person(
    database: Any, directory: None
) -> None:
    office = with_phones(database)
    office.open()
    declined = []
    for _ in range(60):
        office.send()
        [referral] = office.rows().values()
        onward = say(office, decline, Decliner("by SMS", referral.circle_code))
        declined.append(referral.circle_code)
        if onward == Declined(None):
            break
    assert declined[-1] == "HQ-TIP"
    assert len(set(declined)) == len(declined), "nobody is asked twice"
    assert office.rows()[Role.MAIN].state is ReferralState.DECLINED
    assert set(NUMBERS) > {"HQ-TIP"}


def test_closed_with_its_outcome_later(desk: Desk) -> None:
    desk.dispatch()
    with desk.database.transaction() as session:
        assert close(session, desk.referral_id, "C-GRW, by SMS", None)
        assert not close(session, desk.referral_id, "C-GRW, by SMS", None)
        assert close(session, desk.referral_id, "C-GRW, by SMS", Outcome.FIR)
        assert not close(session, desk.referral_id, "C-GRW, by SMS", Outcome.FIR)
        assert progress_of(session, session.scalars(select(Tip)).one()) is Progress.CLOSED
    assert desk.referral().outcome is Outcome.FIR
    assert [reason for _, reason in desk.history()][-2:] == [
        "done, no outcome told: C-GRW, by SMS",
        "outcome fir: C-GRW, by SMS",
    ]


SAYINGS = {
    "mine": lambda session, each: acknowledge(session, each, "x"),
    "not ours": lambda session, each: decline(session, each, Decliner("x")),
    "done": lambda session, each: close(session, each, "x", Outcome.OTHER),
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ReferralState), st.lists(st.sampled_from(sorted(SAYINGS)), max_size=5))
def test_whatever_is_said_only_allowed_moves_are_made(
    desk: Desk, start: ReferralState, said: list[str]
) -> None:
    with desk.database.transaction() as session:
        session.execute(update(Referral).values(state=start))
    before = start
    for words in said:
        with desk.database.transaction() as session:
            SAYINGS[words](session, desk.referral_id)
        after = desk.state()
        through_declined = ReferralState.DECLINED in ALLOWED[before] and after is ReferralState.WAITING
        assert after is before or after in ALLOWED[before] or through_declined
        before = after
