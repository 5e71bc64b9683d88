"""How offices answer: counted from the rows of what they were told and said, never compared without how many."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.circles.passing_over import pass_over
from hotline.database import today
from hotline.referrals.answering_rates import Share, answering
from hotline.referrals.escalation import NOBODY_ANSWERED
from hotline.referrals.models import Fate, ReferralState
from tests.console.answered import Past

ACKNOWLEDGED, DECLINED = ReferralState.ACKNOWLEDGED, ReferralState.DECLINED
CLOSED = ReferralState.CLOSED


@pytest.fixture
def past(database, directory) -> Past:
    return Past(database)


def rates(past: Past, days: int = 30):
    with past.database.transaction() as session:
        return answering(session, days)


@given(st.integers(0, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_lies_between_0_and_1_and_holds_the_share(counted):
    share = Share(*counted)
    low, high = share.between
    assert 0 <= low <= share.share <= high <= 1 or not share.of


@given(st.integers(1, 500), st.integers(2, 20))
def test_the_more_is_counted_the_narrower_is_the_interval(of, times):
    few, many = Share(of // 2, of).between, Share(of // 2 * times, of * times).between
    assert many[1] - many[0] < few[1] - few[0]


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (50, 100, 0.4038, 0.5962), (10, 10, 0.7225, 1.0)],
)
def test_the_interval_is_wilsons(count, of, low, high):
    """As printed in tables of Wilson's interval without correction."""
    assert Share(count, of).between == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_nothing_counted_may_be_any_share():
    assert Share(0, 0).between == (0, 1)


def test_an_office_that_takes_what_it_is_told_of_in_time(past):
    for minutes in (2, 4, 9):
        made = past.referral("C-GRW", ACKNOWLEDGED)
        past.told(made, "C-GRW")
        past.moved(made, ACKNOWLEDGED, minutes, "mine: C-GRW, by SMS")
    [found] = rates(past).values()
    assert (found.circle, found.told, found.answered, found.in_time) == ("C-GRW", 3, 3, Share(3, 3))
    assert (found.declined, found.beyond, found.median) == (Share(0, 3), 0, timedelta(minutes=4))


def test_late_is_not_in_time_and_what_went_on_up_is_counted(past):
    made = past.referral("C-GRW", ACKNOWLEDGED)
    past.told(made, "C-GRW")
    past.unanswered(made)
    past.told(made, "Z-GRW", 11, step=1)
    past.moved(made, ACKNOWLEDGED, 30, "mine: C-GRW, by SMS")
    found = rates(past)
    assert (found["C-GRW"].in_time, found["C-GRW"].answered, found["C-GRW"].beyond) == (Share(0, 1), 1, 1)
    # Whoever else was told of it may still answer, and has not.
    assert (found["Z-GRW"].told, found["Z-GRW"].answered) == (1, 0)


def test_the_zone_that_takes_it_has_answered_and_the_circle_has_not(past):
    made = past.referral("C-GRW", ACKNOWLEDGED)
    past.told(made, "C-GRW")
    past.unanswered(made)
    past.told(made, "Z-GRW", 11, step=1)
    past.moved(made, ACKNOWLEDGED, 12, "mine: nadia")
    found = rates(past)
    assert (found["Z-GRW"].in_time, found["Z-GRW"].median) == (Share(1, 1), timedelta(minutes=1))
    assert (found["C-GRW"].answered, found["C-GRW"].in_time, found["C-GRW"].beyond) == (0, Share(0, 1), 1)


def test_who_lost_a_tip_to_another_office_before_its_time_was_up_is_not_blamed(past):
    made = past.referral("C-GRT")
    past.told(made, "C-GRW")
    past.told(made, "C-GRT", 3, step=1)
    past.unanswered(made, 13, step=2)
    found = rates(past)
    assert (found["C-GRW"].told, found["C-GRW"].counted, found["C-GRW"].beyond) == (1, 0, 0)
    assert (found["C-GRT"].told, found["C-GRT"].in_time) == (1, Share(0, 1))


def test_unanswered_to_the_top_counts_for_whoever_was_told_last(past):
    made = past.referral("HQ-TIP")
    past.told(made, "HQ-TIP")
    past.moved(made, ReferralState.SENT, 10, NOBODY_ANSWERED)
    assert rates(past)["HQ-TIP"].in_time == Share(0, 1)


