"""A tip's referrals: one to its circle, one to each office beside it, and what each is told when more is known."""

import threading
import uuid

import pytest
from sqlalchemy import select, text

from hotline.circles.models import PassedOver
from hotline.database import Database, utc_now
from hotline.referrals.acknowledgement import acknowledge, close
from hotline.referrals.dispatch import NO_PHONE_BESIDE
from hotline.referrals.models import Outcome, ReferralEvent, ReferralState, Role
from hotline.referrals.opening import open_referrals
from hotline.referrals.progress import Progress, progress_of
from hotline.tips.models import Kind, Tip
from tests.referrals.offices import CHILDREN, LABOUR, Office, enter_offices, with_phones


@pytest.fixture
def office(database: Database, directory: None) -> Office:
    return with_phones(database)


@pytest.fixture
def entered(office: Office) -> Office:
    enter_offices(office.database)
    return office


def test_with_no_office_entered_a_tip_has_one_referral(office: Office) -> None:
    office.open(child=True)
    assert office.circles() == {"main": "C-GRW"}


def test_bonded_labour_goes_to_the_circle_and_to_the_labour_department(entered: Office) -> None:
    entered.open()
    sent = entered.send()
    assert sent.keys() == {"C-GRW", LABOUR}
    assert "The FIA has it too." in sent[LABOUR]
    assert "The FIA has it too." not in sent["C-GRW"]


def test_opened_twice_there_is_one_of_each(entered: Office) -> None:
    first = entered.open(child=True)
    assert len(first) == 3
    assert set(entered.open()) == set(first)
    assert len(entered.rows()) == 3
    entered.send()
    entered.open()
    assert entered.send() == {}


def test_opened_by_many_at_once_there_is_one_of_each(entered: Office) -> None:
    barrier = threading.Barrier(4)
    found: list[tuple[uuid.UUID, ...]] = []

    def work() -> None:
        barrier.wait()
        with entered.database.transaction() as session:
            # As recording does, which changes the row first.
            session.execute(select(Tip).with_for_update()).all()
            found.append(tuple(opened.id for opened in open_referrals(session, entered.tip)))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({frozenset(ids) for ids in found}) == 1
    assert len(entered.rows()) == 2


def test_how_far_a_report_is_goes_by_its_circle_alone(entered: Office) -> None:
    entered.open()
    entered.dispatch(Role.LABOUR)
    with entered.database.transaction() as session:
        tip = session.scalars(select(Tip)).one()
        assert progress_of(session, tip) is Progress.RECEIVED
        assert acknowledge(session, entered.rows()[Role.LABOUR].id, "nadia")
        assert progress_of(session, tip) is Progress.RECEIVED
        assert acknowledge(session, entered.rows()[Role.MAIN].id, "nadia")
        assert progress_of(session, tip) is Progress.ACCEPTED


def test_each_is_tried_again_by_itself(entered: Office) -> None:
    entered.open()
    entered.carrier.faults = [(TimeoutError(), False)]
    entered.dispatch(Role.LABOUR)
    entered.dispatch(Role.MAIN)
    states = {role: row.state for role, row in entered.rows().items()}
    assert states == {Role.MAIN: ReferralState.SENT, Role.LABOUR: ReferralState.UNKNOWN}
    assert entered.send().keys() == {LABOUR}


def test_a_child_of_whom_is_heard_later_is_told_of_then(entered: Office) -> None:
    entered.open(kind=Kind.UNKNOWN)
    assert entered.send().keys() == {"C-GRW"}
    entered.open(child=True, urgent=True)
    sent = entered.send()
    assert sent.keys() == {"C-GRW", CHILDREN}
    assert sent["C-GRW"].startswith("URGENT. UPDATE.")
    assert sent[CHILDREN].startswith("URGENT. Raabta")
    entered.open()
    assert entered.send() == {}


def test_what_was_sent_is_not_unsent_when_the_kind_turns_out_to_be_another(entered: Office) -> None:
    entered.open()
    entered.send()
    entered.open(kind=Kind.SMUGGLING)
    assert entered.rows()[Role.LABOUR].state is ReferralState.SENT
    assert entered.send() == {}


def test_what_was_not_sent_yet_is_taken_back_and_goes_out_after_all(entered: Office) -> None:
    entered.open()
    entered.open(kind=Kind.SMUGGLING)
    assert entered.rows()[Role.LABOUR].state is ReferralState.WITHDRAWN
    assert entered.send().keys() == {"C-GRW"}
    entered.open(kind=Kind.BONDED_LABOUR)
    assert entered.send().keys() == {LABOUR}


def test_an_official_of_whom_is_heard_at_once_keeps_everybody_near_from_it(entered: Office) -> None:
    entered.open(official_involved=True, child=True)
    assert entered.send().keys() == {"HQ-TIP"}


def test_an_official_of_whom_is_heard_later_turns_it_to_headquarters(entered: Office) -> None:
    entered.open()
    entered.open(official_involved=True)
    assert entered.last_reason() == "more is known: an official"
    assert entered.send().keys() == {"HQ-TIP"}
    entered.open(district="Lahore")
    assert entered.send() == {}


