"""The draft: what it would change, tried on last month's tips, published with a reason, or thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask import Response, make_response, render_template, request
from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from hotline.circles.changes import Difference, taken_over
from hotline.circles.draft import (
    BehindThePresent,
    Overtaken,
    bring_up_to_date,
    publish,
    throw_away,
)
from hotline.circles.routing import Asked
from hotline.circles.snapshot import directory_now
from hotline.circles.table import DirectoryRefused, Fault, Wrong, day
from hotline.circles.trying import Group, every_district, later_days, on_day, try_on, would_be
from hotline.database import PAKISTAN, utc_now
from hotline.tips.models import Kind, Tip
from hotline.web.directory import words
from hotline.web.directory.standing import Standing, codes_of_districts, standing
from hotline.web.doors import runtime
from hotline.web.limits import LONGEST_REASON, lead_to
from hotline.web.sign_in import signed_in

LAST_DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """What the page of the draft has to tell: the reason that was typed, and why it could not be done."""

    why: str = ""
    overtaken: bool = False
    behind: bool = False
    no_reason: bool = False
    faults: tuple[Fault, ...] = ()


def draft() -> Response:
    return _page(Told())


def publish_draft() -> Response:
    why = " ".join(request.form.get("why", "")[:LONGEST_REASON].split())
    if not why:
        return _page(Told(no_reason=True), 422)
    try:
        with runtime().database.transaction() as session:
            version = publish(session, request.form.get("seen", ""), signed_in().id, why)
    except Overtaken:
        return _page(Told(why, overtaken=True), 409)
    except BehindThePresent:
        return _page(Told(why, behind=True), 409)
    except DirectoryRefused as refused:
        return _page(Told(why, faults=refused.faults), 422)
    return lead_to("directory.history", published=str(version))


def throw_draft_away() -> Response:
    try:
        with runtime().database.transaction() as session:
            throw_away(session, request.form.get("seen", ""))
    except Overtaken:
        return _page(Told(overtaken=True), 409)
    return lead_to("directory.every_circle", done="thrown_away")


def bring_draft_up_to_date() -> Response:
    try:
        with runtime().database.transaction() as session:
            bring_up_to_date(session, request.form.get("seen", ""), signed_in().id)
    except Overtaken:
        return _page(Told(overtaken=True), 409)
    except DirectoryRefused as refused:
        return _page(Told(faults=refused.faults), 422)
    return lead_to("directory.draft", done="up_to_date")


def trial() -> str:
    """The tips of the last thirty days, each on its own day or all on one; or every district, where there are none."""
    with runtime().database.transaction() as session:
        stands = standing(session)
        now = directory_now(session)
        tips = tips_since(session, utc_now() - LAST_DAYS)
        then = would_be(session, stands.mine.written, now)
        codes = codes_of_districts(session)
    on = _day_asked()
    over_districts = request.args.get("over") == "districts" or not tips
    groups = every_district(now, on or stands.today) if over_districts else tips
    tried = try_on(now, then, on_day(groups, on) if on else groups)
    return render_template(
        "console/directory/trial.html",
        stands=stands,
        tried=tried,
        over_districts=over_districts,
        any_tips=bool(tips),
        on=on,
        later=later_days(stands.now, stands.mine.written, stands.today),
        codes=codes,
        words=words,
        Kind=Kind,
    )


def tips_since(session: Session, since: datetime) -> list[Group]:
    """The tips that were recorded since then, as far as routing asks of them, by their day; no word of any."""
    came_on = func.date(func.timezone(literal_column(f"'{PAKISTAN.key}'"), Tip.taken_at))
    known = (
        Tip.district,
        Tip.places,
        Tip.province,
        Tip.kind,
        Tip.official_involved,
        Tip.child,
        Tip.excluded,
        came_on,
    )
    rows = session.execute(
        select(*known, func.count())
        .where(Tip.taken_at >= since, Tip.recorded_at.is_not(None))
        .group_by(*known)
    ).all()
    return [
        Group(
            Asked(
                _districts(row[0], row[1]),
                province=row[2],
                kind=row[3].value,
                official_involved=row[4],
                child=row[5],
                excluded=frozenset(row[6]),
            ),
            row[7],
            row[8],
        )
        for row in rows
    ]


def _districts(district: str | None, places: Sequence[str]) -> tuple[str, ...]:
    """The one that the tip went by comes first: where something happens now was found in its words."""
    if district is None:
        return ()
    return (district, *(one for one in places if one != district)) if district in places else (district,)


def _day_asked() -> date | None:
    try:
        return day(request.args.get("on", ""))
    except Wrong:
        return None


def _page(told: Told, status: int = 200) -> Response:
    with runtime().database.transaction() as session:
        stands = standing(session)
        codes = codes_of_districts(session)
    told = told if told.faults else replace(told, faults=stands.mine.faults)
    page = render_template(
        "console/directory/draft.html",
        stands=stands,
        told=told,
        codes=codes,
        overruled=_overruled(stands),
        words=words,
        longest_reason=LONGEST_REASON,
    )
    return make_response(page, status)


def _overruled(stands: Standing) -> list[Difference]:
    """What others published since the draft began and the draft says otherwise."""
    theirs = [one for change in stands.since for one in change.differences]
    return taken_over(theirs, stands.mine.written)[1] if stands.mine.is_draft else []
