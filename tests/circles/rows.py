"""The directory that the package brings, as rows from which a test builds one of its own."""

import csv
from datetime import date
from importlib.resources import files
from typing import Any

from hotline.circles.models import CircleType
from hotline.circles.snapshot import Directory, build_directory

Row = dict[str, Any]


def packaged(table: str) -> list[Row]:
    text = (files("hotline.circles") / "data" / f"{table}.csv").read_text(encoding="utf-8")
    return [_read(row) for row in csv.DictReader(text.splitlines())]


def _read(row: dict[str, str]) -> Row:
    values: Row = dict(row)
    for name in ("lat", "lon"):
        if name in row:
            values[name] = float(row[name]) if row[name] else None
    for name in ("valid_from", "valid_until"):
        if name in row:
            values[name] = date.fromisoformat(row[name]) if row[name] else None
    if "fia_zone" in row:
        values |= {"code": row["id"], "zone": row["fia_zone"]}
    return values


DISTRICTS = packaged("districts")
JURISDICTIONS = packaged("jurisdictions")
CIRCLES = packaged("circles")


def office(code: str, kind: CircleType, province: str, **more: Any) -> Row:
    """An office that gets tips beside a circle; made up, since no real one is known here."""
    nothing = {"zone": "", "lat": None, "lon": None, "valid_from": None, "valid_until": None}
    return nothing | {"code": code, "type": kind, "province": province} | more


def directory(*more: Row, passed_over: tuple[Row, ...] = ()) -> Directory:
    """The packaged one with further offices."""
    return build_directory(0, DISTRICTS, JURISDICTIONS, [*CIRCLES, *more], passed_over)


def passed_over(code: str, first: date | None = None, last: date | None = None) -> Row:
    return {"circle_code": code, "valid_from": first, "valid_until": last}
