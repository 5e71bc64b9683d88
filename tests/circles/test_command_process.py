"""`circles load` in a process of its own, which knows no more than it imports itself."""

import csv
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hotline.circles.changes import history
from hotline.circles.directory import seed, show, show_jurisdictions
from hotline.circles.sheet import COLUMNS
from hotline.database import Database

FURTHER = ("duty_phones", "language", "valid_from", "valid_until")


@pytest.fixture
def run(database: Database, environ: dict[str, str]) -> Any:
    with database.transaction() as session:
        seed(session)

    def running(*arguments: str, sheet: str) -> str:
        command = [sys.executable, "-m", "hotline", "circles", *arguments, "load", "-"]
        root = Path(__file__).parents[2]
        done = subprocess.run(
            command, input=sheet.encode(), env=environ, cwd=root, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return running


def changed(sheet: str, row_of: dict[str, str], columns: tuple[str, ...], **cells: str) -> str:
    """The row that has these cells, with others in it, as a sheet of these columns."""
    rows = [row for row in csv.DictReader(io.StringIO(sheet)) if row_of.items() <= row.items()]
    written = io.StringIO()
    writer = csv.DictWriter(written, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**row, **cells} for row in rows)
    return written.getvalue()


def test_either_sheet_is_taken_and_signed(run: Any, database: Database) -> None:
    with database.transaction() as session:
        circles, grounds = show(session), show_jurisdictions(session)
    published = tuple(name for name in COLUMNS if name not in {*FURTHER, "last_verified"})
    phone = {"duty_phones": "0364-0000001", "language": "ur", "valid_from": "2026-01-01"}
    lahore = changed(circles, {"id": "C-LHR"}, (*published, *FURTHER), **phone)
    gujrat = changed(
        grounds, {"district": "Gujrat"}, tuple(grounds.partition("\n")[0].split(",")), zone="Lahore"
    )
    assert run(sheet=lahore).startswith("1 circles taken\n")
    assert run("jurisdictions", sheet=gujrat) == "1 districts taken\n"
    with database.transaction() as session:
        signed = [(one.of, one.field) for made in history(session, None, 9) for one in made.differences]
        assert "+923640000001,ur,2026-01-01," in show(session)
    assert signed == [
        ("Gujrat", "jurisdiction"),
        ("C-LHR", "duty_phones"),
        ("C-LHR", "language"),
        ("C-LHR", "valid_from"),
    ]
