"""Jurisdictions, passing over, import and export, and the trial, over HTTP."""

from datetime import timedelta

import pytest

from hotline.circles.changes import history
from hotline.circles.directory import load, show, show_jurisdictions
from hotline.circles.draft import prepared
from hotline.circles.routing import Asked, route
from hotline.circles.snapshot import directory_now
from hotline.database import today, utc_now
from hotline.tips.models import Channel, Kind, Tip
from hotline.web.directory.drafting import tips_since
from tests.directory.conftest import HOME
from tests.directory.forms import change, change_at, publish
from tests.directory.sheets import GUJRAT, SAHIWAL, of_circles, of_jurisdictions


def goes_to(database, district: str = "Gujrat", **more: object) -> str:
    with database.transaction() as session:
        return route(directory_now(session), Asked((district,), **more), today()).circle


def test_a_district_belongs_to_another_zone_from_a_day_on(nadia, database):
    begin = today() + timedelta(days=3)
    moved = change(nadia, "jurisdictions/PK610", zone="Lahore", first=str(begin), source="told by the zone")
    assert moved.status_code == 303, moved.text
    assert "As the draft has it" in nadia.page("jurisdictions/PK610")
    assert publish(nadia).status_code == 303
    with database.transaction() as session:
        rows = [row for row in show_jurisdictions(session).splitlines() if row.startswith("Gujrat,")]
    assert rows[0].startswith(f"Gujrat,Gujranwala,,{begin - timedelta(days=1)},inferred,")
    assert rows[1] == f"Gujrat,Lahore,{begin},,published,told by the zone"
    assert goes_to(database) == "C-GRT"
    assert change(nadia, "jurisdictions/PK610", zone="Lahore", first=str(today())).status_code == 303
    assert publish(nadia).status_code == 303
    assert goes_to(database) == "C-LHR"


def test_a_district_is_not_moved_to_nowhere_and_can_be_taken_back(nadia, database):
    refused = change(nadia, "jurisdictions/PK610", zone="Atlantis", first="tomorrow", basis="guessed")
    assert refused.status_code == 422
    for told in ("&#39;Atlantis&#39; is none of", "is not a day like", "is none of published, inferred"):
        assert told in refused.text
    assert change(nadia, "jurisdictions/PK610", zone="Lahore").status_code == 303
    assert change_at(nadia, "jurisdictions/PK610", "jurisdictions/PK610/back").status_code == 303
    with database.transaction() as session:
        assert not prepared(session).is_draft


def test_the_jurisdictions_can_be_narrowed(nadia):
    assert "170 districts" in nadia.page("jurisdictions")
    none = nadia.page("jurisdictions?which=none")
    assert none.count('<tr role="row">') == 11
    assert "none today" in none
    assert nadia.page("jurisdictions?words=gujr&zone=Gujranwala").count('<tr role="row">') == 3


def test_a_circle_is_passed_over_at_once_signed_and_given_tips_again(nadia, imran, database):
    change(nadia, "circles/C-LHR", notes="a draft that must not be left behind")
    kept = change_at(nadia, "circles/C-GRT", "circles/C-GRT/passed-over", reason="an inquiry")
    assert kept.status_code == 303
    assert goes_to(database) != "C-GRT"
    page = imran.page("circles/C-GRT")
    assert "an inquiry" in page
    assert "nadia" in page
    assert "Gets no tips now: passed over" in imran.page("?which=passed_over")
    assert change_at(imran, "circles/C-GRT", "passed-over/1/end").status_code == 303
    assert goes_to(database) == "C-GRT"
    with database.transaction() as session:
        changes = history(session, None, 10)
    assert [(made.by, made.why, made.differences[0].field) for made in changes] == [
        (2, "an inquiry", "passed over"),
        (1, "an inquiry", "passed over"),
    ]
    assert imran.send_to("passed-over/1/end").status_code == 404
    assert imran.send_to("passed-over/99999999999/end").status_code == 404
    assert publish(nadia).status_code == 303


def test_passing_over_needs_a_reason_and_days_in_order(nadia):
    days = {"first": str(today()), "last": str(today() - timedelta(days=1))}
    for fields, told in (
        ({"reason": " "}, "Please say why."),
        ({"reason": "why", **days}, "The last day lies before the first."),
        ({"reason": "why", "first": "soon"}, "is not a day like"),
    ):
        refused = change_at(nadia, "circles/C-GRT", "circles/C-GRT/passed-over", **fields)
        assert refused.status_code == 422
        assert told in refused.text
    assert "circles/HQ-TIP/passed-over" not in nadia.page("circles/HQ-TIP")


def test_what_is_exported_is_what_the_command_shows_and_imports_back(nadia, database):
    with database.transaction() as session:
        sheets = show(session), show_jurisdictions(session)
    for which, sheet in zip(("circles", "jurisdictions"), sheets, strict=True):
        file = nadia.get(f"{HOME}{which}.csv")
        assert (file.mimetype, file.text) == ("text/csv", "\ufeff" + sheet)
        assert f"filename={which}-{today()}.csv" in file.headers["Content-Disposition"]
        seen = change_at(nadia, "sheets", "sheets", which=which)
        assert seen.status_code == 422
        assert "Choose a file first." in seen.text
        with database.transaction() as session:
            stamp = prepared(session).stamp
        taken = nadia.hand_in(file.data, which=which, seen=stamp)
        assert taken.status_code == 303
        assert "there is nothing to change" in nadia.get(taken.headers["Location"]).text


