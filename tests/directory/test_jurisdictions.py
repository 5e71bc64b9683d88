"""The sheet of jurisdictions: loaded whole or not at all, shown so that it reads back the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.circles.directory import load_jurisdictions, show_jurisdictions
from hotline.circles.jurisdiction_sheet import (
    Period,
    belongs_from,
    gaps,
    lines_of,
    overlaps,
    read_lines,
    read_periods,
    write_periods,
)
from hotline.circles.models import Basis
from hotline.circles.table import DirectoryRefused
from tests.directory.sheets import GUJRAT, of_jurisdictions

SHARED = "valid_from, valid_until: shares days with another row of this district (row 2: … to 2026-03-31)"
WORDS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n,\"';"))
    .map(str.strip)
    .filter(lambda words: not words.startswith(("=", "+", "-", "@")))
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def period(first: date | None, last: date | None, zone: str = "Multan", source: str = "") -> Period:
    return Period("Gujrat", zone, first, last, Basis.INFERRED, source)


@pytest.fixture
def sheet(database, directory) -> str:
    with database.transaction() as session:
        return show_jurisdictions(session)


def refused(database, text: str) -> tuple[str, ...]:
    with database.transaction() as session, pytest.raises(DirectoryRefused) as refusal:
        load_jurisdictions(session, text)
    return refusal.value.rows


def test_what_is_shown_loads_back_unchanged(database, sheet):
    assert sheet.startswith("district,zone,valid_from,valid_until,basis,source\n")
    assert sheet.count("\n") == 161
    with database.transaction() as session:
        assert load_jurisdictions(session, sheet) == (160, [])
        assert load_jurisdictions(session, "\ufeff" + sheet.replace("\n", "\r\n")) == (160, [])
        assert show_jurisdictions(session) == sheet


def test_a_sheet_of_one_district_leaves_the_others(database, sheet):
    ended = {**GUJRAT, "valid_until": "2026-03-31"}
    moved = {**GUJRAT, "district": "PK610", "zone": "Lahore", "valid_from": "2026-04-03"}
    with database.transaction() as session:
        taken, gap = load_jurisdictions(session, of_jurisdictions(moved, ended))
        after = show_jurisdictions(session)
    assert (taken, [str(one) for one in gap]) == (
        1,
        ["Gujrat belongs to no zone from 2026-04-01 to 2026-04-02"],
    )
    assert [row for row in after.splitlines() if row.startswith("Gujrat,")] == [
        "Gujrat,Gujranwala,,2026-03-31,inferred,made up",
        "Gujrat,Lahore,2026-04-03,,inferred,made up",
    ]
    others = {row for row in sheet.splitlines() if not row.startswith("Gujrat,")}
    assert others == {row for row in after.splitlines() if not row.startswith("Gujrat,")}


def test_every_bad_row_is_named_at_once_and_nothing_is_taken(database, sheet):
    text = of_jurisdictions(
        {**GUJRAT, "valid_until": "2026-03-31"},
        {**GUJRAT, "valid_from": "2026-03-31"},
        {**GUJRAT, "district": "Atlantis", "basis": "guessed"},
        {**GUJRAT, "district": "Lahore", "valid_from": "2026-03-02", "valid_until": "2026-03-01"},
        {**GUJRAT, "district": "Multan", "zone": "Sahiwal"},
        {**GUJRAT, "district": "Multan", "zone": "", "valid_from": "1/3/2026"},
    )
    assert refused(database, text) == (
        f"row 3 (Gujrat): {SHARED}",
        "row 4 (Atlantis): district: there is no district 'Atlantis'",
        "row 4 (Atlantis): basis: 'guessed' is none of published, inferred",
        "row 5 (Lahore): valid_until: lies before valid_from",
        "row 6 (Multan): zone: there is no zone 'Sahiwal'",
        "row 7 (Multan): zone: is empty",
        "row 7 (Multan): valid_from: '1/3/2026' is not a day like 2026-01-31",
    )
    with database.transaction() as session:
        assert show_jurisdictions(session) == sheet


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "row 1: there is no header"),
        ("district,zone\n", "row 1: there is no column `valid_from`"),
        (of_jurisdictions(GUJRAT) + "Lahore,Lahore\n", "row 3: 2 cells, where the header has 6"),
    ],
)
def test_a_table_that_cannot_be_is_refused(database, sheet, text, fault):
    assert refused(database, text)[0].startswith(fault)


PERIODS = st.builds(period, st.none() | DAYS, st.none() | DAYS, st.sampled_from(["Multan", "Lahore"]), WORDS)


@given(st.lists(PERIODS.filter(lambda one: not one.valid_until or one.holds(one.valid_until)), max_size=6))
def test_any_periods_read_back_as_written_or_are_told_to_overlap(periods):
    read, faults = read_periods(write_periods(periods), {"PK610": "Gujrat"})
    assert read == periods
    assert len(faults) == len(overlaps(periods))
    assert read_lines("Gujrat", lines_of(periods)) == tuple(periods)
    shared = any(
        (one.valid_from or date.min) <= (other.valid_until or date.max)
        and (other.valid_from or date.min) <= (one.valid_until or date.max)
        for at, one in enumerate(periods)
        for other in periods[at + 1 :]
    )
    assert bool(faults) is shared


@given(st.lists(DAYS, max_size=4, unique=True), DAYS)
def test_from_a_day_on_a_district_belongs_to_another_zone_and_before_it_as_it_did(days, begin):
    begins = [None, *sorted(days)]
    ends = [one - timedelta(days=1) for one in begins[1:]] + [None]
    before = [
        period(first, last, f"zone {at}") for at, (first, last) in enumerate(zip(begins, ends, strict=True))
    ]
    after = belongs_from(before, period(begin, None, "new"))
    assert overlaps(after) == gaps(after) == []
    for day in [date(1999, 1, 1), *days, begin, begin - timedelta(days=1), date(2101, 1, 1)]:
        wanted = "new" if day >= begin else next(one.zone for one in before if one.holds(day))
        assert [one.zone for one in after if one.holds(day)] == [wanted]
