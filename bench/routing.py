"""Measures who gets a tip: every district with every kind of tip, by the directory that the package brings."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from time import perf_counter
from typing import Any

from bench.rows import Figure
from bench.samples import Samples
from hotline.circles.reasons import read, sentence
from hotline.circles.routing import Asked, Route, route
from hotline.circles.sheet import read_sheet
from hotline.circles.snapshot import Directory, build_directory
from hotline.tips.models import Kind


def routing() -> Iterator[Figure]:
    districts = _districts()
    ours, nearest = _directory(districts, _jurisdictions()), _directory(districts, [])
    names = [str(row["name"]) for row in districts]
    on = datetime.now(UTC).date()
    samples = Samples()
    routes = [_timed(samples, ours, Asked((name,), kind=kind), on) for name in names for kind in Kind]
    told = sum(map(_says_why, routes))
    asked = f"{len(names)} districts x {len(Kind)} kinds"
    yield Figure(
        f"route, {asked}: to a circle, with a reason",
        f"{told:,} of {len(routes):,}",
        "all",
        told == len(routes),
    )
    others = sum(
        route(ours, Asked((name,)), on).circle != route(nearest, Asked((name,)), on).circle for name in names
    )
    yield Figure("  beside it, the nearest circle alone: to another circle", f"{others} of {len(names)}")
    yield Figure("route: median, p99", f"{samples.percentile(0.5) * 1e6:,.0f} µs, {_slow(samples):,.0f} µs")


def _timed(samples: Samples, directory: Directory, asked: Asked, on: date) -> Route:
    begun = perf_counter()
    found = route(directory, asked, on)
    samples.latencies.append(perf_counter() - begun)
    return found


def _slow(samples: Samples) -> float:
    return samples.percentile(0.99) * 1e6


def _says_why(found: Route) -> bool:
    """It has a circle, and reasons that can be put in words."""
    reasons = read(found.detail)
    return bool(found.circle and reasons and all(sentence(reason, str) for reason in reasons))


def _directory(districts: list[dict[str, Any]], jurisdictions: list[dict[str, Any]]) -> Directory:
    entries, faults = read_sheet(_text("circles.csv"))
    if faults:
        raise ValueError(f"the directory of the package has faults: {faults}")
    return build_directory(0, districts, jurisdictions, [entry.values for entry in entries])


def _districts() -> list[dict[str, Any]]:
    rows = csv.DictReader(_text("districts.csv").splitlines())
    return [{**row, "lat": float(row["lat"]), "lon": float(row["lon"])} for row in rows]


def _jurisdictions() -> list[dict[str, Any]]:
    rows = csv.DictReader(_text("jurisdictions.csv").splitlines())
    return [
        {**row, "valid_from": _day(row["valid_from"]), "valid_until": _day(row["valid_until"])}
        for row in rows
    ]


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _text(table: str) -> str:
    return (files("hotline.circles") / "data" / table).read_text(encoding="utf-8")