def test_an_office_counts_once_a_tip_however_often_it_is_written_to(past):
    made = past.referral("C-GRW")
    past.told(made, "C-GRW")
    past.unanswered(made)
    past.told(made, "C-GRW", 11, step=1)
    [found] = rates(past).values()
    assert (found.told, found.beyond) == (1, 0)


def test_declined_is_an_answer_and_whoever_is_asked_next_is_not_beyond_it(past):
    made = past.referral("C-GRT", ACKNOWLEDGED)
    past.told(made, "C-GRW")
    past.moved(made, DECLINED, 3, "not ours: C-GRW, by SMS")
    past.told(made, "C-GRT", 4, step=1)
    past.moved(made, ACKNOWLEDGED, 6, "mine: C-GRT, by phone")
    found = rates(past)
    assert (found["C-GRW"].declined, found["C-GRW"].in_time, found["C-GRW"].beyond) == (
        Share(1, 1),
        Share(0, 1),
        0,
    )
    assert (found["C-GRT"].in_time, found["C-GRT"].median) == (Share(1, 1), timedelta(minutes=2))


def test_done_at_once_is_taken_in_time(past):
    made = past.referral("C-GRW", CLOSED)
    past.told(made, "C-GRW")
    past.moved(made, CLOSED, 5, "done, no outcome told: C-GRW, by SMS")
    assert rates(past)["C-GRW"].in_time == Share(1, 1)


def test_what_still_has_time_is_left_out_of_the_shares(past):
    past.told(past.referral("C-GRW"), "C-GRW")
    [found] = rates(past).values()
    assert (found.told, found.in_time, found.declined, found.silent) == (1, Share(0, 0), Share(0, 0), False)


def test_who_was_not_reached_was_not_told(past):
    for fate, handed in ((Fate.NOT_SENT, None), (Fate.REFUSED, None), (Fate.UNDELIVERED, past.begun)):
        past.told(past.referral("C-GRW"), "C-GRW", fate=fate, handed_at=handed)
    assert rates(past) == {}


def test_only_the_days_asked_for_count(past):
    past.told(past.referral("C-GRW", days=40), "C-GRW")
    past.told(past.referral("C-GRW", days=100), "C-GRW")
    assert rates(past, 30) == {}
    assert rates(past, 90)["C-GRW"].told == 1


def silent(past: Past, circle: str, times: int) -> None:
    for _ in range(times):
        made = past.referral(circle)
        past.told(made, circle)
        past.unanswered(made)


def test_who_never_answers_is_silent_from_the_fifth_time_on(past):
    silent(past, "C-GRW", 4)
    assert not rates(past)["C-GRW"].silent
    silent(past, "C-GRW", 1)
    assert rates(past)["C-GRW"].silent
    made = past.referral("C-GRW", DECLINED)
    past.told(made, "C-GRW")
    past.moved(made, DECLINED, 3, "not ours: C-GRW, by SMS")
    assert not rates(past)["C-GRW"].silent


def section(page: str, code: str) -> str:
    return page.split(f'aria-labelledby="of-{code}"')[1].split("</section>", maxsplit=1)[0]


def test_the_page_flags_who_is_silent_first_and_shows_who_is_passed_over(nadia, past):
    made = past.referral("C-GRT", ACKNOWLEDGED)
    past.told(made, "C-GRT")
    past.moved(made, ACKNOWLEDGED, 4, "mine: C-GRT, by SMS")
    silent(past, "C-LHR", 5)
    with past.database.transaction() as session:
        pass_over(session, "C-GRT", (today(), None), "An officer there is accused", 1)
    page = nadia.get("/console/referrals/circles").text
    assert page.index("of-C-LHR") < page.index("of-C-GRT")
    quiet, taken = section(page, "C-LHR"), section(page, "C-GRT")
    assert "Silent: told 5 times in 30 days, and never answered." in quiet
    assert 'href="/console/directory/circles/C-LHR#passing-head"' in quiet
    assert "0 of 5" in quiet
    assert "Silent" not in taken
    assert "An officer there is accused" in taken
    assert re.search(r"100%</bdi> <span class=\"soft\">\(1 of 1\)", taken)
    assert "between \u206621%–100%\u2069" in taken
    assert "4 minutes" in taken
    assert "How these are counted" in page


def test_the_page_says_so_when_nobody_was_told(nadia, past):
    assert (
        "No office has been told of anything in the last 90 days."
        in nadia.get("/console/referrals/circles").text
    )
