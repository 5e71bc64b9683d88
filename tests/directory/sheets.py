"""Made-up rows of both sheets, and the directory as it is written."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from hotline.circles import jurisdiction_sheet, sheet
from hotline.circles.directory import show, show_jurisdictions

PHONE = "+923640000007"
SAHIWAL = {
    "id": "C-SWL",
    "name": "FIA Circle Sahiwal",
    "type": "Circle",
    "city": "Sahiwal",
    "city_ur": "ساہیوال",
    "province": "Punjab",
    "fia_zone": "Multan",
    "lat": "30.66",
    "lon": "73.1",
    "duty_phones": PHONE,
    "language": "en",
}
GUJRAT = {
    "district": "Gujrat",
    "zone": "Gujranwala",
    "valid_from": "",
    "valid_until": "",
    "basis": "inferred",
    "source": "made up",
}


def of_circles(*rows: Mapping[str, str], without: Iterable[str] = ()) -> str:
    return _sheet([name for name in sheet.COLUMNS if name not in set(without)], rows)


def of_jurisdictions(*rows: Mapping[str, str]) -> str:
    return _sheet(jurisdiction_sheet.COLUMNS, rows)


def both(session: Any) -> tuple[str, str]:
    return show(session), show_jurisdictions(session)


def row_of(session: Any, code: str) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(show(session), newline=""))
    return next(row for row in rows if row["id"] == code)


def _sheet(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
