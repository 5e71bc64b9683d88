"""`circles load` and `circles show`, as an operator types them."""

import csv
import io
import json

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


def test_jurisdictions_are_shown_changed_loaded_and_shown_the_same(type_in, tmp_path):
    shown = type_in("circles", "jurisdictions", "show").stdout
    assert shown.startswith("district,zone,valid_from,valid_until,basis,source\n")
    file = tmp_path / "jurisdictions.csv"
    rows = list(csv.DictReader(io.StringIO(shown)))
    gujrat = next(row for row in rows if row["district"] == "Gujrat")
    header = ",".join(gujrat)
    file.write_text(
        f"{header}\nGujrat,Gujranwala,,2026-01-31,inferred,\nPK610,Lahore,2026-03-01,,published,told\n",
        encoding="utf-8-sig",
    )
    loaded = type_in("circles", "jurisdictions", "load", str(file))
    assert loaded.stdout == (
        "1 districts taken\nnote: Gujrat belongs to no zone from 2026-02-01 to 2026-02-28\n"
    )
    assert json.loads(type_in("route", "Gujrat", "--on", "2026-03-01").stdout)["circle"] == "C-LHR"
    assert json.loads(type_in("route", "Gujrat", "--on", "2026-01-31").stdout)["circle"] == "C-GRT"
    again = type_in("circles", "jurisdictions", "show").stdout
    assert type_in("circles", "jurisdictions", "load", "-", input=again.encode()).exit_code == 0
    assert type_in("circles", "jurisdictions", "show").stdout == again


def test_bad_jurisdictions_are_refused_whole_with_every_row_named(type_in, tmp_path):
    shown = type_in("circles", "jurisdictions", "show").stdout
    file = tmp_path / "jurisdictions.csv"
    header = shown.splitlines()[0]
    file.write_text(f"{header}\nGujrat,Lahore,,,told,\nAtlantis,Lahore,,,inferred,\n", encoding="utf-8")
    refused = type_in("circles", "jurisdictions", "load", str(file))
    assert refused.exit_code == 1
    for told in (
        "is refused, nothing of it was taken",
        "row 2 (Gujrat): basis",
        "row 3 (Atlantis): district",
    ):
        assert told in refused.stderr
    assert type_in("circles", "jurisdictions", "show").stdout == shown
