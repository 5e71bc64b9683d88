"""A change of the directory tried before it is published: which tips would have gone elsewhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.changes import Written
from hotline.circles.draft import entries_of, periods_of
from hotline.circles.jurisdiction_sheet import ONE_DAY
from hotline.circles.models import District
from hotline.circles.routing import Asked, Route, route
from hotline.circles.snapshot import Directory, build_directory
from hotline.circles.stored import ground_rows


@dataclass(frozen=True, slots=True)
class Group:
    """So many tips of one day of which the same is known."""

    asked: Asked
    on: date
    count: int = 1


@dataclass(frozen=True, slots=True)
class Move:
    """So many tips from one place and of one kind whose offices would change: first the circle, then any beside it."""

    district: str | None
    province: str | None
    kind: str | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    count: int

    @property
    def elsewhere(self) -> bool:
        """Whether it is the circle that changes, not only an office beside it."""
        return self.before[0] != self.after[0]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: how many tips were tried, and what would change, the most tips first."""

    tried: int
    moves: tuple[Move, ...]

    @property
    def elsewhere(self) -> int:
        return sum(move.count for move in self.moves if move.elsewhere)

    @property
    def beside(self) -> int:
        return sum(move.count for move in self.moves if not move.elsewhere)


def try_on(now: Directory, then: Directory, groups: Iterable[Group]) -> Trial:
    """Route each tip by both directories, on its own day."""
    tried = 0
    moved: Counter[Move] = Counter()
    # A directory keeps what holds on the days that it was asked of last: one day after the other.
    for group in sorted(groups, key=lambda one: one.on):
        tried += group.count
        before, after = (_offices(route(directory, group.asked, group.on)) for directory in (now, then))
        if before != after:
            asked = group.asked
            place = asked.now or next(iter(asked.districts), None)
            moved[Move(place, asked.province, asked.kind, before, after, 0)] += group.count
    moves = (replace(move, count=count) for move, count in moved.items())
    return Trial(tried, tuple(sorted(moves, key=_order)))


def on_day(groups: Iterable[Group], on: date) -> list[Group]:
    """The same tips as if all had come on that day."""
    return [replace(group, on=on) for group in groups]


def every_district(directory: Directory, on: date) -> list[Group]:
    """One tip from each district, for when there are no tips to try it on."""
    return [Group(Asked((spot.name,), province=spot.province), on) for spot in directory.spots]


def would_be(session: Session, draft: Written, now: Directory) -> Directory:
    """The directory as the draft would make it, with whoever is passed over now."""
    districts = session.execute(select(District).order_by(District.code)).scalars()
    rows = [
        {name: getattr(one, name) for name in ("code", "name", "unit", "province", "lat", "lon")}
        for one in districts
    ]
    codes = {row["name"]: row["code"] for row in rows}
    grounds = ground_rows(periods_of(draft), codes)
    circles = [entry.values for entry in entries_of(draft)]
    return replace(build_directory(now.version, rows, grounds, circles), passed_over=now.passed_over)


def later_days(now: Written, draft: Written, today: date) -> list[date]:
    """The days to come from which on something that the draft changes holds, or no longer holds."""
    days = [
        _turns(cells["valid_from"], cells["valid_until"])
        for code, cells in draft.circles.items()
        if cells != now.circles.get(code)
    ]
    days += [
        _turns(str(one.valid_from or ""), str(one.valid_until or ""))
        for district, periods in draft.grounds.items()
        for one in periods
        if one not in now.grounds.get(district, ())
    ]
    return sorted({day for turns in days for day in turns if day > today})


def _turns(first: str, last: str) -> Sequence[date]:
    begins = [date.fromisoformat(first)] if first else []
    return begins + ([date.fromisoformat(last) + ONE_DAY] if last and last < str(date.max) else [])


def _offices(chosen: Route) -> tuple[str, ...]:
    return (chosen.circle, *(also.circle for also in chosen.also))


def _order(move: Move) -> tuple[object, ...]:
    return (
        not move.elsewhere,
        -move.count,
        move.district or "",
        move.province or "",
        move.kind or "",
        move.before,
        move.after,
    )
