"""The one draft of the directory: changed by several people without losing a word, brought up to date, published."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hotline.circles.changes import (
    Change,
    Difference,
    Written,
    change_alone,
    changes_since,
    differences,
    sign,
    taken_over,
    version,
    version_of_sheets,
    written,
)
from hotline.circles.jurisdiction_sheet import (
    Gap,
    Period,
    gaps,
    in_order,
    overlaps,
    read_periods,
    write_periods,
)
from hotline.circles.models import DirectoryDraft
from hotline.circles.sheet import COLUMNS, Entry, read_sheet
from hotline.circles.stored import (
    district_names,
    misfits,
    put_circles,
    put_ground,
    read_entries,
    read_ground,
    unknown_zones,
    zones_of,
)
from hotline.circles.table import DirectoryRefused, Fault, write_table
from hotline.database import utc_now
from hotline.errors import HotlineError


class Overtaken(HotlineError):
    """Somebody else has changed, published or thrown away what this change began from; nothing was changed."""


class BehindThePresent(HotlineError):
    """Others have changed the directory since the draft began, so it was not published; `since` is what they did."""

    def __init__(self, since: Iterable[Change]) -> None:
        super().__init__("the directory has changed since this draft began")
        self.since = tuple(since)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The directory as it would be: that of the draft, or the present one where there is no draft.

    `stamp` names this state of it: whoever changes it says which one was seen. `faults` are of rows that this version
    of the hotline cannot read any more, so that they are missing in `written`: such a draft can only be thrown away.
    """

    written: Written
    stamp: str
    began_from: int
    changed_by: int | None = None
    changed_at: datetime | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.changed_at is not None


def present(session: Session) -> Written:
    return written(read_entries(session), read_ground(session))


def prepared(session: Session) -> Prepared:
    """The draft; where there is none, the present."""
    row = session.get(DirectoryDraft, 1, populate_existing=True)
    if row is None:
        known = version_of_sheets(session)
        return Prepared(present(session), f"present-{known}", known)
    stamp = f"{row.edition}-{row.changed_at.timestamp():.6f}"
    entries, faults = read_sheet(row.circles, stored=True)
    periods, more = read_periods(row.jurisdictions, district_names(session), stored=True)
    return Prepared(
        written(entries, periods),
        stamp,
        row.began_from,
        row.changed_by,
        row.changed_at,
        (*faults, *more),
    )


def circles_text(one: Written) -> str:
    return write_table(COLUMNS, one.circles.values())


def jurisdictions_text(one: Written) -> str:
    return write_periods(in_order(periods_of(one)))


def change_draft(
    session: Session, seen: str, by: int, entries: Iterable[Entry] = (), periods: Iterable[Period] = ()
) -> None:
    """Put these circles, and these districts' periods, into the draft, which begins where there was none.

    Raises Overtaken, or DirectoryRefused: then nothing was changed.
    """
    new, ground = list(entries), list(periods)
    mine = _seen(session, seen)
    _judge(mine.written, new, ground)
    _keep(session, mine, mine.written.with_entries(new).with_periods(ground), by)


def take_circles(session: Session, seen: str, by: int, sheet: str) -> int:
    """Take a sheet's circles into the draft as `directory.load` would into the directory; how many.

    Raises Overtaken, or DirectoryRefused with all that is wrong: then nothing was changed.
    """
    entries, faults = read_sheet(sheet)
    faults += misfits(entries_of(_seen(session, seen).written), entries)
    if faults:
        raise DirectoryRefused(faults)
    change_draft(session, seen, by, entries)
    return len(entries)


def take_jurisdictions(session: Session, seen: str, by: int, sheet: str) -> tuple[int, list[Gap]]:
    """Take a sheet's districts into the draft as `directory.load_jurisdictions` would; how many, and their gaps.

    Raises Overtaken, or DirectoryRefused with all that is wrong: then nothing was changed.
    """
    periods, faults = read_periods(sheet, district_names(session))
    faults += unknown_zones(entries_of(_seen(session, seen).written), periods)
    if faults:
        raise DirectoryRefused(faults)
    change_draft(session, seen, by, periods=periods)
    return len({one.district for one in periods}), gaps(periods)


