"""Which zone each district belongs to: the table of all, and one district that belongs elsewhere from a day on."""

from dataclasses import dataclass

from flask import Response, abort, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.changes import changes_of
from hotline.circles.draft import Overtaken, change_draft, periods_of, prepared, take_back
from hotline.circles.jurisdiction_sheet import Period, belongs_from, gaps, in_order
from hotline.circles.models import Basis, District
from hotline.circles.table import DirectoryRefused, Fault, Wrong, day, needed, one_line, one_of
from hotline.languages import Language
from hotline.places.folding import fold
from hotline.web.directory import words
from hotline.web.directory.standing import Standing, standing
from hotline.web.doors import runtime
from hotline.web.limits import LONGEST_SEARCH, lead_to
from hotline.web.page_language import page_language
from hotline.web.sign_in import signed_in

LATEST = 10
LONGEST_SOURCE = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """A district with its periods, as the draft has them or as they are published; `holding` is today's."""

    code: str
    name: str
    shown: str
    province: str
    periods: tuple[Period, ...]
    holding: Period | None

    @property
    def zone(self) -> str:
        return self.holding.zone if self.holding else ""


@dataclass(frozen=True, slots=True)
class GroundForm:
    """From which day on a district belongs to which zone, as it was typed."""

    zone: str = ""
    first: str = ""
    basis: str = Basis.PUBLISHED
    source: str = ""


def every_district() -> str:
    with runtime().database.transaction() as session:
        stands = standing(session)
        spots = _spots(session, stands)
    zones = sorted({one.zone for one in spots if one.zone})
    zone, which = request.args.get("zone", ""), request.args.get("which", "")
    searched = " ".join(request.args.get("words", "")[:LONGEST_SEARCH].split())
    folded = fold(searched)
    found = [
        one
        for one in spots
        if zone in {"", one.zone}
        and (which != "none" or one.holding is None)
        and (folded in fold(one.name) or folded in fold(one.shown))
    ]
    return render_template(
        "console/directory/every_district.html",
        stands=stands,
        spots=spots,
        found=found,
        zones=zones,
        zone=zone,
        which=which,
        searched=searched,
        gaps=gaps(periods_of(stands.now)),
        words=words,
        longest_search=LONGEST_SEARCH,
    )


def one_district(code: str) -> Response:
    return _page(code, GroundForm())


def move_district(code: str) -> Response:
    """From a day on the district belongs to another zone: the draft ends what held until then on the day before."""
    sent = request.form
    form = GroundForm(
        *(sent.get(name, "")[:LONGEST_SOURCE].strip() for name in ("zone", "first", "basis", "source"))
    )
    name = _named(code)
    with runtime().database.transaction() as session:
        stands = standing(session)
    new, faults = _read(name, form, _zones(stands))
    seen = sent.get("seen", "")
    if new is None:
        return _page(code, form, faults, seen=seen, status=422)
    try:
        with runtime().database.transaction() as session:
            before = prepared(session).written.grounds.get(name, ())
            change_draft(session, seen, signed_in().id, periods=belongs_from(before, new))
    except Overtaken:
        return _page(code, form, overtaken=True, status=409)
    except DirectoryRefused as refused:
        return _page(code, form, refused.faults, seen=seen, status=422)
    return lead_to("directory.one_district", code=code, done="kept")


def take_district_back(code: str) -> Response:
    try:
        with runtime().database.transaction() as session:
            take_back(session, request.form.get("seen", ""), signed_in().id, _named(code))
    except Overtaken:
        return _page(code, GroundForm(), overtaken=True, status=409)
    except DirectoryRefused as refused:
        return _page(code, GroundForm(), refused.faults, status=422)
    return lead_to("directory.one_district", code=code, done="back")


def _page(
    code: str,
    form: GroundForm,
    faults: tuple[Fault, ...] = (),
    *,
    overtaken: bool = False,
    seen: str = "",
    status: int = 200,
) -> Response:
    with runtime().database.transaction() as session:
        stands = standing(session)
        spot = next((one for one in _spots(session, stands) if one.code == code), None) or abort(404)
        changes = changes_of(session, spot.name, LATEST)
    page = render_template(
        "console/directory/one_district.html",
        stands=stands,
        spot=spot,
        drafted=stands.mine.written.grounds.get(spot.name, ()),
        form=form,
        faults=faults,
        overtaken=overtaken,
        seen=seen or stands.mine.stamp,
        changes=changes,
        zones=_zones(stands),
        bases=words.BASES,
        words=words,
        longest_source=LONGEST_SOURCE,
    )
    return make_response(page, status)


def _spots(session: Session, stands: Standing) -> list[Spot]:
    """Every district as it is published, by its name in the page's language."""
    rows = session.execute(select(District.code, District.name, District.name_ur, District.province))
    in_urdu = page_language() is Language.URDU
    spots = []
    for row in rows:
        periods = stands.now.grounds.get(row.name, ())
        holding = next((one for one in periods if one.holds(stands.today)), None)
        shown = row.name_ur if in_urdu and row.name_ur else row.name
        spots.append(Spot(row.code, row.name, shown, row.province, tuple(in_order(periods)), holding))
    return sorted(spots, key=lambda one: one.shown)


def _zones(stands: Standing) -> list[str]:
    """The zones that a district can belong to."""
    return sorted(
        {cells["fia_zone"] for cells in stands.mine.written.circles.values() if cells["type"] == "zone"}
    )


def _read(name: str, form: GroundForm, zones: list[str]) -> tuple[Period | None, tuple[Fault, ...]]:
    faults = []
    for column, reader, cell in (
        ("zone", needed, form.zone),
        ("zone", one_of([*zones, ""]), form.zone),
        ("valid_from", day, form.first),
        ("basis", one_of(Basis), form.basis),
        ("source", one_line, form.source),
    ):
        try:
            reader(cell)
        except Wrong as wrong:
            faults.append(Fault(0, wrong.message, wrong.values, columns=column))
    if faults:
        return None, tuple(faults)
    return Period(name, form.zone, day(form.first), None, Basis(form.basis), form.source), ()


def _named(code: str) -> str:
    with runtime().database.statement() as session:
        district = session.get(District, code)
    return district.name if district is not None else abort(404)
