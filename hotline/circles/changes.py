"""What became of each field of the directory: differences found, signed and kept, taken over into a draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, text
from sqlalchemy.orm import Session

from hotline.circles import sheet
from hotline.circles.jurisdiction_sheet import Period, in_order, lines_of, read_lines
from hotline.circles.models import DirectoryChange
from hotline.circles.sheet import Entry

# The fields that are not columns of the circles' sheet.
JURISDICTION = "jurisdiction"
PASSED_OVER = "passed over"
# Why a change was made, where a file was loaded by the command.
BY_COMMAND = "loaded from a file by the command"
# Two who change the directory at once do so one after the other; the number is this lock's alone.
_ALONE = text("SELECT pg_advisory_xact_lock(7023114)")

# A passing over is a change of its own, never one beside others.
_OF_SHEETS = ~DirectoryChange.changes.contains([{"field": PASSED_OVER}])

Cells = Mapping[str, str]
NOTHING: Cells = dict.fromkeys(sheet.COLUMNS, "")


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one field: of a circle by its code, or of a district's jurisdiction by the district's name.

    A jurisdiction is written as the lines of its sheet, without the district. A circle that is new had "" everywhere.
    """

    of: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Written:
    """The directory as its two sheets have it: a circle's cells by its code, a district's periods by its name."""

    circles: Mapping[str, Cells]
    grounds: Mapping[str, tuple[Period, ...]]

    def with_entries(self, entries: Iterable[Entry]) -> "Written":
        """With these circles added or changed; a column that an entry lacks stays as it was."""
        return replace(self, circles={**self.circles, **{one.code: self._over(one) for one in entries}})

    def with_periods(self, periods: Iterable[Period]) -> "Written":
        """With these districts' periods put in the place of all that each of them had."""
        return replace(self, grounds={**self.grounds, **by_district(periods)})

    def _over(self, entry: Entry) -> Cells:
        had = self.circles.get(entry.code, NOTHING)
        lacked = [column for column in sheet.OPTIONAL if sheet.COLUMNS[column] not in entry.values]
        return {**entry.cells(), **{column: had[column] for column in lacked}}


def written(entries: Iterable[Entry], periods: Iterable[Period]) -> Written:
    return Written({one.code: one.cells() for one in entries}, by_district(periods))


def by_district(periods: Iterable[Period]) -> dict[str, tuple[Period, ...]]:
    """Each district's periods, the oldest first."""
    of: dict[str, list[Period]] = {}
    for one in in_order(periods):
        of.setdefault(one.district, []).append(one)
    return {district: tuple(found) for district, found in of.items()}


def differences(before: Written, after: Written) -> list[Difference]:
    """Field by field, circles first."""
    found = [
        Difference(code, column, had[column], has[column])
        for code in sorted({*before.circles, *after.circles})
        for had, has in [(before.circles.get(code, NOTHING), after.circles.get(code, NOTHING))]
        for column in sheet.COLUMNS
        if had[column] != has[column]
    ]
    return found + [
        Difference(district, JURISDICTION, lines_of(had), lines_of(has))
        for district in sorted({*before.grounds, *after.grounds})
        for had, has in [(before.grounds.get(district, ()), after.grounds.get(district, ()))]
        if had != has
    ]


def taken_over(theirs: Sequence[Difference], mine: Written) -> tuple[Written, list[Difference]]:
    """A draft with what others published meanwhile, and which of their changes it overrules: there it stays as it is.

    Where the draft still says what they found, it now says what they made of it.
    """
    circles = {code: dict(cells) for code, cells in mine.circles.items()}
    grounds = dict(mine.grounds)
    overruled = []
    for one in theirs:
        if one.field == JURISDICTION:
            lines = lines_of(grounds.get(one.of, ()))
            if lines == one.before:
                grounds[one.of] = read_lines(one.of, one.after)
            elif lines != one.after:
                overruled.append(one)
        elif one.field in sheet.COLUMNS:
            cells = circles.setdefault(one.of, dict(NOTHING))
            if cells[one.field] == one.before:
                cells[one.field] = one.after
            elif cells[one.field] != one.after:
                overruled.append(one)
    return Written(circles, grounds), overruled


@dataclass(frozen=True, slots=True)
class Change:
    """One change that was published; `by` is the supervisor's id, None for the command line."""

    id: int
    by: int | None
    at: datetime
    why: str
    differences: tuple[Difference, ...]


def change_alone(session: Session) -> None:
    """Wait until nobody else is changing the directory; until this transaction ends nobody else does."""
    session.execute(_ALONE)


def version(session: Session) -> int:
    """The id of the last change; 0 before the first."""
    return session.scalar(select(func.coalesce(func.max(DirectoryChange.id), 0))) or 0


def version_of_sheets(session: Session) -> int:
    """The id of the last change that is of either sheet: passing a circle over changes neither."""
    return session.scalar(select(func.coalesce(func.max(DirectoryChange.id), 0)).where(_OF_SHEETS)) or 0


def sign(session: Session, found: Iterable[Difference], by: int | None, why: str) -> int | None:
    """Keep what was changed, by whom and why; the new version, or None when nothing was changed."""
    rows = [{"of": one.of, "field": one.field, "before": one.before, "after": one.after} for one in found]
    if not rows:
        return None
    # Not by the session's flush: that asks for the table of supervisors, which the command line does not know.
    kept = insert(DirectoryChange).values(by=by, why=why, changes=rows).returning(DirectoryChange.id)
    return session.execute(kept).scalar_one()


def changes_since(session: Session, known: int) -> list[Change]:
    """The changes of either sheet after that version, the oldest first."""
    return _read(session, (DirectoryChange.id > known) & _OF_SHEETS, oldest_first=True)


def history(session: Session, before: int | None, most: int) -> list[Change]:
    """The last changes, or the last ones before that one, the newest first."""
    wanted = DirectoryChange.id > 0 if before is None else DirectoryChange.id < before
    return _read(session, wanted, most)


def changes_of(session: Session, of: str, most: int) -> list[Change]:
    """The last changes of one circle or one district, each with what it changed there, the newest first."""
    found = _read(session, DirectoryChange.changes.contains([{"of": of}]), most)
    return [
        replace(change, differences=tuple(one for one in change.differences if one.of == of))
        for change in found
    ]


def _read(
    session: Session, wanted: ColumnElement[bool], most: int | None = None, *, oldest_first: bool = False
) -> list[Change]:
    order = DirectoryChange.id.asc() if oldest_first else DirectoryChange.id.desc()
    rows = session.scalars(select(DirectoryChange).where(wanted).order_by(order).limit(most))
    return [
        Change(row.id, row.by, row.at, row.why, tuple(Difference(**one) for one in row.changes))
        for row in rows
    ]