def take_back(session: Session, seen: str, by: int, of: str) -> None:
    """Let the draft say of this circle, or of this district, what the present says.

    Raises Overtaken, or DirectoryRefused: then nothing was changed.
    """
    mine, now = _seen(session, seen), present(session)
    circles = {code: cells for code, cells in mine.written.circles.items() if code != of}
    grounds = {district: periods for district, periods in mine.written.grounds.items() if district != of}
    if of in now.circles:
        circles[of] = now.circles[of]
    if of in now.grounds:
        grounds[of] = now.grounds[of]
    after = Written(circles, grounds)
    _judge_whole(mine.written, after)
    _keep(session, mine, after, by)


def bring_up_to_date(session: Session, seen: str, by: int) -> None:
    """Take over what others have published since the draft began; where it says otherwise, the draft stays as it is.

    Raises Overtaken, or DirectoryRefused when the two do not go together: then nothing was changed.
    """
    mine = _seen(session, seen)
    after, _ = taken_over(meanwhile(session, mine), mine.written)
    _judge_whole(mine.written, after)
    _keep(session, replace(mine, began_from=version(session)), after, by)


def meanwhile(session: Session, mine: Prepared) -> list[Difference]:
    """What others have published since the draft began, the oldest first."""
    return [one for change in changes_since(session, mine.began_from) for one in change.differences]


def throw_away(session: Session, seen: str) -> None:
    """Give the draft up; raises Overtaken."""
    if _seen(session, seen).is_draft:
        _end(session)


def publish(session: Session, seen: str, by: int, why: str) -> int:
    """Let the directory be as the draft says, signed, from this transaction's end; the new version.

    Raises Overtaken (also when somebody else has published it), or BehindThePresent: then nothing was changed.
    """
    mine = _seen(session, seen)
    if not mine.is_draft:
        raise Overtaken("there is no draft")
    _readable(mine)
    since = changes_since(session, mine.began_from)
    if since:
        raise BehindThePresent(since)
    now = present(session)
    found = differences(now, mine.written)
    changed = {one.of for one in found}
    put_circles(session, [entry for entry in entries_of(mine.written) if entry.code in changed])
    put_ground(session, [period for period in periods_of(mine.written) if period.district in changed])
    published = sign(session, found, by, why)
    _end(session)
    return published or version(session)


def _seen(session: Session, seen: str) -> Prepared:
    """What is prepared, if it is still what was seen; until this transaction ends nobody else changes it."""
    change_alone(session)
    found = prepared(session)
    if found.stamp != seen:
        raise Overtaken("somebody else has changed the draft")
    return found


def _judge(before: Written, new: list[Entry], ground: list[Period]) -> None:
    faults = misfits(entries_of(before), new) + overlaps(ground)
    if faults:
        raise DirectoryRefused(faults)
    _judge_whole(before, before.with_entries(new).with_periods(ground), {one.district for one in ground})


def _judge_whole(before: Written, after: Written, changed: Collection[str] = ()) -> None:
    """Nothing may be left without its zone, or the tips that fit no circle without a desk."""
    entries = entries_of(after)
    gone = zones_of(entries_of(before)) - zones_of(entries)
    faults = misfits(entries, [entry for entry in entries if entry.values["zone"] in gone])
    faults += unknown_zones(
        entries, [one for one in periods_of(after) if one.zone in gone or one.district in changed]
    )
    if faults:
        raise DirectoryRefused(faults)


def _keep(session: Session, mine: Prepared, after: Written, by: int) -> None:
    """Write the draft down; one that says what the present says is none."""
    _readable(mine)
    if not differences(present(session), after):
        _end(session)
        return
    row = session.get(DirectoryDraft, 1) or DirectoryDraft(id=1, edition=0)
    row.circles, row.jurisdictions = circles_text(after), jurisdictions_text(after)
    row.began_from, row.changed_by, row.changed_at = mine.began_from, by, utc_now()
    row.edition += 1
    session.add(row)
    session.flush()


def _readable(mine: Prepared) -> None:
    if mine.faults:
        raise DirectoryRefused(mine.faults)


def _end(session: Session) -> None:
    session.execute(delete(DirectoryDraft))


def entries_of(one: Written) -> list[Entry]:
    """Each was right when it was written, and is read again."""
    entries, faults = read_sheet(circles_text(one), stored=True)
    if faults:
        raise DirectoryRefused(faults)
    return entries


def periods_of(one: Written) -> list[Period]:
    return [period for periods in one.grounds.values() for period in periods]