def test_an_official_of_whom_is_heard_too_late_is_told_to_headquarters(office: Office) -> None:
    office.open()
    office.send()
    office.open(official_involved=True)
    assert office.send()["HQ-TIP"].startswith("UPDATE.")


def test_kept_from_its_circle_a_tip_that_waits_goes_to_the_next(office: Office) -> None:
    office.open()
    assert office.keep_from("C-GRW") == office.tip.id
    assert office.last_reason() == "not to C-GRW, noted by nadia"
    office.open()
    assert office.circles() == {"main": "C-GRT"}
    assert office.send().keys() == {"C-GRT"}
    office.open()
    assert office.send() == {}


def test_kept_from_its_circle_a_tip_that_was_sent_goes_to_the_next_as_well(office: Office) -> None:
    office.open()
    office.send()
    with office.database.transaction() as session:
        acknowledge(session, office.rows()[Role.MAIN].id, "nadia")
    office.keep_from("C-GRW")
    office.open()
    assert office.last_reason() == "not to C-GRW"
    assert office.send()["C-GRT"].startswith("UPDATE.")
    # The next circle has not taken it yet.
    with office.database.transaction() as session:
        assert progress_of(session, session.scalars(select(Tip)).one()) is Progress.PASSED_ON


def test_kept_from_its_circle_the_ladder_does_not_lead_there_before_it_is_asked_anew(office: Office) -> None:
    office.open()
    office.keep_from("C-GRW")
    assert office.send().keys() == {"HQ-TIP"}


def test_kept_away_twice_is_noted_once(office: Office) -> None:
    office.open()
    assert office.keep_from("C-GRW") == office.keep_from("C-GRW") == office.tip.id
    with office.database.transaction() as session:
        reasons = session.scalars(select(ReferralEvent.reason)).all()
    assert len([reason for reason in reasons if "noted by" in reason]) == 1


def test_headquarters_and_what_is_finished_and_who_was_told_beside_cannot_be_kept_from_it(
    entered: Office,
) -> None:
    entered.open()
    entered.send()
    assert entered.keep_from(LABOUR) is None
    assert entered.keep_from("C-LHR") is None
    with entered.database.transaction() as session:
        close(session, entered.rows()[Role.MAIN].id, "nadia", Outcome.UNFOUNDED)
    assert entered.keep_from("C-GRW") is None
    entered.open(official_involved=True)
    assert entered.keep_from("HQ-TIP") is None


def test_an_office_beside_that_was_not_told_yet_is_kept_from_it(entered: Office) -> None:
    entered.open()
    assert entered.keep_from(LABOUR) == entered.tip.id
    entered.open()
    assert entered.send().keys() == {"C-GRW"}
    assert entered.rows()[Role.LABOUR].state is ReferralState.WITHDRAWN


def test_a_circle_passed_over_meanwhile_gets_nothing_that_waits(office: Office) -> None:
    office.open()
    with office.database.transaction() as session:
        session.add(PassedOver(circle_code="C-GRW", valid_from=None, valid_until=None, reason="it is they"))
    assert office.send().keys() == {"HQ-TIP"}


def test_an_office_beside_without_a_phone_waits_for_one_and_does_not_trouble_headquarters(
    entered: Office,
) -> None:
    with entered.database.transaction() as session:
        session.execute(text("DELETE FROM circle_phones WHERE circle_code = :code"), {"code": LABOUR})
    entered.open()
    assert entered.send().keys() == {"C-GRW"}
    assert entered.last_reason(Role.LABOUR) == NO_PHONE_BESIDE


def test_a_place_that_becomes_known_takes_both_there(entered: Office) -> None:
    entered.open(district=None, province="Sindh")
    assert entered.circles() == {"main": "HQ-TIP"}
    entered.send()
    entered.open(district="Gujranwala", province="Punjab")
    sent = entered.send()
    assert sent.keys() == {"C-GRW", LABOUR}
    assert sent["C-GRW"].startswith("UPDATE.")


def test_where_it_happens_now_is_told_even_after_another_place_was(office: Office) -> None:
    office.open(district="Gujranwala", places=("Gujranwala", "Lahore"))
    assert office.send().keys() == {"C-GRW"}
    office.open(district="Lahore", places=("Gujranwala", "Lahore"), now="Lahore")
    assert office.send()["C-LHR"].startswith("UPDATE.")
    office.open()
    assert office.send() == {}


def test_what_is_on_its_way_this_moment_is_looked_at_again(office: Office) -> None:
    office.open()
    office.send(fault=TimeoutError())
    assert office.rows()[Role.MAIN].state is ReferralState.UNKNOWN
    office.open(official_involved=True)
    with office.database.transaction() as session:
        tip = session.scalars(select(Tip)).one()
    assert tip.recorded_at is None
    assert tip.ready_at > utc_now()
    assert office.circles() == {"main": "C-GRW"}


def test_who_gets_a_tip_is_kept_as_a_reason(office: Office) -> None:
    office.open()
    assert office.rows()[Role.MAIN].detail.startswith('[["inferred", {"district": "Gujranwala"')
