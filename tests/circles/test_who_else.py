"""Who gets a tip when not simply its circle does: officials, exclusions, several places, offices beside the FIA."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.circles.models import TAKES_TIPS, CircleType
from hotline.circles.reasons import read, sentence
from hotline.circles.routing import Asked, Beside, Route, Why, route
from hotline.circles.snapshot import Directory, build_directory
from hotline.tips.models import Kind
from tests.circles.rows import CIRCLES, DISTRICTS, JURISDICTIONS, directory, office, passed_over

TODAY = date(2026, 3, 1)
ALL = directory()
LABOUR = office("LD-PB", CircleType.LABOUR_DEPARTMENT, "Punjab")
LABOUR_OF_ALL = office("LD-PK", CircleType.LABOUR_DEPARTMENT, "")
CHILDREN = office("CP-PB", CircleType.CHILD_PROTECTION, "Punjab")
ENTERED = directory(LABOUR, LABOUR_OF_ALL, CHILDREN)
DESK = {row["code"] for row in CIRCLES if row["type"] == CircleType.HEADQUARTERS}


def routed(*districts: str, by: Directory = ALL, on: date = TODAY, **asked: Any) -> Route:
    return route(by, Asked(districts=districts, **asked), on)


def words(detail: str) -> str:
    return " ".join(sentence(each, str) for each in read(detail) or ())


def beside(chosen: Route) -> dict[str, str]:
    return {also.role.value: also.circle for also in chosen.also}


@pytest.mark.parametrize("by", [ALL, ENTERED], ids=["as published", "with offices beside"])
def test_every_district_and_kind_has_a_circle_and_a_reason_in_words(by):
    takers = {row["code"] for row in CIRCLES if row["type"] in TAKES_TIPS}
    assert len(DISTRICTS) >= 164
    for row in DISTRICTS:
        for kind in Kind:
            chosen = routed(row["name"], by=by, kind=kind)
            assert chosen.circle in takers
            assert chosen.km is not None
            assert words(chosen.detail).startswith((f"{row['name']} lies in", "No zone is known for"))
            for also in chosen.also:
                assert words(also.detail).endswith("too.")


def test_an_official_keeps_a_tip_from_everybody_near_wherever_it_is():
    for row in DISTRICTS:
        chosen = routed(row["name"], by=ENTERED, kind="bonded_labour", official_involved=True, child=True)
        assert (chosen.circle, chosen.why, chosen.km) == ("HQ-TIP", Why.OFFICIAL, None)
        assert words(chosen.detail).startswith("An official is said to be involved")
        # What lies in the province may be the official's own; what serves the whole country is not near.
        assert beside(chosen) == {"labour": "LD-PK"}


def test_an_excluded_circle_is_followed_by_the_next_of_its_zone_then_by_the_nearest_other():
    assert routed("Gujrat").circle == "C-GRT"
    first = routed("Gujrat", excluded=frozenset({"C-GRT"}))
    assert (first.circle, first.why) == ("C-GRW", Why.JURISDICTION)
    assert words(first.detail).endswith("C-GRT is passed over.")
    second = routed("Gujrat", excluded=frozenset({"C-GRT", "C-GRW"}))
    assert second.why is Why.NEAREST
    assert "No circle of the Gujranwala zone takes tips for Gujrat" in words(second.detail)


def test_what_is_excluded_but_not_concerned_is_not_spoken_of():
    assert routed("Gujrat", excluded=frozenset({"C-KHI"})) == routed("Gujrat")


def test_a_circle_is_passed_over_from_one_day_to_another():
    by = directory(passed_over=(passed_over("C-GRT", TODAY, TODAY + timedelta(days=1)),))
    days = [TODAY + timedelta(days=days) for days in (-1, 0, 1, 2)]
    assert [routed("Gujrat", by=by, on=day).circle for day in days] == ["C-GRT", "C-GRW", "C-GRW", "C-GRT"]


def test_a_province_passes_over_too_and_headquarters_is_the_last_resort():
    two = frozenset({"C-GLT", "C-SKD"})
    assert routed(province="GB", excluded=frozenset({"C-GLT"})).circle == "C-SKD"
    nobody = routed(province="GB", excluded=two | DESK)
    assert (nobody.circle, nobody.why) == ("HQ-TIP", Why.HEADQUARTERS)
    assert "no circle of the Gilgit-Baltistan zone takes its tips" in words(nobody.detail)


def test_another_desk_is_better_than_the_one_that_is_kept_away():
    by = directory(office("HQ-2", CircleType.HEADQUARTERS, "ICT"))
    assert routed("Lahore", by=by, official_involved=True).circle == "HQ-2"
    assert routed("Lahore", by=by, official_involved=True, excluded=frozenset({"HQ-2"})).circle == "HQ-TIP"


@pytest.mark.parametrize(
    ("places", "now", "circle", "reason"),
    [
        (
            ("Lahore", "Karachi"),
            None,
            "C-LHR",
            "Of the places named (Lahore, Karachi), Lahore is named first.",
        ),
        (
            ("Lahore", "Karachi"),
            "Karachi",
            "C-KHI",
            "Of the places named (Lahore, Karachi), it is Karachi where",
        ),
        (("Atlantis", "Quetta"), None, "C-QTA", "Of the places named (Atlantis, Quetta), Quetta"),
        (("Lahore",), "Lahore", "C-LHR", "Lahore lies in"),
    ],
)
def test_of_several_places_the_present_one_else_the_first(places, now, circle, reason):
    chosen = routed(*places, now=now)
    assert chosen.circle == circle
    assert words(chosen.detail).startswith(reason)


@pytest.mark.parametrize(
    ("kind", "child", "expected"),
    [
        ("smuggling", False, {}),
        ("smuggling", True, {"child_protection": "CP-PB"}),
        ("bonded_labour", False, {"labour": "LD-PB"}),
        ("bonded_labour", True, {"labour": "LD-PB", "child_protection": "CP-PB"}),
        ("child_labour", False, {"labour": "LD-PB", "child_protection": "CP-PB"}),
        ("child_begging", False, {"child_protection": "CP-PB"}),
        ("sexual_exploitation", False, {}),
        ("unknown", True, {"child_protection": "CP-PB"}),
        ("not_a_tip", False, {}),
        (None, False, {}),
    ],
)
def test_labour_and_children_have_offices_of_their_own_where_they_are_entered(kind, child, expected):
    chosen = routed("Gujranwala", by=ENTERED, kind=kind, child=child)
    assert chosen.circle == "C-GRW"
    assert beside(chosen) == expected
    assert routed("Gujranwala", kind=kind, child=child).also == ()


def test_the_circle_is_told_whom_the_law_names_also_where_nobody_is_entered():
    bonded = routed("Gujranwala", kind="bonded_labour")
    assert words(bonded.detail).endswith(
        "By law also for the police, the labour department and the district vigilance committee."
    )
    assert "By law" not in words(routed("Gujranwala", kind="smuggling").detail)


def test_an_office_serves_its_province_and_one_of_the_whole_country_the_rest():
    asked = {"by": ENTERED, "kind": "bonded_labour"}
    assert beside(routed("Karachi", **asked)) == {"labour": "LD-PK"}
    assert beside(routed(province="Punjab", **asked)) == {"labour": "LD-PB"}
    assert beside(routed(**asked)) == {"labour": "LD-PK"}
    assert beside(routed("Lahore", **asked, excluded=frozenset({"LD-PB"}))) == {"labour": "LD-PK"}
    assert beside(routed("Lahore", **asked, excluded=frozenset({"C-LHR"}))) == {"labour": "LD-PB"}


def test_an_office_that_is_closed_or_passed_over_gets_nothing():
    yesterday = TODAY - timedelta(days=1)
    closed = directory(office("LD-PB", CircleType.LABOUR_DEPARTMENT, "Punjab", valid_until=yesterday))
    over = directory(LABOUR, passed_over=(passed_over("LD-PB"),))
    for by in (closed, over):
        assert routed("Lahore", by=by, kind="bonded_labour").also == ()


CODES = [row["code"] for row in CIRCLES]
some_codes = st.frozensets(st.sampled_from([*CODES, "LD-PB", "CP-PB"]), max_size=len(CODES))
a_place = st.sampled_from([*(row["name"] for row in DISTRICTS), "Karachi", "Kohistan", "Atlantis"])


@given(
    st.lists(st.sampled_from(CIRCLES), unique_by=lambda row: row["code"]),
    st.lists(st.sampled_from(JURISDICTIONS), max_size=40),
    st.tuples(some_codes, some_codes),
    st.builds(
        Asked,
        districts=st.lists(a_place, max_size=3).map(tuple),
        now=st.none() | a_place,
        province=st.sampled_from(["Punjab", "GB", "AJK", "nowhere", None]),
        kind=st.none() | st.sampled_from(list(Kind)),
        official_involved=st.booleans(),
        child=st.booleans(),
    ),
)
def test_whatever_is_entered_a_tip_goes_to_who_takes_tips_and_never_where_it_must_not(
    circles, jurisdictions, kept_away, asked
):
    over, excluded = kept_away
    known = {row["code"]: row for row in [*CIRCLES, LABOUR, CHILDREN]}
    desk = [row for row in CIRCLES if row["code"] in DESK and row not in circles]
    rows = [*circles, *desk, LABOUR, CHILDREN]
    by = build_directory(0, DISTRICTS, jurisdictions, rows, [passed_over(code) for code in over])
    chosen = route(
        by,
        Asked(*(getattr(asked, name) for name in asked.__slots__ if name != "excluded"), excluded=excluded),
        TODAY,
    )
    assert chosen.circle in DESK or known[chosen.circle]["type"] in TAKES_TIPS
    assert chosen.circle in DESK or chosen.circle not in over | excluded
    assert not asked.official_involved or chosen.circle in DESK
    assert words(chosen.detail)
    assert [also.role for also in chosen.also] in ([], [*Beside], *([role] for role in Beside))
    assert all(also.circle not in over | excluded for also in chosen.also)