def test_a_sheet_goes_into_the_draft_and_can_be_exported_from_there(nadia, database):
    with database.transaction() as session:
        stamp = prepared(session).stamp
    taken = nadia.hand_in(of_circles(SAHIWAL), which="circles", seen=stamp)
    assert "1 row is taken into the draft." in nadia.get(taken.headers["Location"]).text
    assert "C-SWL" in nadia.get(f"{HOME}circles.csv?of=draft").text
    assert "C-SWL" not in nadia.get(f"{HOME}circles.csv").text
    late = nadia.hand_in(of_circles({**SAHIWAL, "city": "Okara"}), which="circles", seen=stamp)
    assert late.status_code == 409
    with database.transaction() as session:
        stamp = prepared(session).stamp
    gap = [{**GUJRAT, "valid_until": "2026-01-31"}, {**GUJRAT, "valid_from": "2026-02-03"}]
    told = nadia.hand_in(of_jurisdictions(*gap), which="jurisdictions", seen=stamp)
    assert told.status_code == 200
    assert "Gujrat belongs to no zone from 1 Feb 2026 to 2 Feb 2026." in told.text


def test_a_bad_sheet_is_refused_whole_with_every_row(nadia, database):
    with database.transaction() as session:
        stamp = prepared(session).stamp
    bad = of_circles(
        SAHIWAL,
        {**SAHIWAL, "id": "C-2", "type": "Circel", "duty_phones": "03640000007 noon"},
        {**SAHIWAL, "id": "C-3", "fia_zone": "Sahiwal"},
    )
    refused = nadia.hand_in(bad, which="circles", seen=stamp)
    assert refused.status_code == 422
    for told in ("Row 3", "Row 4", "Circel", "noon", "there is no zone"):
        assert told in refused.text
    with database.transaction() as session:
        assert not prepared(session).is_draft
    not_utf_8 = nadia.hand_in(of_circles(SAHIWAL).encode("utf-16"), which="circles", seen=stamp)
    assert "not UTF-8 (line 1)" in not_utf_8.text
    assert nadia.hand_in("x", which="other", seen=stamp).status_code == 400


@pytest.fixture
def tips(database, directory):
    """So many tips of one district and kind, some days ago."""

    def made_up(district: str | None, kind: Kind, count: int, days_ago: int = 1, **more: object) -> None:
        with database.transaction() as session:
            session.add_all(
                Tip(
                    reference=f"{district or 'x':.1}{kind:.1}{days_ago:02}{number:04}",
                    channel=Channel.SMS,
                    language="en",
                    kind=kind,
                    district=district,
                    province="Punjab",
                    taken_at=utc_now() - timedelta(days=days_ago),
                    recorded_at=utc_now(),
                    **more,
                )
                for number in range(count)
            )

    return made_up


def test_a_draft_is_tried_on_the_tips_of_the_last_thirty_days(nadia, database, tips):
    assert "There is no draft" in nadia.page("draft/trial")
    change(nadia, "jurisdictions/PK610", zone="Lahore")
    page = nadia.page("draft/trial")
    assert "There were no tips in the last 30 days" in page
    assert "Of 170 districts" in page
    tips("Gujrat", Kind.SMUGGLING, 12)
    tips("Gujrat", Kind.BONDED_LABOUR, 3, 29, places=["Lahore", "Gujrat"])
    tips("Gujrat", Kind.OTHER, 2, 2, official_involved=True)
    tips("Gujrat", Kind.OTHER, 4, 31)
    tips(None, Kind.UNKNOWN, 1)
    page = nadia.page("draft/trial")
    assert "Of 18 tips of the last 30 days" in page
    assert "<strong>15</strong> would have gone elsewhere." in page
    for told in ("Bonded labour", "AHTC Lahore", "C-GRT", 'data-label="Tips">12<'):
        assert told in page
    assert "Gs01" not in page
    assert "Of 170 districts" in nadia.page("draft/trial?over=districts")


def test_a_change_that_begins_later_is_tried_on_that_day(nadia, tips):
    tips("Gujrat", Kind.OTHER, 2)
    begin = today() + timedelta(days=30)
    change(nadia, "jurisdictions/PK610", zone="Lahore", first=str(begin))
    page = nadia.page("draft/trial")
    assert "<strong>0</strong> would have gone elsewhere." in page
    assert f"on={begin}" in page
    assert "<strong>2</strong> would have gone elsewhere." in nadia.page(f"draft/trial?on={begin}")


def test_the_place_that_a_tip_went_by_comes_first(database, tips):
    tips("Gujrat", Kind.OTHER, 1, places=["Lahore", "Gujrat"], child=True)
    with database.transaction() as session:
        (group,) = tips_since(session, utc_now() - timedelta(days=2))
    assert group.asked == Asked(("Gujrat", "Lahore"), province="Punjab", kind="other", child=True)
    assert group.count == 1


def test_an_ended_circle_keeps_what_the_directory_shows_of_it(nadia, database):
    with database.transaction() as session:
        load(session, of_circles({**SAHIWAL, "valid_until": "2025-01-01"}))
    assert "until 1 Jan 2025" in nadia.page("circles/C-SWL")
