"""`route`, `circles load` and `circles show`, as an operator types them."""

import csv
import io
import json
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from hotline.circles.directory import seed, show
from hotline.commands.index import hotline

LAHORE = "FIA Lahore Zone Anti-Human Trafficking Circle raided Garden Town passport office"


@pytest.fixture
def type_in(database, environ):
    with database.transaction() as session:
        seed(session)
    return lambda *arguments, **more: CliRunner().invoke(hotline, arguments, env=environ, **more)


@pytest.fixture
def sheet(database, type_in) -> str:
    with database.transaction() as session:
        return show(session)


def test_route_says_who_and_why(type_in):
    answered = type_in("route", "Gujranwala")
    assert answered.exit_code == 0
    answer = json.loads(answered.stdout)
    assert answer == {
        "circle": "C-GRW",
        "why": "jurisdiction",
        "km": 0,
        "detail": "Gujranwala lies in the Gujranwala zone (inferred, unverified)",
        "district": "Gujranwala",
        "on": answer["on"],
        "recipient": None,
        "step": None,
    }
    assert abs((date.fromisoformat(answer["on"]) - date.today()).days) <= 1  # noqa: DTZ011 - Pakistan's day


def test_route_takes_a_town_an_urdu_name_a_unit_and_a_province(type_in):
    answers = [
        json.loads(type_in("route", place).stdout)
        for place in ("kamoke", "لاہور", "Karachi", "GILGIT BALTISTAN")
    ]
    assert [(answer["district"], answer["circle"]) for answer in answers] == [
        ("Gujranwala", "C-GRW"),
        ("Lahore", "C-LHR"),
        ("Karachi", "C-KHI"),
        (None, "C-GLT"),
    ]


def test_route_can_be_asked_for_a_kind_a_day_and_without_a_circle(type_in):
    answered = type_in(
        "route", "Gujrat", "--kind", "bonded_labour", "--on", "2026-01-31", "--exclude", "C-GRT"
    )
    answer = json.loads(answered.stdout)
    assert (answer["circle"], answer["kind"], answer["on"]) == ("C-GRW", "bonded_labour", "2026-01-31")
    assert "labour department" in answer["detail"]
    assert type_in("route", "Gujrat", "--kind", "gossip").exit_code == 2


def test_route_refuses_a_place_it_does_not_know_and_names_near_ones(type_in):
    answered = type_in("route", "Gujranwal")
    assert answered.exit_code == 2
    assert "no district is called 'Gujranwal': did you mean Gujranwala" in answered.stderr
    assert answered.stdout == ""
    assert type_in("route", "zzzz").exit_code == 2


def test_a_sheet_is_shown_changed_loaded_and_shown_the_same(type_in, sheet, tmp_path):
    shown = type_in("circles", "show")
    assert shown.stdout == sheet
    file = tmp_path / "circles.csv"
    rows = list(csv.DictReader(io.StringIO(sheet)))
    next(row for row in rows if row["id"] == "C-LHR")["duty_phones"] = "0364-0000001"
    changed = io.StringIO()
    writer = csv.DictWriter(changed, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(changed.getvalue(), encoding="utf-8-sig")
    loaded = type_in("circles", "load", str(file))
    assert loaded.exit_code == 0
    assert loaded.stdout.startswith("50 circles taken\n22 without a phone: C-ABT, C-BNU")
    again = type_in("circles", "show").stdout
    assert "+923640000001" in again
    assert type_in("circles", "load", "-", input=again.encode()).exit_code == 0
    assert type_in("circles", "show").stdout == again
    answer = json.loads(type_in("route", "Lahore").stdout)
    assert (answer["recipient"], answer["step"]) == ("C-LHR", "circle")


def test_a_bad_sheet_is_refused_whole_with_every_row_named(type_in, sheet, tmp_path):
    file = tmp_path / "circles.csv"
    file.write_text(sheet.replace(",AHTC,", ",AHCT,").replace(LAHORE, "Renamed"), encoding="utf-8")
    refused = type_in("circles", "load", str(file))
    assert refused.exit_code == 1
    assert "is refused, nothing of it was taken" in refused.stderr
    for row in ("row 15 (C-GRW)", "row 16 (C-ISB)", "row 20 (C-RWP)"):
        assert f"{row}: type: 'AHCT' is none of" in refused.stderr
    assert type_in("circles", "show").stdout == sheet
    file.write_bytes(sheet.encode("utf-16"))
    assert "is not UTF-8 (line 1)" in type_in("circles", "load", str(file)).stderr


def test_a_database_that_is_away_or_empty_is_told_in_a_line(type_in, database, environ):
    with database.transaction() as session:
        session.execute(text("DROP TABLE circles CASCADE"))
    assert "has no directory yet" in type_in("circles", "show").stderr
    environ["HOTLINE_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nothing"
    away = type_in("circles", "show")
    assert (away.exit_code, "does not answer" in away.stderr) == (1, True)
