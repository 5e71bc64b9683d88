"""A change tried before it is published: which tips would have gone elsewhere, and which districts would."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.circles.changes import Written
from hotline.circles.draft import present
from hotline.circles.jurisdiction_sheet import belongs_from
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import read_directory
from hotline.circles.trying import Group, Trial, every_district, later_days, on_day, try_on, would_be
from hotline.tips.models import Kind

TODAY = date(2026, 3, 1)


@pytest.fixture
def now(database, directory):
    with database.transaction() as session:
        return read_directory(session), present(session)


@pytest.fixture
def changed(database, now):
    """The directory as it would be, changed by a function of what is written."""
    read, written = now

    def change(by):
        with database.transaction() as session:
            return would_be(session, by(written), read)

    return change


def gujrat_to_lahore(written: Written, begin: date | None = None) -> Written:
    (period,) = written.grounds["Gujrat"]
    moved = type(period)("Gujrat", "Lahore", begin, None, period.basis, "made up")
    return written.with_periods(belongs_from([period], moved))


def group(
    district: str, kind: Kind = Kind.UNKNOWN, on: date = TODAY, count: int = 1, **more: object
) -> Group:
    return Group(Asked((district,), kind=kind.value, **more), on, count)


def test_a_draft_that_says_the_same_moves_nothing(now, changed):
    read, _ = now
    groups = every_district(read, TODAY)
    assert len(groups) == 170
    assert try_on(read, changed(lambda written: written), groups) == Trial(170, ())


def test_tips_of_a_district_that_would_belong_elsewhere_are_counted_by_kind(now, changed):
    read, _ = now
    then = changed(gujrat_to_lahore)
    groups = [
        group("Gujrat", Kind.SMUGGLING, count=40),
        group("Gujrat", Kind.SMUGGLING, on=TODAY - timedelta(days=3), count=2),
        group("Gujrat", Kind.OTHER),
        group("Gujrat", Kind.OTHER, official_involved=True),
        group("Lahore", Kind.OTHER, count=7),
    ]
    trial = try_on(read, then, groups)
    assert (trial.tried, trial.elsewhere, trial.beside) == (51, 43, 0)
    assert [(move.district, move.kind, move.count) for move in trial.moves] == [
        ("Gujrat", "smuggling", 42),
        ("Gujrat", "other", 1),
    ]
    assert {(move.before, move.after) for move in trial.moves} == {(("C-GRT",), ("C-LHR",))}


def test_a_change_that_begins_later_moves_tips_of_that_day_only(now, changed):
    read, written = now
    begin = TODAY + timedelta(days=31)
    then = changed(lambda written: gujrat_to_lahore(written, begin))
    tips = [group("Gujrat")]
    assert try_on(read, then, tips).elsewhere == 0
    assert try_on(read, then, on_day(tips, begin)).elsewhere == 1
    assert later_days(written, gujrat_to_lahore(written, begin), TODAY) == [begin]
    assert later_days(written, gujrat_to_lahore(written), TODAY) == []


def test_an_office_that_would_get_tips_beside_the_circle_is_told_apart(now, changed):
    read, _ = now
    office = {
        "id": "L-PB",
        "type": "labour department",
        "province": "Punjab",
        "fia_zone": "",
        "lat": "",
        "lon": "",
    }
    then = changed(
        lambda written: Written(
            {**written.circles, "L-PB": {**written.circles["C-LHR"], **office}}, written.grounds
        )
    )
    trial = try_on(read, then, [group("Lahore", Kind.BONDED_LABOUR, count=3), group("Lahore", Kind.OTHER)])
    assert (trial.elsewhere, trial.beside) == (0, 3)
    assert trial.moves[0].after == ("C-LHR", "L-PB")


PLACES = st.sampled_from(["Gujrat", "Lahore", "Karachi", "Atlantis", "Gilgit", "Mirpur"])
ASKED = st.builds(
    Asked,
    st.lists(PLACES, max_size=2, unique=True).map(tuple),
    province=st.sampled_from([None, "Punjab", "Sindh"]),
    kind=st.sampled_from(list(Kind)).map(str),
    official_involved=st.booleans(),
    child=st.booleans(),
)
GROUPS = st.builds(Group, ASKED, st.dates(date(2026, 2, 1), date(2026, 3, 31)), st.integers(1, 20))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(GROUPS, max_size=12))
def test_what_moves_is_what_routing_would_say_tip_by_tip(now, changed, groups):
    read, _ = now
    then = changed(lambda written: gujrat_to_lahore(written, date(2026, 3, 1)))
    moved = Counter()
    for one in groups:
        before, after = (route(directory, one.asked, one.on).circle for directory in (read, then))
        if before != after:
            moved[before, after] += one.count
    trial = try_on(read, then, groups)
    assert trial.tried == sum(one.count for one in groups)
    assert trial.elsewhere == moved.total()
    told = Counter()
    for move in trial.moves:
        told[move.before[0], move.after[0]] += move.count
    assert told == moved
